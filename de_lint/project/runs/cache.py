"""Verdicts of earlier runs, in one file for each sort of run: a hint that may be missing, damaged or replaced.

The file lies in a folder that is the user's own and in no repository: whoever is judged could write a verdict there.
A document whose state on the disk is that of the last run is not even opened. Its state is its size, its inode and the
times when its content and its inode changed, of which nobody can set the last; where one of them is so young that a
change since then may not show, or is another, its content decides.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from de_lint.classes import dataclass
from de_lint.diagnostics import Edit, Finding, Fix, Severity, Span
from de_lint.project.files.discovery import Input, content_hash
from de_lint.project.files.writing import atomic
from de_lint.project.pairs.cards import Card
from de_lint.project.runs.cache_folders import LEARNT, VERDICTS, is_own, prepared
from de_lint.project.runs.cache_keys import CacheKeys
from de_lint.project.runs.judging import Judged, Lines

if TYPE_CHECKING:
    from de_lint.project.configuration.settings import Settings

_DAY = 24 * 60 * 60
#: A file that no run has asked for in this time is dropped.
_KEPT = 30 * _DAY
#: Nanoseconds in which two changes of a file may get the same time, on the coarsest of file systems.
_YOUNG = 2_000_000_000


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is known of a file: its state if that can be relied on, the hash of its content, and its verdict."""

    state: str
    settings: str
    content: str
    verdict: str

    def line(self, place: str) -> str:
        return "\t".join((json.dumps(place), self.state, self.settings, self.content, self.verdict))


class ResultCache:
    """The verdicts of one run, and of those before it that were like it; nothing is written before `write`.

    A folder that cannot be written keeps nothing and says nothing of it.
    """

    def __init__(self, folder: Path, keys: CacheKeys) -> None:
        """Take the folder, which is made when something is written, and what makes the keys."""
        self._folder = folder
        self._keys = keys
        self._file = folder / f"{keys.name}{VERDICTS}"
        self._held: tuple[int, ...] | None = None  # the file whose entries are all known here
        self._entries = self._read()
        self._new: dict[str, _Entry] = {}
        self._decoded: dict[str, Judged] = {}

    def known(self, given: Input, settings: Settings) -> Judged | None:
        """Return the verdict on a file whose state says that it is as it was; None where that cannot be told."""
        entry = self._entries.get(given.place or "")
        if entry is None or not entry.state or entry.settings != self._keys.of(settings):
            return None
        return self._judged(given, entry) if entry.state == _state(given.place) else None

    def read(self, given: Input, settings: Settings) -> tuple[bytes, Judged | None]:
        """Return what a file holds, and the verdict on it where that is known; OSError says why it cannot be read."""
        began = time.time_ns()
        state = _state(given.place, began)
        data = given.read()
        if given.place is None:
            return data, None
        content, key = content_hash(data), self._keys.of(settings)
        entry = self._entries.get(given.place)
        if entry is None or (entry.settings, entry.content) != (key, content):
            self._entries[given.place] = _Entry(state, key, content, "")
            return data, None
        if state != entry.state:
            self._new[given.place] = self._entries[given.place] = _Entry(state, key, content, entry.verdict)
        return data, self._judged(given, entry)

    def put(self, given: Input, judged: Judged) -> None:
        """Keep the verdict on what was last read from a file."""
        entry = self._entries.get(given.place or "")
        if entry is not None and given.place is not None:
            kept = _Entry(entry.state, entry.settings, entry.content, _verdict_text(judged))
            self._new[given.place] = self._entries[given.place] = kept

    def noted(self, key: str, given: Input) -> Judged | None:
        """Return what is kept about a file under a key that tells all that it depends on."""
        entry = self._entries.get(key)
        return self._judged(given, entry) if entry else None

    def note(self, key: str, judged: Judged, data: bytes) -> None:
        """Keep what is found in a file that holds `data` under a key that tells all that it depends on."""
        self._new[key] = self._entries[key] = _Entry("", "", content_hash(data), _verdict_text(judged))

    def key_of(self, given: Input, settings: Settings, data: bytes | None = None) -> str | None:
        """Return what a verdict that involves a file depends on; None where the file has to be read to know."""
        if given.place is None:
            return None
        if data is not None:
            return f"{self._keys.of(settings)} {content_hash(data)} {given.path}"
        entry = self._entries.get(given.place)
        is_same = entry is not None and entry.state and entry.state == _state(given.place)
        return f"{entry.settings} {entry.content} {given.path}" if entry and is_same else None

    def write(self) -> None:
        """Write what is new, beside what other runs have written meanwhile."""
        if not self._new or (os.path.lexists(self._file) and not is_own(self._file, stat.S_IFREG)):
            return
        with suppress(OSError):  # the disk is full, or the folder cannot be written
            prepared(self._folder)
            if self._held != _identity(self._file):  # another run has written meanwhile
                self._entries = {**self._read(), **self._new}
            with atomic(str(self._file)) as stream:
                self._write(stream)
                stream.flush()
                self._held = _identity(stream.fileno())
            self._new = {}
            self._clean()

    def _write(self, stream: BinaryIO) -> None:
        """Write all entries line by line, for together they would take as much memory as judging does."""
        hashed = hashlib.sha256()
        stream.write(f"{hashed.hexdigest()} {self._keys.run}\n".encode())
        for place, entry in self._entries.items():
            if entry.verdict:
                line = f"{entry.line(place)}\n".encode()
                hashed.update(line)
                stream.write(line)
        stream.seek(0)
        stream.write(hashed.hexdigest().encode())

    def _read(self) -> dict[str, _Entry]:
        """Return what is kept; nothing if it is not whole, or was not written by this program on this day."""
        try:
            self._held = _identity(self._file)
            if not is_own(self._folder) or not is_own(self._file, stat.S_IFREG):
                return {}
            head, _, body = self._file.read_bytes().partition(b"\n")
            if head != f"{content_hash(body)} {self._keys.run}".encode():
                return {}
            rows = [line.split("\t") for line in body.decode().split("\n") if line]
            places = json.loads(f"[{','.join(row[0] for row in rows)}]")
            found = {place: _Entry(*row[1:]) for place, row in zip(places, rows, strict=True)}
            if time.time() - self._file.stat().st_mtime > _DAY:
                os.utime(self._file)
        except (OSError, ValueError, TypeError):
            return {}
        return found

    def _judged(self, given: Input, entry: _Entry) -> Judged | None:
        if not entry.verdict:
            return None
        found = self._decoded.get(entry.verdict)
        if found is None:
            try:
                found = _judged(json.loads(entry.verdict))
            except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
                return None
            if not found.findings:
                self._decoded[entry.verdict] = found
        if found.findings:
            return Judged(found.findings, Lines(given, entry.content), found.records, cards=found.cards)
        return found

    def _clean(self) -> None:
        """Drop what was not used for long."""
        now = time.time()
        for each in os.scandir(self._folder):
            if each.name.endswith((VERDICTS, LEARNT)) or ".de-lint-" in each.name:
                with suppress(OSError):  # another run may have dropped it
                    if now - each.stat(follow_symlinks=False).st_mtime > _KEPT:
                        os.unlink(each.path)


