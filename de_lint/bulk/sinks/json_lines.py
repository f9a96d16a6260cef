"""A document a line: one file, or a folder of parts."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from de_lint.bulk.growing_file import GrowingFile
from de_lint.bulk.journal import Fingerprint, Journal
from de_lint.bulk.sinks.sink import Converted, Mark, Sink
from de_lint.output.json_text import json_text
from de_lint.project.files.writing import atomic

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")
EXTRA: str | None = None


def stream(documents: Iterable[Converted], single: bool) -> Iterator[str]:
    """Yield a line for each document."""
    for document in documents:
        yield _line(document)


def sink(target: Path, work: Path) -> Sink:
    """Return a sink to a file of lines, or to a folder of such files where `target` is a folder."""
    return JsonLinesFolder(target, work) if makes_folder(target) else JsonLinesSink(target, work)


def makes_folder(target: Path) -> bool:
    """Tell whether a path is to be a folder of parts; one that is named like a file is in the way of that file."""
    return target.is_dir() and target.suffix.lower() not in SUFFIXES


class JsonLinesSink:
    """Appends lines to a file."""

    def __init__(self, target: Path, work: Path) -> None:
        """Take the file to be, and the folder for what is not finished."""
        self._file = GrowingFile(work / "documents.jsonl", target)

    def open(self, mark: Mark | None) -> None:
        """Begin, or go on from a commit."""
        self._file.open(None if mark is None else cast(int, mark["bytes"]))

    def add(self, document: Converted) -> None:
        """Take a document."""
        self._file.write(_line(document).encode("utf-8"))

    def commit(self) -> Mark:
        """Put everything added so far on the disk."""
        return {"bytes": self._file.commit()}

    def finish(self) -> None:
        """Put the file in its place."""
        self._file.finish()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class JsonLinesFolder:
    """Adds a part to a folder, named after the documents in it: converted again, they do not come twice."""

    def __init__(self, target: Path, work: Path) -> None:
        """Take the folder, and one for what is not finished."""
        self._target = target
        self._work = work
        self._journal = Journal(work / "documents.jsonl")

    def open(self, mark: Mark | None) -> None:
        """Begin, or go on from a commit."""
        self._journal.open(None if mark is None else cast(int, mark["bytes"]))

    def add(self, document: Converted) -> None:
        """Take a document."""
        self._journal.append(document)

    def commit(self) -> Mark:
        """Put everything added so far on the disk."""
        return {"bytes": self._journal.commit()}

    def finish(self) -> None:
        """Put the part in the folder, if it holds anything; calling it again after a kill gives the same."""
        if not self._journal.commit():
            return
        fingerprint = Fingerprint()
        for document in self._journal.documents():
            fingerprint.add(document)
        part = self._target / fingerprint.name(".jsonl")
        with (self._work / "documents.jsonl").open("rb") as whole, atomic(str(part)) as stream:
            shutil.copyfileobj(whole, stream)

    def close(self) -> None:
        """Let go of the file."""
        self._journal.close()


def _line(document: Converted) -> str:
    return json_text(document, pretty=False) + "\n"
