"""Kinds, roles and words in force: those that ship, or those that a project's configuration makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property, wraps
from typing import Any, TypeVar

from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.properties import Kind, Property, kind_of, nearest_property
from de_lint.vocabulary.schemas import Schema, role_names, schema
from de_lint.vocabulary.spelling import did_you_mean

_KINDS = ("delegation", "progress_report")


class UnknownRole(ValueError):
    """A role that no schema or template describes; the message names the nearest, and those that there are."""


@dataclass(eq=False)
class Vocabulary:
    """Everything that reading and judging know about words.

    Kinds and roles (by type) with their labels, ticket systems, status words, and the words by which records are told.
    """

    kinds: Mapping[str, Kind]
    roles: Mapping[str, Kind]
    tickets: Schema
    statuses: Schema
    recognition: Schema
    derived: dict[Any, Any] = field(default_factory=dict)

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
            raise UnknownRole(f"Unknown role: {word}.{hint} There are {', '.join(sorted(self.roles))}.")
        return found


@cache
def shipped() -> Vocabulary:
    """Return the vocabulary that ships."""
    kinds = {name: kind_of(schema(name)) for name in _KINDS}
    roles = {type_: kind_of(schema(f"roles/{type_}")) for type_ in role_names()}
    return Vocabulary(kinds, roles, schema("tickets"), schema("statuses"), schema("recognition"))


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


def role(type_: str) -> Kind | None:
    """Return the role of that type, or that has an agent of that type among its own; None if no schema does."""
    known = active()
    return known.roles.get(type_) or known.roles.get(known.role_by_name.get(type_.replace("_", " "), ""))


def role_by_name() -> Mapping[str, str]:
    """Return the type of each role name and discipline word, folded."""
    return active().role_by_name


def is_list_label(key: str) -> bool:
    """Tell whether a folded line names one of a report's lists or usual sections."""
    if key in active().recognition["report"]["section_headings"]:
        return True
    return any(p.shape == "items" for p in kind("progress_report").find(key))


__all__ = [
    "Kind",
    "Property",
    "UnknownRole",
    "Vocabulary",
    "active",
    "is_list_label",
    "kind",
    "kind_of",
    "nearest_property",
    "per_vocabulary",
    "role",
    "role_by_name",
    "shipped",
    "using",
]
