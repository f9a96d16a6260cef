"""Entries of the sessions of the pi coding agent.

{"type": "message", "message": {"role": "assistant", "content": [{"type": "toolCall", "id", "name", "arguments"}]}}
{"type": "message", "message": {"role": "toolResult", "toolCallId", "content": [{"text"}], "isError"}}
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.agents.events import event_text
from de_lint.agents.transcripts.acts import Act, Prompted, Returned, Spoke, Told
from de_lint.agents.transcripts.calls import Entry, called, object_in, texts_in
from de_lint.agents.transcripts.statuses import status_in


class PiLog:
    """Reads one session."""

    @staticmethod
    def wrote(entry: Entry) -> bool:
        """Tell whether an entry is of this shape."""
        return entry.get("type") == "message" and isinstance(entry.get("message"), dict)

    def acts(self, entry: Entry) -> Iterator[Act]:
        """Yield what an entry tells."""
        message = object_in(entry["message"])
        content = message.get("content")
        if message.get("role") == "user":
            yield Prompted()
        elif message.get("role") == "toolResult":
            output, failed = texts_in(content), bool(message.get("isError"))
            status = status_in(output) if failed else 0
            yield Returned(event_text(message, "toolCallId"), output, status, failed and status is None)
        elif message.get("role") == "assistant":
            text = texts_in(content, frozenset({"text"}))
            blocks = [b for b in content if isinstance(b, dict)] if isinstance(content, list) else []
            calls = [b for b in blocks if b.get("type") == "toolCall"]
            if text:
                yield Told(text)
            yield Spoke("", None if calls or not text else text)
            for call in calls:
                yield from called(event_text(call, "id"), event_text(call, "name"), call.get("arguments"))
