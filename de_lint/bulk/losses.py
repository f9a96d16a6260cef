"""The report of what no record accounts for: every unclaimed stretch of lines with its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from de_lint.bulk.growing_file import GrowingFile
from de_lint.bulk.sinks.sink import Converted, Mark
from de_lint.output.json_text import json_text
from de_lint.output.plain_text import neutralised

_TEXT = ".txt"


class LossReport:
    """A sink that keeps the unclaimed lines of documents: JSON Lines, or text where the name ends in .txt."""

    def __init__(self, target: Path, work: Path) -> None:
        """Take the file to be, and the folder for what is not finished."""
        self._file = GrowingFile(work / "losses", target)
        self._written = _as_text if target.suffix.lower() == _TEXT else _as_lines

    def open(self, mark: Mark | None) -> None:
        """Begin, or go on from a commit."""
        self._file.open(None if mark is None else cast(int, mark["bytes"]))

    def add(self, document: Converted) -> None:
        """Take what is unclaimed in a document."""
        for text in self._written(document):
            self._file.write(text.encode("utf-8", "backslashreplace"))

    def commit(self) -> Mark:
        """Put everything added so far on the disk."""
        return {"bytes": self._file.commit()}

    def finish(self) -> None:
        """Put the report in its place."""
        self._file.finish()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _unclaimed(document: Converted) -> list[Mapping[str, Any]]:
    return cast("list[Mapping[str, Any]]", document.get("unclaimed", []))


def _as_lines(document: Converted) -> Iterator[str]:
    origin = {"origin": document["origin"]} if "origin" in document else {}
    for part in _unclaimed(document):
        yield json_text({"path": document["path"], **part, **origin}, pretty=False) + "\n"


def _as_text(document: Converted) -> Iterator[str]:
    commit = cast("Mapping[str, str]", document.get("origin", {})).get("commit")
    name = neutralised(str(document["path"])) + (f"@{commit[:12]}" if commit else "")
    for part in _unclaimed(document):
        yield f"{name}:{part['start_line']}-{part['end_line']}\n"
        for line in part["text"].split("\n"):
            yield f"    {neutralised(line)}".rstrip() + "\n"
