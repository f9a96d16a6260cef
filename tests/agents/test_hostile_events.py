"""Whatever stands on standard input: exit code 0 with one JSON object or nothing; with --fail-closed the other way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from de_lint.agents.answers import LONGEST, Reply, capped
from de_lint.agents.hook import answer

EVENTS = (
    "PreToolUse", "PostToolUse", "SubagentStart", "SubagentStop", "Stop", "TaskCreated", "TaskCompleted",
    "TeammateIdle", "Nonsense",
)  # fmt: skip
FIELDS = (
    "tool_name", "tool_input", "tool_response", "last_assistant_message", "agent_type", "stop_hook_active", "cwd",
    "session_id", "task_subject", "task_description",
)  # fmt: skip
ODD: tuple[Any, ...] = (None, 7, True, [], [None], {}, {"prompt": 3}, "\ud800", "\x00", "../..", 1e400)
HOSTILE = {
    "nothing": b"",
    "blank": b" \n",
    "no JSON": b"{'hook_event_name': 'Stop'}",
    "half": b'{"hook_event_name": "Stop", "last_assist',
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "no event": b"{}",
    "an event of the wrong type": b'{"hook_event_name": ["Stop"]}',
    "deep": b"[" * 200_000,
    "long number": b'{"hook_event_name": ' + b"9" * 10_000 + b"}",
    "binary": bytes(range(256)),
    "wrong prompt": b'{"hook_event_name": "PreToolUse", "tool_name": "Agent", "tool_input": {"prompt": 7}}',
    "wrong report": b'{"hook_event_name": "SubagentStop", "last_assistant_message": ["done"]}',
    "5 MB": json.dumps(
        {"hook_event_name": "PreToolUse", "tool_name": "Agent", "tool_input": {"prompt": "**Task**: x\n" * 420_000}}
    ).encode(),
}


def _fits(given: Reply) -> None:
    if given.stdout:
        value = json.loads(given.stdout)
        assert isinstance(value, dict)
        assert given.stdout.endswith("}\n") and given.stdout.count("\n") == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_fails_open(name: str) -> None:
    given = answer(HOSTILE[name], isolated=True)
    assert (given.exit_code, given.stderr) == (0, "")
    assert list(json.loads(given.stdout)) == ["systemMessage"]


@pytest.mark.parametrize("name", HOSTILE)
def test_fails_closed_where_asked(name: str) -> None:
    given = answer(HOSTILE[name], isolated=True, fail_closed=True)
    assert (given.exit_code, given.stdout) == (2, "")
    assert given.stderr.startswith("de-lint could not check this: ")


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("tool", ["Agent", "Write", None])
def test_any_value_in_any_field(event: str, tool: str | None) -> None:
    for field in FIELDS:
        for value in ODD:
            payload = {"hook_event_name": event, "agent_type": "qa", "tool_name": tool, field: value}
            given = answer(json.dumps(payload).encode(), isolated=True)
            assert given.exit_code == (2 if given.stderr else 0)
            assert not given.stderr or event in ("TaskCompleted", "TeammateIdle")
            _fits(given)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings(encoding: str) -> None:
    payload = {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": "Grüße"}
    text = json.dumps(payload, ensure_ascii=False)
    assert answer(text.encode(encoding), isolated=True) == answer(text.encode(), isolated=True)


def test_bytes_that_are_no_utf_8() -> None:
    data = b'{"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": "Status: \xff\xfe d"}'
    given = answer(data, isolated=True)
    assert given.exit_code == 0
    assert json.loads(given.stdout)["decision"] == "block"


def test_texts_are_capped_as_hosts_count() -> None:
    assert capped("a" * LONGEST) == "a" * LONGEST
    assert capped("a" * (LONGEST + 1)) == "a" * (LONGEST - 1) + "…"
    assert len(capped("😀" * LONGEST).encode("utf-16-le")) // 2 <= LONGEST
    assert capped("\ud800x") == "\ufffdx"


def test_a_long_report_keeps_within_the_limit() -> None:
    text = "QA Agent Progress Report\n" + "".join(f"- Statsu: {n} {'y' * 300}\n" for n in range(300))
    payload = {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": text}
    reason = json.loads(answer(json.dumps(payload).encode(), isolated=True).stdout)["reason"]
    assert len(reason) <= LONGEST
    assert "\n- Coverage: [coverage %]\n" in reason
