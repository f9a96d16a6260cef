"""`de-lint pair`, and pairs that `de-lint check` finds, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from de_lint.cli.main import program, run

ASKED = """**QA Agent**: Try the import

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Try the import of contacts
- Import 10,000 contacts
- Cancel an import halfway

**Authority**: ALL testing decisions
**Expected Results**: A table of timings
**Ticket Reference**: ISS-0733
**Progress Reporting**: Report memory use
"""
ANSWER = """✅ QA Agent Progress Report
- Task: Try the import of contacts ({ticket})
- Status: completed
- Test Results:
  * Passed: 2
  * Failed: 0
  * Skipped: 0
- Coverage: 81%
- Critical Issues: none
- Quality Metrics:
  * Code Quality: good
  * Performance: 10,000 contacts in 8 s, table of timings in timings.csv, memory stays at 90 MB
  * Security: nothing found
- Recommendations: none
- Blockers: None
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "asked.md").write_text(ASKED)
    (tmp_path / "report.md").write_text(ANSWER.format(ticket="ISS-0733"))
    return tmp_path


def de_lint(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(program, [*arguments], input=given, standalone_mode=False)


def found(*arguments: str, given: str | None = None) -> list[dict[str, Any]]:
    result = de_lint(*arguments, "--format", "json", given=given)
    assert result.exception is None, result.exception
    return list(json.loads(result.stdout)["findings"])


def codes(*arguments: str, given: str | None = None) -> list[str]:
    return [f["code"] for f in found(*arguments, given=given)]


def test_names_the_step_its_line_and_the_place_of_the_report() -> None:
    [one] = found("pair", "asked.md", "report.md")
    assert one["name"] == "unanswered-step"
    assert one["severity"] == "warning"
    assert "'Cancel an import halfway' (line 7 of asked.md" in one["message"]
    assert (one["path"], one["line"], one["column"]) == ("report.md", 1, 1)


def test_names_what_comes_nearest(folder: Path) -> None:
    (folder / "asked.md").write_text(ASKED.replace("Cancel an import halfway", "Cancel a Salesforce contacts import"))
    [one] = found("pair", "asked.md", "report.md")
    assert "closest: '- Task: Try the import of contacts (ISS-0733)' in line 2" in one["message"]


def test_other_findings_are_left_out(folder: Path) -> None:
    (folder / "report.md").write_text(ANSWER.format(ticket="ISS0733").replace("completed", "purple"))
    assert set(codes("pair", "asked.md", "report.md")) <= {"X901", "X903"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "warning", "--exit-zero"], 0),
        (["--fail-on", "warning", "--ignore", "X903"], 0),
        (["--fail-on", "warning", "--select", "ticket-mismatch"], 0),
        (["--select", "no-such-rule"], 2),
        (["--config", "missing.toml"], 2),
        (["--role", "no_such_role"], 2),
    ],
)
def test_exit_codes(options: list[str], code: int) -> None:
    assert run(["pair", "asked.md", "report.md", *options]) == code


def test_severity_of_the_configuration_counts(folder: Path) -> None:
    (folder / ".de-lint.toml").write_text('[severity]\nunanswered-step = "error"\n')
    assert run(["pair", "asked.md", "report.md"]) == 1
    assert run(["pair", "asked.md", "report.md", "--isolated"]) == 0


def test_one_of_the_two_may_be_standard_input() -> None:
    assert codes("pair", "asked.md", "-", given=ANSWER.format(ticket="ISS-0999")) == ["X903", "X901"]
    assert codes("pair", "-", "report.md", given=ASKED) == ["X903"]
    assert run(["pair", "-", "-"]) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report.md", "asked.md"], "report.md: holds no delegation, but a report"),
        (["asked.md", "asked.md"], "asked.md: holds no report, but a delegation"),
        (["note.md", "report.md"], "note.md: holds no delegation"),
        (["asked.md", "empty.md"], "empty.md: holds no report"),
        (["asked.md", "missing.md"], "missing.md: No such file or directory"),
    ],
)
def test_what_is_no_pair_is_told_in_one_line(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "note.md").write_text("# A note\n\nNothing to do.\n")
    (folder / "empty.md").write_text("\n")
    assert run(["pair", *arguments]) == 2
    assert capsys.readouterr().err == f"de-lint: {said}\n"


def test_of_several_delegations_the_one_with_the_ticket_is_answered(folder: Path) -> None:
    other = ASKED.replace("ISS-0733", "ISS-0734").replace("Cancel an import halfway", "Import 10,000 contacts again")
    (folder / "asked.md").write_text(f"{other}\n{ASKED}")
    [one] = found("pair", "asked.md", "report.md")
    assert "Cancel an import halfway" in one["message"]


