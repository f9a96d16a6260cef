"""What the agents of a log claim, each claim judged by what the log told until then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from de_lint.agents.ledger.binding import ClaimVerdict, bound
from de_lint.agents.ledger.ledger import Ledger
from de_lint.agents.transcripts.acts import Act, Called, Prompted, Told
from de_lint.classes import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """A message of an agent: its line in the log, its text, and the verdicts on what it claims."""

    line: int
    text: str
    verdicts: tuple[ClaimVerdict, ...]

    def to_json(self) -> Iterator[dict[str, Any]]:
        """Yield the claims as the contract has them."""
        for one in self.verdicts:
            call = {"line": one.call.line, "id": one.call.use, "command": one.call.command} if one.call else None
            yield {
                "line": self.line,
                "text": one.claim.text,
                "what": one.claim.what,
                "verdict": one.verdict,
                "call": call,
                "why": one.why,
            }


@dataclass(slots=True)
class Telling:
    """Hears a log, act by act. `claims` are those of all messages, `last_words` those that end a turn."""

    ledger: Ledger = field(default_factory=Ledger)
    claims: list[dict[str, Any]] = field(default_factory=list)
    _last: Message | None = None
    _ended: list[Message] = field(default_factory=list)

    def hear(self, act: Act, line: int) -> None:
        """Take in what a line of the log tells."""
        claims = list(self.ledger.hear(act, line))
        if isinstance(act, Told):
            found = filter(None, (bound(claim, self.ledger) for claim in claims))
            # Two tools that a sentence names may be one run: `npm test` and Jest.
            once = {(one.claim.row, one.claim.words, one.claim.what, one.verdict, one.call): one for one in found}
            self._last = Message(line, act.text, tuple(once.values()))
            self.claims += self._last.to_json()
        elif isinstance(act, Called):
            self._last = None
        elif isinstance(act, Prompted):
            self._end()

    def last_words(self) -> list[Message]:
        """Return the messages after which no tool was used before the next turn."""
        self._end()
        return self._ended

    def _end(self) -> None:
        if self._last is not None and self._last.verdicts:
            self._ended.append(self._last)
        self._last = None
