"""The schemas' verdict on a record: the one place that knows jsonschema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from de_lint.reading.records.record import Record
from de_lint.vocabulary.kinds import Kind, kind, kind_of
from de_lint.vocabulary.schemas import Schema, all_schemas, schema


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a record breaks its schema.

    `pointer` is where the value stands, or would stand if it is missing; `keyword` is the schema word that it breaks
    (`required`, `enum`, `type`, `minItems`, …); `title` is the property's label; `path` are the labels above it.
    """

    pointer: str
    keyword: str
    title: str
    path: tuple[str, ...]
    value: Any
    expected: Any


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
    """Return what is wrong with a value by the shipped schema `name`, in the order of the schema."""
    return [_fault(e) for e in _validator(name).iter_errors(value)]


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


def violations(record: Record) -> list[Violation]:
    """Return every way in which a record breaks its kind's schema, and its role's if it has one."""
    if record.kind == "agent_template":
        return []
    specs = [kind(record.kind)]
    if record.role is not None and record.layout == "form":
        specs += [record.role] if record.kind == "progress_report" else _delegation_form(record.role)
    roots = [spec.schema for spec in reversed(specs)]
    present = _present(record.data)
    out: dict[tuple[str, str], Violation] = {}
    for spec in specs:
        for error in _validator_of(spec).iter_errors(present):
            for violation in _of(error, roots):
                out.setdefault((violation.pointer, violation.keyword), violation)
    return list(out.values())


@lru_cache(maxsize=256)
def _delegation_form(role: Kind) -> list[Kind]:
    """Return what a role's template asks of delegations to it; labels of its own are read, but not asked for."""
    form = role.schema.get("x-delegation")
    if form is None:
        return []
    core = kind("delegation").schema["properties"]
    required = [name for name in form.get("required", ()) if name in core]
    return [kind_of({"$id": form["$id"], "title": form["title"], "required": required})]


def _present(value: Any) -> Any:
    """Drop null and empty properties: an absent fact is null or empty, and `required` asks for facts."""
    if isinstance(value, dict):
        kept = {k: _present(v) for k, v in value.items() if k != "quantities"}
        kept = {k: v for k, v in kept.items() if v not in (None, "", [], {})}
        return kept | ({"quantities": value["quantities"]} if "quantities" in value else {})
    return [_present(v) for v in value] if isinstance(value, list) else value


def _of(error: ValidationError, roots: Sequence[Schema]) -> Iterator[Violation]:
    path = [str(p) for p in error.absolute_path]
    if error.validator == "required":
        if _is_shape(roots, path):
            return
        needed: Any = error.validator_value
        for name in needed:
            if isinstance(error.instance, dict) and name not in error.instance:
                labels = _labels(roots, [*path, name])
                yield Violation(_pointer([*path, name]), "required", labels[-1], labels[:-1], None, None)
        return
    labels = _labels(roots, path)
    yield Violation(
        _pointer(path), str(error.validator), labels[-1], labels[:-1], error.instance, error.validator_value
    )


def _is_shape(roots: Sequence[Schema], path: list[str]) -> bool:
    """Tell whether a path leads into a value's shape or a list's items: their parts are the reader's to fill."""
    node: Any = _root(roots, path)
    for part in path:
        node = node.get("properties", {}).get(part)
        if node is None or "$ref" in node:
            return True
    return False


def _root(roots: Sequence[Schema], path: list[str]) -> Schema:
    """Return the first schema that knows where a path begins."""
    return next((r for r in roots if path and path[0] in r.get("properties", {})), roots[0])


def _pointer(path: list[str]) -> str:
    return "".join("/" + p.replace("~", "~0").replace("/", "~1") for p in path)


def _labels(roots: Sequence[Schema], path: list[str]) -> tuple[str, ...]:
    """Return the labels along a path, in the words that documents use."""
    labels: list[str] = []
    node: Any = _root(roots, path)
    for part in path:
        node = node.get("properties", {}).get(part, {}) if isinstance(node, dict) else {}
        label = node.get("x-label") or node.get("title")
        if label:
            labels.append(str(label))
    return tuple(labels) or (path[-1] if path else "record",)