SHARED = """**Engineer**: Import of contacts

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Write the import of contacts
- Parse vCard files
- Merge duplicates

**Authority**: `import/`
**Expected Results**: Merged branch
**Ticket Reference**: ISS-0733
**Progress Reporting**: Report complexity
"""


def test_of_several_delegations_with_a_ticket_the_one_to_the_agent_is_answered(folder: Path) -> None:
    (folder / "asked.md").write_text(f"{SHARED}\n{ASKED}")
    [one] = found("pair", "asked.md", "report.md")
    assert "Cancel an import halfway" in one["message"]


def test_each_report_of_an_agent_answers_its_delegation(folder: Path) -> None:
    (folder / "asked.md").write_text(f"{SHARED}\n{ASKED}")
    (folder / "report.md").write_text("\n".join([ANSWER.format(ticket="ISS-0733")] * 2))
    assert codes("pair", "asked.md", "report.md") == ["X903", "X903"]


def test_the_role_of_the_command_line_is_the_agent_of_a_report_without_one(folder: Path) -> None:
    (folder / "asked.md").write_text(f"{SHARED}\n{ASKED}")
    report = ANSWER.format(ticket="ISS-0733").replace("QA Agent Progress Report", "Progress Report")
    (folder / "report.md").write_text(report)
    [one] = found("pair", "asked.md", "report.md", "--role", "qa")
    assert "Cancel an import halfway" in one["message"]


def test_findings_come_in_the_order_of_the_delegation(folder: Path) -> None:
    steps = "- Zip the log folder\n- Archive telemetry\n- Measure battery drain\n"
    (folder / "asked.md").write_text(ASKED.replace("- Cancel an import halfway\n", steps))
    lines = [int(f["message"].split("(line ")[1].split()[0]) for f in found("pair", "asked.md", "report.md")]
    assert lines == [7, 8, 9]


def test_prose_counts_as_a_report_where_it_is_said_to_be_one(folder: Path) -> None:
    (folder / "report.md").write_text("I imported 10,000 contacts; see the table of timings. Memory use was low.\n")
    assert codes("pair", "asked.md", "report.md") == ["X903"]


def test_output_files_and_formats(folder: Path) -> None:
    assert run(["pair", "asked.md", "report.md", "--output", "sarif:out.sarif", "--format", "full"]) == 0
    [one] = json.loads((folder / "out.sarif").read_text())["runs"][0]["results"]
    assert one["ruleId"] == "X903"


def test_check_finds_the_pair_in_a_folder_and_remembers_it(folder: Path) -> None:
    assert codes("check") == ["X903"]
    assert codes("check") == ["X903"]
    asked = folder / "asked.md"
    asked.write_text(ASKED.replace("- Cancel an import halfway\n", ""))
    assert codes("check") == []
    asked.write_text(ASKED)
    assert codes("check", "--jobs", "2") == codes("check", "--no-cache") == ["X903"]
    asked.unlink()
    assert codes("check") == []


def test_check_finds_the_pair_within_a_file(folder: Path) -> None:
    (folder / "asked.md").unlink()
    (folder / "report.md").unlink()
    both = f"# Week 3\n\n```\n{ASKED}```\n\n```\n{ANSWER.format(ticket='ISS-0733')}```\n"
    (folder / "both.md").write_text(both)
    [one] = found("check")
    assert one["code"] == "X903"
    assert "(line 10, " in one["message"]
    assert codes("check", "-", given=both) == ["X903"]


def test_what_is_in_doubt_is_no_pair(folder: Path) -> None:
    (folder / "second.md").write_text(ANSWER.format(ticket="ISS-0733"))
    assert codes("check") == []
    (folder / "second.md").unlink()
    (folder / "report.md").write_text(ANSWER.format(ticket="ISS-0734"))
    assert codes("check") == []


def test_rules_about_answers_can_be_chosen_silenced_and_let_through(folder: Path) -> None:
    assert codes("check", "--select", "X") == ["X903"]
    assert codes("check", "--ignore", "X") == []
    assert run(["check", "--write-baseline", "base.json"]) == 0
    assert codes("check", "--baseline", "base.json") == []
    comment = '<!-- de-lint: ignore-record X903 reason="cancelling is not ready" -->\n'
    (folder / "report.md").write_text(comment + ANSWER.format(ticket="ISS-0733"))
    assert codes("check") == codes("pair", "asked.md", "report.md") == []
    assert codes("check", "--no-suppressions") == ["X903"]


