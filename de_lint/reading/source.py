"""Bytes to lines: what every reader and rule takes as the source, with its damage named and repaired.

Reading never fails. Whatever is not text stays visible as an escape, whatever is damaged is repaired in
`Line.text`, and `Line.column` leads back to the characters of the file.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from de_lint.classes import dataclass
from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.decoding import Damage, decode, find_mojibake

_LINE_END = compiled(r"(\r\n|\r|\n)")
# Joiners and variation selectors (U+200D, U+FE0F) belong to emoji and are left alone. A class at the start is quick.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069"
_STRANGE = compiled(f"[\ufffd{_CONTROLS}](?:(?<=(\ufffd))\ufffd*|(?<!\ufffd)[{_CONTROLS}]*)")


@dataclass(frozen=True, slots=True)
class TextProblem:
    """One stretch of damaged or dangerous text, in raw columns; `repaired` is what it should say."""

    kind: str
    span: Span
    text: str
    repaired: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end: `raw` as it stands in the file, `text` with mojibake repaired.

    `offsets` leads from each index of `text`, and its length, to the index in `raw`; None if both are equal.
    """

    raw: str
    text: str
    offsets: tuple[int, ...] | None = None

    def column(self, index: int) -> int:
        """Return the 1-based column in the file of the character at `index` of `text`."""
        if self.offsets is None:
            return index + 1
        return self.offsets[max(0, min(index, len(self.offsets) - 1))] + 1


@dataclass(frozen=True, slots=True)
class Source:
    """One document as text: its lines, how it was encoded, and what was wrong with the bytes."""

    path: str
    sha256: str
    encoding: str
    bom: bool
    newline: str
    lines: list[Line]
    problems: list[TextProblem]
    final_newline: bool

    @property
    def text(self) -> str:
        """Return the repaired lines, joined with line feeds."""
        return "\n".join(line.text for line in self.lines)


def read_source(data: bytes | str, path: str = "-") -> Source:
    """Return the source that `data` holds, whatever it holds; `path` is only remembered.

    Text may hold halves of surrogate pairs: they are treated as their bytes would be.
    """
    raw_bytes = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    decoded = decode(raw_bytes)
    raw_lines, starts, newline, final_newline = _split(decoded.text)
    damages = _damages(decoded.text, decoded.damages)
    repairs, problems = dict[int, list[Damage]](), list[TextProblem]()
    for damage in damages:
        number = bisect_right(starts, damage.start) - 1
        problems.append(_problem(decoded.text, damage, number, starts[number]))
        if damage.repaired is not None:
            repairs.setdefault(number, []).append(damage)
    lines = [
        Line(raw, raw) if number not in repairs else _repaired_line(raw, starts[number], repairs[number])
        for number, raw in enumerate(raw_lines)
    ]
    digest = hashlib.sha256(raw_bytes).hexdigest()
    return Source(path, digest, decoded.encoding, decoded.bom, newline, lines, problems, final_newline)


def _split(text: str) -> tuple[list[str], list[int], str, bool]:
    """Split at LF, CR, CRLF; return lines, their starts, the kind of line end, and if the last has one."""
    parts = _LINE_END.split(text) if "\r" in text else []
    lines, ends = (parts[::2], parts[1::2]) if parts else (text.split("\n"), ["\n"] * text.count("\n"))
    final_newline = not lines[-1]
    if final_newline:
        lines.pop()
    starts = [0, *accumulate(len(line) + len(end) for line, end in zip(lines, ends, strict=False))]
    newline = "mixed" if len(set(ends)) > 1 else (ends or ["\n"])[0]
    return lines, starts, newline, final_newline and bool(ends)


def _damages(text: str, decoding: Sequence[Damage]) -> list[Damage]:
    """Return all damage in source order; a control character within mojibake is a part of that."""
    found = [*decoding, *(find_mojibake(text) if not text.isascii() else ())]
    taken = {at for damage in found for at in range(damage.start, damage.end)}
    for strange in _STRANGE.finditer(text):
        if taken.isdisjoint(range(*strange.span())):
            kind = "replacement-character" if strange[1] else "control-characters"
            found.append(Damage(kind, *strange.span(), None))
    return sorted(found, key=lambda d: (d.start, d.end))


def _problem(text: str, damage: Damage, number: int, line_start: int) -> TextProblem:
    start, end = damage.start - line_start + 1, damage.end - line_start + 1
    span = Span(number + 1, start, number + 1, end)
    return TextProblem(damage.kind, span, text[damage.start : damage.end], damage.repaired)


def _repaired_line(raw: str, line_start: int, repairs: Sequence[Damage]) -> Line:
    text: list[str] = []
    offsets: list[int] = []
    at = 0
    for damage in repairs:
        start, end = damage.start - line_start, damage.end - line_start
        repaired = damage.repaired or ""
        text += [raw[at:start], repaired]
        offsets += [*range(at, start), *([start] * len(repaired))]
        at = end
    text.append(raw[at:])
    offsets += range(at, len(raw) + 1)
    return Line(raw, "".join(text), tuple(offsets))
