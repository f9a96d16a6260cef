"""Verdicts of earlier runs, in a folder: a hint that may be missing, damaged or shared by several runs at once.

The folder is the user's own and lies in no repository: whoever is judged could write a verdict there.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from de_lint.diagnostics import Edit, Finding, Fix, Severity, Span
from de_lint.project.cards import Card
from de_lint.project.configuration import OWN_NAME, SHARED_NAME, nearest
from de_lint.project.judging_files import Judged
from de_lint.project.user_folders import caches
from de_lint.project.writing_files import atomic

_NAME = "de-lint"
_DAY = 24 * 60 * 60
#: An entry that no run has asked for in this time is dropped.
_KEPT = 30 * _DAY
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# de-lint keeps verdicts here; the folder may be deleted.\n"
_IGNORED, _IGNORE_ALL = ".gitignore", "*\n"
_CLEANED = "cleaned"


def usual_folder(here: Path) -> Path | None:
    """Return the cache folder of a working directory: one for the nearest folder with a configuration or a repository.

    It is None where the system knows of no folder for caches of the user.
    """
    usual = Path(caches())
    top = next((above for above in (here, *here.parents) if (above / ".git").exists() or _configured(above)), here)
    name = hashlib.sha256(os.fsencode(os.path.realpath(top))).hexdigest()[:32]
    return usual / _NAME / name if usual.is_absolute() else None


def _configured(folder: Path) -> bool:
    if not any((folder / name).is_file() for name in (OWN_NAME, SHARED_NAME)):
        return False
    found = nearest(folder)
    return found is not None and found.parent == folder


def prepared(folder: Path) -> None:
    """Make a cache folder, hidden from git and from backups; OSError says why that is impossible.

    One that is there already and is a link or somebody else's is not used: what is old there is not ours to drop.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not is_own(folder):
        raise OSError(0, "the folder is not the user's own")
    for name, text in ((_IGNORED, _IGNORE_ALL), (_TAG, _TAG_TEXT)):
        if not (folder / name).exists():
            with atomic(str(folder / name)) as stream:
                stream.write(text.encode())


def folders_of_all_projects() -> list[Path]:
    """Return the cache folders of all projects of the user."""
    folder = Path(caches()) / _NAME
    return sorted(each for each in folder.iterdir() if is_own(each)) if is_own(folder) else []


def cleared(folder: Path, sessions: str) -> tuple[int, int]:
    """Delete what earlier runs have kept in a cache folder; return how many files that were, and their bytes.

    `sessions` names the folder in it where the hook remembers sessions.

    Only what bears our mark is touched, and of that only what was made here: the folder may hold more.
    """
    if not (is_own(folder) and _holds(folder / _TAG, _TAG_TEXT)):
        return 0, 0
    number = size = 0
    files = [*map(Path, Cache(folder).entries()), folder / _CLEANED, folder / _TAG]
    files += (folder / sessions).glob("*.jsonl") if is_own(folder / sessions) else []
    files += [folder / _IGNORED] if _holds(folder / _IGNORED, _IGNORE_ALL) else []
    for file in files:
        with suppress(OSError):  # another run may have dropped it
            length = os.lstat(file).st_size
            os.unlink(file)
            number, size = number + 1, size + length
    for emptied in [*(each for each in folder.iterdir() if is_own(each)), folder]:
        with suppress(OSError):  # it holds something of somebody else
            emptied.rmdir()
    return number, size


def _holds(file: Path, text: str) -> bool:
    """Tell whether a file holds the text that was put there, so that it is the one made here."""
    try:
        return file.read_text(encoding="utf-8") == text
    except (OSError, ValueError):
        return False


def is_own(folder: Path) -> bool:
    """Tell whether a folder is one, no link, and the user's own."""
    try:
        state = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(state.st_mode) and (os.name == "nt" or state.st_uid == os.geteuid())


class Cache:
    """Verdicts by key. A folder that cannot be written keeps nothing and says nothing of it."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which is made with the first entry."""
        self._folder = folder
        self._ready: bool | None = None

    def get(self, key: str) -> Judged | None:
        """Return the verdict kept under a key; None when there is none that is whole."""
        file = self._file(key)
        try:
            if not (is_own(self._folder) and is_own(file.parent)):
                return None
            checksum, _, body = file.read_bytes().partition(b"\n")
            if hashlib.sha256(body).hexdigest().encode() != checksum:
                return None
            found = _judged(json.loads(body))
            if time.time() - file.stat().st_mtime > _DAY:
                os.utime(file)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return found

    def put(self, key: str, judged: Judged) -> None:
        """Keep a verdict; runs that keep the same one at once keep one of the two."""
        if self._ready is None:
            self._ready = self._prepare()
        if not self._ready:
            return
        findings = [finding.to_json() for finding in judged.findings]
        value: dict[str, Any] = {"findings": findings, "lines": judged.lines, "records": judged.records}
        value["cards"] = [card.to_json() for card in judged.cards]
        body = json.dumps(value, separators=(",", ":")).encode()
        file = self._file(key)
        try:
            file.parent.mkdir(exist_ok=True)
            if not is_own(file.parent):
                return
            with atomic(str(file)) as stream:
                stream.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        except OSError:  # the disk is full, or someone has just deleted the folder
            self._ready = False

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.json"

    def _prepare(self) -> bool:
        """Make the folder, hidden from git and from backups; drop old entries. Tell whether it can be written."""
        try:
            prepared(self._folder)
            self._clean()
        except OSError:
            return False
        return True

    def _clean(self) -> None:
        """Drop what was not used for long, at most once a day."""
        stamp, now = self._folder / _CLEANED, time.time()
        if stamp.exists() and 0 <= now - stamp.stat().st_mtime < _DAY:
            return
        stamp.touch()
        for path in self.entries():
            with suppress(OSError):  # another run may have dropped it
                if now - os.lstat(path).st_mtime > _KEPT:
                    os.unlink(path)

    def entries(self) -> Iterator[str]:
        """Yield the files of the folders that entries are in, and no others: the folder may be the user's."""
        for below in os.scandir(self._folder):
            if len(below.name) == 2 and below.is_dir(follow_symlinks=False):
                with suppress(OSError):
                    found = list(os.scandir(below.path))
                    yield from (e.path for e in found if e.name.endswith(".json") or ".de-lint-" in e.name)


def _judged(data: Mapping[str, Any]) -> Judged:
    cards = tuple(Card.from_json(card) for card in data["cards"])
    findings, lines = tuple(map(_finding, data["findings"])), tuple(map(str, data["lines"]))
    return Judged(findings, lines, tuple(map(str, data["records"])), cards=cards)


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
