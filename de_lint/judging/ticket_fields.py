"""The fields of a record that are there to name tickets."""

from __future__ import annotations

from de_lint.judging.wrong_tickets import WrongTickets
from de_lint.reading.fields import Node
from de_lint.reading.records.record import Record
from de_lint.reading.values.tickets import ticket_systems
from de_lint.vocabulary.kinds import kind, per_vocabulary


@per_vocabulary
def wrong_tickets() -> WrongTickets:
    """Return what finds wrongly written ids of the ticket systems in force."""
    return WrongTickets(ticket_systems())


@per_vocabulary
def _keys() -> frozenset[str]:
    found = kind("delegation").named("tickets")
    return found.keys if found else frozenset()


def ticket_fields(record: Record) -> list[Node]:
    """Return the fields whose label is one for tickets; a heading or an item among others is none."""
    fields = dict.fromkeys(c.field for c in record.claims if c.field.key in _keys())
    return [f for f in fields if f.form not in ("heading", "cell")]
