"""Conversion of Arrow data, as Spark's `mapInArrow` and Ray Data's `map_batches` pass it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from de_lint.bulk.tables.arrow import arrow_schema, pyarrow_module, record_batch
from de_lint.bulk.tables.fitting import as_json, storable
from de_lint.bulk.tables.rows import Row, batch_rows

if TYPE_CHECKING:
    import pyarrow

_PATH, _TEXT = "path", "text"

__all__ = ["arrow_schema", "convert_batch"]


def convert_batch(data: Any) -> Any:
    """Convert Arrow data with a column `text` (string or binary: Markdown) and, if it is there, `path` (string).

    A RecordBatch gives a RecordBatch, a Table a Table, and an iterable of batches an iterator of batches, so that it
    can be passed to `map_batches(…, batch_format="pyarrow")` and `mapInArrow(…, schema)` as it is. What comes out has
    the columns of `arrow_schema()`, whatever the data. Each input row gives one row in which `kind` is null, which
    accounts for the document (`coverage`, `records`, `unclaimed`, `error`), and one for each of its records. All other
    columns of the input are kept in `origin`, as JSON text. A row that cannot be converted raises nothing: its row
    without a kind says in `error` why. Raises ValueError if there is no column `text`, TypeError for other arguments.
    """
    pa = pyarrow_module()
    if isinstance(data, pa.RecordBatch):
        return _batch(data)
    if isinstance(data, pa.Table):
        return _table(data)
    if not isinstance(data, Iterable) or isinstance(data, (str, bytes, Mapping)):
        raise TypeError(f"this is {type(data).__name__}, no pyarrow RecordBatch, Table or iterable of batches")
    return map(_passed, data)


def _passed(batch: Any) -> pyarrow.RecordBatch:
    if not isinstance(batch, pyarrow_module().RecordBatch):
        raise TypeError(f"this is {type(batch).__name__}, no pyarrow RecordBatch")
    return _batch(batch)


def _table(table: pyarrow.Table) -> pyarrow.Table:
    return pyarrow_module().Table.from_batches(map(_batch, table.to_batches()), schema=arrow_schema())


def _batch(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    if _TEXT not in batch.schema.names:
        raise ValueError(f"no column '{_TEXT}' among {', '.join(batch.schema.names) or 'none'}")
    columns = [_values(column) for column in batch.columns]
    given = (dict(zip(batch.schema.names, cells, strict=True)) for cells in zip(*columns, strict=True))
    return record_batch([row for each in given for row in _rows(each)], "batch")


def _values(column: Any) -> list[Any]:
    """Return the values of a column; as bytes or as text those that Python has no type for, or that are no UTF-8."""
    pa = pyarrow_module()
    for kind in (None, pa.binary(), pa.string()):
        try:
            values: list[Any] = (column if kind is None else column.cast(kind)).to_pylist()
        except (ValueError, OverflowError, pa.ArrowException):  # a UnicodeDecodeError is a ValueError
            continue
        return values
    return [f"a value of {column.type}"] * len(column)


def _rows(given: Mapping[str, Any]) -> Iterator[Row]:
    origin = {name: value for name, value in given.items() if name not in (_PATH, _TEXT) and value is not None}
    path = given.get(_PATH)
    source: dict[str, Any] = {"path": "-" if path is None else str(path)}
    if origin:
        source["origin"] = _plain(origin)
    try:
        yield from _converted(given[_TEXT], source)
    except Exception as error:  # one document must not cost the others their conversion
        yield {**_account(given[_TEXT], source), "error": storable(f"{type(error).__name__}: {error}")}


def _converted(text: object, source: Mapping[str, Any]) -> list[Row]:
    from de_lint.reading.document import read

    if not isinstance(text, (str, bytes)):
        raise TypeError("the text is null" if text is None else f"the text is {type(text).__name__}")
    document = read(text, path=source["path"]).to_json()
    return list(batch_rows({**document, **source}))


def _account(text: object, source: Mapping[str, Any]) -> Row:
    """Return the row of a document that could not be converted."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    digest = hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else None
    origin = as_json(source["origin"]) if "origin" in source else None
    return {"path": storable(source["path"]), "sha256": digest, "origin": origin, "records": 0}


def _plain(value: Any) -> Any:
    """Return a value of a column as JSON has it; text for what JSON does not have, such as dates."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
