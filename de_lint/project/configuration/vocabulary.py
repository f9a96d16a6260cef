"""The vocabulary that a configuration makes of the shipped one: its roles, labels, required fields and tickets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from de_lint.project.configuration.files import Configuration
from de_lint.project.configuration.labels import with_aliases, with_demanded, with_required
from de_lint.project.configuration.tickets import tickets_of
from de_lint.project.files.discovery import reason
from de_lint.project.files.named import WRONG, fitting
from de_lint.vocabulary.kinds import Kind, Vocabulary, kind_of, shipped
from de_lint.vocabulary.schemas import Schema

#: The settings that change the vocabulary.
WORDS = frozenset({"templates", "roles", "vocabularies", "tickets", "required", "aliases"})
#: A role's schema is found by what stands in it.
_ROLE_KEYS = ("$id", "title", "x-type", "x-names")


def vocabulary_of(configuration: Configuration, keeps_learnt: bool = False) -> Vocabulary:
    """Return the vocabulary in force under a configuration; `ConfigurationError` says what it cannot make sense of.

    What is learnt from its templates may be kept for the next process.
    """
    if not WORDS & configuration.data.keys():
        return with_demanded(configuration, shipped())
    base = _with_formats(configuration, shipped())
    tickets = tickets_of(configuration, base.tickets)
    roles = dict(base.roles) | dict(_chosen_roles(configuration, base))
    base = Vocabulary(base.kinds, roles, tickets, base.statuses, base.words)
    # Templates are read with the project's labels, which may be labels of the roles learnt from them.
    aliased = with_aliases(configuration, base, strict=False)
    roles = roles | dict(_learnt_roles(configuration, aliased, keeps_learnt))
    base = Vocabulary(base.kinds, roles, tickets, base.statuses, base.words)
    return with_demanded(configuration, with_required(configuration, with_aliases(configuration, base)))


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
    """Return the files that a setting's patterns stand for; a pattern without any is an error: it enforces nothing."""
    found: dict[Path, None] = {}
    for pattern in configuration.data.get(setting, ()):
        if setting == "roles" and shipped().role_named(pattern):
            continue
        try:
            files = [p for p in fitting(configuration.folder, pattern) if not configuration.leads_out(p)]
        except WRONG as error:
            raise configuration.error((setting,), f"'{pattern}': {error}") from None
        if not files:
            raise configuration.error((setting,), f"'{pattern}' fits no file")
        found.update(dict.fromkeys(files))
    return list(found)


def _chosen_roles(configuration: Configuration, base: Vocabulary) -> Iterator[tuple[str, Kind]]:
    """Yield the roles that `roles` names or that its files describe, each as a contract."""
    from de_lint.judging.validate import schema_faults
    from de_lint.judging.violations import unusable

    for spec in filter(None, map(base.role_named, configuration.data.get("roles", ()))):
        contract = f"the built-in form of role '{spec.type}'"
        yield str(spec.type), kind_of({**spec.schema, "x-contract": contract})
    for file in files_of(configuration, "roles"):
        try:
            data: Any = json.loads(file.read_bytes().decode("utf-8-sig"))
            missing = [key for key in _ROLE_KEYS if not isinstance(data, dict) or not data.get(key)]
            if missing:
                raise ValueError(f"{', '.join(missing)} is missing")
            wrong = schema_faults(data)
            if wrong or (why := unusable(data)):
                raise ValueError(wrong[0] if wrong else why)
            yield str(data["x-type"]), kind_of({**data, "x-contract": f"the schema {file.name}"})
        except (ValueError, TypeError, AttributeError, RecursionError, OSError, re.error) as error:
            why = " ".join(str(error).split())
            raise configuration.error(("roles",), f"{file.name} describes no role: {why}") from None


def _learnt_roles(configuration: Configuration, base: Vocabulary, keeps: bool) -> Iterator[tuple[str, Kind]]:
    files = files_of(configuration, "templates")
    if not files:
        return

    def learn() -> list[Schema | None]:
        return list(_learnt_schemas(configuration, files, base))

    if keeps:
        from de_lint.project.runs.learnt_schemas import kept_or_learnt

        schemas = kept_or_learnt(configuration, len(files), learn)
    else:
        schemas = learn()
    for file, found in zip(files, schemas, strict=True):
        if found:
            yield str(found["x-type"]), kind_of(_still_called(found, base) | {"x-contract": _contract(file)})
    if not any(schemas):
        raise configuration.error(("templates",), "no file has a delegation template or a reporting format")


def _learnt_schemas(configuration: Configuration, files: Sequence[Path], base: Vocabulary) -> Iterator[Schema | None]:
    """Yield what each template says; None for one without a form: a folder of templates has a page about them, too."""
    from de_lint.learning.infer import infer
    from de_lint.reading.document import read
    from de_lint.vocabulary.kinds import using

    with using(base):
        for file in files:
            try:
                data = file.read_bytes()
            except OSError as error:
                raise configuration.error(("templates",), f"{file.name}: {reason(error)}") from None
            learnt = infer(read(data, file.name, vocabulary=base))
            yield learnt.schema if learnt.has_format else None


def _contract(template: Path) -> str:
    return f"the template {template.name}"


def formless_templates(configuration: Configuration, vocabulary: Vocabulary) -> Iterator[tuple[Path, bool]]:
    """Yield the template files that describe no form, each with whether one of its headings announces one."""
    used = {role.schema.get("x-contract") for role in vocabulary.roles.values()}
    unused = [file for file in files_of(configuration, "templates") if _contract(file) not in used]
    if not unused:
        return
    from de_lint.learning.find_forms import announces_form
    from de_lint.learning.infer import infer
    from de_lint.reading.document import read
    from de_lint.vocabulary.kinds import using

    with using(vocabulary):
        told = [(file, read(file.read_bytes(), file.name, vocabulary=vocabulary)) for file in unused]
        yield from [(file, announces_form(document)) for file, document in told if not infer(document).has_format]


def _still_called(learnt: Schema, base: Vocabulary) -> Schema:
    """Return a learnt role that keeps the names under which its type is known already."""
    known = base.roles.get(str(learnt["x-type"]))
    names = dict.fromkeys([*learnt.get("x-names", ()), *(known.names if known else ())])
    return {**learnt, "x-names": list(names), "x-icon": learnt.get("x-icon") or (known.icon if known else "")}
