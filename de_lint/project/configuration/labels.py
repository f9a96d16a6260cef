"""Labels and required fields of a configuration, put into copies of the schemas that they concern."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from de_lint.classes import dataclass, field
from de_lint.project.configuration.faults import near_hint
from de_lint.project.configuration.files import Configuration, ConfigurationError
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Vocabulary, kind_of
from de_lint.vocabulary.schemas import Schema
from de_lint.vocabulary.taught import KINDS, OWN_LABEL, Place, taught_parts, with_labels

_NOT_REQUIRED = "!"
#: Delegations without a ticket are a rule of their own, not a missing field.
_OWN_RULE = ("delegation", "tickets")


def with_aliases(configuration: Configuration, base: Vocabulary, strict: bool = True) -> Vocabulary:
    """Return the vocabulary with a configuration's labels; unless `strict`, those of unknown fields are left out."""
    asked: Mapping[str, Any] = configuration.data.get("aliases", {})
    wording = _Wording(base)
    for key, value in asked.items():
        where = ("aliases", key)
        try:
            if isinstance(value, str):
                wording.add_alias(where, (*KINDS, *base.roles), key, value)
                continue
            name = wording.named(where, key)
            for label, target in value.items():
                wording.add_alias((*where, label), (name,), label, target)
        except _NoSuchName as error:
            if strict:
                raise error.of(configuration) from None
    return wording.vocabulary() if asked else base


def with_required(configuration: Configuration, base: Vocabulary) -> Vocabulary:
    """Return the vocabulary with the fields that a configuration requires, and without those that it does not."""
    asked: Mapping[str, list[str]] = configuration.data.get("required", {})
    wording = _Wording(base)
    for key, wanted in asked.items():
        where = ("required", key)
        try:
            wording.require(where, wording.named(where, key), wanted)
        except _NoSuchName as error:
            raise error.of(configuration) from None
    return wording.vocabulary() if asked else base


def with_demanded(configuration: Configuration, base: Vocabulary) -> Vocabulary:
    """Return the vocabulary whose blank forms have the fields that rules of the configuration require.

    What a rule says wrongly is left out here: it is refused where the rules are made.
    """
    wording = _Wording(base)
    for stated in configuration.data.get("rules", {}).values():
        for word in _several(stated.get("require", [])):
            for target in _several(stated["for"]):
                wording.show(target, word)
    return wording.vocabulary() if wording.changed else base


