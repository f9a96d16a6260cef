"""Kinds, roles and words in force: those that ship, or those that a project's configuration makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property, partial, wraps
from typing import Any, TypeVar

from de_lint.classes import dataclass, field
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kept import Kept
from de_lint.vocabulary.properties import Kind, Property, kind_of, nearest_property
from de_lint.vocabulary.schemas import Schema, role_names, schema
from de_lint.vocabulary.spelling import did_you_mean
from de_lint.vocabulary.taught import KINDS, NOTHING
from de_lint.vocabulary.unknown import UnknownKind, UnknownRole
from de_lint.vocabulary.words import Lexicon, NamedConcept, lexicon

_KINDS = ("delegation", "progress_report")


@dataclass(eq=False)
class Vocabulary:
    """Everything that reading and judging know about words.

    Kinds and roles (by type) with their labels, ticket systems, status words, and the words by which records are told.
    """

    kinds: Mapping[str, Kind]
    roles: Mapping[str, Kind]
    tickets: Schema
    statuses: Schema
    words: Schema
    derived: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        #: What labels say, asked while this vocabulary is in force.
        self.said, self.concepts = Kept(_said), Kept(_concepts)
        self.parts = {name: Kept(partial(_part, name)) for name in KINDS}

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the words of labels say."""
        return lexicon(self.words)

    @cached_property
    def concept_of(self) -> Mapping[tuple[str, str], str]:
        """The concept that stands for a part of a kind: of those that open it the one it is named by, or the first."""
        openers: dict[tuple[str, str], list[str]] = {}
        for concept, facts in self.words["concepts"].items():
            for kind_name, part_name in facts["opens"].items():
                openers.setdefault((kind_name, part_name), []).append(concept)
        return {place: self._most_named(place, concepts) for place, concepts in openers.items()}

    def _most_named(self, place: tuple[str, str], concepts: Sequence[str]) -> str:
        kind_name, part_name = place
        prop = self.kinds[kind_name].named(part_name) if kind_name in self.kinds else None
        named = {one.concept for one in self.lexicon.said(prop.label if prop and prop.label else fold(part_name))}
        return next((c for c in concepts if c in named), concepts[0])

    @cached_property
    def own_labels(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """The kind and the part that each label of a kind's properties names, folded."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for kind_name, spec in self.kinds.items():
            for prop in spec.properties:
                for key in prop.keys:
                    found[key] = (*found.get(key, ()), (kind_name, prop.name))
        for key, places in self.words.get("taught", {}).items():  # whatever else a label of theirs is called here
            others = (place for place in found.get(key, ()) if place[0] not in places)
            found[key] = (*others, *places.items())
        return found

    def names(self, spec: Kind, key: str) -> list[Property]:
        """Return the properties of a kind or role that a folded label names as a whole."""
        taught = self.words.get("taught", {}).get(key, {}).get(spec.name)
        return [p for p in spec.exact(key) if taught is None or p.name == taught]

    @cached_property
    def role_by_name(self) -> Mapping[str, str]:
        """The type of each role name and discipline word, folded."""
        return {fold(name): type_ for type_, found in self.roles.items() for name in found.names}

    def role_named(self, word: str) -> Kind | None:
        """Return the role of a type or name, in any case, with `_` or `-` for blanks or `Agent` after it; else None."""
        spaced = fold(word.replace("_", " ").replace("-", " "))
        for name in (fold(word), spaced, spaced.removesuffix(" agent")):
            for type_ in (word.strip(), name.replace(" ", "_"), self.role_by_name.get(name, "")):
                if type_ in self.roles:
                    return self.roles[type_]
        return None

    def role_called(self, word: str) -> Kind:
        """Return the role of a type or name, as `role_named` does; UnknownRole if there is none."""
        found = self.role_named(word)
        if found is None:
            hint = did_you_mean(word.strip().casefold(), {*self.role_by_name, *self.roles})
            raise UnknownRole(f"Unknown role: {word}.{hint} Known roles: {', '.join(sorted(self.roles))}.")
        return found


@cache
def shipped() -> Vocabulary:
    """Return the vocabulary that ships."""
    kinds = {name: kind_of(schema(name)) for name in _KINDS}
    roles = {type_: kind_of(schema(f"roles/{type_}")) for type_ in role_names()}
    return Vocabulary(kinds, roles, schema("tickets"), schema("statuses"), schema("words"))


_active: ContextVar[Vocabulary | None] = ContextVar("vocabulary", default=None)


def active() -> Vocabulary:
    """Return the vocabulary in force."""
    return _active.get() or shipped()


@contextmanager
def using(vocabulary: Vocabulary) -> Iterator[Vocabulary]:
    """Put a vocabulary in force for the body of a `with` statement, in this thread or task only."""
    token = _active.set(vocabulary)
    try:
        yield vocabulary
    finally:
        _active.reset(token)


T = TypeVar("T")


def per_vocabulary(make: Callable[[], T]) -> Callable[[], T]:
    """Decorate a function without arguments so that it runs once for each vocabulary in force."""

    @wraps(make)
    def made() -> T:
        derived = active().derived
        if make not in derived:
            derived[make] = make()
        value: T = derived[make]
        return value

    return made


def kind(name: str) -> Kind:
    """Return the kind `delegation` or `progress_report`."""
    return active().kinds[name]


def kind_called(name: str) -> str:
    """Return the name of a kind of record; UnknownKind if there is none."""
    if name not in KINDS:
        raise UnknownKind(f"Unknown kind: {name}.{did_you_mean(name, KINDS)} Known kinds: {', '.join(KINDS)}.")
    return name


def role(type_: str) -> Kind | None:
    """Return the role of that type, or that has an agent of that type among its own; None if no schema does."""
    known = active()
    return known.roles.get(type_) or known.roles.get(known.role_by_name.get(type_.replace("_", " "), ""))


def required_of(spec: Kind) -> list[str]:
    """Return the fields that a report of a role must have: what its own form requires, or else every report, too."""
    core = () if spec.form else kind("progress_report").schema.get("required", ())
    waived = spec.schema.get("x-waived", ())
    return [n for n in dict.fromkeys([*core, *spec.schema.get("required", ())]) if n not in waived]


def role_by_name() -> Mapping[str, str]:
    """Return the type of each role name and discipline word, folded."""
    return active().role_by_name


def said(label: str) -> tuple[NamedConcept, ...]:
    """Return the concepts that a label or title names; a label of a kind's own property names that property's."""
    return active().said[label]


def concepts(label: str) -> Mapping[str, float]:
    """Return the concepts that a label or title names, each with the share of the text that it makes up."""
    return active().concepts[label]


def _concepts(label: str) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for one in said(label):
        found[one.concept] = max(found.get(one.concept, 0), one.share)
    return found


def _said(label: str) -> tuple[NamedConcept, ...]:
    known = active()
    found = known.lexicon.said(label)
    own = known.own_labels.get(fold(label), ())
    if "taught" in known.words:  # a concept of one place only is elsewhere the one that it is like
        rows = known.words["concepts"]
        found = tuple(
            NamedConcept(rows[one.concept].get("like") or one.concept, one.weight, one.share) for one in found
        )
    return (
        (*found, *(NamedConcept(c, SURE, 1.0) for place in own if (c := known.concept_of.get(place)))) if own else found
    )


def properties_named(label: str, kinds: Sequence[Kind]) -> list[Property]:
    """Return the properties of kinds and roles that a label names: by their own labels, or else by its words."""
    key = fold(label)
    formed = [p for one in kinds if one.form for p in one.fields if p.claims(key)]
    if formed:  # what a team's own form calls so is nothing else
        return formed
    exact = [p for one in kinds for p in active().names(one, key)]
    if exact:
        return exact
    names = [(one, part(label, one.name)) for one in kinds if one.name in _KINDS]
    return [p for one, name in names if name and (p := one.named(name) or one.named(_HOLDER.get(name, "")))]


#: Which property holds a part that is none itself.
_HOLDER = {"steps": "task", "date": "temporal_context"}


#: How surely a label names the property whose own label or alias it is, as the weight of a stem.
SURE = 8.0
#: A label opens a part if one of its words does so with at least this weight.
ENOUGH = 1.5


def part(label: str, kind_name: str) -> str | None:
    """Return the part that a label or heading opens in a record of a kind; None if it opens none."""
    return active().parts[kind_name][label]


def _part(kind_name: str, label: str) -> str | None:
    known = active()
    key = fold(label)
    own = [name for kind_, name in known.own_labels.get(key, ()) if kind_ == kind_name]
    if len(own) == 1:
        return own[0] if own[0] != NOTHING else None
    best: dict[str, float] = {}
    for one in known.lexicon.said(key):
        opened = known.words["concepts"][one.concept]["opens"].get(kind_name)
        if opened:
            best[opened] = max(best.get(opened, 0), one.weight * one.share)
    if own:  # `Completed` is when, or what; the words decide
        return max(own, key=lambda n: best.get(n, 0))
    name = max(best, key=lambda n: best[n]) if best else ""
    return name if name not in ("", NOTHING) and best[name] >= ENOUGH else None


__all__ = [
    "Kind",
    "Property",
    "UnknownRole",
    "Vocabulary",
    "active",
    "kind",
    "kind_of",
    "nearest_property",
    "part",
    "per_vocabulary",
    "properties_named",
    "required_of",
    "role",
    "role_by_name",
    "said",
    "shipped",
    "using",
]
