"""A report in a host's session is judged by the delegation that its agent was started with."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from de_lint.agents.hook import answer
from de_lint.agents.sessions import LARGEST, LONGEST, Session
from de_lint.project.runs.cache_folders import usual_folder

DELEGATION = """**Data Engineer Agent**: Move the click history

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Move the click history to the new store
- Copy the clicks of 2024
- Schedule the nightly vacuum

**Authority**: ALL pipelines of the click store
**Expected Results**: Equal row counts in both stores
**Ticket Reference**: ISS-0415
**Progress Reporting**: Report throughput
"""
REPORT = """🗄️ Data Engineer Agent Progress Report
- Task: Move the click history (ISS-0415)
- Status: {status}
- Database Status:
  * Health: healthy
  * Performance: throughput of 41,000 rows/sec
  * Storage: 61% of 500 GB
- API Status:
  * Availability: up
  * Rate Limits: 40% used
  * Response Time: 120 ms
- Completed Operations:
  * Copy: all clicks of 2024, row counts are equal in both stores
- Data Metrics:
  * Records Processed: 8,120,000
  * Pipeline Status: running
- Blockers: None
"""
STEP = "Schedule the nightly vacuum"


class Host:
    """An agent host with one session in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, event: str, **fields: Any) -> dict[str, Any]:
        payload = {"session_id": "s-1", "cwd": str(self.folder), "hook_event_name": event, **fields}
        given = answer(json.dumps(payload).encode())
        assert given.exit_code == 0
        return json.loads(given.stdout) if given.stdout else {}

    def ask(self, use: str, kind: str = "data-engineer", prompt: str = DELEGATION) -> dict[str, Any]:
        asked = {"prompt": prompt, "subagent_type": kind}
        return self.send("PreToolUse", tool_name="Agent", tool_use_id=use, tool_input=asked)

    def launched(self, use: str, agent: str) -> None:
        told = {"status": "async_launched", "agentId": agent}
        self.send("PostToolUse", tool_name="Agent", tool_use_id=use, tool_input={}, tool_response=told)

    def stop(self, agent: str, kind: str = "data-engineer", status: str = "purple", **more: Any) -> str:
        text = REPORT.format(status=status)
        given = self.send("SubagentStop", agent_id=agent, agent_type=kind, last_assistant_message=text, **more)
        return str(given.get("reason", ""))


def kept(folder: Path) -> Path:
    usual = usual_folder(folder)
    assert usual is not None
    return usual


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    monkeypatch.delenv("DE_LINT_CACHE_DIR", raising=False)
    (tmp_path / ".git").mkdir()
    return Host(tmp_path)


def test_a_launched_agent_is_known_by_its_id(host: Host) -> None:
    assert host.ask("use-1") == {}
    host.ask("use-2", prompt=DELEGATION.replace(STEP, "Write to the owners"))
    host.launched("use-1", "agent-1")
    host.launched("use-2", "agent-2")
    assert STEP in host.stop("agent-1")
    assert "Write to the owners" in host.stop("agent-2")


def test_the_only_open_delegation_of_a_type_is_taken(host: Host) -> None:
    host.ask("use-1")
    host.ask("use-2", kind="qa")
    assert STEP in host.stop("agent-1")


def test_of_two_open_ones_none_is_taken(host: Host) -> None:
    host.ask("use-1")
    host.ask("use-2")
    reason = host.stop("agent-1")
    assert "purple" in reason
    assert "X903" not in reason


def test_an_agent_that_was_refused_is_known_the_second_time(host: Host) -> None:
    host.ask("use-1")
    assert STEP in host.stop("agent-1")
    host.ask("use-2")
    assert STEP in host.stop("agent-1", status="pink")


def test_an_answered_delegation_is_not_answered_again(host: Host) -> None:
    host.ask("use-1")
    assert host.stop("agent-1", status="completed") == ""
    assert "X903" not in host.stop("agent-2")


def test_warnings_refuse_nothing_unless_they_are_made_errors(host: Host) -> None:
    host.ask("use-1")
    assert host.stop("agent-1", status="completed") == ""
    (host.folder / ".de-lint.toml").write_text('[severity]\nunanswered-step = "error"\n')
    assert STEP in host.stop("agent-1", status="completed")


def test_a_report_of_the_tool_itself_is_judged(host: Host) -> None:
    (host.folder / ".de-lint.toml").write_text('[severity]\nX903 = "error"\n')
    host.ask("use-1")
    said = {"content": [{"type": "text", "text": REPORT.format(status="completed")}]}
    given = host.send(
        "PostToolUse", tool_name="Agent", tool_use_id="use-1",
        tool_input={"subagent_type": "data-engineer"}, tool_response=said,
    )  # fmt: skip
    assert STEP in given["reason"]


def test_a_refused_delegation_is_not_remembered(host: Host) -> None:
    assert host.ask("use-1", prompt=DELEGATION.replace("ISS-0415", "ISS0415")) != {}
    assert "X903" not in host.stop("agent-1")


def test_nothing_is_kept_where_that_is_not_wanted(host: Host) -> None:
    (host.folder / ".de-lint.toml").write_text("[hook]\nremember = false\n")
    host.ask("use-1")
    assert "X903" not in host.stop("agent-1")
    assert not kept(host.folder).exists()


def test_sessions_are_apart_private_and_hidden_from_git(host: Host) -> None:
    host.ask("use-1")
    [file] = (kept(host.folder) / "hook").iterdir()
    assert file.name == "s-1.jsonl"
    assert file.stat().st_mode & 0o077 == 0
    assert (kept(host.folder) / ".gitignore").read_text() == "*\n"
    assert "X903" not in host.stop("agent-1", session_id="../../s-2")
    assert len(list((kept(host.folder) / "hook").iterdir())) == 2  # what was refused is counted there
    assert [entry.name for entry in host.folder.iterdir()] == [".git"]


def test_damaged_and_full_files_only_mean_that_less_is_known(tmp_path: Path) -> None:
    session = Session(tmp_path / "cache" / "hook", "s")
    session.open("use-1", "qa", "x")
    file = tmp_path / "cache" / "hook" / "s.jsonl"
    with file.open("ab") as stream:
        stream.write(b'{"told": "asked", "use": 7}\n\xff\xfe[1]\nnull\n{"told"')
    assert session.asked("use-1", "", "") is not None
    with file.open("ab") as stream:
        stream.write(b" " * LARGEST)
    size = file.stat().st_size
    session.open("use-2", "qa", "y")
    assert file.stat().st_size == size


def test_what_cannot_be_written_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    session = Session(tmp_path / "file" / "hook", "s")
    session.open("use-1", "qa", "x")
    assert session.asked("use-1", "", "qa") is None
    other = Session(tmp_path, "t")
    other.open("use-1", "qa", "x" * (LONGEST + 1))
    assert other.asked("use-1", "", "qa") is None


def test_a_folder_that_is_a_link_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    old = other / "old.jsonl"
    old.write_text("x")
    os.utime(old, (1, 1))
    project = tmp_path / "project"
    project.mkdir()
    kept(project).mkdir(parents=True)
    (kept(project) / "hook").symlink_to(other)
    Host(project).send("SubagentStart", agent_type="qa", agent_id="a", tool_use_id="t")
    assert [entry.name for entry in other.iterdir()] == ["old.jsonl"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_in_the_place_of_a_session_is_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "kept" / "hook"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "s-1.jsonl")
    Session(folder, "s-1").link("t", "a")
    assert Session(folder, "s-1").asked("t", "a", "qa") is None
