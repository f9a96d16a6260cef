"""The loss account of a document: how many of its non-blank characters are in records, and how many are in none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from de_lint.classes import dataclass

if TYPE_CHECKING:
    from de_lint.reading.document import Document


@dataclass(frozen=True, slots=True)
class Account:
    """Non-blank characters: those of lines that a record accounts for, and those of `unclaimed`."""

    claimed: int = 0
    unclaimed: int = 0

    @property
    def total(self) -> int:
        """Return how many non-blank characters the source has."""
        return self.claimed + self.unclaimed

    @property
    def share(self) -> float:
        """Return the share of the characters that is in records; 1.0 for an empty source."""
        return self.claimed / self.total if self.total else 1.0


def account_of(document: Document) -> Account:
    """Return the account of a document; what its records' lines and `unclaimed` hold is counted independently."""
    lines = document.source.lines
    claimed = sum(non_blank(lines[number].raw) for number in document.claimed_lines())
    unclaimed = sum(non_blank(part["text"]) for part in document.unclaimed())
    return Account(claimed, unclaimed)


def non_blank(text: str) -> int:
    """Return how many characters of a text are no white space."""
    return len("".join(text.split()))
