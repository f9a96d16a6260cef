"""Pipe tables to fields: a row is a field whose label is its first cell."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Row, Text, span_of
from de_lint.reading.markup import unwrapped
from de_lint.reading.source import Source

_CELL = compiled(r"((?:\\.|`[^`]*`|[^|\\`]|[\\`])*)(\||$)")


def table_field(source: Source, rows: Sequence[Row]) -> Field:
    """Return a field of form `table`: its children are rows, theirs are cells labelled with the column's header."""
    header = _cells(source, rows[0])
    first, last = rows[0], rows[-1]
    span = span_of(source, first.number, first.start, first.start + len(first.text)).to(
        span_of(source, last.number, last.start, last.start + len(last.text))
    )
    table = Field("table", Text("", span), lines=[r.number for r in rows])
    table.children = [_row(source, header, row) for row in rows[2:]]
    table.header = header
    return table


def _row(source: Source, header: Sequence[Text], row: Row) -> Field:
    cells = _cells(source, row)
    field = Field("row", Text(row.text.strip(), span_of(source, row.number, row.start, row.start + len(row.text))))
    field.lines = [row.number]
    field.label = cells[0] if cells and cells[0] else None
    field.value = cells[1] if len(cells) == 2 else None
    for index, cell in enumerate(cells):
        label = header[index] if index < len(header) else None
        field.children.append(Field("cell", cell, label, cell, lines=[]))
    return field


def _cells(source: Source, row: Row) -> list[Text]:
    text = row.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if text[start : start + 1] == "|":
        start += 1
    if end > start and text[end - 1] == "|" and text[end - 2 : end - 1] != "\\":
        end -= 1
    out: list[Text] = []
    for found in _CELL.finditer(text, start, end):
        a, b = found.span(1)
        if a == b and found.group(2) == "" and out:
            break
        a = b - len(text[a:b].lstrip())
        a, b = unwrapped(text, a, a + len(text[a:b].rstrip()))
        out.append(Text(text[a:b], span_of(source, row.number, row.start + a, row.start + b)))
    return out
