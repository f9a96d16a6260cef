"""The ticket ids in texts, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from de_lint.classes import dataclass
from de_lint.diagnostics import Span
from de_lint.judging.places import LinePiece
from de_lint.reading.source import Source
from de_lint.reading.values.tickets import ticket_systems

if TYPE_CHECKING:
    from de_lint.server.opened import Opened


@dataclass(frozen=True, slots=True)
class WrittenTicket:
    """A ticket id as a text writes it."""

    id: str
    span: Span


def tickets_in(source: Source) -> Iterator[WrittenTicket]:
    """Yield the ids that a text writes itself, in order; those in addresses stand there in parts."""
    for number, line in enumerate(source.lines):
        piece = LinePiece(line.text, number, line)
        for found in ticket_systems().find(line.text, field=True):
            if not found.from_address and line.text[found.start : found.end] == found.id:
                yield WrittenTicket(found.id, piece.span(found.start, found.end))


def ticket_at(opened: Opened, position: types.Position) -> WrittenTicket | None:
    """Return the ticket id at a position, of those that the document's records name."""
    named = {each["id"] for record in opened.document.records for each in record.data.get("tickets") or ()}
    on_line = (each for each in tickets_in(opened.document.source) if each.span.start_line == position.line + 1)
    return next((t for t in on_line if t.id in named and opened.ranges.holds(t.span, position)), None)
