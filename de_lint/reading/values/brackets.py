"""Pairs of brackets in a text, found in one pass, with code spans blanked out first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from de_lint.patterns import compiled

_TICKS = compiled(r"`+")
_CLOSING = {"]": "[", "}": "{"}
_BRACKET = compiled(r"[\[\]{}]")


def without_code(text: str) -> str:
    """Return `text`, equally long, with every code span blanked; a span ends on the line it starts on."""
    if "`" not in text:
        return text
    return "\n".join(map(_blanked, text.split("\n")))


def _blanked(line: str) -> str:
    runs = [m.span() for m in _TICKS.finditer(line)]
    by_width: dict[int, list[int]] = {}
    for start, end in runs:
        by_width.setdefault(end - start, []).append(start)
    out: list[str] = []
    at = 0
    for start, end in runs:
        if start < at:
            continue
        same = by_width[end - start]
        following = bisect_right(same, start)
        if following < len(same):
            stop = same[following] + end - start
            out += [line[at:start], " " * (stop - start)]
            at = stop
    return "".join(out) + line[at:]


def pairs(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of matching square and curly brackets on one line, outermost first.

    Pairs longer than `longest` are left out, which also bounds the work on hostile nesting.
    """
    open_at: dict[str, list[int]] = {"[": [], "{": []}
    found: list[tuple[int, int]] = []
    line_end = -1
    for bracket in _BRACKET.finditer(text):
        at = bracket.start()
        if at > line_end:
            line_end = text.find("\n", at)
            line_end = len(text) if line_end < 0 else line_end
            open_at = {"[": [], "{": []}
        opening = _CLOSING.get(bracket.group())
        if opening is None:
            open_at[bracket.group()].append(at)
        elif open_at[opening]:
            start = open_at[opening].pop()
            if at + 1 - start <= longest:
                found.append((start, at + 1))
    found.sort(key=lambda pair: (pair[0], -pair[1]))
    yield from found
