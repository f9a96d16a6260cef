"""The loop of report and refusal, modes by role, the log, and files that agents write."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from de_lint.agents.answers import Reply
from de_lint.agents.hook import answer

BAD = "QA Agent Progress Report\n- Task: Check the import\n- Status: completed\n- Oddity: kept\n"


def stop(text: str, folder: Path | None = None, agent: str = "qa", **more: Any) -> Reply:
    payload = {"hook_event_name": "SubagentStop", "agent_type": agent, "last_assistant_message": text, **more}
    return answer(json.dumps({**payload, "cwd": str(folder)}).encode(), isolated=folder is None)


def completed(form: str) -> str:
    """Fill a form in as its text asks: a choice where it lists some, else something true."""
    form = re.sub(r"\[queries/sec[^\]]*\]", "900 queries/sec", form)
    form = re.sub(r"\[([^\]/]+)/[^\]]*\]", lambda m: "completed" if "completed" in m[0] else m[1], form)
    return re.sub(r"\[[^\]]*\]", "none", form)


@pytest.mark.parametrize("agent", ["qa", "data_engineer", "QA Agent", "engineer", "ops", "pm", "research", "security"])
@pytest.mark.parametrize(
    "text",
    [
        BAD,
        "",
        "Done.",
        "All tests pass.\n\nThe slow one is fixed (ISS-0345).",
        "**Status**: completed\n**Summary**: it works",
        "QA Agent Progress Report\n- Task: Check the import\n- Status:",
    ],
)
def test_a_report_completed_as_it_asks_passes(text: str, agent: str) -> None:
    first = json.loads(stop(text, agent=agent).stdout)
    assert first["decision"] == "block"
    assert "COMPLETE" in first["reason"]
    form = first["reason"].split("is true:\n\n", 1)[1]
    assert stop(completed(form), agent=agent) == Reply()


def test_the_form_holds_what_was_there() -> None:
    form = json.loads(stop(BAD).stdout)["reason"].split("is true:\n\n", 1)[1]
    assert form.startswith("QA Agent Progress Report\n- Task: Check the import\n- Status: completed\n")
    assert "- Oddity: kept\n" in form
    assert "- Coverage: [coverage %]\n" in form


def test_the_form_repeats_nothing_that_was_found_wrong() -> None:
    text = "QA Agent Progress Report\n- Task: Check the import\n- Status: finito\n- Ticket Reference: ISS0512\n"
    reason = json.loads(stop(text).stdout)["reason"]
    form = reason.split("is true:\n\n", 1)[1]
    assert "- Status: [in progress/completed/" in form and "finito" not in form
    assert "- Ticket Reference: ISS-0512\n" in form and "ISS0512" not in form
    assert "with a placeholder" not in reason
    assert stop(completed(form)) == Reply()


def test_nothing_asks_to_replace_placeholders_where_there_are_none() -> None:
    whole = completed(json.loads(stop(BAD).stdout)["reason"].split("is true:\n\n", 1)[1])
    reason = json.loads(stop(f"{whole}- Ticket Reference: ISS0512\n").stdout)["reason"]
    assert "placeholder" not in reason
    mended = reason.split("All of this is fixed here:\n\n", 1)[1]
    assert "ISS-0512" in mended and stop(mended) == Reply()


@pytest.mark.parametrize("text", ["I have done it all. It is in.", "Done.", "# Done\n\nAll is well.", "It is ISS0512."])
def test_prose_is_told_to_be_none_of_the_role_s_reports(text: str) -> None:
    reason = json.loads(stop(text).stdout)["reason"]
    assert "report:1:1 S105 empty-report: This has none of the fields of the QA Agent's report.\n" in reason
    assert "S101" not in reason and "has a title" not in reason
    assert ("T201" in reason) is ("ISS0512" in text)


def test_a_first_line_that_is_a_field_is_no_title() -> None:
    reason = json.loads(stop("**Status**: completed\n**Summary**: it works").stdout)["reason"]
    assert "'Status' is missing" not in reason
    assert "**Status**: completed\n" in reason and "**Summary**: it works\n" in reason


@pytest.mark.parametrize("text", [BAD, "", "Done.", "```\ncut"])
@pytest.mark.parametrize("event", ["SubagentStop", "Stop", "TeammateIdle"])
def test_nothing_is_refused_twice(text: str, event: str) -> None:
    again = stop(text, hook_event_name=event, stop_hook_active=True)
    assert again.exit_code == 0
    assert not again.stdout or list(json.loads(again.stdout)) == ["systemMessage"]


def test_an_agents_own_suppressions_are_ignored() -> None:
    comment = '<!-- de-lint: ignore-file ALL reason="not needed" -->\n'
    assert json.loads(stop(comment + BAD).stdout)["decision"] == "block"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("All pass. [truncated]", True),
        ("All pass.\n<response truncated: 300 lines>", True),
        ("The first\n```\ncode", True),
        ("We found:", True),
        ("It works.\n\n## Results", True),
        ("- one\n-", True),
        ("The table was (as it should be) emptied.", False),
        ("Its name was truncated", False),
        ("- one\n- two", False),
    ],
)
def test_reports_that_break_off(text: str, cut: bool) -> None:
    assert ("breaks off" in stop(text, agent="Explore").stdout) is cut


def configured(folder: Path, text: str) -> Path:
    (folder / ".de-lint.toml").write_text(text)
    return folder


def test_modes_by_role(tmp_path: Path) -> None:
    folder = configured(tmp_path, '[hook]\nmode = "shadow"\n[hook.roles]\nqa = "warn"\nops = "block"\n')
    assert list(json.loads(stop("Done.", folder, "qa").stdout)) == ["systemMessage"]
    assert json.loads(stop("Done.", folder, "ops").stdout)["decision"] == "block"
    assert stop("Done.", folder, "engineer") == Reply()
    start = json.dumps({"hook_event_name": "SubagentStart", "agent_type": "engineer", "cwd": str(folder)})
    assert answer(start.encode()) == Reply()


def test_a_wrong_configuration_is_told(tmp_path: Path) -> None:
    folder = configured(tmp_path, '[hook]\nmode = "blok"\n')
    given = stop("Done.", folder)
    assert given.exit_code == 0
    assert ".de-lint.toml:2: hook.mode: 'blok' is not one of" in json.loads(given.stdout)["systemMessage"]
    payload = json.dumps({"hook_event_name": "Stop", "last_assistant_message": "x", "cwd": str(folder)}).encode()
    assert answer(payload, fail_closed=True).exit_code == 2


def test_rules_that_are_off_refuse_nothing(tmp_path: Path) -> None:
    folder = configured(tmp_path, 'ignore = ["empty-report"]\n')
    assert stop("", folder, "Explore") == Reply()


def test_the_log(tmp_path: Path) -> None:
    folder = configured(tmp_path, '[hook]\nlog = "hook.jsonl"\n')
    stop("", folder, session_id="s1", agent_id="a1")
    stop("", folder, stop_hook_active=True)
    launched = {"tool_response": {"status": "async_launched", "agentId": "a2"}, "tool_use_id": "t1"}
    event = {"hook_event_name": "PostToolUse", "tool_name": "Agent", "cwd": str(folder), **launched}
    assert answer(json.dumps(event).encode()) == Reply()
    entries = [json.loads(line) for line in (folder / "hook.jsonl").read_text().splitlines()]
    assert [e["action"] for e in entries] == ["block", "warn", "pass"]
    assert entries[0]["findings"] == [{"code": "S105", "name": "empty-report", "severity": "error"}]
    assert (entries[0]["session_id"], entries[0]["agent_id"], entries[0]["role"]) == ("s1", "a1", "qa")
    assert (entries[2]["tool_use_id"], entries[2]["launched_agent_id"]) == ("t1", "a2")


def test_the_logs_folder_is_made(tmp_path: Path) -> None:
    folder = configured(tmp_path, '[hook]\nlog = "no/such/folder/hook.jsonl"\n')
    assert stop("All is well.", folder, "Explore") == Reply()
    assert len((folder / "no/such/folder/hook.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("log", [".", "file/hook.jsonl", "h\\u0000k.jsonl", "pipe"])
@pytest.mark.parametrize("mode", ["block", "shadow"])
def test_a_log_that_cannot_be_written_is_told_and_changes_nothing(tmp_path: Path, log: str, mode: str) -> None:
    folder = configured(tmp_path, f'[hook]\nlog = "{log}"\nmode = "{mode}"\n')
    (folder / "file").write_text("")
    os.mkfifo(folder / "pipe")  # that nobody reads
    refused = json.loads(stop("", folder).stdout)
    assert refused.get("decision") == ("block" if mode == "block" else None)
    for host in ("claude", "codex"):
        event = {"hook_event_name": "SubagentStop", "last_assistant_message": "All is well.", "cwd": str(folder)}
        given = answer(json.dumps(event).encode(), host)
        assert (given.exit_code, given.stderr, list(json.loads(given.stdout))) == (0, "", ["systemMessage"])
        assert json.loads(given.stdout)["systemMessage"].startswith("de-lint cannot write the hook's log")


@pytest.mark.parametrize(
    "log",
    ["../victim/.bashrc", "{victim}", "link", "linked/.bashrc", "sub/../../victim/.bashrc", ".git/hook", ".GIT/config"],
)
def test_a_configuration_makes_no_file_elsewhere_a_log(tmp_path: Path, log: str) -> None:
    victim = tmp_path / "victim" / ".bashrc"
    victim.parent.mkdir()
    victim.write_text("")
    (tmp_path / "project").mkdir()
    folder = configured(tmp_path / "project", f'[hook]\nlog = "{log.format(victim=victim)}"\n')
    (folder / "link").symlink_to(victim)
    (folder / "linked").symlink_to(victim.parent)
    message = json.loads(stop("All is well.", folder, "Explore").stdout)["systemMessage"]
    assert message.startswith("de-lint cannot write the hook's log")
    assert victim.read_text() == ""
    assert sorted(file.name for file in folder.rglob("*")) == [".de-lint.toml", "link", "linked"]


@pytest.mark.parametrize("text", ["#!/bin/sh\n", "import os\n", "\n", "\ufeff{}\n", "[hook]\n"])
def test_no_other_file_of_the_project_becomes_a_log(tmp_path: Path, text: str) -> None:
    folder = configured(tmp_path, '[hook]\nlog = "run.sh"\n')
    (folder / "run.sh").write_text(text, encoding="utf-8")
    message = json.loads(stop("All is well.", folder, "$(touch pwned)").stdout)["systemMessage"]
    assert message.endswith("run.sh: what stands there is no log of this program")
    assert (folder / "run.sh").read_text(encoding="utf-8") == text
    (folder / "run.sh").write_text('{"time": "2026-01-01"}\n')
    assert "systemMessage" not in (stop("All is well.", folder, "Explore").stdout or "{}")
    assert (folder / "run.sh").read_text().count("\n") == 2


def test_only_the_user_reads_a_log(tmp_path: Path) -> None:
    folder = configured(tmp_path, '[hook]\nlog = "hook.jsonl"\n')
    before = os.umask(0)
    try:
        stop("All is well.", folder, "Explore")
    finally:
        os.umask(before)
    assert (folder / "hook.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("tool", ["Write", "Edit"])
def test_a_written_file(tmp_path: Path, tool: str) -> None:
    def wrote(name: str, text: str) -> Reply:
        (tmp_path / name).write_text(text)
        written = {"tool_name": tool, "tool_input": {"file_path": str(tmp_path / name)}}
        return answer(json.dumps({"hook_event_name": "PostToolUse", **written}).encode(), isolated=True)

    wrong = BAD.replace("completed", "purple")
    refused = json.loads(wrote("report.md", wrong).stdout)
    assert refused["decision"] == "block"
    assert "report.md:3:11 V301 invalid-status" in refused["reason"]
    assert wrote("coffee.md", "# Coffee\n\nA page about coffee.\n") == Reply()
    assert wrote("report.txt", wrong) == Reply()


@pytest.mark.parametrize(
    ("host", "tool", "prompt", "agent"),
    [
        ("vscode", "runSubagent", "prompt", "agentName"),
        ("codex", "spawn_agent", "message", "agent_type"),
        ("claude", "Task", "prompt", "x"),
    ],
)
def test_tools_that_start_agents(host: str, tool: str, prompt: str, agent: str) -> None:
    asked = {prompt: "**QA Agent**: Run the suite\n\n**Task**: Run it\n**Ticket Reference**: iss207\n", agent: "qa"}
    event = {"hook_event_name": "PreToolUse", "tool_name": tool, "tool_input": asked}
    denied = json.loads(answer(json.dumps(event).encode(), host, isolated=True).stdout)["hookSpecificOutput"]
    assert denied["permissionDecision"] == "deny" and "T201" in denied["permissionDecisionReason"]


def test_where_a_report_breaks_off() -> None:
    reason = json.loads(stop("All\x0cis\u2028well.\n\nWe found:\n", agent="Explore").stdout)["reason"]
    assert "report:3:10 S105 empty-report: The report breaks off here" in reason
