"""Entries of Codex's rollouts.

    {"type": "response_item", "payload": {"type": "function_call", "name": "spawn_agent", "arguments", "call_id"}}
    {"type": "response_item", "payload": {"type": "message", "role": "assistant", "content": [{"text"}]}}

An agent has a rollout of its own, whose `session_meta` says so; its report also comes back to whoever waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from de_lint.agents.events import AGENT_TOOLS, Unreadable, agent_in, prompt_in, text_in
from de_lint.agents.transcripts.acts import Act, Answered, Awaited, Delegated, Introduced, Spoke
from de_lint.agents.transcripts.tags import enclosed

_WAITING = frozenset({"wait", "wait_agent", "close_agent"})
Entry = Mapping[str, Any]


class Codex:
    """Reads one rollout."""

    def acts(self, entry: Entry) -> Iterator[Act]:
        """Yield what an entry tells."""
        payload = _table(entry.get("payload"))
        if entry.get("type") == "session_meta":
            yield from _introduced(payload)
        elif entry.get("type") == "response_item":
            yield from _ITEMS.get(text_in(payload, "type"), _nothing)(payload)


def _nothing(_: Entry) -> Iterator[Act]:
    return iter(())


def _introduced(payload: Entry) -> Iterator[Act]:
    source = payload.get("source")
    agent = source.get("subagent") if isinstance(source, dict) else None
    if agent is not None:
        spawn = _table(_table(agent).get("thread_spawn"))
        yield Introduced(text_in(payload, "id"), text_in(spawn, "agent_role"))


def _message(payload: Entry) -> Iterator[Act]:
    text = _text(payload.get("content"))
    if payload.get("role") == "assistant":
        yield Spoke("", None if payload.get("phase") == "commentary" else text)
    elif payload.get("role") == "user":
        for notice in enclosed(text, "subagent_notification"):
            facts = _json(notice)
            name = text_in(facts, "agent_id") or text_in(facts, "agent_path")
            yield from _statuses({name: facts.get("status")})


def _call(payload: Entry) -> Iterator[Act]:
    name, use = text_in(payload, "name"), text_in(payload, "call_id")
    asked = _json(payload.get("arguments"))
    if name in AGENT_TOOLS:
        with suppress(Unreadable):
            yield Delegated(use, agent_in(asked), prompt_in(asked) or _text(asked.get("items")))
    elif name in _WAITING:
        yield Awaited(use)
    yield Spoke("", None)


def _output(payload: Entry) -> Iterator[Act]:
    use, output = text_in(payload, "call_id"), payload.get("output")
    text = _text(output if not isinstance(output, dict) else output.get("content"))
    facts = _json(text)
    started, status = text_in(facts, "agent_id"), facts.get("status", facts.get("previous_status"))
    if started:
        yield Answered(use, started, None, over=False)
    elif isinstance(status, dict):
        yield from _statuses(status)
    elif not facts:
        failed = isinstance(output, dict) and output.get("success") is False
        yield Answered(use, "", None if failed else text)


def _statuses(by_agent: Mapping[str, object]) -> Iterator[Act]:
    """Yield the reports of the agents that have one, each known by its id."""
    for agent_id, status in by_agent.items():
        text = _table(status).get("completed")
        if isinstance(text, str) and agent_id:
            yield Answered("", agent_id, text)


def _text(content: object) -> str:
    if not isinstance(content, list):
        return content if isinstance(content, str) else ""
    return "\n".join(text_in(part, "text") for part in content if isinstance(part, dict))


def _json(text: object) -> Entry:
    """Return the JSON object that a text is; an empty one for anything else."""
    try:
        return _table(json.loads(text) if isinstance(text, str) else text)
    except (ValueError, RecursionError):
        return {}


def _table(value: object) -> Entry:
    return value if isinstance(value, dict) else {}


_ITEMS = {"message": _message, "function_call": _call, "function_call_output": _output}
