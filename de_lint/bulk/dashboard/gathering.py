"""Everything that a page is made of: the documents in the order of the inputs, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from de_lint.bulk.dashboard.entries import Conclusion, DashboardEntry
from de_lint.bulk.dashboard.facts import Facts
from de_lint.bulk.dashboard.recorded import SUFFIXES, recorded
from de_lint.bulk.formats import by_suffix
from de_lint.bulk.inputs.item import is_archive
from de_lint.classes import dataclass, field
from de_lint.project.files.discovery import Input, reason
from de_lint.project.runs.checking import CRASHED
from de_lint.project.runs.judging import Failed, Stopped
from de_lint.project.runs.pool import Crashed, PoolTask, ProcessPool

_ARCHIVE = "this is an archive: turn it into documents first with 'de-lint convert {} -o documents.jsonl'"
_TABLE = "this is a table: the page takes Markdown, or the .jsonl or .json that 'de-lint convert' writes"
_NO_TEXT = "this is not text: the page takes Markdown, or the .jsonl or .json that 'de-lint convert' writes"
#: Bytes that are looked at for what no text holds, and how texts begin that hold it all the same.
_START, _WIDE = 8_192, (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a file of converted documents gave; no process was needed for it."""

    documents: list[DashboardEntry | Failed]


@dataclass
class Archive:
    """The documents of a page; `failures` are the paths that could not be read, each with the reason."""

    entries: list[DashboardEntry] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)

    def add(self, path: str, found: DashboardEntry | Failed) -> None:
        """Take what an input gave."""
        if isinstance(found, Failed):
            self.failures.append((path, found.why))
        else:
            self.entries.append(found)

    @property
    def facts(self) -> list[Facts]:
        """The facts of every record, in order."""
        return [facts for entry in self.entries for facts in entry.facts]


def gathered(
    inputs: Iterable[Input], pool: ProcessPool[Conclusion | Recorded]
) -> Iterator[tuple[Input, list[DashboardEntry | Failed]]]:
    """Yield every input with its documents or why there are none; a ConfigurationError ends the run."""
    given: list[Input] = []  # those on their way
    for found in pool.results(_parts(inputs, given)):
        each = given.pop(0)
        if isinstance(found, Stopped):
            raise found.error()
        if isinstance(found, Recorded):
            yield each, found.documents
        else:
            yield each, [Failed(CRASHED) if isinstance(found, Crashed) else found]


def _parts(inputs: Iterable[Input], given: list[Input]) -> Iterator[PoolTask | Conclusion | Recorded]:
    for each in inputs:
        given.append(each)
        is_converted = each.path.lower().endswith(SUFFIXES)
        try:
            data = each.content() if is_converted else each.read()
        except OSError as error:
            yield Failed(reason(error))
            continue
        why = _unusable(each.path, data)
        if why:
            yield Failed(why)
        elif is_converted:
            yield Recorded(list(recorded(data, each.path)))
        else:
            yield PoolTask((data, each.path, str(each.file or each.path)))


def _unusable(path: str, data: bytes) -> str | None:
    """Return why an input is neither Markdown nor converted documents; None when it may be."""
    lower = path.lower()
    if is_archive(path):
        return _ARCHIVE.format(path)
    if not lower.endswith(SUFFIXES) and lower.endswith(tuple(by_suffix())):
        return _TABLE
    return _NO_TEXT if b"\0" in data[:_START] and not data.startswith(_WIDE) else None
