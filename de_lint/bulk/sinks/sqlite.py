"""Documents as one SQLite file: tables with keys and indexes, and a search over the records' text."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from de_lint.bulk.growing_file import lost
from de_lint.bulk.sinks.sink import Converted, Mark

NAME = "sqlite"
SUFFIXES = (".sqlite", ".db")
EXTRA: str | None = None
#: Tables whose ids count on from run to run; the others' rows go with the record or document that they belong to.
_COUNTED = ("documents", "records", "steps", "items")
_OWNED = {"metrics": "record", "tickets": "record", "extra_fields": "record", "unclaimed": "document"}
_SIDE_FILES = ("-journal", "-wal", "-shm")
_SEARCH = "CREATE VIRTUAL TABLE search USING fts5 (title, text, content='record_texts', content_rowid='id')"
# FTS5's own 'rebuild' does not read from this view.
_FILL_SEARCH = "INSERT INTO search (rowid, title, text) SELECT id, title, text FROM record_texts"
_SEARCH_WITHOUT_INDEX = "CREATE VIEW search AS SELECT id AS rowid, title, text FROM record_texts"
_NO_INDEX = "no full-text index: this SQLite was built without FTS5; use LIKE on search.text"


def sink(target: Path, work: Path) -> SqliteSink:
    """Return a sink to an SQLite file; one that is there already is replaced at the end."""
    return SqliteSink(target, work)


class SqliteSink:
    """Inserts documents into a database in the work folder; a commit of the sink is a commit of the database."""

    def __init__(self, target: Path, work: Path) -> None:
        """Take where the file goes, and a folder on the same filesystem for it until it is complete."""
        self._connection: sqlite3.Connection | None = None
        self._target = target
        self._file = work / "documents.sqlite"
        self._ids: Counter[str] = Counter()
        self._in_place: Mark | None = None  # the commit that the finished file holds, after a kill that came late

    def open(self, mark: Mark | None) -> None:
        """Begin, or go on from a commit; OSError if there is less than was committed."""
        self.close()
        with self._clear_errors():
            self._open(mark)

    def _open(self, mark: Mark | None) -> None:
        if mark is None:
            _remove(self._file, *_side_files(self._file))
        elif not self._file.exists():
            self._in_place = _is_in_place(self._target, mark)
            if not self._in_place:
                raise lost(self._file)
            return
        self._connection = _connected(self._file)
        if mark is None:
            _create(self._connection)
        else:
            self._cut_back(mark)

    def add(self, document: Converted) -> None:
        """Insert the rows of a document."""
        with self._clear_errors():
            for table, rows in self._rows(document).items():
                places = ", ".join("?" * len(rows[0]))
                self._opened().executemany(f"INSERT INTO {table} VALUES ({places})", rows)

    def commit(self) -> Mark:
        """Put everything added so far on the disk."""
        if self._in_place:
            return self._in_place
        with self._clear_errors():
            self._opened().execute("COMMIT")
            self._opened().execute("BEGIN")
        return {table: self._ids[table] for table in _COUNTED}

    def finish(self) -> None:
        """Make the indexes and the search, and put the file in its place, complete in itself."""
        if self._in_place:
            return
        with self._clear_errors():
            _complete(self._opened())
        self.close()
        with open(self._file, "r+b") as stream:
            os.fsync(stream.fileno())
        _remove(*_side_files(self._target))  # those of an older database would be taken for this one's
        os.replace(self._file, self._target)

    def close(self) -> None:
        """Let go of the database; what was not committed is gone."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        """Let go of the database at once: the garbage collector would keep it locked for a while."""
        self.close()

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        """Raise what goes wrong in SQLite as what it is to others: an OSError of the file."""
        try:
            yield
        except sqlite3.Error as error:
            raise OSError(errno.EIO, str(error), str(self._file)) from error

    def _rows(self, document: Mapping[str, Any]) -> dict[str, list[tuple[object, ...]]]:
        from de_lint.bulk.tables.sqlite_rows import document_rows

        found: dict[str, list[tuple[object, ...]]] = {}
        for table, row in document_rows(document, self._next):
            found.setdefault(table, []).append(row)
        return found

    def _next(self, table: str) -> int:
        self._ids[table] += 1
        return self._ids[table]

    def _cut_back(self, mark: Mark) -> None:
        """Delete what was committed after the mark was made, for instance in the moment before a kill."""
        connection = self._opened()
        self._ids = Counter({table: int(str(mark[table])) for table in _COUNTED})
        if _last_document(connection) < self._ids["documents"]:
            raise lost(self._file)
        if _kind_of_search(connection) == "table":
            connection.execute("DROP TABLE search")  # finish makes it anew
        for table, owner in _OWNED.items():
            connection.execute(f"DELETE FROM {table} WHERE {owner} > ?", (self._ids[f"{owner}s"],))
        for table in reversed(_COUNTED):
            connection.execute(f"DELETE FROM {table} WHERE id > ?", (self._ids[table],))

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ValueError("the sink is not open")
        return self._connection


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN")
    return connection


def _create(connection: sqlite3.Connection) -> None:
    from de_lint.bulk.tables import layout

    for statement in _script("sqlite.sql"):
        connection.execute(statement)
    connection.execute("INSERT INTO about VALUES ('tables', ?)", (str(layout.VERSION),))


def _complete(connection: sqlite3.Connection) -> None:
    """Make what only a complete database needs: indexes, the search, and the form of a single file."""
    for statement in _script("sqlite_indexes.sql"):
        connection.execute(statement)
    _make_search(connection)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode = DELETE")


def _make_search(connection: sqlite3.Connection) -> None:
    """Make the full-text index, or where SQLite has none a view of the same name and columns."""
    if _kind_of_search(connection) is None:
        connection.execute(_SEARCH if _has_full_text_index(connection) else _SEARCH_WITHOUT_INDEX)
    indexed = _kind_of_search(connection) == "table"
    if indexed:
        connection.execute(_FILL_SEARCH)
    told = "full-text index: SELECT … FROM search WHERE search MATCH 'word'" if indexed else _NO_INDEX
    connection.execute("INSERT OR REPLACE INTO about VALUES ('search', ?)", (told,))


def _kind_of_search(connection: sqlite3.Connection) -> str | None:
    found = connection.execute("SELECT type FROM sqlite_master WHERE name = 'search'").fetchone()
    return str(found[0]) if found else None


def _has_full_text_index(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone())


def _script(name: str) -> list[str]:
    """Return the statements of a file; executescript would commit what came before."""
    text = files("de_lint.bulk.tables").joinpath(name).read_text(encoding="utf-8")
    code = "\n".join(line.partition("--")[0] for line in text.splitlines())
    return [statement for part in code.split(";") if (statement := part.strip())]


def _is_in_place(target: Path, mark: Mark) -> Mark | None:
    """Return the mark if the finished file is there and holds exactly what was committed."""
    if not target.is_file():
        return None
    connection = sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return mark if _last_document(connection) == mark["documents"] else None
    finally:
        connection.close()


def _last_document(connection: sqlite3.Connection) -> int:
    with suppress(sqlite3.DatabaseError):  # no such table, or no database
        return int(connection.execute("SELECT coalesce(max(id), 0) FROM documents").fetchone()[0])
    return 0


def _side_files(file: Path) -> list[Path]:
    return [file.with_name(file.name + suffix) for suffix in _SIDE_FILES]


def _remove(*paths: Path) -> None:
    for path in paths:
        with suppress(FileNotFoundError):
            path.unlink()
