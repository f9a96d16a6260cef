"""Labels and required fields of a configuration, put into copies of the schemas that they concern."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from de_lint.project.configuration import Configuration
from de_lint.project.configuration_faults import near_hint
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Kind, Vocabulary, kind_of
from de_lint.vocabulary.schemas import Schema

_NOT_REQUIRED = "!"
#: Delegations without a ticket are a rule of their own, not a missing field.
TICKETS = "tickets"


def with_words(configuration: Configuration, setting: str, base: Vocabulary) -> Vocabulary:
    """Return the vocabulary with the aliases, or the required fields, of a configuration in its kinds and roles."""
    asked: Mapping[str, Any] = configuration.data.get(setting, {})
    if not asked:
        return base
    specs = {**base.roles, **base.kinds}
    changed: dict[str, Schema] = {}
    for key, value in asked.items():
        where = (setting, key)
        if isinstance(value, str):
            _add_alias(configuration, where, dict(specs), changed, key, value)
            continue
        name = key if key in specs else base.role_by_name.get(fold(key))
        if name is None:
            raise configuration.error(where, f"there is no such kind or role{near_hint(key, specs)}")
        if setting == "required":
            _require(configuration, where, name, specs[name], base, changed, value)
        else:
            for label, target in value.items():
                _add_alias(configuration, (*where, label), {name: specs[name]}, changed, label, target)
    made = {name: kind_of(schema) for name, schema in changed.items()}
    kinds = {name: made.get(name, spec) for name, spec in base.kinds.items()}
    roles = {name: made.get(name, spec) for name, spec in base.roles.items()}
    return Vocabulary(kinds, roles, base.tickets, base.statuses, base.recognition)


def _copied(name: str, spec: Kind, changed: dict[str, Schema]) -> Schema:
    return changed.setdefault(name, copy.deepcopy(spec.schema))


def _require(
    configuration: Configuration,
    where: tuple[str, ...],
    name: str,
    spec: Kind,
    base: Vocabulary,
    changed: dict[str, Schema],
    wanted: list[str],
) -> None:
    own = spec.schema.get("properties", {})
    core = base.kinds["progress_report"].schema["properties"] if name in base.roles else {}
    labels = {**_names(core), **_names(own)}
    schema = _copied(name, spec, changed)
    required = list(schema.get("required", ()))
    for word in wanted:
        asked = word.removeprefix(_NOT_REQUIRED)
        found = labels.get(fold(asked))
        if found is None:
            known = [*labels, *(str(p.get("x-label", "")) for p in own.values())]
            raise configuration.error(where, f"there is no field '{asked}'{near_hint(asked, known)}")
        if word.startswith(_NOT_REQUIRED):
            required = [r for r in required if r != found]
        elif found not in required and (name, found) != ("delegation", TICKETS):
            required.append(found)
        if found in schema.get("x-recommended", ()):  # it is asked for more strongly now, or not at all
            schema["x-recommended"] = [r for r in schema["x-recommended"] if r != found]
    schema["required"] = required


def _names(properties: Mapping[str, Schema]) -> dict[str, str]:
    """Return the property that each name and label, folded, stands for."""
    found = {}
    for name, schema in properties.items():
        for word in (*schema.get("x-aliases", ()), schema.get("title", ""), schema.get("x-label", ""), name):
            if word:
                found[fold(word)] = name
    return found


def _add_alias(
    configuration: Configuration,
    where: tuple[str, ...],
    specs: Mapping[str, Kind],
    changed: dict[str, Schema],
    label: str,
    target: str,
) -> None:
    hits = 0
    known: set[str] = set()
    for name, spec in specs.items():
        known |= set(_words(spec.schema))
        if fold(target) in _words(spec.schema):
            for schema in _named(_copied(name, spec, changed), fold(target)):
                schema["x-aliases"] = [*schema.get("x-aliases", ()), label]
                hits += 1
    if not hits:
        raise configuration.error(where, f"there is no field '{target}'{near_hint(target, sorted(known))}")


def _words(schema: Schema) -> dict[str, None]:
    """Return the folded names and labels of a schema's properties, those of its objects included."""
    out: dict[str, None] = {}
    for name, below in schema.get("properties", {}).items():
        out |= {fold(name): None, fold(str(below.get("x-label") or name)): None} | _words(below)
    return out


def _named(schema: Schema, key: str) -> Iterator[Schema]:
    for name, below in schema.get("properties", {}).items():
        if key in (fold(name), fold(str(below.get("x-label") or name))):
            yield below
        yield from _named(below, key)
