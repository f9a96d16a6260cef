"""Codex: Claude Code's layout; tools whose names end alike, messages that may be ciphertext, answers to the letter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from de_lint.agents.answers import Reply, as_object
from de_lint.agents.events import EventInput, Payload, event_text, first_text, table_in, wanted_text
from de_lint.agents.hosts.claude import ClaudeHost

_SPAWN, _PATCH = "spawn_agent", "apply_patch"
#: A name space may stand before each of them, without anything between.
_TALKING = ("send_input", "followup_task", "send_message")
#: How what only the other agent can read begins.
_CIPHERTEXT = "gAAAAA"
_WROTE = ("*** Add File: ", "*** Update File: ", "*** Move to: ")
_CLOSED = '{"decision"'


class CodexHost(ClaudeHost):
    """Codex."""

    name = "codex"
    title = "Codex"
    room = 2_000
    file = Path(".codex/hooks.json")
    traces = (".codex",)
    program = "codex"
    note = (
        "; Codex skips them until you trust them: open /hooks in Codex, and trust the project if it asks, for its "
        ".codex folder is not read before"
    )
    agents = None
    by_tool: ClassVar[Mapping[str, str]] = {
        "PreToolUse": f"^.*(?:{_SPAWN}|{'|'.join(_TALKING)})$",
        "PostToolUse": f"^.*{_SPAWN}$",
    }
    sample_tool = _SPAWN
    agent_tools = frozenset({"Agent", "Task"})
    file_tools = frozenset({_PATCH})

    def starts_agent(self, tool: str) -> bool:
        """Tell whether a tool starts an agent, or gives one that runs something more to do."""
        return tool.endswith((_SPAWN, *_TALKING)) or super().starts_agent(tool)

    def delegation(self, about: EventInput, payload: Payload, asked: Payload) -> EventInput:
        """Return the delegation in what a tool is given; nothing where only the other agent can read it."""
        text = wanted_text(asked, "message") or _items(asked) or wanted_text(asked, "prompt")
        if text.startswith(_CIPHERTEXT):
            return about
        found = super().delegation(about, payload, {})
        tool = next((name for name in _TALKING if event_text(payload, "tool_name").endswith(name)), "")
        agent = first_text(asked, ("agent_type", "subagent_type", "task_name"))
        return replace(found, text=text, tool=tool, agent=agent)

    def after_tool(self, about: EventInput, payload: Payload) -> EventInput:
        """Return the files that a patch has changed, or which agent was started: nobody is waited for."""
        tool = event_text(payload, "tool_name")
        if not tool.endswith(_SPAWN):
            return super().after_tool(about, payload)
        launched = first_text(_told(payload.get("tool_response")), ("agent_id", "task_name"))
        return replace(about, use=event_text(payload, "tool_use_id"), launched=launched)

    def written(self, asked: Payload) -> tuple[str, ...]:
        """Return the files that a patch has written."""
        lines = first_text(asked, ("command", "input", "patch")).split("\n")
        return tuple(line.partition(": ")[2].strip() for line in lines if line.startswith(_WROTE))

    def samples(self, delegation: str, report: str) -> Iterator[tuple[str, Payload]]:
        """Yield an event for each that can be refused: what a tool returns is not judged."""
        yield from ((event, sample) for event, sample in super().samples(delegation, report) if event != "PostToolUse")

    def silent(self) -> Reply:
        """Return the answer that lets everything go on."""
        return as_object({})

    def takes_note(self, answer: Reply, /) -> bool:
        """Tell whether an answer may tell the user something besides: a refusal may hold nothing else."""
        return not answer.stdout.startswith(_CLOSED)


def _items(asked: Payload) -> str:
    items = asked.get("items")
    texts = (event_text(item, "text") for item in items if isinstance(item, dict)) if isinstance(items, list) else ()
    return "\n".join(filter(None, texts))


def _told(response: object) -> Payload:
    if isinstance(response, str):
        try:
            return table_in({"response": json.loads(response)}, "response")
        except (ValueError, RecursionError):
            return {}
    return response if isinstance(response, dict) else {}


HOST = CodexHost()
