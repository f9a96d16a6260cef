"""Claude Code, whose layout of events and settings several other hosts have taken over.

An agent's report comes by SubagentStop, or before it by the tool SubagentHandback, or between agents by SendMessage;
what its tool returns to the one who started it is a report only where the agent was waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from de_lint.agents.answers import REFUSED, Reply, as_object, capped
from de_lint.agents.events import (
    DELEGATION,
    REPORT,
    EventInput,
    Payload,
    agent_in,
    event_text,
    first_text,
    prompt_in,
    table_in,
    wanted_text,
)
from de_lint.agents.hosts.host import COMMAND, TRIAL, Host

HAND_BACK, MESSAGE = "SubagentHandback", "SendMessage"
#: How the note begins that stands in the place of a report that was handed over before.
_NOTES = ("This agent's report was delivered", "Async agent launched")
_LONGEST_CLOSING = 200
#: The mode in which agents hand their reports over by a tool.
_HANDS_OVER = "auto"
_COMPLETED = frozenset({"", "completed"})


class ClaudeHost(Host):
    """Claude Code."""

    name = "claude"
    title = "Claude Code"
    file = Path(".claude/settings.json")
    traces: ClassVar[tuple[str, ...]] = (".claude", "CLAUDE.md")
    program = "claude"
    agents: ClassVar[Path | None] = Path(".claude/agents")
    chooses_agents = True
    by_agent: ClassVar[tuple[str, ...]] = ("SubagentStart", "SubagentStop")
    by_tool: ClassVar[Mapping[str, str]] = {
        "PreToolUse": f"Agent|Task|{HAND_BACK}|{MESSAGE}",
        "PostToolUse": "Agent|Task",
    }
    sample_tool: ClassVar[str] = "Agent"
    agent_tools: ClassVar[frozenset[str]] = frozenset({"Agent", "Task"})
    file_tools: ClassVar[frozenset[str]] = frozenset({"Write", "Edit", "MultiEdit"})

    def look(self, about: EventInput, payload: Payload) -> EventInput:
        """Return what an event gives to judge."""
        look = _LOOKS.get(about.event)
        return look(self, about, payload) if look else about

    def before_tool(self, about: EventInput, payload: Payload) -> EventInput:
        """Return the delegation that a tool is to start an agent with, or the message that it is to hand over."""
        tool = event_text(payload, "tool_name")
        if tool in (HAND_BACK, MESSAGE):
            return self._message(about, payload, tool)
        if not self.starts_agent(tool):
            return about
        return self.delegation(about, payload, table_in(payload, "tool_input"))

    def delegation(self, about: EventInput, payload: Payload, asked: Payload) -> EventInput:
        """Return the delegation in what a tool is given."""
        use = event_text(payload, "tool_use_id")
        return replace(about, kind=DELEGATION, text=prompt_in(asked), agent=agent_in(asked), use=use)

    def _message(self, about: EventInput, payload: Payload, tool: str) -> EventInput:
        sent = table_in(payload, "tool_input")
        message = sent.get("message")
        if not isinstance(message, str):
            return about  # what asks an agent to end is an object
        if tool == MESSAGE and not about.agent_id:
            return replace(about, kind=DELEGATION, text=message, agent=event_text(sent, "to"), tool=tool)
        agent = event_text(payload, "agent_type")
        return replace(
            about, kind=REPORT, text=message, agent=agent, tool=tool, any_text=tool == MESSAGE, log=_log(about, payload)
        )

    def after_tool(self, about: EventInput, payload: Payload) -> EventInput:
        """Return the report that a tool has returned, or the files that it has written."""
        tool = event_text(payload, "tool_name")
        if tool in self.file_tools:
            return replace(about, files=self.written(table_in(payload, "tool_input")))
        if not self.starts_agent(tool):
            return about
        asked = table_in(payload, "tool_input")
        response = payload.get("tool_response")
        launched = event_text(response, "agentId") if isinstance(response, dict) else ""
        about = replace(about, use=event_text(payload, "tool_use_id"), launched=launched)
        text = self.returned(response)
        # An agent that was only launched has answered nothing yet.
        if text is None or text.startswith(_NOTES):
            return about
        return replace(about, kind=REPORT, text=text, agent=agent_in(asked), returned=True)

    def returned(self, response: object) -> str | None:
        """Return the report in a tool's response, None if it has none."""
        if not isinstance(response, dict):
            return response if isinstance(response, str) else None
        content = response.get("content")
        if event_text(response, "status") not in _COMPLETED:
            return None
        if not isinstance(content, list):
            return content if isinstance(content, str) else None
        return "\n".join(event_text(part, "text") for part in content if isinstance(part, dict))

    def stopped(self, about: EventInput, payload: Payload) -> EventInput:
        """Return the last message of an agent; none where the host does not tell it."""
        if payload.get("last_assistant_message") is None and not self.says_nothing(about, payload):
            return about
        text, is_session = wanted_text(payload, "last_assistant_message"), about.event == "Stop"
        line = text.strip()
        return replace(
            about,
            kind=REPORT,
            text=text,
            agent=event_text(payload, "agent_type"),
            again=bool(payload.get("stop_hook_active")),
            is_session=is_session,
            handed_by=HAND_BACK if event_text(payload, "permission_mode") == _HANDS_OVER and not is_session else "",
            is_line=0 < len(line) <= _LONGEST_CLOSING and "\n" not in line,
            log=event_text(payload, "transcript_path" if is_session else "agent_transcript_path"),
        )

    def says_nothing(self, about: EventInput, payload: Payload) -> bool:
        """Tell whether an end without a message is that of an agent without one: older versions left a blank one out.

        Those did not tell either whether the agent goes on because of a refusal; today it is told with every end.
        """
        is_older = about.event == "SubagentStop" and "stop_hook_active" not in payload
        return self.name == "claude" and is_older and bool(event_text(payload, "agent_type"))

    def started(self, about: EventInput, payload: Payload) -> EventInput:
        """Return that an agent starts."""
        agent, use = event_text(payload, "agent_type"), event_text(payload, "tool_use_id")
        return replace(about, agent=agent, use=use, launched=about.agent_id, starts=True)

    def task_created(self, about: EventInput, payload: Payload) -> EventInput:
        """Return the delegation that a task is."""
        parts = (wanted_text(payload, "task_subject"), wanted_text(payload, "task_description"))
        return replace(about, kind=DELEGATION, text="\n\n".join(part for part in parts if part))

    def starts_agent(self, tool: str) -> bool:
        """Tell whether a tool starts an agent."""
        return tool in self.agent_tools

    def written(self, asked: Payload) -> tuple[str, ...]:
        """Return the files that a tool has written."""
        return tuple(filter(None, [first_text(asked, ("file_path", "filePath", "path"))]))

    def refused(self, given: EventInput, reason: str, /) -> Reply:
        """Return the answer that refuses what an event is about."""
        if given.event in _EXITING:
            return Reply(stderr=capped(reason) + "\n", exit_code=REFUSED)
        return as_object(self.denial(given, reason) if given.event == "PreToolUse" else self.block(given, reason))

    def block(self, _: EventInput, reason: str, /) -> dict[str, Any]:
        """Return the object that refuses what was done."""
        return {"decision": "block", "reason": capped(reason)}

    def denial(self, given: EventInput, reason: str, /) -> dict[str, Any]:
        """Return the object that denies the use of a tool."""
        return {"hookSpecificOutput": {"hookEventName": given.event, **denied(reason)}}

    def samples(self, delegation: str, report: str) -> Iterator[tuple[str, Payload]]:
        """Yield an event for each that can be refused."""
        asked = {"prompt": delegation, "subagent_type": "qa"}
        tool = {"session_id": TRIAL, "tool_name": self.sample_tool, "tool_use_id": "use", "tool_input": asked}
        yield "PreToolUse", {**tool, "hook_event_name": "PreToolUse"}
        content = [{"type": "text", "text": report}]
        yield "PostToolUse", {**tool, "hook_event_name": "PostToolUse", "tool_response": {"content": content}}
        if "SubagentStop" in self.by_agent:
            said = {"last_assistant_message": report, "stop_hook_active": False}
            yield "SubagentStop", {"session_id": TRIAL, "hook_event_name": "SubagentStop", "agent_type": "qa", **said}

    def command(self) -> str:
        """Return the command line that the host is to run."""
        return COMMAND if self.name == "claude" else super().command()


