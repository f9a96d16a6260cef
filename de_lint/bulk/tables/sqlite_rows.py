"""The rows that a converted document gives in each of the tables of sqlite.sql, with ids that count on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from de_lint.bulk.tables.fitting import as_json, storable
from de_lint.bulk.tables.rows import date_of
from de_lint.vocabulary.schemas import role_names, schema

Json = Mapping[str, Any]
#: A table and a row of it.
Placed = tuple[str, tuple[object, ...]]
Counter = Callable[[str], int]
_COLUMNS_OF_DOCUMENTS = {"path", "sha256", "coverage", "origin", "records", "unclaimed"}
_LISTS_OF_STEPS = {"task": ("task", "steps"), "context_notes": ("context_notes",)}
_ITEMS = "urn:de-lint:values#/$defs/items"


def document_rows(document: Json, count: Counter) -> Iterator[Placed]:
    """Yield the rows of a document; `count` returns the next id of a table."""
    own = count("documents")
    records = _list(document.get("records"))
    rest = {key: value for key, value in document.items() if key not in _COLUMNS_OF_DOCUMENTS}
    origin = document.get("origin")
    named = [_plain(document.get(key)) for key in ("path", "sha256", "coverage")]
    yield "documents", (own, *named, None if origin is None else as_json(origin), len(records), as_json(rest))
    for position, each in enumerate(_list(document.get("unclaimed"))):
        yield "unclaimed", (own, position, *_values(each, "start_line", "end_line", "text"))
    for number, record in enumerate(records):
        yield from _record(record, own, number, count)


def _record(record: Json, document: int, number: int, count: Counter) -> Iterator[Placed]:
    own = count("records")
    task, span = record.get("task"), record.get("span")
    yield (
        "records",
        (
            own,
            document,
            number,
            *_values(record, "kind", "context"),
            *_values(record.get("agent"), "name", "type"),
            _plain(record.get("title")),
            _plain(date_of(record)),
            *_values(record, "report_type", "status", "status_text", "progress", "summary"),
            _plain(task.get("summary") if isinstance(task, Mapping) else task),
            *_values(record, "authority", "expected_results"),
            *_values(span, "start_line", "end_line"),
            as_json(record),
        ),
    )
    yield from _metrics(record, own)
    for position, each in enumerate(_list(record.get("tickets"))):
        yield "tickets", (own, position, *_values(each, "id", "relation"))
    for position, each in enumerate(_list(record.get("extra"))):
        named = _values(each, "label", "value", "items")
        yield "extra_fields", (own, position, *named, *_values(each.get("span"), "start_line", "end_line"))
    yield from _steps_and_items(record, own, count)


def _metrics(record: Json, own: int) -> Iterator[Placed]:
    for index, metric in enumerate(_list(record.get("metrics"))):
        named = _values(metric, "label", "path", "text")
        for position, quantity in enumerate(_list(metric.get("quantities"))):
            measured = _values(quantity, "value", "of", "unit", "qualifier", "comparator", "part")
            yield "metrics", (own, index, position, *named, *measured, _plain(metric.get("line")))


def _steps_and_items(record: Json, own: int, count: Counter) -> Iterator[Placed]:
    for name, path in _LISTS_OF_STEPS.items():
        yield from _nested("steps", "steps", _below(record, path), (own, name), None, count, ())
    for name in item_lists():
        yield from _nested("items", "items", _below(record, (name,)), (own, name), None, count, ("status", "tickets"))


def _nested(
    table: str, key: str, listed: object, head: tuple[object, ...], parent: int | None, count: Counter,
    more: tuple[str, ...],
) -> Iterator[Placed]:  # fmt: skip
    """Yield a row for each element of a list, and those nested below it right after it."""
    for position, each in enumerate(_list(listed)):
        own = count(table)
        yield table, (own, *head, parent, position, *_values(each, "text", *more))
        yield from _nested(table, key, each.get(key), head, own, count, more)


@cache
def item_lists() -> tuple[str, ...]:
    """Return the properties of reports, those of roles included, that are lists of items."""
    report = schema("document")["$defs"]["progress_report"]["properties"]
    roles = [schema(f"roles/{role}").get("properties", {}) for role in role_names()]
    found = [name for part in (report, *roles) for name, each in part.items() if each.get("$ref") == _ITEMS]
    return tuple(dict.fromkeys(found))


def _below(record: Json, path: tuple[str, ...]) -> object:
    value: object = record
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _list(value: object) -> list[Any]:
    """Return the objects of a list; nothing for any other value, as the record's JSON keeps it."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _values(value: object, *keys: str) -> tuple[object, ...]:
    return tuple(_plain(value.get(key) if isinstance(value, Mapping) else None) for key in keys)


def _plain(value: object) -> object:
    """Return what SQLite can hold: text and numbers as they are, JSON text for anything else."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return float(value) if abs(value) < 10**300 else as_json(value)
    return value if value is None or isinstance(value, (int, float)) else as_json(value)
