"""The reference of the tables that archives are converted to: Parquet's columns, SQLite's statements."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

import property_tables

from de_lint.bulk.tables import layout
from de_lint.bulk.tables.columns import Column, Listing, Scalar, Shape, Struct

_HEAD = """# Tables

`de-lint convert` writes archives as tables where the output's name ends in `.parquet` or `.sqlite`. Their columns
follow from the [schemas](schemas/index.md) and never from the data. Values that do not fit their column are null there
and stand in `other`, under their JSON Pointer; each record is also there whole, as JSON text.

## Parquet

`OUT.parquet` has a row for each record, `OUT.documents.parquet` one for each document. A folder has the same as
`records/kind=…/part-….parquet` and `documents/part-….parquet`; each run adds its parts, and the same documents
converted again replace theirs. What is peculiar to a kind stands in the struct of that name; the parts that roles add
to reports are in `progress_report`, too, under the paths that they have in the JSON. Steps and sections are unrolled
twice; what is deeper, items below items, and records within a template document are JSON text. Roles of a
configuration change no column: their parts are in `other`. `de_lint.tables` in a file's metadata is the version of the
columns, now {version}.

`de_lint.convert_batch` returns the columns of records and of documents in one: the row of a document has no `kind`.
"""
_SQLITE = """## SQLite

`search` is a full-text index (FTS5) with the columns `title` and `text`; its `rowid` is `records.id`. Where Python's
SQLite was built without FTS5, it is a view for `LIKE`, and `about` says so.
"""


def pages() -> dict[str, str]:
    """Return the page of the tables."""
    parts = [_HEAD.format(version=layout.VERSION)]
    for title, columns in (("Records", layout.record_columns()), ("Documents", layout.document_columns())):
        rows = "\n".join(f"| `{path}` | {kind} | {about} |" for path, kind, about in _rows(columns, "", 2))
        parts.append(f"### {title}\n\n| column | type | meaning |\n|---|---|---|\n{rows}\n")
    parts.append(f"{_SQLITE}\n```sql\n{_statements()}\n```\n")
    return {"tables.md": "\n".join(parts)}


def _rows(columns: tuple[Column, ...], before: str, levels: int) -> Iterator[tuple[str, str, str]]:
    for column in columns:
        shape, path = column.shape, before + column.name
        kind = "map of JSON text" if column.name == layout.OTHER else _kind(shape)
        yield path, kind, property_tables.cell(column.about)
        inner = shape.of if isinstance(shape, Listing) else shape
        if isinstance(inner, Struct) and levels > 1:
            yield from _rows(inner.columns, f"{path}{'[]' if inner is not shape else ''}.", levels - 1)


def _kind(shape: Shape) -> str:
    if isinstance(shape, Scalar):
        return "JSON text" if shape.type == "json" else shape.type
    if isinstance(shape, Listing):
        return f"list of {_kind(shape.of)}"
    return f"struct of {', '.join(f'`{column.name}`' for column in shape.columns)}" if _is_short(shape) else "struct"


def _is_short(shape: Struct) -> bool:
    return len(shape.columns) <= 7


def _statements() -> str:
    texts = (resources.files("de_lint.bulk.tables").joinpath(n) for n in ("sqlite.sql", "sqlite_indexes.sql"))
    return "\n".join(text.read_text(encoding="utf-8") for text in texts).strip()
