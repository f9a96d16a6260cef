"""The tables of records and documents: which columns they have, and what each means."""

from __future__ import annotations

from functools import cache

from de_lint.bulk.tables.columns import JSON, TEXT, Column, Scalar, Struct, columns_of, joined_columns
from de_lint.vocabulary.schemas import Schema, role_names, schema

#: Goes up when a column changes; readers find it in a file's metadata.
VERSION = 1
#: What lies outside the columns: JSON Pointer to JSON text.
OTHER = "other"
KINDS = ("delegation", "progress_report", "agent_template")
_ROLE_PARTS = "progress_report"
_INTEGER, _NUMBER = Scalar("integer"), Scalar("number")

_SOURCE = (
    Column("path", "path", TEXT, "Where the text came from."),
    Column("sha256", "sha256", TEXT, "Hash of the input's bytes."),
    Column("origin", "origin", JSON, "What else is known of where the document came from, as JSON text."),
    Column("coverage", "coverage", _NUMBER, "Share of the document's non-blank characters that records account for."),
    Column("characters", "characters", _INTEGER, "How many non-blank characters the document has."),
)
_NUMBERED = (
    Column("number", "number", _INTEGER, "The record's index among the document's records, from 0."),
    Column("kind", "kind", TEXT, "What kind of record it is."),
)
_WHOLE = (
    Column(OTHER, OTHER, JSON, "What no column has room for, or what is of another type: JSON Pointer to JSON text."),
    Column("record", "record", JSON, "The whole record as JSON text: nothing is lost."),
)
_DATE = "The day of the record: a report's own date, or the day on which a delegation is given."
_COUNTED = Column("records", "records", _INTEGER, "How many records the document holds.")
_ERROR = Column("error", "error", TEXT, "Why there is no document; null if there is one.")


@cache
def shared_columns() -> tuple[Column, ...]:
    """Return the columns of what every kind of record has: context, agent, title, date, tickets, extra and span."""
    definitions = _definitions()
    every = set.intersection(*(set(d["properties"]) for d in definitions.values()))
    properties = definitions[_ROLE_PARTS]["properties"]
    shared = {name: each for name, each in properties.items() if name in every | {"date"} and name != "kind"}
    shared["date"] = {**shared["date"], "description": _DATE}
    return tuple(columns_of(shared, schema("document")))


@cache
def own_columns(kind: str) -> tuple[Column, ...]:
    """Return the columns of what only this kind has; those of reports hold the parts of every role that ships."""
    shared = {column.key for column in shared_columns()} | {"kind"}
    properties = {n: each for n, each in _definitions()[kind]["properties"].items() if n not in shared}
    core = tuple(columns_of(properties, schema("document")))
    if kind != _ROLE_PARTS:
        return core
    roles = [schema(f"roles/{role}") for role in role_names()]
    parts = (columns_of(_parts(role, shared | set(properties)), role) for role in roles)
    return (*core, *joined_columns(tuple(column for role in parts for column in role)))


@cache
def record_columns() -> tuple[Column, ...]:
    """Return the columns of the table of records: a row for each."""
    kinds = (Column(k, k, Struct(own_columns(k)), _definitions()[k]["description"]) for k in KINDS)
    return (*_SOURCE, *_NUMBERED, *shared_columns(), *kinds, *_WHOLE)


@cache
def part_columns() -> tuple[Column, ...]:
    """Return the columns of a part in a folder of its kind: there the folder's name holds the kind."""
    return tuple(column for column in record_columns() if column.name != "kind")


@cache
def document_columns() -> tuple[Column, ...]:
    """Return the columns of the table of documents: a row for each, with or without records."""
    properties = schema("document")["properties"]
    rest = {name: properties[name] for name in ("schema_version", "unclaimed", "source_map")}
    version, unclaimed, places = columns_of(rest, schema("document"))
    other = Column(OTHER, OTHER, JSON, "What no column has room for: JSON Pointer to JSON text.")
    return (*_SOURCE, version, _COUNTED, unclaimed, places, other)


@cache
def batch_columns() -> tuple[Column, ...]:
    """Return the columns of a batch: those of records, and of the row without a kind that accounts for a document."""
    unclaimed = next(column for column in document_columns() if column.name == "unclaimed")
    return (*record_columns(), _COUNTED, unclaimed, _ERROR)


#: The columns of each table by its name.
TABLES = {"records": record_columns, "parts": part_columns, "documents": document_columns, "batch": batch_columns}


def _definitions() -> dict[str, Schema]:
    found: dict[str, Schema] = schema("document")["$defs"]
    return found


def _parts(role: Schema, core: set[str]) -> Schema:
    return {name: each for name, each in role.get("properties", {}).items() if name not in core}
