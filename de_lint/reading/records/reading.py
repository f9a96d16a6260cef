"""What reading a record needs besides its fields: the vocabularies, and what nothing claimed so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from de_lint.reading.fields import Field
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.kinds import Kind, active, per_vocabulary


@dataclass(slots=True)
class Reading:
    """What every shape needs besides the field: the vocabularies, and the fields that nothing claimed so far."""

    systems: TicketSystems
    #: The type of the agent, where somebody else knows it and the text does not say.
    role: str | None = None
    #: The role of whose own form the text has the labels.
    contract: Kind | None = None
    unclaimed: list[Field] = field(default_factory=list)


def new_reading(role: str | None = None) -> Reading:
    """Return a reading with the ticket systems in force."""
    return Reading(_ticket_systems(), role)


@per_vocabulary
def _ticket_systems() -> TicketSystems:
    return TicketSystems(active().tickets)
