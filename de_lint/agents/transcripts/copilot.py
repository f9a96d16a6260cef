"""Entries of GitHub Copilot CLI's and VS Code's event logs.

    {"type": "tool.execution_start", "data": {"toolCallId", "toolName", "arguments", "parentToolCallId"}}
    {"type": "tool.execution_complete", "data": {"toolCallId", "success", "result": {"content", "detailedContent"}}}
    {"type": "assistant.message", "data": {"content", "toolRequests"}}

What an agent does that was started in the session carries the id of the tool's use that started it.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.agents.events import event_text
from de_lint.agents.transcripts.acts import Act, Answered, Delegated, Prompted, Returned, Spoke, Told
from de_lint.agents.transcripts.calls import Entry, called, object_in
from de_lint.agents.transcripts.statuses import status_in


class CopilotLog:
    """Reads one log."""

    def __init__(self) -> None:
        self._agents: set[str] = set()

    @staticmethod
    def wrote(entry: Entry) -> bool:
        """Tell whether an entry is of this shape."""
        return isinstance(entry.get("data"), dict) and "." in event_text(entry, "type")

    def acts(self, entry: Entry) -> Iterator[Act]:
        """Yield what an entry tells."""
        data, kind = object_in(entry.get("data")), event_text(entry, "type")
        use, who = event_text(data, "toolCallId"), event_text(data, "parentToolCallId")
        if kind == "user.message" and not who:
            yield Prompted()
        elif kind == "assistant.message":
            text = event_text(data, "content")
            yield Spoke(who, None if data.get("toolRequests") or not text else text)
            if text:
                yield Told(text)
        elif kind == "tool.execution_start":
            for act in called(use, event_text(data, "toolName"), data.get("arguments")):
                if isinstance(act, Delegated):
                    self._agents.add(use)
                yield act
        elif kind == "tool.execution_complete":
            yield from self._returned(use, data)

    def _returned(self, use: str, data: Entry) -> Iterator[Act]:
        result, went = object_in(data.get("result")), data.get("success") is not False
        output = event_text(result, "content") or event_text(object_in(data.get("error")), "message")
        if use in self._agents:
            yield Answered(use, "", output if went else None)
        own = output.rpartition("\n<shellId: ")[0] if output.endswith(">") and "<shellId: " in output else output
        yield Returned(use, own, status_in(output), failed=not went)
