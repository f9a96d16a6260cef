"""Headings, fences and pipe tables to fields; a row of a table is a field whose label is its first cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Row, Text, dedented, text_in
from de_lint.reading.labels import indent_of, split_line
from de_lint.reading.markdown import Block
from de_lint.reading.markup import unwrapped
from de_lint.reading.source import Source

_CELL = compiled(r"((?:[^|\\`]++|\\.|`[^`]*`|[\\`])*)(\||$)")

#: On what lines of its own a cell stands, and what it holds; a hundred thousand cells need no lists of their own.
_NONE: list[Any] = []
HEADING_MARKS = compiled(r"[ \t]*(?:#{1,6}|h[1-6]\.)[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")


def heading_field(source: Source, rows: Sequence[Row], level: int) -> Node:
    """Return a field of form `heading`, with a label and a value where it reads like one: `### Status: done`."""
    row = rows[0]
    marks = HEADING_MARKS.match(row.text)
    start, end = marks.span(1) if marks else (len(row.text) - len(row.text.lstrip()), len(row.text.rstrip()))
    start, end = unwrapped(row.text, start, end)
    field = Node("heading", text_in(source, row, start, end), level=level, lines=[r.number for r in rows])
    parts = split_line(row.text[start:end])
    if parts.label and parts.value and parts.form in ("plain", "bold", "all-bold"):
        label = row.text[start + parts.label[0] : start + parts.label[1]].split()
        # `Step 6: Deployment` numbers what it is about, and is no label with a value.
        if label and not (len(label) == 2 and label[1].lstrip("#").isdigit()):
            field.label = text_in(source, row, start + parts.label[0], start + parts.label[1])
            field.value = text_in(source, row, start + parts.value[0], start + parts.value[1])
    return field


def fence_field(source: Source, rows: Sequence[Row], block: Block) -> Node:
    """Return a field of form `fence` with the rows inside."""
    indent = indent_of(rows[0].text)
    inside = dedented(rows[1 : len(rows) - 1 if block.closed else len(rows)], indent)
    text = Text("\n".join(r.text for r in inside), _whole(source, rows))
    return Node("fence", text, info=block.info, indent=indent, lines=[r.number for r in rows], rows=inside)


def _whole(source: Source, rows: Sequence[Row]) -> Span:
    first, last = (text_in(source, row, 0, len(row.text)).span for row in (rows[0], rows[-1]))
    return first.to(last)


def table_field(source: Source, rows: Sequence[Row]) -> Node:
    """Return a field of form `table`: its children are rows, theirs are cells labelled with the column's header."""
    header = _cells(source, rows[0])
    below = [_row(source, header, row) for row in rows[2:]]
    return Node("table", Text("", _whole(source, rows)), lines=[r.number for r in rows], header=header, children=below)


def _row(source: Source, header: Sequence[Text], row: Row) -> Node:
    cells = _cells(source, row)
    label, value = cells[0] if cells and cells[0] else None, cells[1] if len(cells) == 2 else None
    labelled = zip(cells, chain(header, repeat(None)))  # noqa: B905 - columns without a header have no label
    below = [Node("cell", cell, column, cell, lines=_NONE, children=_NONE) for cell, column in labelled]
    return Node("row", Text(row.text.strip(), _whole(source, [row])), label, value, lines=[row.number], children=below)


def _cells(source: Source, row: Row) -> list[Text]:
    text = row.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
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
        out.append(text_in(source, row, a, b))
    return out
