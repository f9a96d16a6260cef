"""Rows to one Parquet file, row group by row group: memory is bounded by a row group, not by the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from de_lint.bulk.tables.arrow import arrow_schema, pyarrow_module, record_batch

if TYPE_CHECKING:
    import pyarrow

    from de_lint.bulk.tables.rows import Row

#: Rows that become Arrow memory at once: Python objects take far more room.
_BATCH_ROWS = 50
#: A row group ends at the first of these. Small ones cost space, as each repeats what there is to say of every column.
_GROUP_BYTES = 8 * 1024 * 1024
_GROUP_ROWS = 20_000


class ParquetFile:
    """Writes the rows of a table to a file, which is complete once the `with` block has ended."""

    def __init__(self, file: Path, table: str) -> None:
        """Take the file and the name of the table that it holds."""
        self._file = file
        self._table = table
        self._rows: list[Row] = []
        self._group: pyarrow.Table | None = None
        self._writer: Any = None

    def __enter__(self) -> ParquetFile:
        """Begin the file."""
        pyarrow_module()
        from pyarrow.parquet import ParquetWriter

        self._writer = ParquetWriter(self._file, arrow_schema(self._table), compression="zstd")
        return self

    def add(self, row: Row) -> None:
        """Take a row."""
        self._rows.append(row)
        if len(self._rows) >= _BATCH_ROWS:
            group = self._end_batch()
            if group.nbytes >= _GROUP_BYTES or group.num_rows >= _GROUP_ROWS:
                self._end_group()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Write what is left and put all of it on the disk."""
        try:
            if kind is None and self._rows:
                self._end_batch()
            if kind is None:
                self._end_group()
        finally:
            self._writer.close()
        with open(self._file, "r+b") as stream:
            os.fsync(stream.fileno())

    def _end_batch(self) -> pyarrow.Table:
        """Put the rows into the group as one piece: a batch of its own for each costs more than what it holds."""
        pa = pyarrow_module()
        batch = pa.Table.from_batches([record_batch(self._rows, self._table)])
        self._group = pa.concat_tables([self._group, batch]).combine_chunks() if self._group else batch
        self._rows = []
        return self._group

    def _end_group(self) -> None:
        if self._group:
            self._writer.write_table(self._group, row_group_size=_GROUP_ROWS)
            self._group = None
            pyarrow_module().default_memory_pool().release_unused()


@contextmanager
def frugal_memory() -> Iterator[None]:
    """Let Arrow take its memory from the system for as long as a `with` block lasts.

    The pools that are faster keep what hundreds of columns once took, which is most of what a long run would hold.
    """
    pa = pyarrow_module()
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)
