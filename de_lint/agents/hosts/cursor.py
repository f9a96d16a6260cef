"""Cursor: an agent's start tells its task, and its end a summary, which may be shortened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from de_lint.agents.answers import Reply, as_object, capped
from de_lint.agents.events import (
    DELEGATION,
    REPORT,
    EventInput,
    Payload,
    agent_in,
    event_text,
    prompt_in,
    table_in,
    wanted_text,
)
from de_lint.agents.hosts.host import EVERY, TIMEOUT, TRIAL, Host

_STARTS, _STOPS, _BEFORE = "subagentStart", "subagentStop", "preToolUse"
#: How a shortened text ends.
_SHORTENED = ("…", "...")
_COMPLETED = ("", "completed")


class CursorHost(Host):
    """Cursor."""

    name = "cursor"
    title = "Cursor"
    file = Path(".cursor/hooks.json")
    traces = (".cursor", ".cursorrules")
    program = "cursor"

    def plain(self, payload: Payload) -> Payload:
        """Return an event with the names that most hosts use."""
        roots = payload.get("workspace_roots")
        root = roots[0] if isinstance(roots, list) and roots else None
        same = {"session_id": "conversation_id", "agent_id": "subagent_id"}
        plain = {usual: payload[own] for usual, own in same.items() if own in payload}
        return {"cwd": root, **plain, **payload}

    def look(self, about: EventInput, payload: Payload) -> EventInput:
        """Return what an event gives to judge."""
        agent = event_text(payload, "subagent_type")
        if about.event == _STARTS:
            return replace(about, kind=DELEGATION, text=wanted_text(payload, "task"), agent=agent, agent_id="")
        if about.event == _BEFORE and event_text(payload, "tool_name") == "Task":
            asked = table_in(payload, "tool_input")
            return replace(about, kind=DELEGATION, text=prompt_in(asked), agent=agent_in(asked))
        if about.event == _STOPS:
            return _stopped(about, payload, agent)
        return about

    def told(self, message: str) -> Reply:
        """Return an answer that tells the user something and refuses nothing: in the log of the host's hooks."""
        return Reply(stderr=capped(message) + "\n")

    def refused(self, given: EventInput, reason: str, /) -> Reply:
        """Return the answer that refuses what an event is about."""
        words = capped(reason)
        if given.event == _STOPS:
            return as_object({"followup_message": words})
        denied = {"permission": "deny", "user_message": words}
        return as_object({**denied, "agent_message": words} if given.event == _BEFORE else denied)

    def takes_note(self, _: Reply, /) -> bool:
        """Tell whether an answer may tell the user something besides."""
        return False

    def samples(self, delegation: str, report: str) -> Iterator[tuple[str, Payload]]:
        """Yield an event for each that can be refused."""
        about = {"conversation_id": TRIAL, "subagent_type": "qa"}
        yield _STARTS, {**about, "hook_event_name": _STARTS, "task": delegation}
        yield _STOPS, {**about, "hook_event_name": _STOPS, "status": "completed", "summary": report}

    def hooks(self, _: str = EVERY, /) -> dict[str, Any]:
        """Return what the host's file is to hold."""
        run = {"command": self.command(), "timeout": TIMEOUT}
        return {"version": 1, "hooks": {_STARTS: [run], _STOPS: [{**run, "loop_limit": 1}]}}


def _stopped(about: EventInput, payload: Payload, agent: str) -> EventInput:
    text, loops = payload.get("summary"), payload.get("loop_count")
    if text is None or event_text(payload, "status") not in _COMPLETED:
        return about
    text = wanted_text(payload, "summary")
    if text.rstrip().endswith(_SHORTENED):
        return about
    again = isinstance(loops, int) and loops > 0
    asked = event_text(payload, "task")
    return replace(about, kind=REPORT, text=text, agent=agent, again=again, asked=asked)


HOST = CursorHost()
