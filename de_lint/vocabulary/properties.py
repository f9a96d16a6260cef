"""What a schema says to a reader: which labels name which property, and in what shape its value is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from de_lint.patterns import compiled
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.schemas import Schema

_VALUES = "urn:de-lint:values#/$defs/"
#: A label this short is not guessed from a misspelling: too many words are near it.
SHORTEST_GUESS = 4
#: In a label this long two letters may be wrong.
LONG_ENOUGH_FOR_TWO = 8


@dataclass(frozen=True, eq=False)
class Property:
    """One property of a kind or role."""

    name: str
    schema: Schema
    label: str
    aliases: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]

    @cached_property
    def shape(self) -> str:
        """The name of the value shape, such as `text`, `measure`, `items`, `object` or `pairs`."""
        reference = str(self.schema.get("$ref", ""))
        if reference.startswith(_VALUES):
            return reference.removeprefix(_VALUES)
        if self.schema.get("type") == "object":
            return "object"
        return "pairs" if self.schema.get("type") == "array" else ""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The label and its aliases, folded."""
        return frozenset(fold(x) for x in (self.label, *self.aliases) if x)

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """The properties of an object."""
        return tuple(_properties(self.schema.get("properties", {})))

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that an enum allows."""
        return tuple(c for c in self.schema.get("enum", ()) if isinstance(c, str))

    @property
    def placeholder(self) -> str:
        """What stands in a blank form where the value is to be filled in."""
        written = self.schema.get("x-placeholder")
        if written:
            return str(written)
        if self.choices:
            return f"[{'/'.join(c.replace('_', ' ') for c in self.choices)}]"
        return "[count]" if self.shape == "measure" else f"[{str(self.schema.get('title', self.name)).lower()}]"

    def claims(self, key: str) -> bool:
        """Tell whether a folded label names this property."""
        return key in self.keys or any(p.fullmatch(key) for p in self.patterns)


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of record, or a role's addition to one."""

    name: str
    title: str
    schema: Schema
    properties: tuple[Property, ...]
    #: For a role: its type, names and icon.
    type: str | None = None
    names: tuple[str, ...] = ()
    icon: str = ""
    order: tuple[str, ...] = field(default=())

    def named(self, name: str) -> Property | None:
        """Return the property called `name`."""
        return next((p for p in self.properties if p.name == name), None)

    def property(self, name: str) -> Property:
        """Return the property called `name`; raise `KeyError` if there is none."""
        found = self.named(name)
        if found is None:
            raise KeyError(name)
        return found

    def find(self, key: str) -> list[Property]:
        """Return the properties that a folded label names: exact labels first, patterns only if none is exact."""
        exact = [p for p in self.properties if key in p.keys]
        return exact or [p for p in self.properties if p.claims(key)]

    def labels(self) -> Iterator[str]:
        """Yield the canonical labels."""
        for p in self.properties:
            if p.label:
                yield p.label

    def guess(self, key: str) -> Property | None:
        """Return the property whose label a misspelled one most likely means."""
        return nearest_property(key, self.properties)


def nearest_property(key: str, properties: Iterable[Property]) -> Property | None:
    """Return the property whose canonical label is nearest to the folded `key`, if it is near enough."""
    if len(key) < SHORTEST_GUESS:
        return None
    best: tuple[float, Property] | None = None
    for candidate in properties:
        label = fold(candidate.label)
        limit = 1 if len(label) < LONG_ENOUGH_FOR_TWO else 2
        if not _may_be_within(key, label, limit):
            continue
        from rapidfuzz.distance import DamerauLevenshtein  # seldom needed, and long to import

        distance = DamerauLevenshtein.distance(key, label, score_cutoff=limit)
        if label and distance <= limit and _alike(key, label) and (best is None or distance < best[0]):
            best = (distance, candidate)
    return best[1] if best else None


def _may_be_within(key: str, label: str, limit: int) -> bool:
    """Tell whether two words have so nearly the same letters that `limit` changes may lead from one to the other."""
    if abs(len(key) - len(label)) > limit:
        return False
    ours, theirs = Counter(key), Counter(label)
    return max((ours - theirs).total(), (theirs - ours).total()) <= limit


def _alike(key: str, label: str) -> bool:
    """In a short label only two swapped letters are a slip of the finger; another letter makes another word."""
    return len(key) > SHORTEST_GUESS or sorted(key) == sorted(label)


def _properties(schemas: Mapping[str, Any]) -> Iterator[Property]:
    for name, sub in schemas.items():
        yield Property(
            name,
            sub,
            sub.get("x-label", ""),
            tuple(sub.get("x-aliases", ())),
            tuple(compiled(p) for p in sub.get("x-patterns", ())),
        )


def kind_of(loaded: Schema) -> Kind:
    """Return the kind or role that a schema describes."""
    return Kind(
        name=str(loaded["$id"]).rsplit(":", 1)[-1],
        title=loaded["title"],
        schema=loaded,
        properties=tuple(_properties(loaded.get("properties", {}))),
        type=loaded.get("x-type"),
        names=tuple(loaded.get("x-names", ())),
        icon=loaded.get("x-icon", ""),
        order=tuple(loaded.get("x-order", ())),
    )
