"""Columns of JSON Lines that hold text, and lines that lack the column that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from de_lint.classes import dataclass, field

#: So many columns are named; deeper ones than these are not.
_MOST, _DEEPEST = 12, 5


@dataclass(frozen=True, slots=True)
class Absent:
    """That a line of `file` has no column `field`, and the columns with text that it has."""

    file: str
    line: int
    field: str
    columns: tuple[str, ...]


@dataclass(slots=True)
class Absences:
    """The lines of one file without its column; `first` is the one that is named."""

    first: Absent
    lines: int = 0
    columns: dict[str, None] = field(default_factory=dict)

    def add(self, absent: Absent) -> None:
        """Take another line."""
        self.lines += 1
        if len(self.columns) <= _MOST:
            self.columns.update(dict.fromkeys(absent.columns))

    def __str__(self) -> str:
        """Return how many lines there are, which columns they have, and the one that may have been meant."""
        first = self.first
        has = f"1 line has no '{first.field}', line {first.line}"
        have = f"{self.lines:,} lines have no '{first.field}', line {first.line} first"
        return (has if self.lines == 1 else have) + named(self.columns, first.field)


def named(columns: Iterable[str], asked: str | None = None) -> str:
    """Return the end of a message that names columns, and the one nearest to what was asked for."""
    from rapidfuzz import fuzz, process

    found = list(columns)
    if not found:
        return ""
    more = ", …" if len(found) > _MOST else ""
    near = process.extractOne(asked, found, scorer=fuzz.ratio, score_cutoff=75) if asked else None
    return f"; columns with text: {', '.join(found[:_MOST])}{more}" + (f"; nearest: '{near[0]}'" if near else "")


def text_columns(row: object) -> tuple[str, ...]:
    """Return the columns of a row that hold text, dotted for one within another, in the row's order."""
    return tuple(islice(_texts(row, ()), _MOST + 1))


def _texts(value: object, above: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, str):
        yield ".".join(above)
    elif isinstance(value, dict) and len(above) < _DEEPEST:
        for name, each in value.items():
            yield from _texts(each, (*above, str(name)))
    elif isinstance(value, list) and above and len(above) < _DEEPEST:
        for index, each in enumerate(value[:1]):
            yield from _texts(each, (*above, str(index)))
