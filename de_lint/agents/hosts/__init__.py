"""Agent hosts, a file each: their events, where the text is, how they are answered, and the file that asks de-lint."""

from __future__ import annotations

TYPE_CHECKING = False  # nothing is imported here: a hook wants the names before anything else
if TYPE_CHECKING:
    from de_lint.agents.hosts.host import Host

NAMES = ("claude", "codex", "vscode", "copilot", "gemini", "qwen", "cursor", "droid", "opencode")


def host_named(name: str) -> Host:
    """Return the host with one of these names; only its own file is read, for every event is waited for."""
    from importlib import import_module

    host: Host = import_module(f"{__name__}.{name}").HOST
    return host
