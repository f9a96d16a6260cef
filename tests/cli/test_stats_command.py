"""`de-lint stats` on a log that the hook has written, and on logs that nobody has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from de_lint.agents.hook import answer
from de_lint.agents.log_report import statistics_text
from de_lint.agents.log_statistics import LogStatistics

from ..in_process import run

BAD = "QA Agent Progress Report\n- Task: Check the import\n- Status: completed\n"
PROSE = "All is well."


def stats(folder: Path, *arguments: str, given: bytes = b"") -> tuple[int, str, str]:
    return run("stats", *arguments, given=given, folder=folder)


def entry(time: str = "2026-02-10T08:00:00+00:00", *codes: str, **more: Any) -> dict[str, Any]:
    names = {"S105": "empty-report", "T201": "malformed-ticket", "F101": "misspelled-label"}
    severity = {"F101": "warning"}
    found = [{"code": c, "name": names[c], "severity": severity.get(c, "error")} for c in codes]
    facts = {
        "time": time, "host": "claude", "event": "SubagentStop", "session_id": "s1", "agent_id": "a1", "again": False,
        "role": "qa", "kind": "progress_report", "mode": "block", "findings": found,
    }  # fmt: skip
    failed = any(severity.get(c, "error") == "error" for c in codes)
    return {**facts, "action": "block" if failed else "pass", **more}


DAY = "2026-02-10T08:00:00+00:00"
ENTRIES: tuple[dict[str, Any], ...] = (
    entry(DAY, "S105"),
    entry(DAY, "T201", "T201", "F101"),  # refused again: still the same fault
    entry(DAY, "F101"),  # repaired
    entry(DAY, "T201", agent_id="a2", role=None, agent="Explore"),
    entry(DAY, "T201", agent_id="a2", role=None, agent="Explore", action="warn", again=True),  # given up
    entry(DAY, agent_id="a2", role=None, agent="Explore"),  # something else
    entry("2026-02-17T08:00:00+00:00", "T201", session_id="", mode="shadow", action="shadow", host="codex"),
    entry("2026-02-18T00:30:00+02:00", "T201", session_id="", kind="delegation"),
    {"time": DAY, "host": "claude", "event": "PostToolUse", "mode": None, "action": "pass", "findings": []},
)


def counted(*entries: dict[str, Any] | None) -> dict[str, Any]:
    counts = LogStatistics()
    for each in entries:
        counts.add(each)
    return counts.to_json()


def written(folder: Path) -> Path:
    file = folder / "hook.jsonl"
    lines = [json.dumps(each) for each in ENTRIES]
    file.write_text("\n".join([*lines[:3], "broken {", '{"time": 3}', *lines[3:], '{"half": ']), encoding="utf-8")
    return file


def test_the_counts(tmp_path: Path) -> None:
    written(tmp_path)
    code, out, err = stats(tmp_path, "hook.jsonl", "--format", "json")
    assert (code, err) == (0, "")
    counts = json.loads(out)
    assert (counts["verdicts"], counts["failed"], counts["rate"]) == (8, 6, 0.75)
    counted_for = {"verdicts": 5, "failed": 5, "findings": 6, "rate": 0.625}
    assert counts["by_rule"]["T201"] == {"name": "malformed-ticket", **counted_for}
    warned = {"name": "misspelled-label", "verdicts": 2, "failed": 0, "findings": 2, "rate": 0.0}
    assert counts["by_rule"]["F101"] == warned
    assert counts["by_role"]["qa"] == {"verdicts": 5, "failed": 4, "rate": 0.8}
    assert counts["by_role"]["Explore"]["verdicts"] == 3
    assert {week: rate["verdicts"] for week, rate in counts["by_week"].items()} == {"2026-W07": 6, "2026-W08": 2}
    assert counts["by_host"]["codex"]["verdicts"] == counts["by_mode"]["shadow"]["verdicts"] == 1
    assert {name: rate["verdicts"] for name, rate in counts["by_action"].items()} == {
        "block": 4, "pass": 2, "shadow": 1, "warn": 1,
    }  # fmt: skip
    assert counts["empty_reports"] == {"reports": 7, "empty": 1, "rate": 0.1429}
    assert counts["refusals"] == {"refused": 2, "repaired": 1, "rate": 0.5, "untraceable": 1}
    assert counts["lines"] == {"broken": 3, "left_out": 0}


def test_the_text(tmp_path: Path) -> None:
    written(tmp_path)
    code, out, err = stats(tmp_path, "hook.jsonl")
    assert (code, err) == (0, "")
    assert out.startswith(
        "Verdicts: 8, failed: 6 (75.0%)\nReports: 7, empty: 1 (14.3%)\nRefused: 2, repaired: 1 (50.0%)\n"
        "Refused outside of a session: 1\nLines that are no entries: 3\n\n"
    )
    assert "T201 malformed-ticket         5         5         6     62.5%\n" in out
    assert "\n2026-W07         6         4     66.7%\n" in out


def test_since(tmp_path: Path) -> None:
    written(tmp_path)
    counts = json.loads(stats(tmp_path, "hook.jsonl", "--since", "2026-02-17", "--format", "json")[1])
    # The last of them was written on the 17th in UTC.
    assert (counts["since"], counts["verdicts"], counts["lines"]["left_out"]) == ("2026-02-17", 2, 7)
    code, _, err = stats(tmp_path, "hook.jsonl", "--since", "yesterday")
    assert code == 2 and "'yesterday' is not a day" in err


def test_standard_input_and_several_logs(tmp_path: Path) -> None:
    file = written(tmp_path)
    _, out, _ = stats(tmp_path, "-", "--format", "json", given=file.read_bytes())
    assert json.loads(out)["verdicts"] == 8
    code, out, err = stats(tmp_path, "none.jsonl", ".", "hook.jsonl", "--format", "json")
    assert code == 2 and json.loads(out)["verdicts"] == 8
    assert [line.split(": ")[1] for line in err.splitlines()] == ["none.jsonl", "."]


def test_an_empty_log(tmp_path: Path) -> None:
    (tmp_path / "hook.jsonl").write_text("")
    assert stats(tmp_path, "hook.jsonl") == (
        0, "Verdicts: 0, failed: 0\nReports: 0, empty: 0\nRefused: 0, repaired: 0\n", "",
    )  # fmt: skip


def test_a_log_of_the_hook_s(tmp_path: Path) -> None:
    (tmp_path / ".de-lint.toml").write_text('[hook]\nlog = "hook.jsonl"\n')

    def hook(event: str, **more: Any) -> None:
        payload = {"hook_event_name": event, "session_id": "s1", "cwd": str(tmp_path), **more}
        answer(json.dumps(payload).encode())

    def delegate(ticket: str) -> None:
        prompt = f"**Ops Agent**: Ship it\n\n**Task**: Ship it\n**Ticket Reference**: {ticket}\n"
        asked = {"prompt": prompt, "subagent_type": "Explore"}
        hook("PreToolUse", tool_name="Agent", tool_input=asked)

    hook("SubagentStop", agent_id="a1", agent_type="Explore", last_assistant_message="")
    hook("SubagentStop", agent_id="a1", agent_type="Explore", last_assistant_message=PROSE, stop_hook_active=True)
    hook("SubagentStop", agent_id="a2", agent_type="qa", last_assistant_message=BAD)
    hook("SubagentStop", agent_id="a2", agent_type="qa", last_assistant_message=BAD, stop_hook_active=True)
    delegate("iss207")
    file = tmp_path / "report.md"
    for text in (BAD.replace("completed", "purple"), "# Coffee\n"):
        file.write_text(text)
        hook("PostToolUse", tool_name="Write", tool_input={"file_path": str(file)})
    counts = json.loads(stats(tmp_path, "hook.jsonl", "--format", "json")[1])
    assert counts["refusals"] == {"refused": 4, "repaired": 2, "rate": 0.5, "untraceable": 0}
    assert counts["by_role"]["Explore"]["verdicts"] == 3
    assert set(counts["by_kind"]) == {"delegation", "file", "progress_report"}
    first, *_, last = [json.loads(line) for line in (tmp_path / "hook.jsonl").read_text().splitlines()]
    assert (first["agent"], first["characters"]) == ("Explore", 0) and last["file"] == str(file)


@pytest.mark.parametrize(
    "odd",
    [
        {"findings": None}, {"findings": [3, {}]}, {"findings": {"code": 1}}, {"time": 7}, {"time": "soon"},
        {"session_id": 3}, {"time": "0001-01-01T00:00:00+14:00"}, {"kind": {}}, {"mode": 7}, {"host": None},
        {"role": []},
    ],
)  # fmt: skip
def test_odd_entries_are_counted(odd: dict[str, Any]) -> None:
    counts = counted({**entry(), **odd})
    assert (counts["verdicts"], counts["lines"]["broken"]) == (1, 0)


def test_entries_of_older_logs() -> None:
    old = {k: v for k, v in entry(DAY, "S105").items() if k not in ("agent", "file", "characters")}
    assert counted(old, {**old, "action": "pass", "findings": []})["refusals"]["repaired"] == 1


@pytest.mark.parametrize("odd", [None, {}, {"action": 3}])
def test_what_is_no_entry_is_broken(odd: dict[str, Any] | None) -> None:
    assert counted(odd)["lines"]["broken"] == 1


@pytest.mark.parametrize(
    ("failed", "verdicts", "percent"),
    [(1, 29, "3.4%"), (14, 27, "51.9%"), (1, 16, "6.3%"), (0, 3, "0.0%"), (3, 3, "100.0%")],
)
def test_shares_are_rounded_once(failed: int, verdicts: int, percent: str) -> None:
    each = [entry(DAY, *(["T201"] if n < failed else []), agent_id=f"a{n}") for n in range(verdicts)]
    text = statistics_text(counted(*each))
    assert text.startswith(f"Verdicts: {verdicts}, failed: {failed} ({percent})\n")
    assert not failed or f"{verdicts:>10}{failed:>10}{percent:>10}\n" in text
    assert not failed or f"{failed:>10}{failed:>10}{failed:>10}{percent:>10}\n" in text
