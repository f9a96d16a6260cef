"""Edits to bytes: only the edited stretches change; byte order mark, line ends and undecodable bytes stay."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence

from de_lint.diagnostics import Edit, Finding
from de_lint.patterns import compiled
from de_lint.reading.source import Source, read_source

_LINE_END = compiled(rb"\r\n|\r|\n")
_UTF16 = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
#: A replaced stretch of bytes, from its start to its end.
_Place = tuple[int, int, bytes]


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose fixes can be applied together, first come first served; the others wait."""
    chosen: list[Finding] = []
    taken: list[Edit] = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix else ()
        if edits and not any(_overlap(a, b) for a in edits for b in taken):
            chosen.append(finding)
            taken += edits
    return chosen


def _overlap(one: Edit, other: Edit) -> bool:
    a, b = one.span, other.span
    one_start, one_end = (a.start_line, a.start_column), (a.end_line, a.end_column)
    other_start, other_end = (b.start_line, b.start_column), (b.end_line, b.end_column)
    return (one_start < other_end and other_start < one_end) or one_start == other_start


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
    for start, end, text in sorted(places):
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
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.data)
        raw = self.source.lines[line - 1].raw
        stretch = self.data[start:end]
        if stretch.startswith(written := raw.encode("utf-8", "surrogatepass")):
            return start + len(raw[: column - 1].encode("utf-8", "surrogatepass")) if written or column == 1 else None
        return _among_undecodable(stretch, start, column)


def _among_undecodable(line: bytes, start: int, column: int) -> int | None:
    r"""Return the offset of a column where each byte that is no text takes four columns, as in `\xff`."""
    shown = 1
    for character in line.decode("utf-8", "surrogateescape"):
        if shown >= column:
            break
        is_byte = "\udc80" <= character <= "\udcff"
        shown += 4 if is_byte else 1
        start += len(character.encode("utf-8", "surrogateescape"))
    return start if shown == column else None
