"""The schemas' verdict on JSON values: the one place that knows jsonschema.

Records of documents are judged in violations.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from de_lint.classes import dataclass
from de_lint.judging.violations import is_document
from de_lint.vocabulary.kinds import Kind
from de_lint.vocabulary.schemas import Schema, all_schemas, schema


@cache
def _registry() -> Registry[Any]:
    resources = [(s["$id"], Resource.from_contents(s)) for s in all_schemas() if "$schema" in s]
    return Registry().with_resources(resources)


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name), registry=_registry())


@lru_cache(maxsize=256)
def _validator_of(spec: Kind) -> Draft202012Validator:
    """Return the validator of a kind or role, which is one for each vocabulary that holds it."""
    return Draft202012Validator(spec.schema, registry=_registry())


def document_errors(document: Any) -> list[str]:
    """Return what is wrong with a converted document by `document.json`, a line an error; empty when it is valid."""
    if is_document(document):  # found out in a hundredth of the time that it takes to say what is wrong
        return []
    return [f"{e.json_path}: {e.message}" for e in _validator("document").iter_errors(document)]


def findings_errors(findings: Any) -> list[str]:
    """Return what is wrong with a findings report by `findings.json`; empty when it is valid."""
    return [f"{e.json_path}: {e.message}" for e in _validator("findings").iter_errors(findings)]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at `path` of a value: the schema word that it breaks, what that asks for, and its words."""

    path: tuple[str | int, ...]
    keyword: str
    value: Any
    expected: Any
    message: str
    schema: Schema


def faults(name: str, value: Any) -> list[Fault]:
    """Return what is wrong with a value by the shipped schema `name`, in the order of the value."""
    found = list(_validator(name).iter_errors(value))  # jsonschema takes the keys of a table in no order
    places = {path: number for number, path in enumerate(_paths(value))} if len(found) > 1 else {}
    return [_fault(e) for e in sorted(found, key=lambda e: places.get(tuple(e.absolute_path), 0))]


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, (dict, list)):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _paths(below, (*path, key))


def record_faults(record: dict[str, Any], role: Kind | None = None) -> Iterator[Fault]:
    """Yield what is wrong with a converted record by `document.json`, or by a role; choices are descended into."""
    by_kind = {"$ref": f"urn:de-lint:document#/$defs/{record['kind']}"}
    validator = _validator_of(role) if role else _validator("document").evolve(schema=by_kind)
    for error in validator.iter_errors(record):
        yield from map(_fault, _deepest(error))


def _fault(e: ValidationError) -> Fault:
    path, about = tuple(e.absolute_path), e.schema if isinstance(e.schema, Mapping) else {}
    return Fault(path, str(e.validator), e.instance, e.validator_value, e.message, dict(about))


def _deepest(error: ValidationError) -> Iterator[ValidationError]:
    """Yield an error, or where it is about a choice, those of the choice that came furthest."""
    if error.validator != "anyOf" or not error.context:
        yield error
        return
    choices: dict[Any, list[ValidationError]] = {}
    for below in error.context:
        choices.setdefault(below.schema_path[0], []).append(below)
    nearest = max(choices.values(), key=lambda errors: max(len(e.absolute_path) for e in errors))
    for below in nearest:
        yield from _deepest(below)


def schema_faults(value: Any) -> list[str]:
    """Return what keeps a value from being a JSON Schema; empty when it is one."""
    metaschema = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    return [f"{e.json_path}: {e.message}" for e in metaschema.iter_errors(value)]
