"""The hook in the settings of an agent host."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = "de-lint hook"
TIMEOUT = 10


class Unusable(ValueError):
    """Settings that cannot be added to, and why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a host keeps its hooks in a project; `matches` where they are chosen by agent and tool."""

    file: Path
    matches: bool = True
    note: str = ""


#: Codex and VS Code read a file of hooks alone, Claude Code one with other settings, too.
PLACES: Mapping[str, Place] = {
    "claude": Place(Path(".claude/settings.json")),
    "codex": Place(Path(".codex/hooks.json"), note="; older versions run hooks only with that feature turned on"),
    "vscode": Place(Path(".github/hooks/de-lint.json"), matches=False),
}
_TOOLS = {"codex": "spawn_agent|Agent|Task"}


def wanted(agents: tuple[str, ...] = (), host: str = "claude") -> dict[str, Any]:
    """Return the hooks to install; with `agents`, reports of these alone are judged, where the host can choose."""
    command = {"type": "command", "command": _command(host), "timeout": TIMEOUT}
    if not PLACES[host].matches:
        return {"hooks": {event: [command] for event in ("SubagentStop", "PreToolUse")}}
    report = "|".join(re.escape(name).replace(r"\-", "-") for name in agents) or "*"
    events = {"SubagentStop": report, "PreToolUse": _TOOLS.get(host, "Agent|Task")}
    return {"hooks": {event: [{"matcher": matcher, "hooks": [command]}] for event, matcher in events.items()}}


def _command(host: str) -> str:
    return COMMAND if host == "claude" else f"{COMMAND} --host {host}"


def merged(settings: object, hooks: dict[str, Any]) -> dict[str, Any]:
    """Return settings with the hooks added; those that are there already stay, and none is added twice."""
    if not isinstance(settings, dict) or not isinstance(settings.get("hooks", {}), dict):
        raise Unusable("its hooks are no JSON object")
    there = dict(settings.get("hooks", {}))
    for event, entries in hooks["hooks"].items():
        old = there.get(event, [])
        if not isinstance(old, list):
            raise Unusable(f"its hooks for {event} are no list")
        there[event] = [*old, *(entry for entry in entries if entry not in old)]
    return {**settings, "hooks": there}


def install(file: Path, hooks: dict[str, Any]) -> None:
    """Add the hooks to a settings file, which need not exist; raise Unusable if it holds no settings."""
    try:
        # A link stays a link: what it leads to is written.
        text = file.read_text(encoding="utf-8-sig") if file.exists() else "{}"
        settings = json.loads(text or "{}")
    except (ValueError, RecursionError):
        raise Unusable("it is not JSON") from None
    changed = merged(settings, hooks)
    if changed != settings:
        file.parent.mkdir(parents=True, exist_ok=True)
        written = file.resolve()
        beside = written.with_name(written.name + ".new")
        beside.write_text(as_text(changed), encoding="utf-8")
        beside.replace(written)


def as_text(settings: dict[str, Any]) -> str:
    """Return settings as they are written."""
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"
