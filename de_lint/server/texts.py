"""The text of an open document: its lines, changed piece by piece, and positions as the client counts them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher

from lsprotocol import types

from de_lint.patterns import compiled

_LINES = compiled(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_ENDS = "\r\n"
_UTF16 = "utf-16"
#: How many units a character takes in each encoding of positions; halves of surrogate pairs are characters, too.
_WIDTHS: Mapping[str, Callable[[str], int]] = {
    "utf-8": lambda character: len(character.encode("utf-8", "surrogatepass")),
    _UTF16: lambda character: 2 if character > "\uffff" else 1,
    "utf-32": lambda character: 1,
}


class OpenText:
    """Lines with their ends, split as the protocol and the reader do: at LF, CR and CRLF."""

    def __init__(self, text: str, encoding: str = _UTF16) -> None:
        """Take the text, and in what the client counts the characters of a line."""
        self.encoding = encoding
        self._width = _WIDTHS.get(encoding, _WIDTHS[_UTF16])
        self.lines = _split(text)

    def __str__(self) -> str:
        return "".join(self.lines)

    def line(self, number: int) -> str:
        """Return a line (from 0) without its end; behind the last one nothing follows."""
        return self.lines[number].rstrip(_ENDS) if 0 <= number < len(self.lines) else ""

    def units(self, text: str) -> int:
        """Return how many units a part of a line takes."""
        return len(text) if text.isascii() else sum(map(self._width, text))

    def index(self, line: int, units: int) -> int:
        """Return the index in a line of a place that the client counted; beyond the end it is the end."""
        text = self.line(line)
        if text.isascii():
            return min(units, len(text))
        at = 0
        for number, character in enumerate(text):
            if at >= units:
                return number
            at += self._width(character)
        return len(text)

    def change(self, text: str, place: types.Range | None) -> None:
        """Put a text in the place of a range, or of everything."""
        if place is None:
            self.lines = _split(text)
            return
        first, start = self._place(place.start)
        last, end = self._place(place.end)
        last, end = max((last, end), (first, start))
        before = self.lines[first][:start] if first < len(self.lines) else ""
        after = self.lines[last][end:] if last < len(self.lines) else ""
        # What is put beside half of a line end may make it whole, or another one.
        above, below = max(first - 1, 0), last + 2
        around = [*self.lines[above:first], before, text, after, *self.lines[last + 1 : below]]
        self.lines[above:below] = _split("".join(around))

    def _place(self, position: types.Position) -> tuple[int, int]:
        if position.line >= len(self.lines):
            return len(self.lines), 0
        return position.line, self.index(position.line, position.character)

    def position(self, line: int, index: int) -> types.Position:
        """Return the place of the character at an index of a line, as the client counts."""
        return types.Position(line, self.units(self.line(line)[:index]))

    @property
    def end(self) -> types.Position:
        """The place behind everything."""
        if self.lines and self.lines[-1][-1:] not in ("\r", "\n"):
            return self.position(len(self.lines) - 1, len(self.lines[-1]))
        return types.Position(len(self.lines), 0)

    def edits_to(self, new: str) -> list[types.TextEdit]:
        """Return the edits that make this text another one, line by line, so that the cursor stays where it is."""
        lines = _split(new)
        matcher = SequenceMatcher(None, self.lines, lines)
        changes = (change for change in matcher.get_opcodes() if change[0] != "equal")
        return [self._lines_edit(first, last, lines[start:end]) for _, first, last, start, end in changes]

    def _lines_edit(self, first: int, last: int, lines: Sequence[str]) -> types.TextEdit:
        stop = types.Position(last, 0) if last < len(self.lines) else self.end
        start = types.Position(first, 0) if first < len(self.lines) else self.end
        return types.TextEdit(types.Range(start, stop), "".join(lines))


def _split(text: str) -> list[str]:
    return _LINES.findall(text)
