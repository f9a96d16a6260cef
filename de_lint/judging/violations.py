"""The schemas' verdict on the records of a document: the one place that knows jsonschema-rs.

It speaks the same JSON Schema as jsonschema, is imported in less than half of the time and is quicker by two orders of
magnitude: an agent's host waits for the verdict on every report. Where it cannot be had, jsonschema stands in for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from de_lint.classes import dataclass
from de_lint.diagnostics import Span
from de_lint.judging.adoption import contracts
from de_lint.reading.records.record import Record
from de_lint.vocabulary.kinds import Kind
from de_lint.vocabulary.schemas import Schema, all_schemas
from de_lint.vocabulary.schemas import schema as shipped_schema

if sys.platform != "emscripten":
    from jsonschema_rs import Draft202012Validator, RegexOptions, Registry, ValidationError
else:  # there is no wheel of it for browsers; elsewhere nothing else bounds the time of a schema's patterns
    from de_lint.judging.substitute import BadSchema as ValidationError  # type: ignore[assignment]
    from de_lint.judging.substitute import LinearPatterns as RegexOptions  # type: ignore[assignment]
    from de_lint.judging.substitute import SchemaJudge as Draft202012Validator  # type: ignore[assignment]
    from de_lint.judging.substitute import ShippedSchemas as Registry  # type: ignore[assignment]

#: What a schema says of properties that it does not name; what it refers to may say anything.
_OF_ANY_NAME = frozenset(
    {"additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames", "$ref", "$dynamicRef"}
    | {"minProperties", "maxProperties"}
)
#: Under which names an error tells what a value is compared with.
_COMPARED = ("options", "limit")


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a record breaks its schema.

    `pointer` is where the value stands, or would stand if it is missing; `keyword` is the schema word that it breaks
    (`required`, `enum`, `type`, `minItems`, …); `title` is the property's label; `path` are the labels above it; `spec`
    is the kind or role that says so.
    """

    pointer: str
    keyword: str
    title: str
    path: tuple[str, ...]
    value: Any
    expected: Any
    #: Where the value stands, if not at the pointer's leaf, and what is wrong with it, if that can be said.
    span: Span | None = None
    why: str = ""
    #: The kind or role that says so; None for the form of a role's own template.
    spec: Kind | None = None


@cache
def _registry() -> Registry:
    return Registry([(s["$id"], s) for s in all_schemas() if "$schema" in s], retriever=_refused)


def _refused(_: str) -> Any:
    """Fetch nothing: a repository's schema would have files read and servers asked wherever it is judged."""
    raise ValueError("only shipped schemas can be referred to")


def _validator(schema: Schema) -> Draft202012Validator:
    return Draft202012Validator(schema, registry=_registry(), retriever=_refused)


@lru_cache(maxsize=256)
def _validator_of(spec: Kind) -> Draft202012Validator:
    """Return the validator of a kind or role, which is one for each vocabulary that holds it."""
    return _validator(spec.schema)


@lru_cache(maxsize=256)
def _named_in(spec: Kind) -> frozenset[str] | None:
    """Return what a schema names: it judges nothing else, such as a report's sections with all of their tables.

    None for one that says something of properties whatever their names.
    """
    return None if _is_of_any_name(spec.schema) else frozenset(_words(spec.schema))


def _is_of_any_name(schema: Any) -> bool:
    if isinstance(schema, (list, tuple)):
        return any(map(_is_of_any_name, schema))
    if not isinstance(schema, Mapping):
        return False
    below = (part for name, part in schema.items() if name != "properties")
    return not _OF_ANY_NAME.isdisjoint(schema) or any(map(_is_of_any_name, below))


def _words(schema: Any) -> Iterator[str]:
    if isinstance(schema, str):
        yield schema
    elif isinstance(schema, (list, tuple)):
        for part in schema:
            yield from _words(part)
    elif isinstance(schema, Mapping):
        for name, part in schema.items():
            yield name
            yield from _words(part)


