"""What a sentence of an agent claims, and what it names beside that: words, numbers, commits and tools."""

from __future__ import annotations

from functools import cached_property

from de_lint.agents.ledger.work import known_program
from de_lint.classes import dataclass
from de_lint.judging.claims.commits import hashes_in
from de_lint.judging.claims.tallies import numbers_in
from de_lint.patterns import compiled

GOOD, BAD, RAN = "good", "bad", "ran"
WORDS = compiled(r"[A-Za-z][\w.-]*\w")
_LONGEST_TEXT = 300
_WHOLE = compiled(
    r"\b(?:all|every|full|whole|entire|complete)\b (?:of )?(?:the )?(?:unit )?(?:tests?|test suite|suite)\b", 2
)


@dataclass(frozen=True)
class Claim:
    """A claim: the sentence that makes it, what is claimed, and what it is about.

    `how` is `good` where it went well, `bad` where the claim is that it did not, `ran` where it only took place.
    """

    sentence: str
    what: str
    how: str = GOOD
    command: tuple[str, ...] = ()
    #: What is claimed in words for which the contract has no kind of its own.
    kind: str = ""
    paths: tuple[str, ...] = ()
    #: The part of the sentence that makes it, where others make others.
    part: str = ""
    #: A command that the sentence names beside it, which may be what ran the check.
    within: tuple[str, ...] = ()
    #: The line of the message that it is in, from 0.
    row: int = 0
    #: It tells of something that was done before.
    earlier: bool = False

    @cached_property
    def text(self) -> str:
        """Its words, as they are shown."""
        return " ".join((self.part or self.sentence).split())[:_LONGEST_TEXT]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the sentence."""
        return frozenset(w.casefold() for w in WORDS.findall(self.sentence))

    @cached_property
    def tools(self) -> frozenset[str]:
        """The programs that are named without arguments."""
        if len(self.command) == 1:
            return frozenset((self.command[0].casefold(),))
        return frozenset(w for w in self.words if self.what in known_program(w).split())

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers in the sentence."""
        return frozenset(numbers_in(self.sentence))

    @cached_property
    def hashes(self) -> list[str]:
        """The hashes of commits in the sentence."""
        return hashes_in(self.sentence)

    @cached_property
    def whole(self) -> bool:
        """It speaks of all tests that there are."""
        return bool(_WHOLE.search(self.sentence))
