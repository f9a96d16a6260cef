"""What each event of an agent host gives to judge: a text or a file, its kind, and whose it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Payload = Mapping[str, Any]
DELEGATION, REPORT = "delegation", "progress_report"
#: Tools that start an agent, and tools that write a file.
AGENT_TOOLS = frozenset({"Agent", "Task", "runSubagent", "spawn_agent"})
_PROMPTS = ("prompt", "message")
_AGENTS = ("subagent_type", "agent_type", "agentName")
WRITING_TOOLS = frozenset({"Write", "Edit", "MultiEdit"})


class Unreadable(ValueError):
    """An event that cannot be understood, and why."""


@dataclass(frozen=True, slots=True)
class Given:
    """What an event gives.

    `text` is to be judged as `kind`, by the role that `agent` may name; a report without text is an empty one, and
    with `any_text` it need not be one. With `file`, that file is judged instead; with neither `kind` nor `file`, the
    event only tells something.
    """

    event: str
    kind: str | None = None
    text: str = ""
    agent: str = ""
    file: str | None = None
    #: A part of the agent's work that has been refused once already.
    again: bool = False
    #: The role's contract is asked for.
    starts: bool = False
    any_text: bool = False


def parsed(data: bytes) -> Payload:
    """Return the event that the bytes hold, whatever their encoding; raise Unreadable if they hold none."""
    try:
        payload = json.loads(data.decode(json.detect_encoding(data), "replace").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise Unreadable("the event is not JSON") from None
    if not isinstance(payload, dict):
        raise Unreadable("the event is no JSON object")
    return payload


def given(payload: Payload) -> Given | None:
    """Return what an event gives to judge, None for nothing; raise Unreadable for values of the wrong type."""
    event = _text(payload, "hook_event_name")
    if not event:
        raise Unreadable("hook_event_name is missing")
    look = _EVENTS.get(event)
    return look(event, payload) if look else None


def text_in(payload: Payload, name: str) -> str:
    """Return a text of the event that need not be there, and may be of any type; blank if it is none."""
    value = payload.get(name)
    return value if isinstance(value, str) else ""


def prompt_in(asked: Payload) -> str:
    """Return the delegation in what a tool that starts an agent was given; raise Unreadable if it is no text."""
    return next((text for name in _PROMPTS if (text := _text(asked, name))), "")


def agent_in(asked: Payload) -> str:
    """Return the type of the agent that a tool was to start; blank where it names none."""
    return next((text for name in _AGENTS if (text := text_in(asked, name))), "")


def _text(payload: Payload, name: str) -> str:
    value = payload.get(name)
    if value is not None and not isinstance(value, str):
        raise Unreadable(f"{name} is no text")
    return value or ""


def _table(payload: Payload, name: str) -> Payload:
    value = payload.get(name)
    if value is not None and not isinstance(value, dict):
        raise Unreadable(f"{name} is no object")
    return value or {}


def _before_tool(event: str, payload: Payload) -> Given | None:
    if text_in(payload, "tool_name") not in AGENT_TOOLS:
        return None
    asked = _table(payload, "tool_input")
    return Given(event, DELEGATION, prompt_in(asked), agent_in(asked))


def _after_tool(event: str, payload: Payload) -> Given | None:
    tool = text_in(payload, "tool_name")
    asked = _table(payload, "tool_input")
    if tool in WRITING_TOOLS:
        return Given(event, file=_text(asked, "file_path") or None)
    if tool not in AGENT_TOOLS:
        return None
    response = payload.get("tool_response")
    text = response if isinstance(response, str) else _content(response)
    # An agent that was only launched has answered nothing yet.
    return None if text is None else Given(event, REPORT, text, agent_in(asked))


def _content(response: object) -> str | None:
    """Return the text of a tool's response, None if it has none."""
    content = response.get("content") if isinstance(response, dict) else None
    if not isinstance(content, list):
        return content if isinstance(content, str) else None
    return "\n".join(text_in(part, "text") for part in content if isinstance(part, dict))


def _stopped(event: str, payload: Payload) -> Given:
    again = bool(payload.get("stop_hook_active"))
    return Given(event, REPORT, _text(payload, "last_assistant_message"), text_in(payload, "agent_type"), again=again)


def _task_created(event: str, payload: Payload) -> Given:
    parts = (_text(payload, "task_subject"), _text(payload, "task_description"))
    return Given(event, DELEGATION, "\n\n".join(part for part in parts if part))


def _finished(event: str, payload: Payload) -> Given | None:
    """These events carry no report by themselves: only one that is there is judged."""
    return None if payload.get("last_assistant_message") is None else _stopped(event, payload)


def _started(event: str, payload: Payload) -> Given:
    return Given(event, agent=text_in(payload, "agent_type"), starts=True)


_EVENTS: Mapping[str, Callable[[str, Payload], Given | None]] = {
    "PreToolUse": _before_tool,
    "PostToolUse": _after_tool,
    "SubagentStart": _started,
    "SubagentStop": _stopped,
    "Stop": _stopped,
    "TaskCreated": _task_created,
    "TaskCompleted": _finished,
    "TeammateIdle": _finished,
}
