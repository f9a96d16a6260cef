"""Edits to bytes: only the edited stretches change; byte order mark, line ends and undecodable bytes stay."""

from __future__ import annotations

import codecs
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

from de_lint.diagnostics import Edit, Finding
from de_lint.patterns import compiled
from de_lint.reading.source import Source, read_source

_LINE_END = compiled(rb"\r\n|\r|\n")
_UTF16 = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
#: A replaced stretch of bytes, from its start to its end.
_Place = tuple[int, int, bytes]
#: Where an edit starts and ends, and whether others may add to the same place.
_Stretch = tuple[tuple[int, int], tuple[int, int], bool]


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose fixes can be applied together, first come first served; the others wait."""
    chosen: list[Finding] = []
    taken: list[_Stretch] = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix else ()
        stretches = [_stretch(edit) for edit in edits]
        if edits and not any(_meets(taken, one) for one in stretches):
            chosen.append(finding)
            for one in stretches:
                insort(taken, one)
    return chosen


def _stretch(edit: Edit) -> _Stretch:
    s = edit.span
    start, end = (s.start_line, s.start_column), (s.end_line, s.end_column)
    return start, end, edit.appended and start == end


def _meets(taken: Sequence[_Stretch], one: _Stretch) -> bool:
    """Tell whether a stretch overlaps one of those taken, which are in order: only its neighbours can."""
    start, end, appended = one
    at = bisect_left(taken, start, key=itemgetter(0))
    if at and taken[at - 1][1] > start:
        return True
    if at == len(taken) or taken[at][0] > start:
        return at < len(taken) and taken[at][0] < end
    return not (appended and taken[at][2])


def edited(data: bytes, source: Source, changes: Iterable[Sequence[Edit]]) -> tuple[bytes, list[bool]]:
    r"""Return `data`, which `source` was read from, with the changes made, and which of them were.

    Each change is made with all its edits or not at all; it is not where an edit ends in the middle of an undecodable
    byte. No two edits may overlap. A `\n` in the new text becomes the line end that the file uses.
    """
    if source.encoding in _UTF16:
        return _edited_utf16(data, source.encoding, changes)
    lines = _Lines(data, source)
    newline = b"\n" if source.newline == "mixed" else source.newline.encode("ascii")
    places: list[_Place] = []
    made = []
    for change in changes:
        own = [lines.place(edit, newline) for edit in change]
        fitting = [place for place in own if place is not None]
        made.append(bool(own) and len(fitting) == len(own))
        places += fitting if made[-1] else []
    parts = []
    at = 0
    for start, end, text in sorted(places, key=itemgetter(0, 1)):  # what is added to one place keeps its order
        parts += [data[at:start], text]
        at = end
    return b"".join([*parts, data[at:]]), made


def _edited_utf16(data: bytes, encoding: str, changes: Iterable[Sequence[Edit]]) -> tuple[bytes, list[bool]]:
    """Edit UTF-16 by way of UTF-8, which has the same lines and columns; a last odd byte stays."""
    mark = _UTF16[encoding]
    end = len(data) - (len(data) - len(mark)) % 2
    text = data[len(mark) : end].decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")
    plain, made = edited(text, read_source(text), changes)
    return mark + plain.decode("utf-8", "surrogatepass").encode(encoding, "surrogatepass") + data[end:], made


class _Lines:
    """The lines of a file: where each starts, and where each of its columns stands in the bytes."""

    def __init__(self, data: bytes, source: Source) -> None:
        self.data = data
        self.source = source
        first = len(codecs.BOM_UTF8) if source.bom else 0
        self.found: dict[int, _Offset] = {}
        self.starts = [first, *(m.end() for m in _LINE_END.finditer(data, first))]

    def place(self, edit: Edit, newline: bytes) -> _Place | None:
        """Return the bytes that an edit replaces, and by what; None where they cannot be told."""
        start = self._offset(edit.span.start_line, edit.span.start_column)
        end = self._offset(edit.span.end_line, edit.span.end_column)
        if start is None or end is None or start > end:
            return None
        text = edit.text.encode("utf-8", "surrogatepass")
        return start, end, text if newline == b"\n" else text.replace(b"\n", newline)

    def _offset(self, line: int, column: int) -> int | None:
        if line > len(self.source.lines):
            return len(self.data) if line == len(self.source.lines) + 1 and column == 1 else None
        if line not in self.found:
            start = self.starts[line - 1]
            end = self.starts[line] if line < len(self.starts) else len(self.data)
            self.found[line] = offset_in(self.data[start:end], self.source.lines[line - 1].raw)
        offset = self.found[line](column)
        return None if offset is None else self.starts[line - 1] + offset


#: Leads from a column to the offset in the bytes of its line; to None where it is within a byte that is no text.
_Offset = Callable[[int], int | None]


def offset_in(line: bytes, raw: str) -> _Offset:
    """Return where the columns of a line that was read as `raw` are in its bytes."""
    if not line.startswith(raw.encode("utf-8", "surrogatepass")):
        return _among_undecodable(line).get
    if raw.isascii():
        return lambda column: min(column - 1, len(raw))
    return _Characters(raw)


class _Characters:
    """Where the columns of a line are in its UTF-8: many, asked for in order, cost as much as the last of them."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._column, self._offset = 1, 0

    def __call__(self, column: int) -> int | None:
        if column < self._column:
            self._column, self._offset = 1, 0
        self._offset += len(self._raw[self._column - 1 : column - 1].encode("utf-8", "surrogatepass"))
        self._column = column
        return self._offset


def _among_undecodable(line: bytes) -> dict[int, int]:
    r"""Return the offsets of the columns of a line where each byte that is no text takes four columns, as in `\xff`."""
    column, offset = 1, 0
    out = {column: offset}
    for character in line.decode("utf-8", "surrogateescape"):
        is_byte = "\udc80" <= character <= "\udcff"
        column += 4 if is_byte else 1
        offset += len(character.encode("utf-8", "surrogateescape"))
        out[column] = offset
    return out