def test_fixing_keeps_the_findings_of_answers(folder: Path) -> None:
    (folder / "report.md").write_text(ANSWER.format(ticket="ISS-0733").replace("Blockers", "Blokers"))
    assert codes("check", "--fix") == ["X903"]
    assert "Blockers" in (folder / "report.md").read_text()


def test_very_many_unanswered_steps_are_counted(tmp_path: Path) -> None:
    steps = "".join(f"- Renew certificate number{n}\n" for n in range(100))
    (tmp_path / "d.md").write_text(f"**Ops Agent**: Renew\n\n**Task**: Renew\n{steps}\n**Authority**: all\n")
    (tmp_path / "r.md").write_text("Ops Agent Progress Report\n- Task: something else\n- Status: blocked\n")
    messages = [each["message"] for each in found("pair", "d.md", "r.md", "--select", "X903")]
    assert len(messages) == 30
    assert any("'…' (71 more from line 33 of d.md on)" in message for message in messages)


LEDGER_ASKED = """**Engineer Agent**: Round taxes

**Task**: Round the taxes of orders half up
- Change the rounding in `src/tax.py`
- Run `pytest -q`
- Translate the handbook

**Acceptance Criteria**:
- `ruff check .` is clean

**Expected Results**: A pushed branch
"""
LEDGER_ANSWER = """Engineer Agent Progress Report
- Task: Round taxes
- Status: completed
- Completed:
  * Changed the rounding in `src/tax.py`
  * Ran `pytest -q`: all tests pass
  * Lint is clean (`ruff check .`)
  * Pushed the branch
- Remaining: None
"""


def ledger_log(tmp_path: Path) -> Path:
    def used(name: str, **given: str) -> dict[str, Any]:
        block = {"type": "tool_use", "id": str(given), "name": name, "input": given}
        return {"type": "assistant", "message": {"content": [block]}}

    def returned(text: str, **given: str) -> dict[str, Any]:
        block = {"type": "tool_result", "tool_use_id": str(given), "content": text}
        return {"type": "user", "message": {"content": [block]}}

    ruff, edit, tests = {"command": "ruff check ."}, {"file_path": "src/tax.py"}, {"command": "pytest -q"}
    entries = [
        used("Bash", **ruff), returned("All checks passed!", **ruff), used("Edit", **edit), returned("Done", **edit),
        used("Bash", **tests), returned("42 passed in 1.0s", **tests),
    ]  # fmt: skip
    log = tmp_path / "session.jsonl"
    log.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return log


def ledger(tmp_path: Path, *options: str) -> dict[str, Any]:
    (tmp_path / "asked.md").write_text(LEDGER_ASKED)
    (tmp_path / "report.md").write_text(LEDGER_ANSWER)
    files = [str(tmp_path / "asked.md"), str(tmp_path / "report.md")]
    ran = CliRunner().invoke(program, ["pair", *files, "--ledger", "--format", "json", *options])
    rows = json.loads(ran.stdout)["ledger"]
    return {row["text"]: row for row in rows}


def test_the_ledger_of_a_pair(tmp_path: Path) -> None:
    rows = ledger(tmp_path, "--transcript", str(ledger_log(tmp_path)))
    assert {text: (row["answer"], row["verdict"]) for text, row in rows.items()} == {
        "Change the rounding in `src/tax.py`": ("proof", "proven"),
        "Run `pytest -q`": ("proof", "proven"),
        "Translate the handbook": ("nothing", None),
        "A pushed branch": ("words", "unproven"),
        "`ruff check .` is clean": ("words", "stale"),
    }
    assert rows["Run `pytest -q`"]["report_line"] == 6


def test_without_a_log_nothing_is_proven(tmp_path: Path) -> None:
    assert {row["answer"] for row in ledger(tmp_path).values()} == {"words", "nothing"}


def test_the_ledger_as_a_table(tmp_path: Path) -> None:
    ledger(tmp_path)
    files = [str(tmp_path / "asked.md"), str(tmp_path / "report.md")]
    lines = CliRunner().invoke(program, ["pair", *files, "--ledger"]).stdout.splitlines()
    assert lines[0].split() == ["asked", "line", "answer", "by"]
    assert lines[-1] == "5 asked for: 0 by proof, 4 by words, 1 not at all"


@pytest.mark.parametrize("options", [["--ledger", "--format", "sarif"], ["--transcript", __file__]])
def test_options_of_the_ledger(tmp_path: Path, options: list[str]) -> None:
    assert run(["pair", "asked.md", "report.md", *options]) == 2
