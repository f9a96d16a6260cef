"""Messages of OpenCode's exports, each with the tools that it uses and what they returned.

    {"info": {"role": "assistant"}, "parts": [{"type": "tool", "tool", "callID", "state": {"input", "output"}}]}

Some models repeat the ids of calls: a part holds a call and its result, and gets an id of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.agents.events import event_text
from de_lint.agents.transcripts.acts import Act, Answered, Called, Delegated, Prompted, Returned, Spoke, Told
from de_lint.agents.transcripts.calls import Entry, called, object_in


class OpenCodeLog:
    """Reads one export."""

    def __init__(self) -> None:
        self._is_summary = False

    @staticmethod
    def wrote(entry: Entry) -> bool:
        """Tell whether an entry is of this shape."""
        return isinstance(entry.get("parts"), list) and isinstance(entry.get("info"), dict)

    def acts(self, entry: Entry) -> Iterator[Act]:
        """Yield what a message tells."""
        parts = [part for part in entry["parts"] if isinstance(part, dict)]
        if object_in(entry["info"]).get("role") == "user":
            self._is_summary = any(part.get("type") == "compaction" for part in parts)
            if not self._is_summary:
                yield Prompted()
            return
        last = ""
        for part in parts:
            if part.get("type") == "tool":
                yield from _used(part)
                last = ""
            elif part.get("type") == "text" and not part.get("synthetic") and not self._is_summary:
                last = event_text(part, "text")
                if last:
                    yield Told(last)
        yield Spoke("", last or None)


def _used(part: Entry) -> Iterator[Act]:
    state, use = object_in(part.get("state")), event_text(part, "callID")
    output = event_text(state, "output") or event_text(state, "error")
    failed = state.get("status") == "error"
    status = object_in(state.get("metadata")).get("exit")
    for act in called(use, event_text(part, "tool"), state.get("input")):
        yield act
        if isinstance(act, Delegated):
            yield Answered(use, "", None if failed else output)
        elif isinstance(act, Called):
            yield Returned(use, output, status if isinstance(status, int) else None, failed)
