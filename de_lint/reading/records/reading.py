"""What reading a record needs besides its fields: the vocabularies, and what nothing claimed so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from de_lint.reading.fields import Field
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.kinds import active
from de_lint.vocabulary.schemas import Schema


@dataclass(slots=True)
class Reading:
    """What every shape needs besides the field: the vocabularies, and the fields that nothing claimed so far."""

    systems: TicketSystems
    statuses: Schema
    unclaimed: list[Field] = field(default_factory=list)


def new_reading() -> Reading:
    """Return a reading with the ticket systems and status words in force."""
    return Reading(TicketSystems(active().tickets), active().statuses)
