"""One indented JSON value: the document of a single input, else an array of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from de_lint.bulk.growing_file import GrowingFile
from de_lint.bulk.sinks.sink import Converted, Mark
from de_lint.output.json_text import json_text

NAME = "json"
SUFFIXES = (".json",)
EXTRA: str | None = None


def stream(documents: Iterable[Converted], single: bool) -> Iterator[str]:
    """Yield the pieces of the document of a single input, or of an array."""
    if single:
        for document in documents:
            yield json_text(document, pretty=True) + "\n"
        return
    count = 0
    for count, document in enumerate(documents, 1):
        yield _opening(count) + json_text(document, pretty=True)
    yield _closing(count)


def sink(target: Path, work: Path) -> JsonArraySink:
    """Return a sink to a file with an array."""
    return JsonArraySink(target, work)


class JsonArraySink:
    """Appends the elements of an array to a file."""

    def __init__(self, target: Path, work: Path) -> None:
        """Take the file to be, and the folder for what is not finished."""
        self._file = GrowingFile(work / "documents.json", target)
        self._count = 0

    def open(self, mark: Mark | None) -> None:
        """Begin, or go on from a commit."""
        self._count = 0 if mark is None else cast(int, mark["documents"])
        self._file.open(None if mark is None else cast(int, mark["bytes"]))

    def add(self, document: Converted) -> None:
        """Take a document."""
        self._count += 1
        self._file.write((_opening(self._count) + json_text(document, pretty=True)).encode("utf-8"))

    def commit(self) -> Mark:
        """Put everything added so far on the disk."""
        return {"bytes": self._file.commit(), "documents": self._count}

    def finish(self) -> None:
        """Close the array and put the file in its place."""
        self._file.write(_closing(self._count).encode("utf-8"))
        self._file.finish()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _opening(count: int) -> str:
    return "[\n" if count == 1 else ",\n"


def _closing(count: int) -> str:
    return "\n]\n" if count else "[]\n"
