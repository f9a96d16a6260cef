"""Agent hosts, a file each: their events, where the text is, how they are answered, and the file that asks de-lint."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from de_lint.agents.hosts.host import Host

NAMES = ("claude", "codex", "vscode", "copilot", "gemini", "qwen", "cursor", "droid", "opencode")


def host_named(name: str) -> Host:
    """Return the host with one of these names; only its own file is read, for every event is waited for."""
    host: Host = import_module(f"{__name__}.{name}").HOST
    return host
