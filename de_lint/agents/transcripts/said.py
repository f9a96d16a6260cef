"""The texts of session logs, and what is known of those whose logs they are."""

from __future__ import annotations

from hashlib import blake2b

from de_lint.agents.transcripts.latest import Latest
from de_lint.classes import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a log: its number, and where it starts in bytes."""

    log: str
    line: int
    offset: int


@dataclass(frozen=True, slots=True)
class LogText:
    """A text of a log that is to be judged as `kind`.

    `agent` is the type of the agent that it is to or from, blank where the log does not tell. A report `answers` the
    delegation at a place, if the log has it; `use` is the id of the tool's use that both have in common. The last
    message of a session is `any_text`: it need not be a report.
    """

    kind: str
    text: str
    agent: str
    place: Place
    use: str = ""
    answers: Place | None = None
    any_text: bool = False


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A use of a tool: the type of the agent that it started, and where the delegation is; None if it started none."""

    use: str
    agent: str
    place: Place | None


NOBODY = ToolUse("", "", None)


@dataclass(slots=True)
class RunMemory:
    """What the logs of one run have told so far: an agent may have a log of its own."""

    #: By an agent's id: what it was started for.
    agents: Latest[str, ToolUse] = field(default_factory=Latest)
    #: Ids of agents, and of tools' uses, whose report came back.
    answered: Latest[str, bool] = field(default_factory=Latest)
    #: Reports that came back, by whose they are and what they say.
    _reports: Latest[bytes, bool] = field(default_factory=Latest)

    def is_new(self, report: str, whose: str = "") -> bool:
        """Tell whether nobody's, or this agent's, report of that text was seen before; remember it.

        A blank one is like no other.
        """
        text = report.strip()
        new = not text or _mark(whose, text) not in self._reports
        for name in {whose, ""}:
            self._reports.put(_mark(name, text), True)
        return new


def _mark(whose: str, text: str) -> bytes:
    return blake2b(f"{whose}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
