"""What a run has done so far, on the disk: how it goes on after an interruption, whatever ended it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_FILE = "state.sqlite"
_TABLES = """
    CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS done (identity BLOB PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS refused (number INTEGER PRIMARY KEY, path TEXT NOT NULL, reason TEXT NOT NULL);
"""


class ResumptionError(OSError):
    """Why a run cannot begin, or go on."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(0, why, str(path))


class State:
    """The inputs that a run is through with, in a database in its work folder.

    What is done since the last commit is in memory only: after a kill, it is done again. While the state is open, no
    other run can open it.
    """

    def __init__(self, folder: Path) -> None:
        """Open the state in a folder, or begin one there; ResumptionError when another run is at work in it."""
        self._folder = folder
        self._new: list[bytes] = []
        self._new_set: set[bytes] = set()
        self._refused: list[tuple[str, str]] = []
        self._database = sqlite3.connect(folder / _FILE, timeout=0, isolation_level=None)
        try:
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.executescript(f"BEGIN EXCLUSIVE; {_TABLES} COMMIT;")
        except sqlite3.OperationalError as error:
            self._database.close()
            why = "another run is at work there" if "locked" in str(error) else str(error)
            raise ResumptionError(folder, why) from None
        except sqlite3.DatabaseError as error:
            self._database.close()
            raise ResumptionError(folder, f"its state cannot be read ({error}): delete it") from None

    def holds(self, identity: str) -> bool:
        """Tell whether an input was done at the last commit, or since."""
        key = _key(identity)
        if key in self._new_set:
            return True
        found = self._database.execute("SELECT 1 FROM done WHERE identity = ?", (key,)).fetchone()
        return found is not None

    def add(self, identity: str, path: str = "", refused: str | None = None) -> None:
        """Remember an input as done, and as refused for a reason if there is one."""
        key = _key(identity)
        self._new.append(key)
        self._new_set.add(key)
        if refused is not None:
            self._refused.append((path, refused))

    def commit(self, facts: Mapping[str, Any]) -> None:
        """Put what was added on the disk together with facts, all or nothing; ResumptionError where that fails."""
        try:
            self._write(facts)
        except sqlite3.Error as error:  # such as a full disk
            raise ResumptionError(self._folder, str(error)) from None
        self._new.clear()
        self._new_set.clear()
        self._refused.clear()

    def _write(self, facts: Mapping[str, Any]) -> None:
        put = self._database.executemany
        rows = ((name, json.dumps(value)) for name, value in facts.items())
        self._database.execute("BEGIN")
        put("INSERT OR IGNORE INTO done VALUES (?)", ((key,) for key in self._new))
        put("INSERT INTO refused (path, reason) VALUES (?, ?)", map(_writable, self._refused))
        put("INSERT OR REPLACE INTO facts VALUES (?, ?)", rows)
        self._database.execute("COMMIT")

    def fact(self, name: str) -> Any:
        """Return a fact of the last commit; None when there is none."""
        row = self._database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        try:
            return None if row is None else json.loads(row[0])
        except (ValueError, TypeError, RecursionError) as error:
            raise ResumptionError(self._folder, f"its state cannot be read ({error}): delete it") from None

    def done(self) -> int:
        """Return how many inputs were done at the last commit."""
        return int(self._database.execute("SELECT count(*) FROM done").fetchone()[0])

    def refused(self) -> Iterator[tuple[str, str]]:
        """Yield the path and the reason of every refused input, in the order in which they were refused."""
        yield from self._database.execute("SELECT path, reason FROM refused ORDER BY number")

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def _key(identity: str) -> bytes:
    return hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _writable(row: tuple[str, str]) -> tuple[str, ...]:
    return tuple(part.encode("utf-8", "backslashreplace").decode("utf-8") for part in row)


def work_folder(target: Path) -> Path:
    """Return where a run keeps what is not finished."""
    return target.with_name(f"{target.name}.partial")


def is_begun(folder: Path) -> bool:
    """Tell whether an interrupted run is in a folder; ResumptionError when something else is."""
    if not os.path.lexists(folder):
        return False
    if (folder / _FILE).is_file():
        return True
    if folder.is_dir() and not any(folder.iterdir()):
        return False
    raise ResumptionError(folder, "this is in the way, and is no interrupted run")


def forget(folder: Path) -> None:
    """Delete what an interrupted run left; ResumptionError when it is not interrupted but at work."""
    if is_begun(folder):
        State(folder).close()
    if os.path.lexists(folder):
        shutil.rmtree(folder)
