"""A session log to the texts in it: every delegation, every report, and which delegation a report answers.

Of what is still open only ids, roles and places in the log are kept: where a text is needed again, its line is read
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import BinaryIO

from de_lint.agents.events import DELEGATION, REPORT
from de_lint.agents.ledger.told import Telling
from de_lint.agents.transcripts.acts import Act, Answered, Awaited, Delegated, Introduced, Spoke
from de_lint.agents.transcripts.latest import Latest
from de_lint.agents.transcripts.log_lines import LONGEST_LINE, LogLine, entries_in, entry_in, looks_whole
from de_lint.agents.transcripts.readers import Readers
from de_lint.agents.transcripts.said import NOBODY, LogText, Place, RunMemory, ToolUse

#: Types of entries, and what those of other types have besides.
_TYPES = frozenset(
    {"user", "assistant", "system", "summary", "result", "session"}
    | {"session_meta", "response_item", "event_msg", "turn_context", "compacted"}
)
_FACTS = frozenset({"sessionId", "session_id", "uuid", "payload", "message"})
_NO_OBJECT = "the line is not a JSON object and is passed over"
_TOO_LONG = f"the line has more than {LONGEST_LINE} bytes and is passed over"

Complain = Callable[[int, str], None]
Open = Callable[[], AbstractContextManager[BinaryIO]]


class Transcript:
    """One log, called `name`; `agent` is the type of the agent whose log it is, where something beside it tells that.

    `complain` is told what is wrong with a line. `entries` counts the lines that are none of those; `is_one` tells
    whether any of them is what a host writes. `telling` has what its agents claim, as far as it was read.
    """

    def __init__(self, name: str, open_log: Open, known: RunMemory, complain: Complain, agent: str = "") -> None:
        self.name = name
        self.entries = 0
        self.is_one = False
        self.open = open_log
        self._known = known
        self._complain = complain
        self.telling = Telling()
        self._agent, self._agent_id = agent, ""
        self._readers = Readers()
        self._opened: Latest[str, ToolUse] = Latest()
        self._last: Latest[str, tuple[str, Place] | None] = Latest()

    def texts(self) -> Iterator[LogText]:
        """Yield what came and went between agents, in the order of the log; OSError if it cannot be read."""
        with self.open() as stream:
            for line in entries_in(stream):
                for act in self._acts(line):
                    self.telling.hear(act, line.number)
                    yield from self._heard(act, Place(self.name, line.number, line.offset))

    def last_words(self) -> Iterator[LogText]:
        """Yield the last messages of agents whose report came back nowhere, and that of the session.

        To be asked for when all logs of a run are read.
        """
        for last in self._last.values():
            yield from self._last_word(last)

    def delegation_at(self, place: Place, use: str) -> str:
        """Return the delegation of a tool's use; blank if it is no longer there."""
        acts = self._acts_at(place)
        return next((act.text for act in acts if isinstance(act, Delegated) and act.use == use), "")

    def _acts_at(self, place: Place) -> list[Act]:
        with self.open() as stream:
            stream.seek(place.offset)
            entry = entry_in(stream.readline(LONGEST_LINE + 1))
            if entry is None:  # a message of a document may take several lines
                stream.seek(place.offset)
                entry = entry_in(stream.read(LONGEST_LINE + 1), is_whole=False) or {}
        return list(Readers().acts(entry))

    def _acts(self, line: LogLine) -> list[Act]:
        if line.data is None or not looks_whole(line.data):
            self._complain(line.number, _TOO_LONG if line.data is None else _NO_OBJECT)
            return []
        entry = entry_in(line.data)
        if entry is None:
            self._complain(line.number, _NO_OBJECT)
            return []
        self.entries += 1
        self.is_one = self.is_one or _is_of_a_host(entry)
        return list(self._readers.acts(entry))

    def _heard(self, act: Act, place: Place) -> Iterator[LogText]:
        if isinstance(act, Delegated):
            self._opened.put(act.use, ToolUse(act.use, act.agent, place))
            yield LogText(DELEGATION, act.text, act.agent, place, act.use)
        elif isinstance(act, Awaited):
            self._opened.put(act.use, ToolUse(act.use, "", None))
        elif isinstance(act, Introduced):
            self._agent_id, self._agent = self._agent_id or act.agent_id, self._agent or act.agent
        elif isinstance(act, Answered):
            yield from self._answered(act, place)
        elif isinstance(act, Spoke):
            yield from self._last_word(self._last.put(act.who, act.text if act.text is None else (act.who, place)))

    def _answered(self, act: Answered, place: Place) -> Iterator[LogText]:
        opened = self._opened.get(act.use) if act.use else self._known.agents.get(act.agent_id, NOBODY)
        if opened is None or (opened.place is None and not act.agent_id):
            return  # what some other tool returned
        if act.agent_id and opened.use:
            self._known.agents.put(act.agent_id, opened)
        if not act.over:
            return
        self._opened.pop(opened.use, None)
        for name in filter(None, (act.agent_id, opened.use)):
            self._known.answered.put(name, True)
        if act.text is not None and self._known.is_new(act.text, f"{self.name} {opened.use or act.agent_id}"):
            answers = opened.place if opened.place and opened.place.log == self.name else None
            yield LogText(REPORT, act.text, opened.agent, place, opened.use, answers)

    def _last_word(self, last: tuple[str, Place] | None) -> Iterator[LogText]:
        if last is None:
            return
        who, place = last[0] or self._agent_id, last[1]
        if who in self._known.answered:
            return
        opened = self._known.agents.get(who) or self._opened.get(who, NOBODY)
        text = next((act.text for act in self._acts_at(place) if isinstance(act, Spoke)), None)
        if text is not None and self._known.is_new(text):
            agent = opened.agent or self._agent
            yield LogText(REPORT, text, agent, place, opened.use, any_text=not who)


def _is_of_a_host(entry: Mapping[str, object]) -> bool:
    """Tell whether an entry is one that a host writes, of those that nothing is wanted of, too."""
    kind = entry.get("type")
    if isinstance(kind, str) and (kind in _TYPES or not _FACTS.isdisjoint(entry)):
        return True
    return Readers().knows(entry)
