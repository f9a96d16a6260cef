"""The rows that a converted document gives: one for the document, one for each of its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from de_lint.bulk.tables import layout
from de_lint.bulk.tables.fitting import Aside, as_json, fit_columns

Row = dict[str, object]
Document = Mapping[str, Any]
_SOURCE = ("path", "sha256", "origin", "coverage", "characters")


def document_row(document: Document) -> Row:
    """Return the row of a document in the table of documents."""
    aside: Aside = {}
    told = {key: value for key, value in document.items() if key != "records"}
    row = fit_columns(layout.document_columns(), told, "", aside)
    row["records"] = len(document.get("records", ()))
    row[layout.OTHER] = sorted(aside.items())
    return row


def record_rows(document: Document) -> Iterator[Row]:
    """Yield a row for each record of a document, in their order."""
    source = document_row({key: document[key] for key in _SOURCE if key in document})
    shared = {key: source.get(key) for key in _SOURCE}
    for number, record in enumerate(document.get("records", ())):
        yield {**shared, "number": number, **_record(record)}


def batch_rows(document: Document) -> Iterator[Row]:
    """Yield the row without a kind that accounts for the document, then a row for each record."""
    account = document_row(document)
    yield {key: account.get(key) for key in (*_SOURCE, "records", "unclaimed", layout.OTHER)}
    yield from record_rows(document)


def date_of(record: Mapping[str, Any]) -> object:
    """Return a record's date: the report's own, or the day on which a delegation is given."""
    temporal = record.get("temporal_context")
    return record.get("date") or (temporal.get("date") if isinstance(temporal, Mapping) else None)


def _record(record: Mapping[str, Any]) -> Row:
    aside: Aside = {}
    shared = layout.shared_columns()
    kind = record.get("kind")
    row = fit_columns(shared, {**record, "date": date_of(record)}, "", aside, elsewhere=record)
    outside = {column.key for column in shared} | {"kind"}
    own = layout.own_columns(kind) if kind in layout.KINDS else ()
    row[str(kind)] = fit_columns(own, {k: v for k, v in record.items() if k not in outside}, "", aside)
    return {**row, "kind": str(kind), layout.OTHER: sorted(aside.items()), "record": as_json(record)}