def _identity(file: Path | int) -> tuple[int, ...] | None:
    """Return what tells a cache file from those that replace it; None where there is none."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _state(place: str | None, now: int | None = None) -> str:
    """Return the state of a file; nothing if it cannot be told, or if at this time it was too young to rely on."""
    try:
        # On Windows anybody can set all of the times.
        found = os.stat(place) if place is not None and os.name != "nt" else None
    except (OSError, ValueError):
        return ""
    if found is None or not stat.S_ISREG(found.st_mode):
        return ""
    if now is not None and max(found.st_mtime_ns, found.st_ctime_ns) > now - _YOUNG:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino} {found.st_dev}"


def _verdict_text(judged: Judged) -> str:
    findings = [finding.to_json() for finding in judged.findings]
    cards = [card.to_json() for card in judged.cards]
    return json.dumps([findings, judged.records, cards], separators=(",", ":"))


def _judged(data: Sequence[Any]) -> Judged:
    findings, records, cards = data
    return Judged(tuple(map(_finding, findings)), (), tuple(map(str, records)), cards=tuple(map(Card.from_json, cards)))


def _finding(data: Mapping[str, Any]) -> Finding:
    span = Span(data["line"], data["column"], data["end_line"], data["end_column"])
    fix = None if data["fix"] is None else _fix(data["fix"])
    severity = Severity(data["severity"])
    texts = (data["code"], data["name"], severity, data["message"], data["path"])
    return Finding(*texts, span, data["kind"], data["pointer"], fix)


def _fix(data: Mapping[str, Any]) -> Fix:
    edits = [(Span(*(edit[side] for side in _SIDES)), edit["text"]) for edit in data["edits"]]
    return Fix(data["title"], tuple(Edit(span, text) for span, text in edits), data["safe"])


_SIDES = ("start_line", "start_column", "end_line", "end_column")
