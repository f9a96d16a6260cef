"""The hook in the file of an agent host that asks it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from de_lint.agents.hosts import NAMES, host_named
from de_lint.agents.hosts.host import EVERY, Host
from de_lint.agents.matchers import joined_matcher, matcher_of
from de_lint.agents.verdicts import role_of
from de_lint.classes import dataclass
from de_lint.patterns import compiled
from de_lint.project.files.writing import atomic

if TYPE_CHECKING:
    from de_lint.project.configuration.settings import Settings

_OURS = compiled(r"\bde-lint hook\b")
_NAME = compiled(r"^name:[ \t]*[\"']?([^\n\"'#]*?)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_LONGEST_HEAD = 10_000


class Unusable(ValueError):
    """Settings that cannot be added to, and why."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Settings with the hooks in them; by event, whom they are for, and the other matchers that were in that place."""

    settings: dict[str, Any]
    now: Mapping[str, str]
    before: Mapping[str, tuple[str, ...]]


def merged(settings: object, hooks: dict[str, Any], host: Host) -> Merged:
    """Return settings with a host's hooks added; those of other programs stay as they are.

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
        entry = _with_agents(wanted_entry, old) if event in host.by_agent else wanted_entry
        ours = [each for each in old if _ours(each)]
        elsewhere = [e for e in ours if _matcher(e) != _matcher(entry) or not all(map(host.keeps, _ours(e)))]
        there[event] = _placed(old, entry, elsewhere)
        moved = tuple(m for each in elsewhere if (m := _matcher(each)) != _matcher(entry))
        if moved:
            now[event], before[event] = _matcher(entry), moved
    return Merged({**hooks, **settings, "hooks": there}, now, before)


def _with_agents(entry: dict[str, Any], old: list[Any]) -> dict[str, Any]:
    """Return an entry for its agents and those that de-lint is asked for already; one for all agents as it is."""
    if "matcher" not in entry:
        return entry
    return {**entry, "matcher": joined_matcher(_matcher(entry), [_matcher(each) for each in old if _ours(each)])}


def _placed(old: list[Any], entry: dict[str, Any], elsewhere: list[Any]) -> list[Any]:
    """Return an event's entries with de-lint asked by `entry`, and no longer by those elsewhere."""
    others = [_without_ours(each) if each in elsewhere else each for each in old]
    kept = [each for each in others if each is not None]
    if any(_ours(each) for each in kept):
        return kept
    commands = [hook for each in elsewhere for hook in _ours(each)][:1] if "hooks" in entry else []
    return [*kept, {**entry, "hooks": commands} if commands else entry]


def _without_ours(entry: dict[str, Any]) -> dict[str, Any] | None:
    left = [hook for hook in entry.get("hooks", ()) if hook not in _ours(entry)]
    return {**entry, "hooks": left} if left else None


def _ours(entry: object) -> list[Any]:
    """Return the commands of an entry that ask de-lint; an entry without matchers is a command itself."""
    hooks = entry.get("hooks", [entry]) if isinstance(entry, dict) else []
    each = hooks if isinstance(hooks, list) else []
    return [h for h in each if isinstance(h, dict) and _OURS.search(str(h.get("command", "")))]


def _matcher(entry: Mapping[str, Any]) -> str:
    """Return whom an entry is for; an empty matcher, and none, is for all."""
    return str(entry.get("matcher") or EVERY)


def install_hooks(file: Path, host: Host, agents: Iterable[str] = ()) -> Merged | None:
    """Add a host's hooks to its file, which need not exist, and return what changed, None if they were there.

    Raise Unusable if the file holds no settings, and OSError if it cannot be written.
    """
    if host.plugin:
        there = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
        changed, text = Merged({}, {}, {}), host.plugin
    else:
        there, changed = _added(file, host, agents)
        text = as_text(changed.settings)
    if there == text:
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    with atomic(str(file)) as stream:
        stream.write(text.encode("utf-8"))
    return changed


def settings_in(file: Path) -> Any:
    """Return the settings that a file holds, none where there is none; raise Unusable if it holds something else."""
    try:
        # A link stays a link: what it leads to is written.
        return json.loads((file.read_text(encoding="utf-8-sig") if file.exists() else "") or "{}")
    except (ValueError, RecursionError):
        raise Unusable("it is not JSON") from None


def installed_commands(settings: Any) -> dict[str, list[tuple[str, str]]]:
    """Return the command lines in settings that ask de-lint, each behind whom it is for, by event."""
    hooks = settings.get("hooks") if isinstance(settings, dict) else None
    found: dict[str, list[tuple[str, str]]] = {}
    for event, entries in (hooks if isinstance(hooks, dict) else {}).items():
        for entry in entries if isinstance(entries, list) else ():
            found.setdefault(event, []).extend((_matcher(entry), str(run["command"])) for run in _ours(entry))
    return found


def _added(file: Path, host: Host, agents: Iterable[str]) -> tuple[str, Merged]:
    """Return the settings of a file as they would be written, and with a host's hooks in them."""
    settings = settings_in(file)
    return as_text(settings), merged(settings, host.hooks(matcher_of(agents)), host)


def wanted(host: Host, agents: Iterable[str] = ()) -> str:
    """Return what a host's file is to hold for de-lint alone."""
    return host.plugin or as_text(host.hooks(matcher_of(agents)))


def found(root: Path) -> dict[Host, str]:
    """Return the hosts that a folder has something of, or whose program is installed, each with what tells so."""
    from shutil import which

    here: dict[Host, str] = {}
    for host in map(host_named, NAMES):
        signs = [trace for trace in host.traces if (root / trace).exists()]
        if which(host.program):
            signs.append(f"the program {host.program}")
        if signs:
            here[host] = signs[0]
    return here


def installed(root: Path) -> list[Host]:
    """Return the hosts whose file in a folder asks de-lint; of those that share one, the one that it is written for."""
    hosts = [host_named(name) for name in NAMES]
    return [host for host in hosts if _asks(root / host.file, host)]


def _asks(file: Path, host: Host) -> bool:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return False
    return bool(re.search(rf"{re.escape(host.command())}(?![\w-]| --host)", text))


def as_text(settings: dict[str, Any]) -> str:
    """Return settings as they are written."""
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"


def unknown_agents(agents: Sequence[str], host: Host, settings: Settings) -> list[str]:
    """Return what is to be said of agents that are no role and that no file of the host describes, a line each."""
    folder = host.agents
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