def _several(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


class _NoSuchName(LookupError):
    """A name that stands for nothing; what is said of it is found out only where somebody is told."""

    def __init__(self, where: tuple[str, ...], why: str, name: str, known: Iterable[str]) -> None:
        super().__init__(where, why, name, known)
        self._where, self._why, self._name, self._known = where, why, name, known

    def of(self, configuration: Configuration) -> ConfigurationError:
        """Return the error of a configuration in which the name stands."""
        return configuration.error(self._where, f"{self._why}{near_hint(self._name, self._known)}")


def kind_or_role(
    configuration: Configuration, base: Vocabulary, where: tuple[str, ...], key: str, kinds: Collection[str] = KINDS
) -> str:
    """Return the kind, or the type of the role, that a key names; ConfigurationError with the nearest if none is."""
    try:
        return _kind_or_role(base, where, key, kinds)
    except _NoSuchName as error:
        raise error.of(configuration) from None


def _kind_or_role(base: Vocabulary, where: tuple[str, ...], key: str, kinds: Collection[str]) -> str:
    found = key if key in kinds or key in base.roles else base.role_by_name.get(fold(key))
    if found is None:
        raise _NoSuchName(where, "there is no such kind or role", key, (*kinds, *base.roles))
    return found


@dataclass(slots=True)
class _Wording:
    """A vocabulary with some of its schemas replaced by changed copies."""

    base: Vocabulary
    changed: dict[str, Schema] = field(default_factory=dict)
    taught: list[tuple[str, set[Place]]] = field(default_factory=list)
    _words: dict[str, frozenset[str]] = field(default_factory=dict)

    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary with the changes; what did not change is shared."""
        base, made = self.base, {name: kind_of(schema) for name, schema in self.changed.items()}
        kinds = {name: made.get(name, spec) for name, spec in base.kinds.items()}
        roles = {name: made.get(name, spec) for name, spec in base.roles.items()}
        words = with_labels(base.words, base.concept_of, self.taught) if self.taught else base.words
        return Vocabulary(kinds, roles, base.tickets, base.statuses, words)

    def named(self, where: tuple[str, ...], key: str) -> str:
        """Return the kind, or the type of the role, that a key names."""
        return _kind_or_role(self.base, where, key, KINDS)

    def add_alias(self, where: tuple[str, ...], names: Iterable[str], label: str, target: str) -> None:
        """Make `label` name what the kinds and roles `names` call `target`: properties, parts, nothing, or a kind."""
        key, known, found = fold(target), set(KINDS), False
        places: set[Place] = {(target, target)} if target in KINDS else set()
        for name in names:
            schema = self.changed.get(name) or self._schema(name)
            words, parts = self._words_of(name, schema), taught_parts(self.base.words, name) if name in KINDS else {}
            known.update(words, parts)
            if key in words:
                found = True
                for one in _called(self._copied(name), key):
                    one.setdefault("x-aliases", []).append(label)
            part = _top(schema, key) or parts.get(key) if name in KINDS else None
            if part is not None:
                places.add((name, part))
        if not found and not places:
            raise _NoSuchName(where, f"there is no field '{target}'", target, sorted(known))
        if places:
            self.taught.append((label, places))

    def _words_of(self, name: str, schema: Schema) -> frozenset[str]:
        if name not in self._words:
            self._words[name] = frozenset(_words(schema))
        return self._words[name]

    def show(self, target: str, word: str) -> None:
        """Put a field, by its name or else its label, into the blank form of a kind or role."""
        name = target if target in {**self.base.kinds, **self.base.roles} else self.base.role_by_name.get(fold(target))
        if name is None:
            return
        core = self._schema("progress_report") if name in self.base.roles else {}
        label = word.removeprefix(OWN_LABEL).strip()
        found = (property_of_word(core) | property_of_word(self._schema(name))).get(fold(label))
        if found or label != word:
            self._copied(name).setdefault("x-shown", {})[found or label] = label

    def require(self, where: tuple[str, ...], name: str, wanted: Iterable[str]) -> None:
        """Make fields of a kind or role required, or with a ! before them not required."""
        schema = self._copied(name)
        core = self._schema("progress_report") if name in self.base.roles else {}
        known = property_of_word(core) | property_of_word(schema)
        required = list(schema.get("required", ()))
        for word in wanted:
            asked = word.removeprefix(_NOT_REQUIRED)
            found = known.get(fold(asked))
            if found is None:
                raise _NoSuchName(where, f"there is no field '{asked}'", asked, known)
            if word.startswith(_NOT_REQUIRED):
                required = [r for r in required if r != found]
                schema["x-waived"] = [*schema.get("x-waived", ()), *([found] if name in self.base.roles else [])]
            elif (name, found) != _OWN_RULE:
                required = [*dict.fromkeys([*required, found])]
                schema.setdefault("x-asked", []).append(found)
                schema["x-waived"] = [w for w in schema.get("x-waived", ()) if w != found]
                if "x-form" in schema and found not in schema["x-order"]:  # the form does not have it
                    schema["x-order"] = [*schema["x-order"], found]
                    schema["x-core"] = {**schema["x-core"], found: core["properties"][found]}
            if found in schema.get("x-recommended", ()):  # it is asked for more strongly now, or not at all
                schema["x-recommended"] = [r for r in schema["x-recommended"] if r != found]
        schema["required"] = required

    def _schema(self, name: str) -> Schema:
        """The schema of a kind or role; the parts of templates are no properties of one."""
        spec = self.base.kinds.get(name) or self.base.roles.get(name)
        return spec.schema if spec is not None else {"$id": name, "title": name}

    def _copied(self, name: str) -> Schema:
        if name not in self.changed:
            self.changed[name] = copy.deepcopy(self._schema(name))
        return self.changed[name]


def requires_ticket(configuration: Configuration, vocabulary: Vocabulary) -> bool:
    """Tell whether a configuration asks every delegation for a ticket."""
    kind, name = _OWN_RULE
    words = configuration.data.get("required", {}).get(kind, ())
    known = property_of_word(vocabulary.kinds[kind].schema) if words else {}
    return any(known.get(fold(word)) == name for word in words if not word.startswith(_NOT_REQUIRED))


def property_of_word(schema: Schema) -> dict[str, str]:
    """Return the property that each name and label, folded, stands for."""
    found = {}
    for name, below in schema.get("properties", {}).items():
        for word in (*below.get("x-aliases", ()), below.get("title", ""), below.get("x-label", ""), name):
            if word:
                found[fold(word)] = name
    return found


def _words(schema: Schema) -> Iterator[str]:
    """Yield the folded names and labels of a schema's properties, those of its objects included."""
    for name, below in schema.get("properties", {}).items():
        yield fold(name)
        yield fold(str(below.get("x-label") or name))
        yield from _words(below)


def _top(schema: Schema, key: str) -> str | None:
    """Return the property, not one of an object's, that a folded name or label is about."""
    below = schema.get("properties", {}).items()
    return next((name for name, one in below if key in (fold(name), fold(str(one.get("x-label") or name)))), None)


def _called(schema: Schema, key: str) -> Iterator[Schema]:
    for name, below in schema.get("properties", {}).items():
        if key in (fold(name), fold(str(below.get("x-label") or name))):
            yield below
        yield from _called(below, key)
