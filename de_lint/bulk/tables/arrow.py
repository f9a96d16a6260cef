"""The tables' columns as Arrow schemas, and rows as record batches; pyarrow is imported when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from de_lint.bulk.tables import layout
from de_lint.bulk.tables.columns import Column, Listing, Scalar, Shape

if TYPE_CHECKING:
    import pyarrow

    from de_lint.bulk.tables.rows import Row


def pyarrow_module() -> ModuleType:
    """Return pyarrow; an ImportError says how to get it."""
    try:
        import pyarrow
    except ImportError as error:
        raise ImportError("Arrow tables need pyarrow: pip install 'de-lint[parquet]'") from error
    module: ModuleType = pyarrow
    return module


@cache
def arrow_schema(table: str = "batch") -> pyarrow.Schema:
    """Return the Arrow schema of a table.

    `table` is `batch` (what `convert_batch` returns), `records`, `documents`, or `parts` (records in a folder of their
    kind, without that column); KeyError for any other.

    It follows from the JSON Schemas that ship with this version and from nothing else, so that all files of a version
    append to each other. `de_lint.tables` in its metadata is the version of the columns.
    """
    pa = pyarrow_module()
    fields = [pa.field(column.name, _type_of(column)) for column in layout.TABLES[table]()]
    return pa.schema(fields, metadata={"de_lint.table": table, "de_lint.tables": str(layout.VERSION)})


def record_batch(rows: Sequence[Row], table: str) -> pyarrow.RecordBatch:
    """Return rows of a table as a record batch."""
    return pyarrow_module().RecordBatch.from_pylist(rows, schema=arrow_schema(table))


def _type_of(column: Column) -> Any:
    pa = pyarrow_module()
    return pa.map_(pa.string(), pa.string()) if column.name == layout.OTHER else _arrow(column.shape)


def _arrow(shape: Shape) -> Any:
    pa = pyarrow_module()
    if isinstance(shape, Scalar):
        return _scalars()[shape.type]
    if isinstance(shape, Listing):
        return pa.list_(_arrow(shape.of))
    return pa.struct([pa.field(column.name, _arrow(column.shape)) for column in shape.columns])


@cache
def _scalars() -> dict[str, Any]:
    pa = pyarrow_module()
    texts = {name: pa.string() for name in ("string", "json")}
    return {
        **texts, "number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_(), "date": pa.date32(),
    }  # fmt: skip
