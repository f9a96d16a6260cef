"""What an event of an agent host gives to judge: a text or files, of which kind, and whose it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from de_lint.classes import dataclass

Payload = Mapping[str, Any]
DELEGATION, REPORT = "delegation", "progress_report"
#: Tools that start an agent, by their names in session logs.
AGENT_TOOLS = frozenset({"Agent", "Task", "runSubagent", "spawn_agent"})
_PROMPTS = ("prompt", "message")
_AGENTS = ("subagent_type", "agent_type", "agentName", "agent_name")


class Unreadable(ValueError):
    """An event that cannot be understood, and why."""


@dataclass(frozen=True, slots=True)
class EventInput:
    """What an event gives.

    `text` is to be judged as `kind`, by the role that `agent` may name; a report without text is an empty one, and
    with `any_text` it need not be one. With `files`, those are judged instead; with none of them, and unless the
    role's contract is asked for (`starts`), the event only tells something.
    """

    event: str
    kind: str | None = None
    text: str = ""
    agent: str = ""
    files: tuple[str, ...] = ()
    #: A part of the agent's work that has been refused once already.
    again: bool = False
    starts: bool = False
    any_text: bool = False
    #: The session itself speaks, and no agent that it started.
    is_session: bool = False
    #: A report that has come back to the one who asked for it: the agent itself is told nothing more.
    returned: bool = False
    #: The tool by which a report is handed over; blank for a last message.
    tool: str = ""
    #: The tool by which an agent that ends may have handed its report over, and whether it says no more than a line.
    handed_by: str = ""
    is_line: bool = False
    session: str = ""
    folder: str = ""
    #: The host's ids of the agent that speaks, of the tool's use that starts one, and of the agent that it started.
    agent_id: str = ""
    use: str = ""
    launched: str = ""
    #: The file that holds the text, where a message points at it.
    source: str = ""
    #: The delegation that is answered, where the event tells it.
    asked: str = ""
    #: The log of the one who speaks: another one's tells nothing of what this one did.
    log: str = ""

    @property
    def is_to_judge(self) -> bool:
        """Tell whether there is anything to judge."""
        return self.kind is not None or bool(self.files)


def parsed(data: bytes) -> Payload:
    """Return the event that the bytes hold, whatever their encoding; raise Unreadable if they hold none."""
    try:
        payload = json.loads(data.decode(json.detect_encoding(data), "replace").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise Unreadable("the event is not JSON") from None
    if not isinstance(payload, dict):
        raise Unreadable("the event is not a JSON object")
    return payload


def event_text(payload: Payload, name: str) -> str:
    """Return a text of the event that need not be there, and may be of any type; blank if it is none."""
    value = payload.get(name)
    return value if isinstance(value, str) else ""


def first_text(payload: Payload, names: Iterable[str]) -> str:
    """Return the first of these that is a text, and not a blank one; blank if none is."""
    return next((text for name in names if (text := event_text(payload, name))), "")


def wanted_text(payload: Payload, name: str) -> str:
    """Return a text that is judged; blank where it is missing, and Unreadable where it is something else."""
    value = payload.get(name)
    if value is not None and not isinstance(value, str):
        raise Unreadable(f"{name} is not text")
    return value or ""


def table_in(payload: Payload, name: str) -> Payload:
    """Return an object of the event, which some hosts write as a text of JSON; raise Unreadable if it is none."""
    value = payload.get(name)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise Unreadable(f"{name} is not an object") from None
    if value is not None and not isinstance(value, dict):
        raise Unreadable(f"{name} is not an object")
    return value or {}


def prompt_in(asked: Payload) -> str:
    """Return the delegation in what a tool that starts an agent was given; raise Unreadable if it is not text."""
    return next((text for name in _PROMPTS if (text := wanted_text(asked, name))), "")


def agent_in(asked: Payload) -> str:
    """Return the type of the agent that a tool was to start; blank where it names none."""
    return first_text(asked, _AGENTS)
