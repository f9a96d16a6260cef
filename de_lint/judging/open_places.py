"""What a record still leaves to be filled in, and where."""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.judging.places import Piece, field_pieces, pieces, prose_lines
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source
from de_lint.reading.values import placeholders
from de_lint.reading.values.placeholders import Placeholder


def open_places(source: Source, record: Record) -> list[tuple[Piece, Placeholder]]:
    """Return each placeholder with the piece that it stands in, in source order.

    A document with headings quotes and describes much: only its title and the fields above its sections count.
    """
    out = []
    for piece in _pieces(source, record):
        found = {(p.start, p.end): p for p in placeholders.find(piece.text)}
        out += [(piece, found[key]) for key in sorted(found)]
    return out


def _pieces(source: Source, record: Record) -> Iterator[Piece]:
    if record.layout == "document":
        yield from pieces(source, record.head)
        fields = {id(c.field): c.field for c in record.claims if c.field.form in ("label", "item", "row")}
        for one in fields.values():
            yield from field_pieces(source, one)
        return
    for line in prose_lines(source, record):
        parts = line.parts
        if parts.label and parts.value:
            # Some words are placeholders only where they are all that is said: `Owner: TBD`.
            yield line.part(0, parts.value[0])
            yield line.part(*parts.value)
        else:
            yield line
