"""What hosts write around an agent's words is not judged, and a message may point at its report."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from de_lint.agents.answers import Reply
from de_lint.agents.hook import answer
from de_lint.agents.own_words import own_words

REPORT = (
    "QA Agent Progress Report\n- Task: Check the import\n- Status: in progress\n- Test Results:\n  - Passed: 12\n"
    "  - Failed: 0\n  - Skipped: 1\n- Coverage: 87%\n- Critical Issues: none\n- Quality Metrics:\n  - Code Quality: 9\n"
    "  - Performance: good\n  - Security: good\n- Recommendations: none\n"
)
BAD = REPORT.replace("in progress", "purple")
AROUND = {
    "a wrapper": "<report>\n{}</report>",
    "a wrapper with a fact": '<task id="1">\n<task_result>\n{}</task_result>\n</task>\n',
    "words before a wrapper": "Here it is.\n\n<final_report>\n{}</final_report>",
    "any wrapper": "<handoff>\n{}\n</handoff>",
    "a reminder below": "{}\n<system-reminder>\nTasks were not updated.\n- Status: unknown\n</system-reminder>\n",
    "a reminder above": "<system-reminder>Be brief. ISS1</system-reminder>\n{}",
    "a trailer": "{}agentId: a77 (use SendMessage to go on)\n<usage>total_tokens: 900\ntool_uses: 3</usage>",
    "metadata": "{}\n\n<task_metadata>\nsession_id: ses_1\n</task_metadata>",
}


def stop(text: str, folder: Path | None = None, **more: Any) -> Reply:
    payload = {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": text, **more}
    return answer(json.dumps({**payload, "cwd": str(folder)}).encode(), isolated=folder is None)


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_what_stands_around_a_report_changes_nothing(around: str) -> None:
    assert stop(around.format(REPORT)) == Reply()
    reason = json.loads(stop(around.format(BAD)).stdout)["reason"]
    assert "invalid-status: 'purple'" in reason
    for host_s in ("usage", "Tasks were not", "session_id", "Be brief", "task_result"):
        assert host_s not in reason


def test_findings_keep_their_lines() -> None:
    text = f"<report>\n{BAD}</report>"
    assert own_words(text).split("\n")[3] == "- Status: purple"
    assert "report:4:11 " in json.loads(stop(text).stdout)["reason"]


def test_a_report_that_was_handed_over_stands_indented() -> None:
    lines = "".join(f"  {line}\n" for line in REPORT.splitlines())
    head = '<agent-message from="a7">\n[Subagent hand-back] From agent a7. The report follows:\n'
    text = f"{head}{lines}</agent-message>"
    assert own_words(text).strip() == REPORT.strip()


@pytest.mark.parametrize("text", ["<b>\n" * 20_000, "<usage>" * 15_000, "agentId: " * 10_000, "<report>" * 9_000])
def test_odd_tags_are_read_at_once(text: str) -> None:
    assert isinstance(own_words(text), str)


def test_tags_within_a_report_stay() -> None:
    text = "- Status: done\n\n<details>\n<summary>Log</summary>\n\nx < 3 and <b>bold</b>\n</details>\n- Blockers: none"
    assert own_words(text) == text


SAYS = {
    "plainly": "The full report is in reports/qa.md.",
    "as a link": "Done. See the [report](reports/qa.md) for all of it.",
    "in code": "I wrote my report to `reports/qa.md`",
    "in German": "Der vollständige Bericht liegt in reports/qa.md",
}


def written(folder: Path, text: str, name: str = "reports/qa.md") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("says", SAYS.values(), ids=SAYS)
def test_a_message_that_points_at_its_report(tmp_path: Path, says: str) -> None:
    assert json.loads(stop(says, tmp_path).stdout)["decision"] == "block"  # there is no such file
    written(tmp_path, REPORT)
    assert stop(says, tmp_path) == Reply()
    written(tmp_path, BAD)
    reason = json.loads(stop(says, tmp_path).stdout)["reason"]
    assert reason.startswith("de-lint: the report in reports/qa.md, which your message points at, is not accepted.")
    assert "reports/qa.md:3:11 " in reason and "purple" in reason


def test_only_a_report_of_this_session_in_this_folder_counts(tmp_path: Path) -> None:
    def refused(says: str, **more: Any) -> bool:
        return "block" in stop(says, tmp_path / "project", **more).stdout

    file = written(tmp_path / "project", REPORT)
    assert not refused(SAYS["plainly"])
    os.utime(file, (1_000_000_000, 1_000_000_000))
    assert refused(SAYS["plainly"])
    written(tmp_path / "project", "# Coffee\n\nA page about coffee.\n", "reports/coffee.md")
    assert refused("The full report is in reports/coffee.md.")
    written(tmp_path, REPORT, "outside.md")
    assert refused("The full report is in ../outside.md.")
    (tmp_path / "project" / "link.md").symlink_to(tmp_path / "outside.md")
    assert refused("The full report is in link.md.")
    written(tmp_path / "project", REPORT, "notes.md")
    assert refused("I have changed notes.md.")


def test_a_file_that_was_there_before_the_agent_is_not_its_report(tmp_path: Path) -> None:
    file = written(tmp_path, REPORT)
    hours_ago = file.stat().st_mtime - 1_800
    os.utime(file, (hours_ago, hours_ago))
    asked = {"prompt": "Look at the import.", "subagent_type": "qa"}
    event = {"hook_event_name": "PreToolUse", "tool_name": "Agent", "tool_use_id": "u", "tool_input": asked}
    answer(json.dumps({**event, "session_id": "s", "cwd": str(tmp_path)}).encode())
    assert "block" in stop(SAYS["plainly"], tmp_path, session_id="s").stdout
    assert stop(SAYS["plainly"], tmp_path, session_id="another") == Reply()


def test_the_beginning_of_a_session_stands_in_its_log(tmp_path: Path) -> None:
    file = written(tmp_path, REPORT)
    os.utime(file, (1_767_225_600, 1_767_225_600))  # on 2026-01-01
    log = tmp_path / "agent.jsonl"
    log.write_text('{"type": "mode"}\n{"type": "user", "timestamp": "2025-12-31T23:00:00.000Z"}\n')
    assert stop(SAYS["plainly"], tmp_path, agent_transcript_path=str(log)) == Reply()
    log.write_text('{"type": "user", "timestamp": "2026-01-01T01:00:00.000Z"}\n')
    assert "block" in stop(SAYS["plainly"], tmp_path, agent_transcript_path=str(log)).stdout
