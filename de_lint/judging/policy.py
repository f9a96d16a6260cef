"""What a project asks of judging, and what it knows: its severities, its tickets, its files and their history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, Protocol

from de_lint.classes import dataclass, field
from de_lint.diagnostics import Severity

if TYPE_CHECKING:
    from de_lint.judging.rule import Rule


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


#: What a rule asks git: which commits there are, or what differs from one of them; or what it asks a session's log.
HISTORY, BASE, SESSION = "history", "base", "session"
CommitState = Literal["known", "unknown", "ambiguous"]


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """How many files differ from `since`: all, new and untracked ones, and Markdown with records in it.

    `least` is how many there are to those who count neither untracked files nor records.
    """

    since: str
    total: int
    untracked: int
    records: int
    least: int


class TreeEvidence(Protocol):
    """What the working tree around a report and its git history say; nothing is looked at before a rule asks.

    Paths are as the report writes them. None stands for what cannot or must not be judged: a path out of the
    tree, a history that is not there.
    """

    @property
    def asked(self) -> bool:
        """Tell whether any question was asked: then a verdict depends on more than its document."""

    def has(self, path: str) -> bool | None:
        """Tell whether the tree has a file or folder at a path, or at one that ends in it."""

    def has_exactly(self, path: str) -> bool | None:
        """Tell whether the tree has a file or folder at a path as it is written."""

    def near(self, path: str) -> str | None:
        """Return the path in the tree that is most like one that it does not have."""

    def commits(self, hashes: Iterable[str]) -> Mapping[str, CommitState]:
        """Return how git stands to each commit hash; those that it cannot judge are left out."""

    def changed(self, path: str) -> bool | None:
        """Tell whether a tracked file differs from the commit that changes count from, or did in the report's own."""

    def changes(self) -> ChangeCounts | None:
        """Return how many files differ from the commit that changes count from."""

    def is_number_of_changes(self, number: int) -> bool | None:
        """Tell whether so many files differ, now or when the report was committed, by what may count as one."""

    def base(self) -> str:
        """Return what changes count from, for messages."""


@dataclass(frozen=True, slots=True)
class SessionClaim:
    """A claim of a message, and what the log of its session says of it: `verdict`, and why.

    `row` is the line of the message, from 0.
    """

    text: str
    row: int
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings that rules and their findings follow.

    `severities` are by rule code; without `suppressions` no comment silences anything.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    registry: TicketRegistry | None = None
    suppressions: bool = True
    evidence: TreeEvidence | None = None
    #: What the document's claims are worth, where it is a message of a session whose log is known.
    session: tuple[SessionClaim, ...] = ()
    #: The rules in force, by code; none for those that ship.
    rules: tuple[Rule, ...] = ()
