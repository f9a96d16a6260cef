"""A session of each host: an agent is asked, reports badly, is refused, mends its report, and that passes.

What each host sends is written here in its own shape; how it is answered is read as the host would read it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from de_lint.agents.hook import answer
from de_lint.agents.hosts import NAMES
from de_lint.agents.matchers import joined_matcher, matcher_of, matches

ASKED = (
    "**QA Agent**: Check the invoice export\n\nTEMPORAL CONTEXT: Today is 2025-05-06.\n\n**Task**: Check the export\n"
    "- Compare the totals\n\n**Authority**: ALL testing decisions\n**Expected Results**: A list of differences\n"
    "**Ticket Reference**: ISS-0519\n**Progress Reporting**: Report failures at once\n"
)
GOOD = (
    "QA Agent Progress Report\n- Task: Check the export (ISS-0519)\n- Status: in progress\n- Test Results:\n"
    "  - Passed: 31\n  - Failed: 0\n  - Skipped: 2\n- Coverage: 91%\n- Critical Issues: none\n- Quality Metrics:\n"
    "  - Code Quality: 9\n  - Performance: good\n  - Security: good\n- Recommendations: none\n"
)
BAD = "QA Agent Progress Report\n- Task: Check the export\n- Status: greenish\n- Coverage: 91%\n"

#: What a host sends for one step: the first time, and when the agent goes on because it was refused.
Step = Callable[[str, bool], dict[str, Any]]


def _claude(event: str, **more: Any) -> dict[str, Any]:
    return {"session_id": "s", "hook_event_name": event, "permission_mode": "default", **more}


def _stop(text: str, again: bool, **more: Any) -> dict[str, Any]:
    return _claude("SubagentStop", last_assistant_message=text, stop_hook_active=again, agent_id="a1", **more)


def _used(event: str, tool: str, asked: dict[str, Any], **more: Any) -> dict[str, Any]:
    return _claude(event, tool_name=tool, tool_use_id="u1", tool_input=asked, **more)


def _gemini(text: str) -> dict[str, Any]:
    result = f"Subagent 'qa' finished.\nTermination Reason: GOAL\nResult:\n{text}"
    asked = {"agent_name": "qa", "prompt": ASKED}
    return _used("AfterTool", "invoke_agent", asked, tool_response={"llmContent": [{"text": result}]})


def _cursor(event: str, **more: Any) -> dict[str, Any]:
    return {"conversation_id": "s", "hook_event_name": event, "subagent_type": "qa", "task": ASKED, **more}


def _opencode(when: str, **output: Any) -> dict[str, Any]:
    args = {"subagent_type": "qa", "prompt": ASKED}
    given = {"tool": "task", "sessionID": "s", "callID": "u1", "args": args}
    return {"hook_event_name": f"tool.execute.{when}", "input": given, "output": output or {"args": args}}


CLAUDES = {"prompt": ASKED, "subagent_type": "qa"}
VSCODES = {"prompt": ASKED, "agentName": "qa"}
SPAWN = {"message": ASKED, "agent_type": "qa"}
LAUNCHED = _used("PostToolUse", "spawn_agent", SPAWN, tool_response='{"agent_id": "a1", "nickname": "Euclid"}')
#: By host and way of reporting: what is sent before the report, and the report.
SESSIONS: dict[str, tuple[list[dict[str, Any]], Step]] = {
    "claude": ([_used("PreToolUse", "Agent", CLAUDES)], lambda t, again: _stop(t, again, agent_type="qa")),
    "claude, handed over": (
        [_used("PreToolUse", "Agent", CLAUDES)],
        lambda t, _: _used("PreToolUse", "SubagentHandback", {"message": t}, agent_id="a1", agent_type="qa"),
    ),
    "claude, by message": (
        [_used("PreToolUse", "Agent", CLAUDES)],
        lambda t, _: _used("PreToolUse", "SendMessage", {"to": "main", "message": t}, agent_id="a1", agent_type="qa"),
    ),
    "claude, waited for": (
        [_used("PreToolUse", "Agent", CLAUDES)],
        lambda t, _: _used(
            "PostToolUse", "Agent", CLAUDES, tool_response={"agentId": "a1", "content": [{"type": "text", "text": t}]}
        ),
    ),
    "codex": (
        [_used("PreToolUse", "spawn_agent", SPAWN), LAUNCHED],
        lambda t, again: _stop(t, again, agent_type="default"),
    ),
    "vscode": (
        [_used("PreToolUse", "runSubagent", VSCODES)],
        lambda t, _: _used("PostToolUse", "runSubagent", VSCODES, tool_response=t),
    ),
    "copilot": (
        [_used("PreToolUse", "Agent", {"prompt": ASKED, "agent_type": "qa"})],
        lambda t, _: _claude("SubagentStop", last_assistant_message=t, agent_id="a1", agent_type="qa", agent_name="qa"),
    ),
    "copilot, in camelCase": (
        [{"sessionId": "s", "toolName": "task", "toolArgs": {"prompt": ASKED, "agent_type": "qa"}}],
        lambda t, _: {"sessionId": "s", "agentId": "a1", "agentName": "qa", "response": t, "stopReason": "end_turn"},
    ),
    "gemini": ([_used("BeforeTool", "invoke_agent", {"agent_name": "qa", "prompt": ASKED})], lambda t, _: _gemini(t)),
    "qwen": ([_used("PreToolUse", "agent", CLAUDES)], lambda t, again: _stop(t, again, agent_type="qa")),
    "cursor": (
        [_cursor("subagentStart", subagent_id="a1")],
        lambda t, again: _cursor("subagentStop", summary=t, status="completed", loop_count=int(again)),
    ),
    "droid": (
        [_used("PreToolUse", "Task", CLAUDES)],
        lambda t, _: _used("PostToolUse", "Task", CLAUDES, tool_response=t),
    ),
    "opencode": (
        [_opencode("before")],
        lambda t, _: _opencode("after", output=f"<task_result>\n{t}\n</task_result>"),
    ),
}  # fmt: skip


class Session:
    """One session of a host in a folder."""

    def __init__(self, name: str, folder: Path) -> None:
        self.host = name.partition(",")[0]
        self.folder = folder
        self.before, self.report = SESSIONS[name]

    def send(self, payload: dict[str, Any]) -> dict[str, Any]:
        where = {"workspace_roots": [str(self.folder)]} if self.host == "cursor" else {"cwd": str(self.folder)}
        given = answer(json.dumps({**payload, **where}).encode(), self.host)
        assert given.exit_code == 0
        return {**json.loads(given.stdout or "{}"), **({"warned": given.stderr} if given.stderr else {})}

    def start(self) -> None:
        for event in self.before:
            assert self.send(event) == {}

    def say(self, text: str, again: bool = False) -> dict[str, Any]:
        return self.send(self.report(text, again))


def reason_of(said: dict[str, Any]) -> str:
    """Return the reason of a refusal; blank where nothing is refused."""
    nested = said.get("hookSpecificOutput", {})
    denied = [said.get("decision"), said.get("permission"), nested.get("permissionDecision")]
    if not {"block", "deny"} & set(denied) and "followup_message" not in said:
        return ""
    names = ("reason", "followup_message", "user_message")
    words = (nested.get("permissionDecisionReason"), *map(said.get, names))
    return next(str(word) for word in words if word)


def test_every_host_has_a_session() -> None:
    assert {name.partition(",")[0] for name in SESSIONS} == set(NAMES)


@pytest.mark.parametrize("name", SESSIONS)
def test_a_report_is_refused_mended_and_passes(name: str, tmp_path: Path) -> None:
    session = Session(name, tmp_path)
    session.start()
    reason = reason_of(session.say(BAD))
    assert "greenish" in reason and "'Test Results' is missing" in reason
    assert session.say(GOOD, again=True) == {}


@pytest.mark.parametrize("name", SESSIONS)
@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_no_agent_is_refused_three_times(name: str, told: bool, tmp_path: Path) -> None:
    """Whether the host says that an agent goes on because of a refusal, or never does."""
    session = Session(name, tmp_path)
    session.start()
    said = [session.say(BAD, again=told and n > 0) for n in range(5)]
    refused = [bool(reason_of(each)) for each in said]
    assert refused[0] and sum(refused) <= 2 and not any(refused[2:])
    for each in said[2:]:
        assert "greenish" in (each.get("systemMessage") or each.get("warned") or "")


@pytest.mark.parametrize("name", ["claude", "codex", "vscode", "copilot", "gemini", "qwen", "cursor", "droid"])
def test_no_delegation_is_refused_three_times(name: str, tmp_path: Path) -> None:
    session = Session(name, tmp_path)
    bad = json.loads(json.dumps(session.before[0]).replace("ISS-0519", "ISS0519"))
    assert [bool(reason_of(session.send(bad))) for _ in range(4)] == [True, True, False, False]
    assert session.send(session.before[0]) == {}
    assert reason_of(session.send(bad))  # another one, after all was right


def test_what_follows_a_hand_back_is_not_judged(tmp_path: Path) -> None:
    """The hand-back is known from its own event, or from the agent's log where that event was not asked about."""
    session = Session("claude, handed over", tmp_path)
    session.start()
    closing = {**_stop("All is said.", False, agent_type="qa"), "permission_mode": "auto"}
    assert reason_of(session.send(closing))  # nothing was handed over
    assert reason_of(session.say(BAD))
    assert session.say(GOOD) == {}
    assert session.send(closing) == session.send(_stop("All is said.", False, agent_type="qa")) == {}
    content = [{"type": "text", "text": BAD}]
    returned = _used("PostToolUse", "Agent", CLAUDES, tool_response={"agentId": "a1", "content": content})
    assert session.send(returned) == {}

    log = tmp_path / "agent-a2.jsonl"
    quoted = {"type": "assistant", "message": {"content": [{"type": "text", "text": '"name": "SubagentHandback"'}]}}
    log.write_text(json.dumps(quoted) + "\n")
    other = {**closing, "agent_id": "a2", "agent_transcript_path": str(log)}
    assert reason_of(session.send(other))
    use = {"type": "tool_use", "id": "t", "name": "SubagentHandback", "input": {"message": GOOD}}
    with log.open("a") as stream:
        stream.write(json.dumps({"type": "assistant", "message": {"content": [use]}}) + "\n")
    assert session.send(other) == {}


def test_where_refusals_cannot_be_counted_only_a_warning_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DE_LINT_CACHE_DIR", str(tmp_path / "file"))
    session = Session("claude, handed over", tmp_path)
    assert list(session.say(BAD)) == ["systemMessage"]


def test_matchers_are_anchored_where_hosts_take_them_for_patterns() -> None:
    assert matcher_of(["qa", "my-plugin:reviewer"]) == "^(?:qa|my-plugin:reviewer)$"
    assert (matcher_of(["qa", "ops"]), matcher_of([])) == ("qa|ops", "*")
    assert joined_matcher("^(?:a-b)$", ["qa|ops", "a-b|c.d"]) == r"^(?:qa|ops|a-b|c\.d)$"
    assert matches("^(?:qa|a-b)$", "a-b") and not matches("^(?:qa|a-b)$", "xa-b") and not matches("qa", "qa2")
