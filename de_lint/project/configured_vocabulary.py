"""The vocabulary that a configuration makes of the shipped one: its roles, labels, required fields and tickets."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from de_lint.project.configuration import Configuration, ConfigurationError
from de_lint.project.configuration_faults import near_hint
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Kind, Vocabulary, kind_of, shipped
from de_lint.vocabulary.schemas import Schema

#: The settings that change the vocabulary.
WORDS = frozenset({"templates", "roles", "vocabularies", "tickets", "required", "aliases"})
#: A role's schema is found by what stands in it.
_ROLE_KEYS = ("$id", "title", "x-type", "x-names")
_NOT_REQUIRED = "!"
#: Delegations without a ticket are a rule of their own, not a missing field.
TICKETS = "tickets"


def vocabulary_of(configuration: Configuration) -> Vocabulary:
    """Return the vocabulary in force under a configuration; ConfigurationError says what it cannot make sense of."""
    if not WORDS & configuration.data.keys():
        return shipped()
    base = _with_formats(configuration, shipped())
    tickets = _tickets(configuration, base.tickets)
    roles = dict(base.roles) | dict(_role_files(configuration))
    base = Vocabulary(base.kinds, roles, tickets, base.statuses, base.recognition)
    base = _with_words(configuration, "aliases", base)
    roles = dict(base.roles) | dict(_learnt_roles(configuration, base))
    base = Vocabulary(base.kinds, roles, tickets, base.statuses, base.recognition)
    return _with_words(configuration, "required", base)


def _with_formats(configuration: Configuration, base: Vocabulary) -> Vocabulary:
    names = configuration.data.get("vocabularies", ())
    if not names:
        return base
    from de_lint.vocabulary.formats import extended, format_names

    for name in names:
        if name not in format_names():
            known = ", ".join(format_names())
            raise configuration.error(("vocabularies",), f"there is no vocabulary '{name}'; there are {known}")
    return extended(base, names)


def files_of(configuration: Configuration, setting: str) -> list[Path]:
    """Return the files that a setting's patterns stand for; a pattern without any is an error, since a rule depends on it."""
    found: dict[Path, None] = {}
    for pattern in configuration.data.get(setting, ()):
        try:
            files = sorted(p for p in _glob(configuration.folder, pattern) if p.is_file())
        except (ValueError, NotImplementedError, OSError) as error:
            raise configuration.error((setting,), f"'{pattern}': {error}") from None
        if not files:
            raise configuration.error((setting,), f"'{pattern}' fits no file")
        found.update(dict.fromkeys(files))
    return list(found)


def _glob(folder: Path, pattern: str) -> Iterator[Path]:
    path = Path(pattern)
    if path.is_absolute():
        return Path(path.anchor).glob(str(path.relative_to(path.anchor)))
    return folder.glob(pattern)


def _role_files(configuration: Configuration) -> Iterator[tuple[str, Kind]]:
    from de_lint.judging.validate import schema_faults

    for file in files_of(configuration, "roles"):
        try:
            data: Any = json.loads(file.read_bytes().decode("utf-8-sig"))
            missing = [key for key in _ROLE_KEYS if not isinstance(data, dict) or not data.get(key)]
            if missing:
                raise ValueError(f"{', '.join(missing)} is missing")
            wrong = schema_faults(data)
            if wrong:
                raise ValueError(wrong[0])
            yield str(data["x-type"]), kind_of(data)
        except (ValueError, TypeError, AttributeError, RecursionError, OSError, re.error) as error:
            why = " ".join(str(error).split())
            raise configuration.error(("roles",), f"{file.name} describes no role: {why}") from None


def _learnt_roles(configuration: Configuration, base: Vocabulary) -> Iterator[tuple[str, Kind]]:
    files = files_of(configuration, "templates")
    if not files:
        return
    from de_lint.learning.infer import infer
    from de_lint.reading.document import read
    from de_lint.vocabulary.kinds import using

    with using(base):
        for file in files:
            try:
                data = file.read_bytes()
            except OSError as error:
                raise configuration.error(("templates",), f"{file.name}: {error.strerror}") from None
            learnt = infer(read(data, file.name, vocabulary=base))
            if not learnt.has_format:
                why = f"{file.name} has neither a delegation template nor a reporting format"
                raise configuration.error(("templates",), why)
            yield str(learnt.schema["x-type"]), kind_of(learnt.schema)


def _with_words(configuration: Configuration, setting: str, base: Vocabulary) -> Vocabulary:
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
            schema["x-recommended"] = [r for r in schema.get("x-recommended", ()) if r != found]
        elif found not in required and (name, found) != ("delegation", TICKETS):
            required.append(found)
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


def _tickets(configuration: Configuration, base: Schema) -> Schema:
    """Return the ticket systems in force, with the project keys, own systems and closing words of a configuration."""
    asked: Mapping[str, Any] = configuration.data.get("tickets", {})
    if not asked:
        return base
    from de_lint.reading.values.tickets import TicketSystems

    named = asked.get("systems", ["built-in"])
    projects = asked.get("projects", {})
    systems = [
        {**system, "default": True} | _keyed(projects.get(system["name"]))
        for system in base["systems"]
        if system["name"] in named
    ]
    tickets = {**base, "systems": systems}
    for number, custom in enumerate(asked.get("custom", ())):
        tickets["systems"].append(_custom(custom))
        try:
            TicketSystems(tickets)
        except (re.error, RecursionError, OverflowError) as error:
            where = ("tickets", "custom", number, "pattern")
            raise configuration.error(where, f"'{custom.get('pattern')}' is no regular expression: {error}") from None
    if "closed" in asked:
        tickets["closed"] = asked["closed"]
    return tickets


def _keyed(keys: list[str] | None) -> Schema:
    if not keys:
        return {}
    capital = [key.upper() for key in keys]
    return {"prefixes": capital, "unmistakable": capital, "example": f"{capital[0]}-123", "lookalikes": []}


def _custom(custom: Mapping[str, Any]) -> Schema:
    prefixes = [prefix.upper() for prefix in custom.get("prefixes", ())]
    example = custom.get("example") or (f"{prefixes[0]}-123" if prefixes else "")
    system = {"pattern": "<prefix>-[0-9]{1,14}", "digits": [1, 14], **custom, "example": example}
    return system | {"prefixes": prefixes, "unmistakable": prefixes if "pattern" not in custom else []}


__all__ = ["ConfigurationError", "TICKETS", "files_of", "vocabulary_of"]