def unusable(schema: Schema) -> str | None:
    """Return in one line why nothing can be judged by a schema, as one that refers to what is not there; else None."""
    try:
        _validator(schema)
    except (ValidationError, ValueError) as error:
        return str(error.message if isinstance(error, ValidationError) else error)
    return None


def linear(schema: Schema) -> Draft202012Validator:
    """Return a validator of whose patterns none takes long on any text; ValueError for one that this rules out."""
    try:
        return Draft202012Validator(schema, registry=_registry(), retriever=_refused, pattern_options=RegexOptions())
    except ValidationError as error:
        raise ValueError(error.message) from None


def breaks(validator: Draft202012Validator, value: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield where a value breaks its schema, and what stands there; for what is missing, where it would stand."""
    for error in validator.iter_errors(value):
        path, missing = tuple(error.instance_path), getattr(error.kind, "property", None)
        yield (path, error.instance) if missing is None else ((*path, missing), None)


@cache
def _document_validator() -> Draft202012Validator:
    return _validator(shipped_schema("document"))


def is_document(value: Any) -> bool:
    """Tell whether a value is a converted document by `document.json`, without saying what is wrong with it."""
    return _document_validator().is_valid(value)


def violations(record: Record, given: str | None = None) -> list[Violation]:
    """Return every way in which a record breaks what it is held to; `given` is the role that its reader was told."""
    specs = contracts(record, given)
    roots = [spec.schema for spec in specs]
    named = [_named_in(spec) for spec in specs]
    present = present_in({k: v for k, v in record.data.items() if any(n is None or k in n for n in named)})
    waived = record.role.schema.get("x-waived", ()) if record.role else ()
    out: dict[tuple[str, str], Violation] = {}
    for spec in specs:
        for error in _validator_of(spec).iter_errors(present):
            violation = _of(error, roots, spec)
            if violation is not None and not (violation.keyword == "required" and violation.pointer[1:] in waived):
                out.setdefault((violation.pointer, violation.keyword), violation)
    return list(out.values())


def present_in(value: Any) -> Any:
    """Drop null and empty properties: an absent fact is null or empty, and `required` asks for facts."""
    if isinstance(value, dict):
        kept = {k: present_in(v) for k, v in value.items() if k != "quantities"}
        kept = {k: v for k, v in kept.items() if v not in (None, "", [], {})}
        return kept | ({"quantities": value["quantities"]} if "quantities" in value else {})
    return [present_in(v) for v in value] if isinstance(value, list) else value


def _of(error: ValidationError, roots: Sequence[Schema], spec: Kind) -> Violation | None:
    path = [str(part) for part in error.instance_path]
    keyword = str(error.schema_path[-1])
    if keyword == "required":
        if _is_shape(roots, path):
            return None
        path = [*path, error.kind.property]  # type: ignore[attr-defined]  # the stubs know no kinds apart
    labels = _labels(roots, path)
    value = None if keyword == "required" else error.instance
    expected = _node(roots, path).get("x-choices") if keyword == "pattern" else _expected(error)
    return Violation(_pointer(path), keyword, labels[-1], labels[:-1], value, expected, spec=spec)


def _expected(error: ValidationError) -> Any:
    """Return what a value is compared with, where a message says it."""
    return next((getattr(error.kind, name) for name in _COMPARED if hasattr(error.kind, name)), None)


def _is_shape(roots: Sequence[Schema], path: list[str]) -> bool:
    """Tell whether a path leads into a value's shape or a list's items: their parts are the reader's to fill."""
    node: Any = _root(roots, path)
    for part in path:
        node = node.get("properties", {}).get(part)
        if node is None or "$ref" in node:
            return True
    return False


def _node(roots: Sequence[Schema], path: list[str]) -> Schema:
    """Return the schema of the property at a path, as far as schemas spell it out."""
    node: Schema = _root(roots, path)
    for part in path:
        node = node.get("properties", {}).get(part, {})
    return node


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
