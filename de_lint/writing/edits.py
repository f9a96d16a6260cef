"""Edits to bytes: only the edited stretches change; byte order mark, line ends and undecodable bytes stay."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence

from de_lint.diagnostics import Edit, Finding
from de_lint.reading.source import Source, read_source

_LINE_END = re.compile(rb"\r\n|\r|\n")
_UTF16 = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


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


def edited(data: bytes, source: Source, edits: Sequence[Edit]) -> bytes:
    """Return `data`, which `source` was read from, with the edits made.

    The edits must not overlap. An edit that touches a line with undecodable bytes is left out.
    """
    if source.encoding in _UTF16:
        mark = _UTF16[source.encoding]
        text = data[len(mark) :].decode(source.encoding, "surrogatepass").encode("utf-8", "surrogatepass")
        plain = edited(text, read_source(text), edits)
        return mark + plain.decode("utf-8", "surrogatepass").encode(source.encoding, "surrogatepass")
    starts = _line_starts(data, source.bom)
    places = []
    for edit in edits:
        span = edit.span
        start = _offset(data, source, starts, span.start_line, span.start_column)
        end = _offset(data, source, starts, span.end_line, span.end_column)
        if start is not None and end is not None and start <= end:
            places.append((start, end, edit.text.encode("utf-8", "surrogatepass")))
    for start, end, text in sorted(places, reverse=True):
        data = data[:start] + text + data[end:]
    return data


def _line_starts(data: bytes, bom: bool) -> list[int]:
    first = len(codecs.BOM_UTF8) if bom else 0
    return [first, *(m.end() for m in _LINE_END.finditer(data, first))]


def _offset(data: bytes, source: Source, starts: Sequence[int], line: int, column: int) -> int | None:
    """Return where a place stands in the bytes; None where the line's bytes are not the text that was read."""
    if line > len(source.lines):
        return len(data) if line == len(source.lines) + 1 and column == 1 else None
    raw = source.lines[line - 1].raw
    written = raw.encode("utf-8", "surrogatepass")
    start = starts[line - 1]
    if data[start : start + len(written)] != written:
        return None
    return start + len(raw[: column - 1].encode("utf-8", "surrogatepass"))
