"""Codex takes an answer to the letter: one with a key that it does not know, or a refusal without words, is dropped.

What it takes is written here in our own words, as its published schemas and its parser have it for each event: no
other keys, values of these types, and a reason that says something wherever something is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from de_lint.agents.answers import Reply
from de_lint.agents.hook import answer
from de_lint.agents.hosts import host_named

FIXTURES = sorted((Path(__file__).resolve().parents[2] / "fixtures" / "hook").glob("*/*/payload.json"))
BAD = "QA Agent Progress Report\n- Task: Check the import\n- Status: purple\n"
FILLED = {"type": "string", "pattern": r"\S"}
#: What any event may say beside its own.
ASIDE = {"systemMessage": {"type": "string"}}


def only(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def about(event: str, required: list[str], **properties: Any) -> dict[str, Any]:
    return only(["hookEventName", *required], hookEventName={"const": event}, **properties)


#: A block needs its reason, and a reason its block.
BLOCK = only([], **ASIDE, decision={"const": "block"}, reason=FILLED) | {
    "dependentRequired": {"decision": ["reason"], "reason": ["decision"]}
}
DENY = about(
    "PreToolUse", ["permissionDecision", "permissionDecisionReason"],
    permissionDecision={"const": "deny"}, permissionDecisionReason=FILLED,
)  # fmt: skip
CONTRACT = about("SubagentStart", ["additionalContext"], additionalContext=FILLED)
TAKEN = {
    "PreToolUse": only([], **ASIDE, hookSpecificOutput=DENY),
    "PostToolUse": BLOCK,
    "SubagentStart": only([], **ASIDE, hookSpecificOutput=CONTRACT),
    "SubagentStop": BLOCK,
    "Stop": BLOCK,
}
#: Other events take no more than what is said beside.
OTHER = only([], **ASIDE)


def faults(event: str, given: Reply) -> list[str]:
    """Return what Codex would not take in an answer."""
    if given.exit_code:
        return [] if given.exit_code == 2 and given.stderr.strip() and not given.stdout else ["a failure without words"]
    said = json.loads(given.stdout)
    found = [error.message for error in Draft202012Validator(TAKEN.get(event, OTHER)).iter_errors(said)]
    if "decision" in said and len(said) > 2:
        found.append("something beside a refusal")
    return found


def as_codex(payload: dict[str, Any]) -> dict[str, Any]:
    """Return an event of another host as Codex would send it."""
    tools = {"Agent": "spawn_agent", "Task": "spawn_agent", "runSubagent": "collaborationspawn_agent"}
    asked = payload.get("tool_input")
    tool = tools.get(str(payload.get("tool_name")), payload.get("tool_name"))
    if not isinstance(asked, dict) or tool == payload.get("tool_name"):
        return payload
    given = {"message": asked.get("prompt"), "agent_type": asked.get("subagent_type") or asked.get("agentName")}
    return {**payload, "tool_name": tool, "tool_input": given}


def events() -> Iterator[Any]:
    for file in FIXTURES:
        data = json.loads(file.read_text(encoding="utf-8"))
        name = f"{file.parent.parent.name}-{file.parent.name}"
        if name.startswith("TaskCreated"):
            continue  # an event that Codex has not
        yield pytest.param(data, id=name)
        if isinstance(data, dict) and as_codex(data) != data:
            yield pytest.param(as_codex(data), id=f"{name} as Codex sends it")


@pytest.mark.parametrize("payload", list(events()))
@pytest.mark.parametrize("closed", [False, True])
def test_every_answer_is_taken(payload: Any, closed: bool) -> None:
    event = str(payload.get("hook_event_name")) if isinstance(payload, dict) else ""
    given = answer(json.dumps(payload).encode(), "codex", isolated=True, fail_closed=closed)
    assert faults(event, given) == []


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"hook_event_name": 7}', b'{"hook_event_name": "Interrupt"}'])
def test_so_is_what_is_said_of_an_event_that_cannot_be_read(data: bytes) -> None:
    assert faults("", answer(data, "codex", isolated=True)) == []


@pytest.mark.parametrize("mode", ["block", "warn", "shadow"])
@pytest.mark.parametrize("log", ["log.jsonl", "../out.jsonl"])
def test_so_are_answers_in_a_session_with_warnings_and_a_log_that_cannot_be_written(
    mode: str, log: str, tmp_path: Path
) -> None:
    (tmp_path / ".de-lint.toml").write_text(f'[hook]\nmode = "{mode}"\nlog = "{log}"\n', encoding="utf-8")
    place = {"cwd": str(tmp_path), "session_id": "s"}
    said = []
    for event, payload in [*host_named("codex").samples(BAD.replace("Progress Report", ""), BAD)] * 3:
        given = answer(json.dumps({**payload, **place}).encode(), "codex")
        assert faults(event, given) == []
        said.append((event, given.stdout))
    refused = [event for event, stdout in said if '"block"' in stdout or '"deny"' in stdout]
    assert bool(refused) == (mode == "block")
    assert any("systemMessage" in stdout for _, stdout in said) or (mode, log) == ("shadow", "log.jsonl")


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("SubagentStop", {"decision": "block"}),
        ("SubagentStop", {"decision": "block", "reason": " "}),
        ("SubagentStop", {"reason": "why"}),
        ("SubagentStop", {"decision": "approve", "reason": "why"}),
        ("Stop", {"decision": "block", "reason": "why", "systemMessage": "and"}),
        ("Stop", {"hookSpecificOutput": {"hookEventName": "Stop", "additionalContext": "x"}}),
        ("PostToolUse", {"decision": "block", "reason": "why", "hookSpecificOutput": None}),
        ("PreToolUse", {"decision": "block", "reason": "why"}),
        ("PreToolUse", {"hookSpecificOutput": {"hookEventName": "PreToolUse", "permissionDecision": "deny"}}),
        ("PreToolUse", {"permissionDecision": "deny", "permissionDecisionReason": "why"}),
        ("SubagentStart", {"hookSpecificOutput": {"hookEventName": "SessionStart", "additionalContext": "x"}}),
        ("PreCompact", {"decision": "block", "reason": "why"}),
    ],
)
def test_what_codex_drops_is_known_as_such(event: str, said: dict[str, Any]) -> None:
    assert faults(event, Reply(json.dumps(said)))
