"""Session logs: which texts of them are judged, by whose role, and where their findings are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from de_lint.agents.hook import answer
from de_lint.agents.transcripts import latest
from de_lint.agents.transcripts.judging import TranscriptJudge
from de_lint.agents.transcripts.logs import MOST_COMPLAINTS, LogVerdict, judged_logs
from de_lint.project.configuration.files import Configuration
from de_lint.project.configuration.settings import CommandLine, Settings

from .session_logs import (
    BAD,
    DELEGATION,
    GOOD,
    Entry,
    answered,
    asked,
    call,
    item,
    log,
    message,
    output,
    said,
    text,
    used,
    user,
)  # fmt: skip

Complaints = list[tuple[str, int | None, str]]


def run(
    folder: Path, complaints: Complaints | None = None, kind: str | None = None, role: str | None = None,
    **logs: bytes,
) -> list[LogVerdict]:  # fmt: skip
    for name, data in logs.items():
        (folder / f"{name}.jsonl").write_bytes(data)
    settings = Settings(Configuration(None, folder), CommandLine(role=role, suppressions=False))
    told: Complaints = [] if complaints is None else complaints
    judge = TranscriptJudge(settings, folder, kind)
    return list(judged_logs([str(folder / f"{name}.jsonl") for name in logs], judge, lambda *each: told.append(each)))


def found(folder: Path, *entries: Entry | str | bytes, **more: str) -> list[tuple[int, str, str]]:
    """Return line, code, and where of every finding in a log of these entries, which has nothing broken."""
    complaints: Complaints = []
    (verdict,) = run(folder, complaints, log=log(*entries), **more)  # type: ignore[arg-type]
    assert complaints == [] and verdict.failure is None
    return [
        (f.span.start_line, f.code, f"{f.within.text} {f.within.span.start_line}:{f.within.span.start_column}")
        for f in sorted(verdict.findings, key=lambda f: f.sort_key) if f.within
    ]  # fmt: skip


TICKET = (1, "T201", "delegation to agent 'qa' 4:23")


@pytest.mark.parametrize("tool", ["Agent", "Task"])
def test_a_delegation(tmp_path: Path, tool: str) -> None:
    assert TICKET in found(tmp_path, asked("t1", DELEGATION, tool=tool))
    assert found(tmp_path, asked("t1", "Please run the suite.", tool=tool)) == []
    assert found(tmp_path, asked("t1", DELEGATION, tool="Bash")) == []


@pytest.mark.parametrize("content", [BAD, text(BAD), text("Here it is:\n", BAD)])
def test_a_report(tmp_path: Path, content: object) -> None:
    line = 3 if content != text("Here it is:\n", BAD) else 5
    places = found(tmp_path, user("Go."), asked("t1", "Run it."), "", answered("t1", content))
    assert (4, "T201", f"report of agent 'qa' {line}:31") in places
    assert {(number, where.split(" 'qa'")[0]) for number, _, where in places} == {(4, "report of agent")}


@pytest.mark.parametrize("agent", ["qa", "QA Agent", "plugin:qa", "Explore", ""])
@pytest.mark.parametrize("report", [BAD, GOOD, "", "Done.", "We found:", "```\ncut"])
def test_the_verdict_is_the_hook_s(tmp_path: Path, agent: str, report: str) -> None:
    event = {"hook_event_name": "SubagentStop", "agent_type": agent, "last_assistant_message": report}
    reason = json.loads(answer(json.dumps(event).encode(), isolated=True).stdout or "{}").get("reason", "")
    codes = [code for _, code, _ in found(tmp_path, asked("t1", "Run it.", agent), answered("t1", report))]
    errors = [code for code in codes if f" {code} " in reason]
    assert bool(codes) == bool(reason)
    assert codes == errors


@pytest.mark.parametrize("content", ["", " \n", [], None, text(), text(" "), [{"type": "image"}],
                                     "(Subagent completed but returned no output.)"])  # fmt: skip
def test_a_blank_report(tmp_path: Path, content: object) -> None:
    places = found(tmp_path, asked("t1", "Run it."), answered("t1", content))
    assert places == [(2, "S105", "report of agent 'qa' 1:1")]


def test_what_the_host_adds_to_a_report_is_not_the_agents(tmp_path: Path) -> None:
    added = "agentId: a1 (use SendMessage to go on)\n<usage>total_tokens: 9\nduration_ms: 8</usage>"
    plain = found(tmp_path, asked("t1", "Run it."), answered("t1", BAD))
    assert found(tmp_path, asked("t1", "Run it."), answered("t1", text(BAD, added))) == plain
    assert found(tmp_path, asked("t1", "Run it."), answered("t1", BAD + added)) == plain
    assert [c for _, c, _ in found(tmp_path, asked("t1", "Run it."), answered("t1", text(added)))] == ["S105"]


def test_results_of_other_tools_and_failures_are_no_reports(tmp_path: Path) -> None:
    assert found(tmp_path, used(), answered("other", BAD), answered("t9", BAD)) == []
    assert found(tmp_path, asked("t1", "Run it."), answered("t1", BAD, error=True)) == []
    assert found(tmp_path, asked("t1", "Run it."), answered("t1", GOOD), answered("t1", "")) == found(
        tmp_path, asked("t1", "Run it."), answered("t1", GOOD)
    )


@pytest.mark.parametrize("own", [{"agentId": "a1"}, {"parent_tool_use_id": "t1"}, {"uuid": "u2", "parentUuid": "u1"}])
def test_an_agent_s_last_message_and_what_came_back_are_one_report(tmp_path: Path, own: dict[str, str]) -> None:
    side = {"isSidechain": True, **own}
    start = user("Run it.", **{**side, "uuid": "u1", "parentUuid": None})
    back = answered("t1", BAD, toolUseResult={"status": "completed", "agentId": "a1"})
    places = found(tmp_path, asked("t1", "Run it."), start, said(BAD, **side), back)
    assert {number for number, _, _ in places} == {4}


@pytest.mark.parametrize("own", [{"agentId": "a1"}, {"uuid": "u2", "parentUuid": "u1"}])
def test_the_last_message_of_an_agent_without_an_answer(tmp_path: Path, own: dict[str, str]) -> None:
    side = {"isSidechain": True, **own}
    start = user("Run it.", **{**side, "uuid": "u1", "parentUuid": None})
    first, second = said("We found:", **side), said(BAD, **{**side, "uuid": "u3", "parentUuid": "u2"})
    places = found(tmp_path, start, first, user("more", **{**side, "uuid": "u4"}), second)
    assert (4, "T201", "report of an agent 3:31") in places and {number for number, _, _ in places} == {4}
    assert found(tmp_path, start, first, second, used(**{**side, "uuid": "u5", "parentUuid": "u3"})) == []
    assert found(tmp_path, start, said("API Error: 500", isApiErrorMessage=True, **side)) == []


def test_two_agents_that_say_the_same(tmp_path: Path) -> None:
    both = answered("t2", "Done."), answered("t1", "Done.")
    places = found(tmp_path, asked("t1", "a"), asked("t2", "b", "ops"), *both)
    assert {(n, where.split("'")[1]) for n, _, where in places} == {(3, "ops"), (4, "qa")}


def test_the_session_s_last_message_counts_if_it_is_a_report(tmp_path: Path) -> None:
    where = "last message of the session 3:31"
    assert (2, "T201", where) in found(tmp_path, said("Well:"), said(BAD), user("Thanks."))
    for last in ("", "All is well, we found:", "```\ncut"):
        assert found(tmp_path, said(BAD), said(last)) == []


def test_an_agent_in_the_background(tmp_path: Path) -> None:
    launched = answered("t1", "Async agent launched", toolUseResult={"status": "async_launched", "agentId": "a1"})
    notice = (
        "<task-notification>\n<task-id>a1</task-id>\n<tool-use-id>t1</tool-use-id>\n<status>completed</status>\n"
        f"<result>{BAD}<status>odd</status></result>\n</task-notification>"
    )
    places = found(tmp_path, asked("t1", "Run it."), launched, user(notice), user(notice))
    assert (3, "T201", "report of agent 'qa' 3:31") in places and {number for number, _, _ in places} == {3}
    failed = notice.replace("<status>completed", "<status>failed", 1)
    assert found(tmp_path, asked("t1", "Run it."), launched, user(failed)) == []
    assert found(tmp_path, asked("t1", "Run it."), launched) == []


@pytest.mark.parametrize("main_first", [True, False])
def test_logs_of_agents_of_their_own(tmp_path: Path, main_first: bool) -> None:
    side = {"isSidechain": True, "agentId": "a1"}
    back = answered("t1", BAD, toolUseResult={"status": "completed", "agentId": "a1"})
    main, own = log(asked("t1", "Run it."), back), log(user("Run it.", **side), said(BAD, **side))
    logs: dict[str, Any] = {"main": main, "own": own} if main_first else {"own": own, "main": main}
    verdicts = {Path(v.name).stem: v.findings for v in run(tmp_path, **logs)}
    assert verdicts["main"] and not verdicts["own"]
    launched = answered("t1", "", toolUseResult={"status": "async_launched", "agentId": "a1"})
    logs["main"] = log(asked("t1", "Run it."), launched)
    verdicts = {Path(v.name).stem: v.findings for v in run(tmp_path, **logs)}
    assert "report of agent 'qa'" in verdicts["own"][0].message and not verdicts["main"]


def test_the_file_beside_an_agent_s_log_tells_its_type(tmp_path: Path) -> None:
    (tmp_path / "log.meta.json").write_text('{"agentType": "qa"}')
    places = found(tmp_path, said("Done.", isSidechain=True, agentId="a1"))
    assert {where.rpartition(" ")[0] for _, _, where in places} == {"report of agent 'qa'"}
    (tmp_path / "log.meta.json").write_text('["qa"')
    assert found(tmp_path, said("Done.", isSidechain=True, agentId="a1")) == []


def test_a_codex_rollout(tmp_path: Path) -> None:
    spawn = call("c1", "spawn_agent", message=DELEGATION, agent_type="qa")
    started = output("c1", '{"agent_id": "a1", "nickname": "Ada"}')
    wait = call("c2", "wait", ids=["a1"])
    waited = output("c2", json.dumps({"status": {"a1": {"completed": BAD}}, "timed_out": False}))
    notice = json.dumps({"agent_id": "a1", "status": {"completed": BAD}})
    told = message(f"<subagent_notification>\n{notice}\n</subagent_notification>", role="user")
    places = found(tmp_path, spawn, started, wait, waited, told, message("All done."))
    assert TICKET in places and (4, "T201", "report of agent 'qa' 3:31") in places
    assert {number for number, _, _ in places} == {1, 4}
    assert {n for n, _, _ in found(tmp_path, spawn, started, told)} == {1, 3}
    timed_out = output("c2", '{"status": {}, "timed_out": true}')
    assert {n for n, _, _ in found(tmp_path, spawn, started, wait, timed_out)} == {1}
    assert {n for n, _, _ in found(tmp_path, spawn, started, wait, output("c2", "interrupted"))} == {1}


def test_last_messages_of_codex_rollouts(tmp_path: Path) -> None:
    spawned = {"subagent": {"thread_spawn": {"agent_role": "qa", "depth": 1}}}
    meta = {"type": "session_meta", "payload": {"id": "a1", "source": spawned}}
    assert found(tmp_path, meta, message("Done."))[0][2].startswith("report of agent 'qa'")
    assert found(tmp_path, message("Done.")) == []
    assert (1, "T201", "last message of the session 3:31") in found(tmp_path, message(BAD))
    assert found(tmp_path, message(BAD, phase="commentary")) == []
    assert found(tmp_path, message(BAD), item(type="function_call", name="shell", arguments="{", call_id="c1")) == []


def test_a_role_for_those_who_have_none(tmp_path: Path) -> None:
    side = {"isSidechain": True, "agentId": "a1"}
    assert found(tmp_path, said("Done.", **side)) == []
    assert found(tmp_path, said("Done.", **side), role="qa") != []
    assert found(tmp_path, said("Done."), role="qa") == []


def test_only_one_kind(tmp_path: Path) -> None:
    entries = (asked("t1", DELEGATION), answered("t1", BAD))
    assert {n for n, _, _ in found(tmp_path, *entries)} == {1, 2}
    assert {n for n, _, _ in found(tmp_path, *entries, kind="delegation")} == {1}
    assert {n for n, _, _ in found(tmp_path, *entries, kind="progress_report")} == {2}


def test_an_agent_s_own_suppressions_are_not_heeded(tmp_path: Path) -> None:
    comment = '<!-- de-lint: ignore-file ALL reason="not needed" -->\n'
    assert found(tmp_path, asked("t1", "x"), answered("t1", comment + BAD)) != []


BROKEN = (
    "not JSON", "[1]", '{"type": "assistant"', '{"type": "assistant", "x": }', b'\xff\xfe{"a":1}', "7", "null",
    '{"type": "assistant", "n": ' + "9" * 10_000 + "}", '{"type": "assistant", "n": ' + "[" * 100_000 + "}",
)  # fmt: skip


@pytest.mark.parametrize("line", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_line_is_told_and_stops_nothing(tmp_path: Path, line: str | bytes) -> None:
    complaints: Complaints = []
    (verdict,) = run(tmp_path, complaints, log=log(asked("t1", DELEGATION), line, answered("t1", BAD)))
    assert [number for _, number, _ in complaints] == [2] and verdict.failure is None
    assert {f.span.start_line for f in verdict.findings} == {1, 3}


ODD: tuple[dict[str, object], ...] = (
    {}, {"type": "assistant"}, {"type": "assistant", "message": []}, {"type": "user", "message": {"content": 7}},
    {"type": "assistant", "message": {"content": [3, None, {"type": "tool_use", "name": "Agent", "input": 3}]}},
    {"type": "assistant", "message": {"content": [{"type": "tool_use", "name": "Agent", "input": {"prompt": 3}}]}},
    {"type": "assistant", "message": {"content": [{"type": "text", "text": 3}]}, "agentId": 7},
    {"type": "user", "message": {"content": [{"type": "tool_result", "tool_use_id": [], "content": {}}]}},
    {"type": "user", "toolUseResult": "text", "message": {"content": "<task-notification><result>"}},
    {"type": "session_meta", "payload": {"source": {"subagent": "review"}, "id": 3}},
    {"type": "session_meta", "payload": {"source": {"subagent": {"thread_spawn": 7}}}},
    {"type": "response_item", "payload": 3}, {"type": "response_item", "payload": {"type": ["message"]}},
    item(type="function_call", name="spawn_agent", arguments="[]"),
    item(type="function_call", name="spawn_agent", arguments='{"message": 7}', call_id="c"),
    item(type="function_call_output", call_id="c", output={"content": [{"text": 3}]}),
    message("<subagent_notification>no</subagent_notification>", role="user"),
    {"type": "summary", "summary": "assistant"}, {"type": ["assistant"], "x": "assistant"},
)  # fmt: skip


def test_odd_entries_change_nothing(tmp_path: Path) -> None:
    plain = [(c, w) for _, c, w in found(tmp_path, asked("t1", DELEGATION), answered("t1", BAD))]
    for odd in ODD:
        places = found(tmp_path, asked("t1", DELEGATION), odd, answered("t1", BAD))
        assert [(c, w) for _, c, w in places if not w.startswith(("report of an agent", "last message"))] == plain, odd


def test_a_file_that_is_no_log(tmp_path: Path) -> None:
    complaints: Complaints = []
    (verdict,) = run(tmp_path, complaints, log=b"# Report\n\n" + b"- a line\n" * 100)
    assert verdict.failure == "holds no entry of a session log"
    assert complaints == []


@pytest.mark.parametrize(
    "line",
    [
        {"a": 1},
        {"time": "2026-02-10T08:00:00+00:00", "host": "claude", "event": "SubagentStop", "session_id": "s1"},
        {"schema_version": 1, "path": "a.md", "records": [], "coverage": 1.0},
        {"type": "delegation", "text": '"assistant"'},
    ],
)
def test_json_lines_that_are_no_log(tmp_path: Path, line: Entry) -> None:
    complaints: Complaints = []
    (verdict,) = run(tmp_path, complaints, log=log(line, line))
    assert (verdict.failure, complaints) == ("holds no entry of a session log", [])


@pytest.mark.parametrize(
    "line",
    [
        {"type": "summary", "summary": "x", "leafUuid": "u"},
        {"type": "file-history-snapshot", "uuid": "u"},
        {"type": "ghost_snapshot", "payload": {}},
    ],
)
def test_a_log_in_which_nothing_is_said(tmp_path: Path, line: Entry) -> None:
    (verdict,) = run(tmp_path, log=log(line))
    assert (verdict.failure, verdict.texts) == (None, 0)


def test_of_very_many_wrong_lines_the_first_are_told(tmp_path: Path) -> None:
    complaints: Complaints = []
    (verdict,) = run(tmp_path, complaints, log=b"- a line\n" * 100 + log(asked("t1", DELEGATION)))
    assert verdict.failure is None
    assert len(complaints) == MOST_COMPLAINTS + 1 and "80 more lines" in complaints[-1][2]


def test_a_text_that_is_too_long_is_told(tmp_path: Path) -> None:
    complaints: Complaints = []
    (verdict,) = run(tmp_path, complaints, log=log(asked("t1", "x"), answered("t1", "y\n" * 300_000)))
    assert complaints == [(verdict.name, 2, "the text has more than 100000 characters")]


def test_only_a_part_of_a_very_long_line_is_kept(tmp_path: Path) -> None:
    report = f"QA Agent Progress Report\n- Task: {'word ' * 9_000}ISS0345 {'word ' * 9_000}\n"
    (verdict,) = run(tmp_path, log=log(asked("t1", "x"), answered("t1", report)))
    (finding,) = [f for f in verdict.findings if f.code == "T201"]
    assert finding.within and len(finding.within.line) < 3_000
    at = finding.within.span.start_column - 1 - finding.within.cut
    assert finding.within.line[at:].startswith("ISS0345")


def test_a_report_is_held_against_the_delegation_that_it_answers(tmp_path: Path) -> None:
    asks = (
        "**QA Agent**: Check the import\n\n**Task**: Check it\n- Verify the customer records\n- Load 50,000 rows\n"
        "- Rotate the API keys\n\n**Authority**: ALL tests\n**Ticket Reference**: ISS-0345\n"
    )
    answers = (
        "QA Agent Progress Report\n- Task: Check it\n- Status: in progress\n"
        "- Completed: customer records verified; 50,000 rows loaded\n- Ticket: ISS-0345\n"
    )
    two = {"type": "assistant", "message": {"content": [
        e["message"]["content"][0] for e in (asked("t1", asks), asked("t2", "Ship it.", "ops"))
    ]}}  # fmt: skip
    codes = found(tmp_path, user("Go."), two, answered("t2", "Shipped."), answered("t1", answers))
    assert [(line, code) for line, code, _ in codes if code.startswith("X")] == [(4, "X903")]


def test_what_was_not_touched_for_longest_is_judged_and_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(latest, "MOST", 3)
    entries = [said("We found:", isSidechain=True, agentId=f"a{n}") for n in range(8)]
    assert [n for n, _, _ in found(tmp_path, *entries)] == [1]  # the others say the same again
    entries = [said(f"{n} We found:", isSidechain=True, agentId=f"a{n}") for n in range(8)]
    assert [n for n, _, _ in found(tmp_path, *entries)] == list(range(1, 9))
