"""The tickets that a project has: a folder of ticket files, or a list as text, JSON or CSV. Read once, offline."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from de_lint.file_names import is_markdown
from de_lint.patterns import compiled
from de_lint.project.files.discovery import reason
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.folding import fold

_STATUS = compiled(
    r"^[ \t>]*(?:[-*+][ \t]+)?[*_\"']*status[*_\"']*[ \t]*:[*_]*[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE
)
#: The status of a ticket file stands in its front matter or near its heading.
_HEAD = 8192
_NUMBER = compiled(r"\d+")
#: With more near ids than this, none of them is a suggestion.
_MOST_NEAR = 3

Entry = tuple[str, str | Path | None]


class UnreadableRegistry(Exception):
    """Why a registry cannot be read."""


class ListedTickets:
    """The tickets of a registry; a ticket file is opened only when its status is asked for."""

    def __init__(self, place: Path, systems: TicketSystems, closed: Sequence[str]) -> None:
        """Read the list at `place`; UnreadableRegistry says why that is impossible."""
        self._systems = systems
        self._closed = frozenset(fold(word) for word in closed)
        self._status: dict[str, str | Path | None] = {}
        for ticket, status in _entries(place, systems):
            if status or ticket not in self._status:
                self._status[ticket] = status
        self._numbered: dict[str, list[str]] = {}
        for ticket in self._status:
            self._numbered.setdefault(_unpadded(ticket), []).append(ticket)
        self._covered = {self._system(ticket) for ticket in self._status}

    def __len__(self) -> int:
        return len(self._status)

    @property
    def ids(self) -> Collection[str]:
        """The ids of all tickets."""
        return self._status.keys()

    def knows(self, ticket: str) -> bool:
        """Tell whether there is a ticket with this id."""
        return ticket in self._status

    def covers(self, ticket: str) -> bool:
        """Tell whether the registry lists tickets of the system that this id belongs to."""
        return bool(self._system(ticket)) and self._system(ticket) in self._covered

    def status(self, ticket: str) -> str | None:
        """Return the status of a known ticket as written; None if nothing says it."""
        status = self._status.get(ticket)
        if isinstance(status, Path):
            status = self._status[ticket] = _status_in(status)
        return status

    def is_closed(self, ticket: str) -> bool:
        """Tell whether a known ticket's status says that no work is left on it."""
        status = self.status(ticket)
        return status is not None and fold(status) in self._closed

    def near(self, ticket: str) -> tuple[str, ...]:
        """Return the known ids that differ from an unknown one by a digit, sorted; none if they are many."""
        same = self._numbered.get(_unpadded(ticket))
        if same:
            return tuple(sorted(same))[:1]
        found = sorted({one for one in _one_off(ticket) if one in self._status})
        return tuple(found) if len(found) <= _MOST_NEAR else ()

    def _system(self, ticket: str) -> str:
        found = self._systems.system_of(ticket)
        return found.name if found else ""


def _unpadded(ticket: str) -> str:
    return _NUMBER.sub(lambda digits: digits.group().lstrip("0"), ticket)


def _one_off(ticket: str) -> Iterator[str]:
    """Yield the ids with one digit of the last number changed, left out or added, or two neighbours swapped."""
    runs = list(_NUMBER.finditer(ticket))
    if not runs:
        return
    start, end = runs[-1].span()
    for at in range(start, end + 1):
        before, after = ticket[:at], ticket[at:]
        for digit in "0123456789":
            yield before + digit + after
            if at < end:
                yield before + digit + after[1:]
        if at < end:
            yield before + after[1:]
        if at + 1 < end:
            yield before + after[1] + after[0] + after[2:]


def _entries(place: Path, systems: TicketSystems) -> Iterator[Entry]:
    if os.path.isdir(place):
        yield from _of_folder(place, systems)
        return
    read = _READERS.get(place.suffix.lower())
    if read is None:
        raise UnreadableRegistry(f"it is neither a folder nor a file that ends in {', '.join(_READERS)}")
    if os.path.exists(place) and not os.path.isfile(place):  # reading a pipe would wait for ever
        raise UnreadableRegistry("it is neither a folder nor a regular file")
    try:
        yield from read(place.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError, csv.Error) as error:  # UnicodeDecodeError and JSONDecodeError are such
        raise UnreadableRegistry(" ".join(str(error).split())) from None
    except OSError as error:
        raise UnreadableRegistry(reason(error)) from None


def _of_folder(folder: Path, systems: TicketSystems) -> Iterator[Entry]:
    for above, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if is_markdown(name):
                stem = os.path.splitext(name)[0]
                named = (t.id for words in (stem, stem.upper()) for t in systems.find(words) if systems.system_of(t.id))
                for ticket in islice(named, 1):
                    yield ticket, Path(above, name)


def _status_in(file: Path) -> str | None:
    if file.is_symlink() or not os.path.isfile(file):  # a link may lead anywhere
        return None
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return None
    found = _STATUS.search(head.replace("\r", "\n"))
    return _plain(found.group(1)) if found else None


def _plain(status: str) -> str:
    return status.partition(" #")[0].strip(" \t*_`\"'")


def _of_text(text: str) -> Iterator[Entry]:
    for line in text.split("\n"):
        words = line.strip().split(None, 1)
        # `# a remark`, but `#12` is a ticket
        if words and words[0] not in ("#", "//") and not words[0].startswith(";"):
            yield words[0].rstrip(",;:"), words[1].strip() if len(words) > 1 else None


def _of_json(text: str) -> Iterator[Entry]:
    data: Any = json.loads(text)
    if isinstance(data, dict):
        rows = [(k, v.get("status") if isinstance(v, dict) else v) for k, v in data.items()]
    elif isinstance(data, list):
        rows = [(v.get("id"), v.get("status")) if isinstance(v, dict) else (v, None) for v in data]
    else:
        raise ValueError("it contains neither a list nor an object")
    for ticket, status in rows:
        if not isinstance(ticket, str):
            raise ValueError(f"{ticket!r} is not a ticket id")
        yield ticket, status if isinstance(status, str) and status else None


def _of_csv(text: str) -> Iterator[Entry]:
    rows = csv.reader(text.splitlines())
    header = [name.strip().casefold() for name in next(rows, [])]
    if "id" not in header:
        raise ValueError("there is no column 'id'")
    status = header.index("status") if "status" in header else None
    for row in rows:
        ticket = row[header.index("id")].strip() if len(row) > header.index("id") else ""
        if ticket:
            written = row[status].strip() if status is not None and len(row) > status else ""
            yield ticket, written or None


_READERS: dict[str, Callable[[str], Iterator[Entry]]] = {".txt": _of_text, ".json": _of_json, ".csv": _of_csv}
