"""Entries of Claude Code's session logs, and of the stream that it prints.

    {"type": "assistant", "message": {"content": [{"type": "tool_use", "id", "name": "Agent", "input"}]}, "agentId"}
    {"type": "user", "message": {"content": [{"type": "tool_result", "tool_use_id", "content"}]}, "toolUseResult"}

Messages of an agent carry its `agentId`, in older logs only `isSidechain`; they then hang together by `parentUuid`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from de_lint.agents.events import event_text
from de_lint.agents.own_words import own_words
from de_lint.agents.transcripts.acts import Act, Answered, Prompted, Returned, Spoke, Told
from de_lint.agents.transcripts.calls import called, texts_in
from de_lint.agents.transcripts.latest import Latest
from de_lint.agents.transcripts.statuses import status_in
from de_lint.agents.transcripts.tags import enclosed, tagged

_LAUNCHED = "async_launched"
_COMPLETED = "completed"
#: What the host says in the place of the user, or of what he did without asking for anything.
_NOBODY = (
    "<command-name>", "<local-command-", "<task-notification>", "[Request interrupted", "<system-reminder>",
    "This session is being continued", "Caveat: ",
)  # fmt: skip
#: Of a use of a tool that did not take place.
_REFUSED = (
    "The user doesn't want", "[Request interrupted", "<tool_use_error>", "Claude requested permissions",
    "Permission to use", "Command timed out", "This Bash command contains",
)  # fmt: skip
_BACKGROUND = "Command running in background with ID: "
Entry = Mapping[str, Any]


class ClaudeLog:
    """Reads one log; it remembers which messages of older logs belong to the same agent."""

    def __init__(self) -> None:
        self._chains: Latest[str, str] = Latest()

    @staticmethod
    def wrote(entry: Entry) -> bool:
        """Tell whether an entry is of this shape."""
        return entry.get("type") in ("assistant", "user") and "message" in entry

    def acts(self, entry: Entry) -> Iterator[Act]:
        """Yield what an entry tells."""
        who = self._who(entry)
        if entry.get("type") == "assistant":
            yield from _said(entry, who)
        elif entry.get("type") == "user":
            yield from _given(entry)

    def _who(self, entry: Entry) -> str:
        """Return the id of the agent whose entry it is; blank for the session's own."""
        named = event_text(entry, "agentId") or event_text(entry, "parent_tool_use_id")
        if named or not entry.get("isSidechain"):
            return named
        own = event_text(entry, "uuid")
        chain = self._chains.get(event_text(entry, "parentUuid")) or f"chain {own}"
        self._chains.put(own, chain)
        return chain


def _said(entry: Entry, who: str) -> Iterator[Act]:
    blocks = _blocks(entry)
    tools = [block for block in blocks if block.get("type") == "tool_use"]
    texts = [event_text(block, "text") for block in blocks if block.get("type") == "text"]
    if texts and not entry.get("isApiErrorMessage"):
        yield Told("\n".join(texts))
    for block in tools:
        yield from called(event_text(block, "id"), event_text(block, "name"), block.get("input"))
    if tools or entry.get("isApiErrorMessage"):
        yield Spoke(who, None)
    elif texts:
        yield Spoke(who, "\n".join(texts))


def _given(entry: Entry) -> Iterator[Act]:
    more = entry.get("toolUseResult")
    more = more if isinstance(more, dict) else {}
    for block in _blocks(entry):
        if block.get("type") == "tool_result":
            yield _answer(block, more)
            yield _result(block, more)
        elif block.get("type") == "text":
            text = event_text(block, "text")
            yield from _notices(text)
            if not (entry.get("isMeta") or entry.get("isSidechain") or text.startswith(_NOBODY)):
                yield Prompted()


def _result(block: Entry, more: Entry) -> Returned:
    """Return what a command returned: its status is only told where that is an error, or is taken for none."""
    use, output = event_text(block, "tool_use_id"), texts_in(block.get("content"))
    _, goes_on, runs_as = output.partition(_BACKGROUND)
    if goes_on or more.get("interrupted"):
        return Returned(use, output, runs_as=runs_as.split(".")[0].split()[0] if runs_as.strip() else "")
    if block.get("is_error"):
        refused = output.startswith(_REFUSED)
        return Returned(use, output, None if refused else status_in(output) or 1, failed=refused)
    return Returned(use, output, 1 if more.get("returnCodeInterpretation") else 0)


def _answer(block: Entry, more: Entry) -> Answered:
    use, agent_id = event_text(block, "tool_use_id"), event_text(more, "agentId")
    if event_text(more, "status") == _LAUNCHED:
        return Answered(use, agent_id, None, over=False)
    # What failed, was denied or interrupted is no report.
    return Answered(use, agent_id, None if block.get("is_error") else report_in(block.get("content")))


def report_in(content: object) -> str:
    """Return the report in a tool's result, which is a text or a list of blocks, without what the host adds."""
    if not isinstance(content, list):
        return own_words(content) if isinstance(content, str) else ""
    texts = (event_text(block, "text") for block in content if isinstance(block, dict))
    return "\n".join(own for own in map(own_words, texts) if own)


def _notices(text: str) -> Iterator[Answered]:
    """Yield the reports of agents in the background, which the host hands on when they are done."""
    for notice in enclosed(text, "task-notification"):
        facts = notice.partition("<result>")[0]
        result, agent_id = tagged(notice, "result"), tagged(facts, "task-id") or ""
        if result is not None and tagged(facts, "status") in (None, _COMPLETED):
            yield Answered("" if agent_id else tagged(facts, "tool-use-id") or "", agent_id, result)


def _blocks(entry: Entry) -> list[Entry]:
    message = entry.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [block for block in content if isinstance(block, dict)] if isinstance(content, list) else []
