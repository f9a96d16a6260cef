"""The hook in the settings of an agent host."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from de_lint.agents.verdicts import role_of
from de_lint.patterns import compiled
from de_lint.project.writing_files import atomic

if TYPE_CHECKING:
    from de_lint.project.settings import Settings

COMMAND = "de-lint hook"
_OURS = compiled(r"\bde-lint hook\b")
_BY_AGENT = ("SubagentStart", "SubagentStop")
_EVENTS = (*_BY_AGENT, "PreToolUse")
_EVERY = "*"
_NAMES = compiled(r"[\w.: |-]+")
TIMEOUT = 10
_NAME = compiled(r"^name:[ \t]*[\"']?([^\n\"'#]*?)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_LONGEST_HEAD = 10_000


class Unusable(ValueError):
    """Settings that cannot be added to, and why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a host keeps its hooks in a project; `matches` where they are chosen by agent and tool.

    `agents` is the folder that describes its agents, in a project and at home, if it has one.
    """

    file: Path
    matches: bool = True
    note: str = ""
    agents: Path | None = None


#: Codex and VS Code read a file of hooks alone, Claude Code one with other settings, too.
PLACES: Mapping[str, Place] = {
    "claude": Place(Path(".claude/settings.json"), agents=Path(".claude/agents")),
    "codex": Place(Path(".codex/hooks.json"), note="; older versions run hooks only with that feature turned on"),
    "vscode": Place(Path(".github/hooks/de-lint.json"), matches=False),
}
_TOOLS = {"codex": "spawn_agent|Agent|Task"}


def wanted(agents: tuple[str, ...] = (), host: str = "claude") -> dict[str, Any]:
    """Return the hooks to install; with `agents`, these alone get forms at their start and are judged at their end.

    VS Code cannot choose agents: there they run for every one.
    """
    command = {"type": "command", "command": _command(host), "timeout": TIMEOUT}
    if not PLACES[host].matches:
        return {"hooks": {event: [command] for event in _EVENTS}}
    chosen = "|".join(re.escape(name).replace(r"\-", "-") for name in agents) or _EVERY
    matchers = {"PreToolUse": _TOOLS.get(host, "Agent|Task")}
    return {"hooks": {e: [{"matcher": matchers.get(e, chosen), "hooks": [command]}] for e in _EVENTS}}


def _command(host: str) -> str:
    return COMMAND if host == "claude" else f"{COMMAND} --host {host}"


@dataclass(frozen=True, slots=True)
class Merged:
    """Settings with the hooks in them; by event, whom they are for, and the other matchers that were in that place."""

    settings: dict[str, Any]
    now: Mapping[str, str]
    before: Mapping[str, tuple[str, ...]]


def merged(settings: object, hooks: dict[str, Any]) -> Merged:
    """Return settings with the hooks added; those of other programs stay as they are.

    An event asks de-lint once: a command that is there already moves, as it stands, to the matcher that is wanted now.
    Agents are added to those that are there.
    """
    if not isinstance(settings, dict) or not isinstance(settings.get("hooks", {}), dict):
        raise Unusable("its hooks are no JSON object")
    there, now, before = dict(settings.get("hooks", {})), {}, {}
    for event, (wanted_entry,) in hooks["hooks"].items():
        old = there.get(event, [])
        if not isinstance(old, list):
            raise Unusable(f"its hooks for {event} are no list")
        entry = _with_agents(wanted_entry, old) if event in _BY_AGENT else wanted_entry
        elsewhere = [each for each in old if _ours(each) and _matcher(each) != _matcher(entry)]
        there[event] = _placed(old, entry, elsewhere)
        if elsewhere:
            now[event], before[event] = _matcher(entry), tuple(_matcher(each) for each in elsewhere)
    return Merged({**settings, "hooks": there}, now, before)


def _with_agents(entry: dict[str, Any], old: list[Any]) -> dict[str, Any]:
    """Return an entry for its agents and those that de-lint is asked for already; one for all agents as it is."""
    there = [_matcher(each) for each in old if _ours(each)]
    if _matcher(entry) == _EVERY:
        return entry
    names = (
        n for m in (*there, _matcher(entry)) if m != _EVERY for n in (m.split("|") if _NAMES.fullmatch(m) else [m])
    )
    return {**entry, "matcher": "|".join(dict.fromkeys(names))}


def _placed(old: list[Any], entry: dict[str, Any], elsewhere: list[Any]) -> list[Any]:
    """Return an event's entries with de-lint asked by `entry`, and no longer by those elsewhere."""
    others = [_without_ours(each) if each in elsewhere else each for each in old]
    kept = [each for each in others if each is not None]
    if any(_ours(each) for each in kept):
        return kept
    commands = [hook for each in elsewhere for hook in _ours(each)][:1]
    return [*kept, {**entry, "hooks": commands} if commands else entry]


def _without_ours(entry: dict[str, Any]) -> dict[str, Any] | None:
    left = [hook for hook in entry["hooks"] if hook not in _ours(entry)]
    return {**entry, "hooks": left} if left else None


def _ours(entry: object) -> list[Any]:
    """Return the commands of an entry that ask de-lint; an entry without matchers is a command itself."""
    hooks = entry.get("hooks", [entry]) if isinstance(entry, dict) else []
    each = hooks if isinstance(hooks, list) else []
    return [h for h in each if isinstance(h, dict) and _OURS.search(str(h.get("command", "")))]


def _matcher(entry: Mapping[str, Any]) -> str:
    """Return whom an entry is for; an empty matcher, and none, is for all."""
    return str(entry.get("matcher") or _EVERY)


def install(file: Path, hooks: dict[str, Any]) -> Merged | None:
    """Add the hooks to a settings file, which need not exist, and return what changed, None if they were there.

    Raise Unusable if the file holds no settings, and OSError if it cannot be written.
    """
    try:
        # A link stays a link: what it leads to is written.
        text = file.read_text(encoding="utf-8-sig") if file.exists() else "{}"
        settings = json.loads(text or "{}")
    except (ValueError, RecursionError):
        raise Unusable("it is not JSON") from None
    changed = merged(settings, hooks)
    if changed.settings == settings:
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    with atomic(str(file)) as stream:
        stream.write(as_text(changed.settings).encode("utf-8"))
    return changed


def as_text(settings: dict[str, Any]) -> str:
    """Return settings as they are written."""
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"


def unknown_agents(agents: Sequence[str], host: str, settings: Settings) -> list[str]:
    """Return what is to be said of agents that are no role and that no file of the host describes, a line each."""
    folder = PLACES[host].agents
    described = {name for root in _roots() for name in _described(root / folder)} if folder else set()
    where = f" and no file in {folder.as_posix()}" if folder else ""
    new = (a for a in dict.fromkeys(agents) if a not in described and role_of(a, settings) is None)
    return [f"no role{where} is called {agent!r}" for agent in new]


def _roots() -> Iterator[Path]:
    yield Path()
    with suppress(RuntimeError):  # nobody's home
        yield Path.home()


def _described(folder: Path) -> Iterator[str]:
    """Yield the names of the agents that the files of a folder describe: in their front matter, else the file's."""
    for file in folder.rglob("*.md"):
        with suppress(OSError):
            found = _NAME.search(file.read_text(encoding="utf-8", errors="replace")[:_LONGEST_HEAD])
            yield found[1] if found else file.stem
