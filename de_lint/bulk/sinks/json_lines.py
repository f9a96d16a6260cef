"""A document a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from de_lint.bulk.growing_file import GrowingFile
from de_lint.bulk.sinks.sink import Converted, Mark
from de_lint.output.json_text import json_text

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")
EXTRA: str | None = None


def stream(documents: Iterable[Converted], single: bool) -> Iterator[str]:
    """Yield a line for each document."""
    for document in documents:
        yield _line(document)


def sink(target: Path, work: Path) -> JsonLinesSink:
    """Return a sink to a file of lines."""
    return JsonLinesSink(target, work)


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


def _line(document: Converted) -> str:
    return json_text(document, pretty=False) + "\n"
