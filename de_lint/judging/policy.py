"""What a project asks of judging: severities of its own, and a list of the tickets that there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from de_lint.diagnostics import Severity


class TicketRegistry(Protocol):
    """The tickets that a project has, with their statuses as written."""

    def knows(self, ticket: str) -> bool:
        """Tell whether there is a ticket with this id."""

    def covers(self, ticket: str) -> bool:
        """Tell whether the registry lists tickets of the system that this id belongs to."""

    def status(self, ticket: str) -> str | None:
        """Return the status of a known ticket as written; None if nothing says it."""

    def is_closed(self, ticket: str) -> bool:
        """Tell whether a known ticket's status says that no work is left on it."""

    def near(self, ticket: str) -> tuple[str, ...]:
        """Return the known ids that differ from an unknown one by a digit, sorted."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings that rules and their findings follow.

    `severities` are by rule code; without `suppressions` no comment silences anything.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    registry: TicketRegistry | None = None
    suppressions: bool = True
