"""The settings that make sense of what a repository holds, each with what supports it."""

from __future__ import annotations

import glob
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from de_lint.classes import dataclass, field
from de_lint.output.lines import count
from de_lint.project.configuration.files import Configuration, ConfigurationError
from de_lint.project.configuration.surveying import DEFINITION, Seen
from de_lint.project.configuration.ticket_use import Ids, System, TicketUse
from de_lint.project.configuration.tickets import BUILT_IN, systems_of

#: What people call a record of each kind.
NOUNS = {"progress_report": "report", DEFINITION: "agent definition", "delegation": "delegation"}
#: So many files make a folder one of a kind, and so few others, a third or less, are worth a word.
_ENOUGH = _FEW = 3
_NO_BUILT_IN = f"{BUILT_IN}: no id, so it is off"
_GITIGNORE_SIGNS = re.compile(r"([\\*?\[\]!# ])")

Sights = Mapping[PurePosixPath, Seen]


@dataclass(frozen=True, slots=True)
class ProposedSetting:
    """One setting: where it stands in the configuration, its value, and what supports it."""

    path: tuple[str, ...]
    value: Any
    why: str
    #: One that is not is shown as a comment, for a person to decide on.
    active: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return the setting as JSON."""
        return {"path": list(self.path), "value": self.value, "why": self.why, "active": self.active}


@dataclass(slots=True)
class Proposal:
    """The settings proposed, in the order of the file, and what a person has to know or decide."""

    settings: list[ProposedSetting] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_active(self) -> bool:
        """Tell whether there is anything to write; suggestions alone make no file."""
        return any(each.active for each in self.settings)

    def added_to(self, configuration: Configuration) -> Configuration:
        """Return the configuration with the settings in it."""
        data = _copied(configuration.data)
        for each in (each for each in self.settings if each.active):
            table = data
            for key in each.path[:-1]:
                table = table.setdefault(key, {})
            if each.path == ("tickets", "custom"):
                table.setdefault("custom", []).append(each.value)
            else:
                table[each.path[-1]] = each.value
        return Configuration(configuration.file, configuration.folder, data)


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(below) for key, below in value.items()}
    return [_copied(below) for below in value] if isinstance(value, list) else value


def propose_settings(
    sights: Sights, use: TicketUse, evidence: Mapping[str, int], configuration: Configuration
) -> Proposal:
    """Return what the configuration lacks; paths are relative to its folder."""
    proposal = Proposal()
    proposal.settings += _templates(sights, configuration, proposal.notes)
    proposal.settings += _tickets(use, evidence, configuration)
    proposal.settings += _kinds(sights, configuration, proposal.notes)
    if use.unclear:
        unclear = first_words((f"{ids.example} (in {count(len(ids.files), 'file')})" for ids in use.unclear), 3)
        proposal.notes.append(f"not proposed, because they may be no ticket ids: {unclear}")
    return proposal


# -- templates ----------------------------------------------------------------------------------------------------


def _templates(sights: Sights, configuration: Configuration, notes: list[str]) -> Iterator[ProposedSetting]:
    known = set(_files(configuration))
    agents = [path for path, seen in sights.items() if seen.role and DEFINITION in seen.kinds and path not in known]
    agents = [path for path in agents if _is_text(path)]
    if not agents:
        return
    patterns = []
    for folder in dict.fromkeys(path.parent for path in agents):
        own = [path for path in agents if path.parent == folder]
        beside = {path: seen for path, seen in sights.items() if path.parent == folder and path not in known}
        alike = all(DEFINITION in seen.kinds and path.suffix == ".md" for path, seen in beside.items())
        whole = alike and len(beside) > 1 and folder != PurePosixPath()
        patterns += [glob.escape(str(folder)) + "/*.md"] if whole else [glob.escape(str(path)) for path in own]
    by_role: dict[str, list[PurePosixPath]] = {}
    for path in agents:
        by_role.setdefault(sights[path].role or "", []).append(path)
    several = [f"{role} ({first_words(map(str, paths), 2)})" for role, paths in by_role.items() if len(paths) > 1]
    if several:
        notes.append(f"of files that describe the same role, the last one counts: {first_words(several, 3)}")
    definitions = sum(DEFINITION in seen.kinds for seen in sights.values())
    share = "" if definitions == len(agents) else f"{len(agents)} of "
    said = f"{share}{count(definitions, 'agent definition')}"
    said += f" {'say' if len(agents) > 1 else 'says'} what a report or delegation has to hold: {first_words(by_role)}"
    yield ProposedSetting(("templates",), [*configuration.data.get("templates", ()), *patterns], said)


def _files(configuration: Configuration) -> Iterator[PurePosixPath]:
    from de_lint.project.configuration.vocabulary import files_of

    try:
        for file in files_of(configuration, "templates"):
            if file.is_relative_to(configuration.folder):
                yield PurePosixPath(file.relative_to(configuration.folder).as_posix())
    except ConfigurationError:  # said by whatever uses the setting
        return


def first_words(words: Iterable[str], most: int = 6) -> str:
    """Return the first words, and how many more there are."""
    named = list(words)
    more = f" and {len(named) - most} more" if len(named) > most else ""
    return ", ".join(named[:most]) + more


def _is_text(path: PurePosixPath) -> bool:
    """Tell whether a path can stand in a TOML file: bytes that are no text cannot."""
    return str(path).isprintable()


# -- tickets ------------------------------------------------------------------------------------------------------


def _tickets(use: TicketUse, evidence: Mapping[str, int], configuration: Configuration) -> Iterator[ProposedSetting]:
    asked = configuration.data.get("tickets", {})
    on = systems_of(asked) if asked else []
    new = [system for system in use.systems if system.name not in on]
    names = [*on, *(system.name for system in new)]
    if names != [BUILT_IN] and (new or (use.custom and not asked)):
        said = [_system(system, evidence) for system in new]
        said += [] if asked or BUILT_IN in names else [_NO_BUILT_IN]
        yield ProposedSetting(("tickets", "systems"), names, "\n".join(said))
    for system in use.systems:
        keys = system.projects
        if keys:
            have = asked.get("projects", {}).get(system.name, [])
            said = [f"{key}: {_counted(ids)}" for key, ids in keys.items()]
            yield ProposedSetting(("tickets", "projects", system.name), [*have, *keys], ", ".join(said))
    for custom in use.custom:
        why = f"{_counted(custom.ids)}, such as {custom.ids.example}; no known system has these"
        yield ProposedSetting(("tickets", "custom"), custom.setting, why)


def _counted(ids: Ids) -> str:
    return f"{count(ids.total, 'id')} in {count(len(ids.files), 'file')}"


def _system(system: System, evidence: Mapping[str, int]) -> str:
    said = f"{system.name}: {_counted(system.ids)}, such as {system.ids.example}"
    if not system.rivals:
        return said
    own = evidence.get(system.name, 0)
    basis = f"{own} of the addresses, remotes and files here are {system.name}'s" if own else "nothing here says which"
    return f"{said} (could be {' or '.join(system.rivals)}: {basis})"


# -- kinds for paths ----------------------------------------------------------------------------------------------


def _kinds(sights: Sights, configuration: Configuration, notes: list[str]) -> Iterator[ProposedSetting]:
    from de_lint.project.configuration.settings import Settings

    settings = Settings(configuration)
    for folder, kind, number in folders_of_a_kind(sights):
        if settings.of(configuration.folder / folder / "new.md").kind is None and _is_text(folder):
            pattern = _GITIGNORE_SIGNS.sub(r"\\\1", str(folder)) + "/**"
            why = f"every record in its {count(number, 'file')} is a {NOUNS[kind]}"
            yield ProposedSetting(("per-path", pattern, "kind"), kind, why)
    for folder, kind, strangers in _nearly(sights):
        these = first_words(map(str, strangers), 3)
        notes.append(f"{folder} holds {NOUNS[kind]}s, but {these} {'has' if len(strangers) == 1 else 'have'} none")


def folders_of_a_kind(sights: Sights) -> Iterator[tuple[PurePosixPath, str, int]]:
    """Yield the folders in which all files hold records of one kind, delegations or reports, with their number."""
    below: dict[PurePosixPath, list[Seen]] = {}
    for path, seen in sights.items():
        for folder in path.parents:
            below.setdefault(folder, []).append(seen)
    taken: set[PurePosixPath] = set()
    for folder in sorted(below, key=lambda f: len(f.parts)):
        kinds = {kind for seen in below[folder] for kind in seen.kinds or {""}}
        if not folder.parts or len(kinds) != 1 or not kinds <= NOUNS.keys() - {DEFINITION}:
            continue
        if len(below[folder]) < _ENOUGH or taken & {folder, *folder.parents}:
            continue
        taken.add(folder)
        yield _deepest(folder, below), kinds.pop(), len(below[folder])


def _deepest(folder: PurePosixPath, below: Mapping[PurePosixPath, list[Seen]]) -> PurePosixPath:
    """Return the deepest folder that holds all that a folder does; years and months are no folders of a kind."""
    while True:
        inner = [f for f in below if f.parent == folder and len(below[f]) == len(below[folder])]
        if not inner or inner[0].name.isdigit():
            return folder
        folder = inner[0]


def _nearly(sights: Sights) -> Iterator[tuple[PurePosixPath, str, list[PurePosixPath]]]:
    """Yield the folders of which most files hold records of one kind, with those that hold none."""
    by_folder: dict[PurePosixPath, dict[PurePosixPath, Seen]] = {}
    for path, seen in sights.items():
        by_folder.setdefault(path.parent, {})[path] = seen
    for folder, own in by_folder.items():
        kinds = Counter(kind for seen in own.values() for kind in seen.kinds if kind != DEFINITION)
        strangers = [path for path, seen in own.items() if not seen.records]
        if kinds and strangers:
            kind, number = kinds.most_common(1)[0]
            if len(strangers) <= _FEW and number >= max(_ENOUGH, _FEW * len(strangers)):
                yield folder, kind, strangers