def _log(about: EventInput, payload: Payload) -> str:
    """Return the agent's own log, which lies beside that of its session."""
    session = event_text(payload, "transcript_path").removesuffix(".jsonl")
    usual = f"{session}/subagents/agent-{about.agent_id}.jsonl" if session and about.agent_id.isalnum() else ""
    return event_text(payload, "agent_transcript_path") or usual


def denied(reason: str) -> dict[str, Any]:
    """Return the decision that denies the use of a tool."""
    return {"permissionDecision": "deny", "permissionDecisionReason": capped(reason)}


#: These are refused by an exit code.
_EXITING = ("TaskCompleted", "TeammateIdle")
_LOOKS: Mapping[str, Callable[[ClaudeHost, EventInput, Payload], EventInput]] = {
    "PreToolUse": lambda host, about, payload: host.before_tool(about, payload),
    "PostToolUse": lambda host, about, payload: host.after_tool(about, payload),
    "SubagentStart": lambda host, about, payload: host.started(about, payload),
    "SubagentStop": lambda host, about, payload: host.stopped(about, payload),
    "Stop": lambda host, about, payload: host.stopped(about, payload),
    "TaskCreated": lambda host, about, payload: host.task_created(about, payload),
    "TaskCompleted": lambda host, about, payload: host.stopped(about, payload),
    "TeammateIdle": lambda host, about, payload: host.stopped(about, payload),
}
HOST = ClaudeHost()
