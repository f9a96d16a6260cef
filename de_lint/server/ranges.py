"""From the places of the reader (lines and columns from 1, in characters) to the positions of the client."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from de_lint.diagnostics import Edit, Span
from de_lint.reading.source import Source
from de_lint.server.texts import OpenText
from de_lint.writing.edits import offset_in

_BOM = "\ufeff"


class Ranges:
    """Leads from the spans of a source to the ranges of the text that it was read from."""

    def __init__(self, text: OpenText, source: Source) -> None:
        """Take the text as the client has it, and the source that the reader made of it."""
        self._text = text
        self._source = source

    def range(self, span: Span) -> types.Range:
        """Return the range of a span."""
        return types.Range(
            self._position(span.start_line, span.start_column), self._position(span.end_line, span.end_column)
        )

    def edits(self, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Return the edits of a fix as the client makes them."""
        newline = self._source.newline if self._source.newline != "mixed" else "\n"
        return [types.TextEdit(self.range(edit.span), edit.text.replace("\n", newline)) for edit in edits]

    def holds(self, span: Span, position: types.Position) -> bool:
        """Tell whether a position is in a span or at an end of it."""
        place = self.range(span)
        return place.start <= position <= place.end

    def meets(self, span: Span, place: types.Range) -> bool:
        """Tell whether a span and a range have a place in common."""
        own = self.range(span)
        return own.start <= place.end and place.start <= own.end

    def _position(self, line: int, column: int) -> types.Position:
        if line > len(self._source.lines):
            return self._text.end
        return self._text.position(line - 1, self._index(line - 1, column))

    def _index(self, line: int, column: int) -> int:
        """Return the index in the client's line of a column, which counts escapes for what is not text."""
        raw, own = self._source.lines[line].raw, self._text.line(line)
        shift = int(own != raw and not line and own.startswith(_BOM))
        own = own[shift:]
        if own == raw:
            return shift + column - 1
        data = own.encode("utf-8", "surrogatepass")
        offset_of = offset_in(data, raw)
        while (offset := offset_of(column)) is None or data[offset : offset + 1] in _REST:
            column -= 1
        return shift + len(data[:offset].decode("utf-8", "surrogatepass"))


#: The bytes within a character.
_REST = frozenset(bytes([number]) for number in range(0x80, 0xC0))
