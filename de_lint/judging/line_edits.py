"""Edits of whole lines: taking them out, putting others in, and whether a stretch can be written again as it is."""

from __future__ import annotations

from de_lint.diagnostics import Edit, Span
from de_lint.reading.fields import Node
from de_lint.reading.source import Source

#: Text that stands for bytes: writing it again would write the escapes.
_DAMAGE = frozenset({"undecodable-bytes", "mojibake"})


def is_sound(source: Source, first: int, last: int) -> bool:
    """Tell whether the lines [first, last] (from 0) hold nothing but text, so that they can be written elsewhere."""
    return not any(p.kind in _DAMAGE and first <= p.span.start_line - 1 <= last for p in source.problems)


def is_empty_line(source: Source, number: int) -> bool:
    """Tell whether there is a line with this number (from 0) and it holds nothing."""
    return 0 <= number < len(source.lines) and not source.lines[number].raw.strip()


def as_written(source: Source, first: int, last: int) -> str:
    """Return the lines [first, last] (from 0) as they stand in the file."""
    return "\n".join(source.lines[n].raw for n in range(first, last + 1))


def without_lines(source: Source, first: int, last: int) -> Edit:
    """Return the edit that takes out the lines [first, last] (from 0); of two blank lines that meet, one goes too."""
    meets = is_empty_line(source, first - 1) and is_empty_line(source, last + 1)
    stop = last + 1 if meets else last
    if stop + 1 < len(source.lines):
        return Edit(Span(first + 1, 1, stop + 2, 1), "")
    while first > 0 and is_empty_line(source, first - 1):  # nothing follows: the blank lines above end the file
        first -= 1
    before = len(source.lines[first - 1].raw) if first else 0
    start = (first, before + 1) if first else (1, 1)
    return Edit(Span(*start, stop + 1, len(source.lines[stop].raw) + 1), "")


def lines_after(source: Source, number: int, text: str) -> Edit:
    """Return the edit that puts lines below line `number` (from 0)."""
    column = len(source.lines[number].raw) + 1
    return Edit(Span(number + 1, column, number + 1, column), f"\n{text}")


def lines_before(number: int, text: str) -> Edit:
    """Return the edit that puts lines above line `number` (from 0)."""
    return Edit(Span(number + 1, 1, number + 1, 1), f"{text}\n")


def extent(one: Node) -> tuple[int, int]:
    """Return the first and the last line (from 0) of a field with all that it owns."""
    return one.first_line, max(n for node in one.walk() for n in (node.lines or [one.first_line]))
