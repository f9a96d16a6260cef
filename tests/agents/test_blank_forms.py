"""The blank form, handed back as it was handed out: as a message it is no template but an empty report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from de_lint.agents.answers import Reply
from de_lint.agents.hook import answer
from de_lint.writing.scaffold import new

TOLD = "S105 empty-report: Nothing in the report is filled in."


def stop(text: str, agent: str = "qa", event: str = "SubagentStop") -> Reply:
    payload = {"hook_event_name": event, "agent_type": agent, "last_assistant_message": text}
    return answer(json.dumps(payload).encode(), isolated=True)


def asked(prompt: str, agent: str = "qa", **more: Any) -> Reply:
    given = {"prompt": prompt, "subagent_type": agent}
    payload = {"hook_event_name": "PreToolUse", "tool_name": "Agent", "tool_input": given, **more}
    return answer(json.dumps(payload).encode(), isolated=True)


def half(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(lines[: len(lines) // 2])


@pytest.mark.parametrize("role", ["qa", "engineer", "data_engineer", "ops"])
@pytest.mark.parametrize("part", [str, half])
def test_an_agents_blank_form_is_refused(role: str, part: Any) -> None:
    reason = json.loads(stop(part(new("progress_report", role)), role).stdout)["reason"]
    assert TOLD in reason
    assert "P401 unfilled-placeholder: '[in progress/completed/blocked/failed/partial/pending]' is not filled" in reason
    assert "It is prefilled" not in reason
    assert reason.endswith(new("progress_report", role))


def test_a_blank_form_around_which_something_is_said_is_refused() -> None:
    form = new("progress_report", "qa")
    assert TOLD in json.loads(stop(f"Here is my report:\n\n```markdown\n{form}```\n").stdout)["reason"]


def test_any_agents_blank_form_is_refused() -> None:
    assert TOLD in json.loads(stop(new("progress_report", "qa"), "general-purpose").stdout)["reason"]


@pytest.mark.parametrize("agent", ["general-purpose", "pm"])
def test_a_form_beside_a_report_is_a_quotation(agent: str) -> None:
    report = "PM Agent Progress Report\n- Task: Write the form\n- Status: in progress\n- Blockers: None\n"
    assert stop(f"{report}\n---\n\n{new('progress_report', 'qa')}", agent) == Reply()


def test_what_an_agent_without_a_role_drafts_is_a_template() -> None:
    text = f"This is the form that I suggest for the team:\n\n```markdown\n{new('progress_report', 'qa')}```\n"
    assert stop(text, "general-purpose") == Reply()


def test_a_session_may_answer_its_user_with_a_blank_form() -> None:
    assert stop(new("progress_report", "qa"), "", "Stop") == Reply()


@pytest.mark.parametrize("part", [str, half])
def test_a_blank_delegation_is_refused(part: Any) -> None:
    denied = json.loads(asked(part(new("delegation", "qa"))).stdout)["hookSpecificOutput"]
    assert denied["permissionDecision"] == "deny"
    assert "P401 unfilled-placeholder: '[task title]' is not filled in" in denied["permissionDecisionReason"]
    assert ("It is prefilled" in denied["permissionDecisionReason"]) is (part is half)


def test_a_template_that_a_prompt_speaks_of_is_material() -> None:
    text = f"Improve the wording of this form:\n\n```markdown\n{new('delegation', 'qa')}```\n"
    assert asked(text, "documentation") == Reply()


def test_a_form_on_disk_is_a_template(tmp_path: Path) -> None:
    file = tmp_path / "form.md"
    file.write_text(new("progress_report", "qa"), encoding="utf-8")
    written = {"tool_name": "Write", "tool_input": {"file_path": str(file)}}
    assert answer(json.dumps({"hook_event_name": "PostToolUse", **written}).encode(), isolated=True) == Reply()
