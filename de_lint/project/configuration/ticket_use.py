"""Which ticket systems the ids of a repository belong to, and what supports that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from de_lint.classes import dataclass, field
from de_lint.patterns import compiled
from de_lint.project.configuration.tickets import BUILT_IN
from de_lint.reading.values.tickets import TicketSystem
from de_lint.vocabulary.schemas import Schema

_KEYED = compiled(r"(?P<key>[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z]+)*)(?P<mark>[-_#:])(?P<rest>[A-Za-z0-9]+)")
_FILES_ENOUGH = 2
#: Ids in one file only that are fewer than one in so many of all are in doubt.
_ONE_IN = 50


@dataclass(slots=True)
class Ids:
    """The ids of one system, or with one key: how often each stands there, in which files, and how many in fields."""

    counts: Counter[str] = field(default_factory=Counter)
    files: set[str] = field(default_factory=set)
    in_fields: int = 0

    def add(self, ticket: str, path: str, in_field: bool) -> None:
        """Count one id."""
        self.counts[ticket] += 1
        self.files.add(path)
        self.in_fields += in_field

    def take(self, other: Ids) -> None:
        """Count what another one has counted."""
        self.counts += other.counts
        self.files |= other.files
        self.in_fields += other.in_fields

    @property
    def total(self) -> int:
        """How many ids there are."""
        return self.counts.total()

    def to_json(self) -> dict[str, int]:
        """Return the counts as JSON."""
        return {"ids": self.total, "files": len(self.files)}

    @property
    def example(self) -> str:
        """The id that stands there most often."""
        return min(self.counts, key=lambda ticket: (-self.counts[ticket], ticket))

    def are_sure(self, among: int) -> bool:
        """Tell whether these are ids, `among` so many: they stand in several files, or in ticket fields of one."""
        return len(self.files) >= _FILES_ENOUGH or (self.in_fields > 0 and self.total * _ONE_IN >= among)


@dataclass(slots=True)
class System:
    """A ticket system in use: its ids, those of each key, and what else has ids of this form."""

    name: str
    ids: Ids = field(default_factory=Ids)
    keys: dict[str, Ids] = field(default_factory=dict)
    rivals: tuple[str, ...] | None = None

    def compare(self, names: Iterable[str]) -> None:
        """Take the names of all systems that have ids of a form: rivals have those of every id."""
        have = set(names) - {self.name}
        self.rivals = tuple(n for n in names if n in have and (self.rivals is None or n in self.rivals))

    @property
    def projects(self) -> dict[str, Ids]:
        """The keys that a configuration can name, those of most ids first."""
        named = [(key, ids) for key, ids in self.keys.items() if key and self.name != BUILT_IN]
        return dict(sorted(named, key=lambda each: (-each[1].total, each[0])))

    def to_json(self) -> dict[str, Any]:
        """Return the system as JSON."""
        return {"system": self.name, **self.ids.to_json(), "keys": {k: ids.total for k, ids in self.projects.items()}}


@dataclass
class Custom:
    """Ids of a form that no known system has."""

    key: str
    ids: Ids

    @property
    def pattern(self) -> str:
        """The expression of a whole id; `<prefix>` stands for the key where a configuration can name it."""
        parts = [match for match in map(_KEYED.fullmatch, self.ids.counts) if match]
        rests = [match["rest"] for match in parts]
        least, most = min(map(len, rests)), max(map(len, rests))
        width = str(least) if least == most else f"{least},{most}"
        letters = "[0-9]" if all(map(str.isdigit, rests)) else "[a-z0-9]" if "".join(rests).islower() else "[A-Za-z0-9]"
        head = "<prefix>" if self.names_prefix else re.escape(self.key)
        return f"{head}{parts[0]['mark']}{letters}{{{width}}}"

    def to_json(self) -> dict[str, Any]:
        """Return the ids as JSON."""
        return {"system": self.key.lower(), **self.ids.to_json(), "keys": {self.key: self.ids.total}}

    @property
    def names_prefix(self) -> bool:
        """Tell whether the key is one that `prefixes` can hold: those are in capitals."""
        return self.key.isupper() and self.key.isalnum()

    @property
    def setting(self) -> dict[str, Any]:
        """The ids as an entry of `tickets.custom`."""
        prefixes = {"prefixes": [self.key]} if self.names_prefix else {}
        return {"name": self.key.lower(), **prefixes, "pattern": self.pattern, "example": self.ids.example}


@dataclass(slots=True)
class TicketUse:
    """The ids of a repository by system; `unclear` are those that may be none."""

    systems: list[System] = field(default_factory=list)
    custom: list[Custom] = field(default_factory=list)
    unclear: list[Ids] = field(default_factory=list)


def ticket_use(tickets: Iterable[tuple[str, str, bool]], known: Schema, evidence: Mapping[str, int]) -> TicketUse:
    """Sort ids, each with its path and whether it stands in a ticket field, by the systems that have such.

    `known` are the systems that ship. Where an id fits several, the built-in one has it, else those with more
    `evidence`.
    """
    keys: dict[str, dict[str, Ids]] = {}
    for ticket, path, in_field in tickets:
        match = _KEYED.fullmatch(ticket)
        own = keys.setdefault(match["key"] if match else "", {})
        own.setdefault(ticket, Ids()).add(ticket, path, in_field)
    among = sum(ids.total for own in keys.values() for ids in own.values())
    sorting = _Sorting(known, evidence, among)
    left = {key: sorting.rest_of(key, ids) for key, ids in keys.items()}
    use = TicketUse([system for system in sorting.systems.values() if system.ids.counts])
    use.systems.sort(key=lambda system: -system.ids.total)
    use.unclear += sorting.unclear
    for key, ids in left.items():
        if not ids.counts or sorting.is_misspelt(key, ids):
            continue
        if key and ids.are_sure(among):
            use.custom.append(Custom(key, ids))
        else:
            use.unclear.append(ids)
    use.custom.sort(key=lambda custom: (-custom.ids.total, custom.key))
    return use


class _Sorting:
    """Gives ids to the systems whose form they have."""

    def __init__(self, known: Schema, evidence: Mapping[str, int], among: int) -> None:
        self._among = among
        self._forms = {str(s["name"]): TicketSystem(s, known) for s in known["systems"]}
        self._keyless = [s for s in known["systems"] if not s.get("prefixes")]
        self._weight = {name: (name == BUILT_IN, evidence.get(name, 0)) for name in self._forms}
        self.systems = {name: System(name) for name in self._forms}
        self.unclear: list[Ids] = []

    def rest_of(self, key: str, ids: Mapping[str, Ids]) -> Ids:
        """Give the ids with one key to systems, and return those that fit none."""
        fitting = {ticket: [n for n, form in self._forms.items() if form.fits(ticket)] for ticket in ids}
        rest = Ids()
        taken: dict[str, Ids] = {}
        for ticket, names in fitting.items():
            if names and not (key and _is_padded(fitting)):
                name = max(names, key=self._weight.__getitem__)  # of equals the first
                taken.setdefault(name, Ids()).take(ids[ticket])
                self.systems[name].compare(names)
            else:
                rest.take(ids[ticket])
        for name, own in taken.items():
            if own.are_sure(self._among):
                self.systems[name].ids.take(own)
                self.systems[name].keys[key] = own
            else:
                self.unclear.append(own)
        return rest

    def is_misspelt(self, key: str, ids: Ids) -> bool:
        """Tell whether ids that fit no system are wrong spellings of one in use."""
        if any(key.upper() in system.keys for system in self.systems.values() if key):
            return True
        near = [re.compile(each["pattern"]) for s in self._keyless for each in s.get("near", ())]
        return all(any(pattern.fullmatch(ticket) for pattern in near) for ticket in ids.counts)


def _is_padded(fitting: Mapping[str, list[str]]) -> bool:
    """Tell whether the ids with one key are of one width and start with zeros, which no known system's do."""
    rests = [ticket.rpartition("-")[2] for ticket in fitting]
    if any(BUILT_IN in names for names in fitting.values()) or len({len(rest) for rest in rests}) != 1:
        return False
    return any(rest.startswith("0") for rest in rests)
