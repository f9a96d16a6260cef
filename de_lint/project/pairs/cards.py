"""What of a record tells whether it belongs to a pair: small enough to keep of every file of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from de_lint.classes import dataclass

if TYPE_CHECKING:
    from de_lint.reading.document import Document
    from de_lint.reading.records.record import Record

DELEGATION, REPORT = "delegation", "progress_report"


@dataclass(frozen=True, slots=True)
class Card:
    """A delegation or a report: its number (from 0) in its document, the tickets it is about, and its agent."""

    number: int
    kind: str
    tickets: tuple[str, ...] = ()
    agent: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the card as values of JSON."""
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Card:
        """Return the card that `to_json` has given."""
        return Card(data["number"], data["kind"], tuple(data["tickets"]), data["agent"])


def cards_of(document: Document) -> tuple[Card, ...]:
    """Return the cards of the records that are meant: neither templates nor examples, nor what stands in such."""
    from de_lint.vocabulary.kinds import using

    found = [(n, r) for n, r in enumerate(document.records) if r.kind in (DELEGATION, REPORT)]
    with using(document.vocabulary):
        return tuple(_card(n, r, document) for n, r in found if r.context == "instance")


def _card(number: int, record: Record, document: Document) -> Card:
    from de_lint.judging.pairing import agent_type_of, own_tickets, references

    if record.kind == DELEGATION:
        tickets = references(record)
    else:
        tickets = {ticket for ticket, _ in own_tickets(record, document.source)}
    return Card(number, record.kind, tuple(sorted(tickets)), agent_type_of(record))
