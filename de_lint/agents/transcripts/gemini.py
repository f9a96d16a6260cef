"""Messages of Gemini CLI's chats, each with the tools that it uses and what they returned.

{"type": "gemini", "content": "…", "toolCalls": [{"id", "name", "args", "status", "result": [{"functionResponse"}]}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.agents.events import event_text
from de_lint.agents.transcripts.acts import Act, Prompted, Returned, Spoke, Told
from de_lint.agents.transcripts.calls import Entry, called, object_in, texts_in
from de_lint.agents.transcripts.statuses import status_in

_AGENT = "gemini"
_OUTPUTS = ("Output: ", "Stdout: ", "Command: ")
_FACTS = ("Command", "Directory", "Error", "Exit Code", "Signal", "Background PIDs", "Process Group PGID")


class GeminiLog:
    """Reads one chat."""

    @staticmethod
    def wrote(entry: Entry) -> bool:
        """Tell whether an entry is of this shape."""
        return entry.get("type") in (_AGENT, "user") and "content" in entry and "message" not in entry

    def acts(self, entry: Entry) -> Iterator[Act]:
        """Yield what a message tells: it speaks before it uses its tools."""
        if entry.get("type") != _AGENT:
            yield Prompted()
            return
        text, calls = texts_in(entry.get("content")), entry.get("toolCalls")
        calls = [call for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []
        if text:
            yield Told(text)
        yield Spoke("", None if calls or not text else text)
        for call in calls:
            yield from called(event_text(call, "id"), event_text(call, "name"), call.get("args"))
            yield _returned(call)


def printed(text: str) -> str:
    """Return what a command printed, without what the host says of it."""
    if not text.startswith(_OUTPUTS) and "\nOutput: " not in text and "\nStdout: " not in text:
        return text
    lines = []
    for line in text.splitlines():
        name, mark, rest = line.partition(": ")
        if mark and name in ("Output", "Stdout", "Stderr"):
            lines += [rest] if rest not in ("(empty)", "(none)") else []
        elif not (mark and name in _FACTS):
            lines.append(line)
    return "\n".join(lines)


def _returned(call: Entry) -> Returned:
    results = call.get("result")
    results = results if isinstance(results, list) else []
    answers = [object_in(object_in(object_in(each).get("functionResponse")).get("response")) for each in results]
    output = "\n".join(event_text(each, "output") or event_text(each, "error") for each in answers)
    told, output = output, printed(output)
    failed = call.get("status") in ("error", "cancelled")
    status = status_in(told)
    if status is None and told != output and not failed:
        status = 0  # newer logs tell it only where it is another
    return Returned(event_text(call, "id"), output, status, failed)
