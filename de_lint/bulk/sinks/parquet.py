"""Documents as Parquet: one file and one of documents beside it, or a folder of parts by kind that grows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from de_lint.bulk.journal import Fingerprint, Journal
from de_lint.bulk.sinks.sink import Converted, Mark

if TYPE_CHECKING:
    from de_lint.bulk.tables.parquet_file import ParquetFile
    from de_lint.bulk.tables.rows import Row

NAME = "parquet"
SUFFIXES = (".parquet", ".pq")
EXTRA: str | None = "parquet"


def sink(target: Path, work: Path) -> ParquetSink:
    """Return a sink to a Parquet file, or to a folder of parts where `target` is a folder or has no suffix."""
    return ParquetSink(target, work, _write_folder if makes_folder(target) else _write_files)


def makes_folder(target: Path) -> bool:
    """Tell whether a path is to be a folder of parts."""
    return target.is_dir() or not target.suffix


class ParquetSink:
    """Keeps documents in a journal and makes columns of them at the end.

    A row group needs many rows to be worth its overhead, and a kill needs few documents to be lost: so the journal
    takes the commits, and `finish` writes the files from it, as often as it takes.
    """

    def __init__(self, target: Path, work: Path, write: Callable[[Journal, Path, Path], None]) -> None:
        """Take where the output goes, a folder for what is not finished, and what writes the output."""
        self._target = target
        self._work = work
        self._write = write
        self._journal = Journal(work / "documents.jsonl")

    def open(self, mark: Mark | None) -> None:
        """Begin, or go on from a commit."""
        size = None if mark is None else mark["bytes"]
        self._journal.open(size if isinstance(size, int) else None)

    def add(self, document: Converted) -> None:
        """Take a document."""
        self._journal.append(document)

    def commit(self) -> Mark:
        """Put everything added so far on the disk."""
        return {"bytes": self._journal.commit()}

    def finish(self) -> None:
        """Write the files and put them in their places; calling it again after a kill gives the same."""
        from de_lint.bulk.tables.parquet_file import frugal_memory

        self._journal.commit()
        with frugal_memory():
            self._write(self._journal, self._target, self._work)

    def close(self) -> None:
        """Let go of open files."""
        self._journal.close()


def _write_files(journal: Journal, target: Path, work: Path) -> None:
    """Write one file of records, and one of documents beside it."""
    from de_lint.bulk.tables.parquet_file import ParquetFile
    from de_lint.bulk.tables.rows import document_row, record_rows

    records, documents = work / "records.parquet", work / "documents.parquet"
    with ParquetFile(documents, "documents") as accounts:
        for document in journal.documents():
            accounts.add(document_row(document))
    with ParquetFile(records, "records") as rows:
        for document in journal.documents():
            for row in record_rows(document):
                rows.add(row)
    os.replace(documents, target.with_suffix(".documents.parquet"))
    os.replace(records, target)


def _write_folder(journal: Journal, target: Path, work: Path) -> None:
    """Add parts to a folder: `records/kind=…/part-….parquet` and `documents/part-….parquet`.

    A part is named after the documents in it, so that the same documents converted again, or put in place again after
    a kill, replace their own parts and do not come twice. Those of documents come last: where they are, their records
    are, too.
    """
    with _Parts(work) as parts:
        for document in journal.documents():
            parts.add(document)
    name = parts.fingerprint.name(".parquet")
    old = set(target.glob(f"records/kind=*/{name}"))
    for place in sorted(parts.files, reverse=True):
        new = target / place / name
        new.parent.mkdir(parents=True, exist_ok=True)
        os.replace(parts.files[place], new)
        old.discard(new)
    for gone in old:
        gone.unlink()


class _Parts:
    """The parts that a run's documents make, by the folder that each belongs in."""

    def __init__(self, work: Path) -> None:
        self.files: dict[str, Path] = {}
        self.fingerprint = Fingerprint()
        self._work = work
        self._open: dict[str, ParquetFile] = {}
        self._stack = ExitStack()

    def __enter__(self) -> _Parts:
        return self

    def __exit__(self, *raised: Any) -> None:
        self._stack.__exit__(*raised)

    def add(self, document: Mapping[str, Any]) -> None:
        """Take the rows of a document."""
        from de_lint.bulk.tables.parquet_file import ParquetFile

        self.fingerprint.add(document)
        for place, table, row in _placed(document):
            if place not in self._open:
                self.files[place] = self._work / f"part-{len(self.files)}.parquet"
                self._open[place] = self._stack.enter_context(ParquetFile(self.files[place], table))
            self._open[place].add(row)


def _placed(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Row]]:
    """Yield each row of a document with the folder and the table that it belongs in."""
    from de_lint.bulk.tables.rows import document_row, record_rows

    for row in record_rows(document):
        yield f"records/kind={quote(str(row['kind']), safe='')}", "parts", row
    yield "documents", "documents", document_row(document)
