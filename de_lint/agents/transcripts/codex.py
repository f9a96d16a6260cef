"""Entries of Codex's rollouts.

    {"type": "response_item", "payload": {"type": "function_call", "name": "spawn_agent", "arguments", "call_id"}}
    {"type": "response_item", "payload": {"type": "message", "role": "assistant", "content": [{"text"}]}}

An agent has a rollout of its own, whose `session_meta` says so; its report also comes back to whoever waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from de_lint.agents.events import event_text
from de_lint.agents.transcripts.acts import Act, Answered, Awaited, Introduced, Prompted, Returned, Spoke, Told
from de_lint.agents.transcripts.calls import Entry, called, json_in, object_in, texts_in
from de_lint.agents.transcripts.statuses import status_in
from de_lint.agents.transcripts.tags import enclosed
from de_lint.patterns import compiled

_WAITING = frozenset({"wait", "wait_agent", "close_agent"})
#: Messages that the host writes in the place of the user.
_NOBODY = (
    "<environment_context>", "<user_instructions>", "# AGENTS.md", "<turn_aborted>", "<permissions",
    "<subagent_notification>",
)  # fmt: skip
_GOES_ON = compiled(r"Process running with session ID (\w+)")
_OUTPUT = "\nOutput:\n"


class CodexLog:
    """Reads one rollout."""

    @staticmethod
    def wrote(entry: Entry) -> bool:
        """Tell whether an entry is of this shape."""
        return "payload" in entry

    def acts(self, entry: Entry) -> Iterator[Act]:
        """Yield what an entry tells."""
        payload = object_in(entry.get("payload"))
        if entry.get("type") == "session_meta":
            yield from _introduced(payload)
        elif entry.get("type") == "response_item":
            yield from _ITEMS.get(event_text(payload, "type"), _nothing)(payload)


def _nothing(_: Entry) -> Iterator[Act]:
    return iter(())


def _introduced(payload: Entry) -> Iterator[Act]:
    source = payload.get("source")
    agent = source.get("subagent") if isinstance(source, dict) else None
    if agent is not None:
        spawn = object_in(object_in(agent).get("thread_spawn"))
        yield Introduced(event_text(payload, "id"), event_text(spawn, "agent_role"))


def _message(payload: Entry) -> Iterator[Act]:
    text = texts_in(payload.get("content"))
    if payload.get("role") == "assistant":
        yield Told(text)
        yield Spoke("", None if payload.get("phase") == "commentary" else text)
    elif payload.get("role") == "user":
        for notice in enclosed(text, "subagent_notification"):
            facts = json_in(notice)
            name = event_text(facts, "agent_id") or event_text(facts, "agent_path")
            yield from _statuses({name: facts.get("status")})
        if not text.lstrip().startswith(_NOBODY):
            yield Prompted()


def _call(payload: Entry) -> Iterator[Act]:
    name, use = event_text(payload, "name"), event_text(payload, "call_id")
    if payload.get("type") == "local_shell_call":
        name, payload = "local_shell", {**payload, "arguments": object_in(payload.get("action"))}
    arguments = payload.get("input") if payload.get("type") == "custom_tool_call" else payload.get("arguments")
    yield from called(use, name, json_in(arguments) or arguments)
    if name in _WAITING:
        yield Awaited(use)
    yield Spoke("", None)


def _output(payload: Entry) -> Iterator[Act]:
    use, output = event_text(payload, "call_id"), payload.get("output")
    text = texts_in(output if not isinstance(output, dict) else output.get("content"))
    facts = json_in(text)
    yield _result(use, text, facts)
    started, status = event_text(facts, "agent_id"), facts.get("status", facts.get("previous_status"))
    if started:
        yield Answered(use, started, None, over=False)
    elif isinstance(status, dict):
        yield from _statuses(status)
    elif not facts:
        failed = isinstance(output, dict) and output.get("success") is False
        yield Answered(use, "", None if failed else text)


def _result(use: str, text: str, facts: Entry) -> Returned:
    """Return what a command returned, as the host's versions write it."""
    code = object_in(facts.get("metadata")).get("exit_code")
    if isinstance(code, int):
        return Returned(use, event_text(facts, "output"), code)
    head, _, output = text.partition(_OUTPUT)
    goes_on, status = _GOES_ON.search(head), status_in(head)
    return Returned(use, output or text, status, runs_as=goes_on[1] if goes_on else "")


def _statuses(by_agent: Mapping[str, object]) -> Iterator[Act]:
    """Yield the reports of the agents that have one, each known by its id."""
    for agent_id, status in by_agent.items():
        text = object_in(status).get("completed")
        if isinstance(text, str) and agent_id:
            yield Answered("", agent_id, text)


_ITEMS = {
    "message": _message, "local_shell_call": _call, "function_call": _call, "function_call_output": _output,
    "custom_tool_call": _call, "custom_tool_call_output": _output,
}  # fmt: skip
