"""Rules that a project states in its configuration: what they find, where, and what is said of wrong ones."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from de_lint.agents.hook import answer
from de_lint.cli.main import run
from tests.server.client import session

Capture = pytest.CaptureFixture[str]
REPORT = """QA Agent Progress Report
- Task: Check the import
- Status: completed
- Environment: productoin
- Coverage: **81%** (was 79%)
- Blockers: none
- Budget: 3 days
- Test Results:
  * Passed: 12
  * Failed: 2
- Recommendations:
  - Fix the parser
  - Read it again
"""
HEADED = """# QA Agent Progress Report

**Status**: blocked

## Summary

It reads nothing
at all.

## Environment

Staging.

## Blockers

- no database
- no time
"""
DELEGATION = """**QA Agent**: Test the invoice export

**Task**: Export a year of invoices
1. Start it
2. Read the log
**Authority**: none
**Expected Results**: A list of what differs
**Priority**: high
**Reviewer**:
"""
#: A rule, the text that it judges, and its findings: line and column, with the end of its message.
FOUND: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"for": "qa", "require": "Critical Issues"}, REPORT, ["1:1 'Critical Issues' is missing"]),
    ({"for": "qa", "require": ["test_results.skipped", "Coverage"]}, REPORT, ["8:3 'Skipped' is missing"]),
    ({"for": "delegation", "require": ["label:Reviewer", "task.steps", "Authority"]}, DELEGATION,
     ["1:1 'Reviewer' is missing"]),
    ({"for": "qa", "require": ["Blockers", "label:Budget", "label:Coverage"]}, REPORT, []),
    ({"for": "qa", "forbid": "label:Environment"}, HEADED, ["10:4 'Environment' must not be there"]),
    ({"for": "delegation", "forbid": "priority"}, DELEGATION, ["8:3 'Priority' must not be there"]),
    ({"for": "QA", "forbid": ["Test Results.Failed", "label:Budget"], "message": "Leave it out"}, REPORT,
     ["7:3 Leave it out", "10:13 Leave it out"]),
    ({"for": "progress_report", "forbid": ["label:Owner", "Decisions"]}, REPORT, []),
    ({"for": "qa", "field": "Coverage", "matches": "^[0-9]+%$"}, REPORT,
     ["5:13 '81% (was 79%)' does not match ^[0-9]+%$"]),
    ({"for": "qa", "field": "recommendations", "matches": "^(?i:fix)"}, REPORT,
     ["13:5 'Read it again' does not match ^(?i:fix)"]),
    ({"for": "progress_report", "field": "Summary", "matches": "[.!]$", "message": "End it"}, REPORT, []),
    ({"for": "progress_report", "field": "Summary", "matches": "^The ", "message": "Name it"}, HEADED, ["7:1 Name it"]),
    ({"for": "delegation", "field": "tickets", "matches": "^ISS-"}, DELEGATION.replace("invoices", "invoices (TSK-12)"),
     ["3:38 'TSK-12' does not match ^ISS-"]),
    ({"for": "qa", "field": "label:Environment", "one_of": ["staging", "production"]}, REPORT,
     ["4:16 'productoin' is not one of staging, production; did you mean 'production'?"]),
    ({"for": "qa", "field": "label:Environment", "one_of": ["staging", "production"]}, HEADED, []),
    ({"for": "qa", "field": "Status", "one_of": ["completed", "failed"]}, HEADED,
     ["3:13 'blocked' is not one of completed, failed"]),
    ({"for": "delegation", "field": "Priority", "one_of": ["low"]}, DELEGATION, ["8:15 'high' is not one of low"]),
    ({"for": "qa", "field": "Recommendations", "requires": ["Next Steps", "Blockers"]}, REPORT,
     ["11:3 'Recommendations' asks for 'Next Steps', which is missing"]),
    ({"for": "qa", "field": "Blockers", "requires": "Next Steps"}, HEADED,
     ["14:4 'Blockers' asks for 'Next Steps', which is missing"]),
    ({"for": "qa", "field": "label:Budget", "requires": "label:Owner"}, REPORT,
     ["7:3 'Budget' asks for 'Owner', which is missing"]),
    ({"for": "qa", "field": "Blockers", "requires": "Next Steps"}, REPORT, []),  # it says that there are none
    ({"for": "delegation", "field": "Authority", "requires": "Deadline"}, DELEGATION, []),
    ({"for": "qa", "field": "Recommendations", "at_least": 3}, REPORT,
     ["12:5 'Recommendations' has 2 items, fewer than 3"]),
    ({"for": "qa", "field": "Coverage", "at_least": 85.5}, REPORT, ["5:13 'Coverage' is 81, less than 85.5"]),
    ({"for": "delegation", "field": "task.steps", "at_least": 3}, DELEGATION,
     ["4:4 'Steps' has 2 items, fewer than 3"]),
    ({"for": "qa", "field": "label:Budget", "at_least": 4}, REPORT, ["7:11 'Budget' is 3, less than 4"]),
    ({"for": "qa", "field": "Blockers", "at_least": 1}, REPORT, ["6:13 'Blockers' has 0 items, fewer than 1"]),
    ({"for": "ops", "field": "Metrics.Uptime", "at_least": 99}, REPORT, []),
]  # fmt: skip
#: What is written below `[rules.U001]` or in its place, with the line and the words of the refusal.
WRONG = [
    ('for = "qaa"\nrequire = "Coverage"', 2, "rules.U001.for: there is no such kind or role; did you mean 'qa'?"),
    ('for = "agent_template"\nrequire = "Task"', 2, "there is no such kind or role"),
    ('for = "qa"\nrequire = "Coverge"', 3, "for a label of your own); did you mean 'Coverage'?"),
    ('for = "qa"\nrequire = "Test Results.Skiped"', 3, "did you mean 'Test Results.Skipped'?"),
    ('for = "delegation"\nrequire = "Budget"', 3, "(write 'label:Budget' for a label of your own)"),
    ('for = "qa"\nfield = "Blockers"\nrequires = "Nxt Steps"', 4, "did you mean 'Next Steps'?"),
    ('for = "qa"\nrequire = "label: "', 3, "there is no field ''"),
    ('for = "qa"', 1, "require or forbid or matches or one_of or requires or at_least is missing"),
    ('for = "qa"\nmatches = "x"', 1, "rules.U001: field is missing"),
    ('require = "Coverage"', 1, "rules.U001: for is missing"),
    ('for = "qa"\nrequire = "Task"\nforbid = "Status"', 1, "require and forbid cannot stand in one table; write two"),
    ('for = "qa"\nfield = "Task"\nmatches = "("', 4, "'(' is not a valid regular expression: missing )"),
    ('for = "qa"\nfield = "Task"\nmatches = "(?=x)"', 4, "'(?=x)' is not possible: it must not look around"),
    ('for = "qa"\nfield = "Task"\nmatches = "((a{99}){99}){99}"', 4, "or repeat a great deal"),
    ('for = "qa"\nfield = "Task"\nmatchs = "x"', 4, "there is no such setting; did you mean 'matches'?"),
    ('for = "qa"\nrequire = "Task"\nseverity = "eror"', 4, "'eror' is not one of error, warning, info"),
    ('for = "qa"\nrequire = "Task"\nname = "missing-field"', 4, "'missing-field' is the name of S101"),
    ('for = "qa"\nrequire = "Task"\nname = "No Name"', 4, "'No Name' does not fit"),
    ('for = "qa"\nrequire = []', 3, "it must not be empty"),
]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configured(rule: dict[str, Any], code: str = "U001") -> None:
    lines = [f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in rule.items()]
    with open(".de-lint.toml", "a", encoding="utf-8") as stream:
        stream.write(f"[rules.{code}]\n{''.join(lines)}")


def found(capfd: Capture, text: str, *options: str) -> list[str]:
    Path("text.md").write_text(text, encoding="utf-8")
    assert run(["check", "--no-cache", "--format", "json", *options, "text.md"]) in (0, 1)
    findings = json.loads(capfd.readouterr().out)["findings"]
    return [f"{f['line']}:{f['column']} {f['message']}" for f in findings if f["code"].startswith("U")]


def hooked(text: str, kind: str) -> str:
    events: dict[str, dict[str, Any]] = {
        "report": {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": text},
        "delegation": {
            "hook_event_name": "PreToolUse", "tool_name": "Agent", "tool_input": {"prompt": text, "subagent_type": "qa"}
        },
    }  # fmt: skip
    given = answer(json.dumps({**events[kind], "cwd": str(Path.cwd())}).encode(), record=False)
    return json.dumps(json.loads(given.stdout or "{}"), ensure_ascii=False)


@pytest.mark.parametrize(("rule", "text", "expected"), FOUND, ids=lambda v: json.dumps(v)[:50] if v else "none")
def test_a_rule_finds_what_breaks_it_at_the_character(
    rule: dict[str, Any], text: str, expected: list[str], capfd: Capture
) -> None:
    configured(rule)
    assert found(capfd, text) == expected
    kind = "delegation" if text.startswith("**QA Agent**") else "report"
    told = hooked(text, kind)
    for each in expected:
        place, message = each.split(" ", 1)
        assert f"{kind}:{place} U001 " in told and json.dumps(message, ensure_ascii=False)[1:-1] in told
    assert expected or "U001" not in told


def test_an_editor_is_told_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, (rule, text, _) in enumerate(FOUND):
        (project / str(number)).mkdir()
        (project / str(number) / "text.md").write_text(text, encoding="utf-8")
        monkeypatch.chdir(project / str(number))
        configured(rule)

    async def heard() -> None:
        async with session(project) as client:
            for number, (rule, _, expected) in enumerate(FOUND):
                findings = await client.findings(client.open(project / str(number) / "text.md"))
                own = [(each.range.start, each.message) for each in findings if each.code == "U001"]
                told = [f"{start.line + 1}:{start.character + 1} {message}" for start, message in own]
                assert told == expected, rule

    asyncio.run(heard())


@pytest.mark.parametrize(("written", "line", "why"), WRONG, ids=[w[2][-30:] for w in WRONG])
def test_a_wrong_rule_is_refused_once_with_its_line(written: str, line: int, why: str, capfd: Capture) -> None:
    Path(".de-lint.toml").write_text(f"[rules.U001]\n{written}\n", encoding="utf-8")
    for name in ("a.md", "b.md"):
        Path(name).write_text(REPORT, encoding="utf-8")
    assert run(["check", "--no-cache"]) == 2
    out, err = capfd.readouterr()
    assert out == "" and err.count("\n") == 1
    assert err.startswith(f"de-lint: .de-lint.toml:{line}: ") and why in err
    assert ".de-lint.toml" in json.loads(hooked(REPORT, "report"))["systemMessage"]


def test_a_code_is_of_the_family_of_ones_own_rules(capfd: Capture) -> None:
    Path(".de-lint.toml").write_text('ignore = []\n[rules.T201]\nfor = "qa"\nrequire = "Task"\n', encoding="utf-8")
    assert run(["check", "--no-cache"]) == 2
    assert capfd.readouterr().err == "de-lint: .de-lint.toml:2: rules.T201: 'T201' does not fit ^U[0-9]{3}$\n"


def test_rules_of_ones_own_are_chosen_weighed_and_silenced_like_others(capfd: Capture) -> None:
    configured({"for": "qa", "require": "Critical Issues", "severity": "warning", "why": "Nobody asks twice."})
    configured({"for": "qa", "field": "Coverage", "at_least": 90, "name": "well-covered"}, "U002")
    capfd.readouterr()
    both = ["1:1 'Critical Issues' is missing", "5:13 'Coverage' is 81, less than 90"]
    assert found(capfd, REPORT) == both
    assert found(capfd, REPORT, "--select", "U") == both
    assert found(capfd, REPORT, "--select", "well-covered") == both[1:]
    assert found(capfd, REPORT, "--ignore", "U002") == both[:1]
    assert found(capfd, REPORT, "--select", "S") == []
    assert run(["check", "--no-cache", "--select", "U003", "text.md"]) == 2
    assert "Unknown rule: U003. Did you mean U00" in capfd.readouterr().err
    ignored = REPORT.replace("- Coverage", "<!-- de-lint: ignore U002 reason=old -->\n- Coverage")
    assert found(capfd, ignored) == both[:1]
    assert run(["check", "--no-cache", "--select", "G801", "text.md"]) == 0  # the comment silences something
    assert run(["check", "--no-cache", "--select", "U001", "text.md"]) == 0  # a warning
    capfd.readouterr()
    with open(".de-lint.toml", "r+", encoding="utf-8") as stream:
        rest = stream.read()
        stream.seek(0)
        stream.write(f'severity = {{U001 = "error", well-covered = "off"}}\n{rest}')
    assert found(capfd, REPORT) == both[:1]
    assert run(["check", "--no-cache", "--select", "U", "text.md"]) == 1
    capfd.readouterr()
    assert run(["check", "--no-cache", "--write-baseline", "base.json", "text.md"]) == 0
    assert run(["check", "--no-cache", "--baseline", "base.json", "text.md"]) == 0
    assert '"U001": 1' in Path("base.json").read_text(encoding="utf-8")


def test_a_field_that_two_rules_miss_is_missed_once(capfd: Capture) -> None:
    configured({"for": "qa", "require": ["Critical Issues", "Test Results.Skipped"]})
    Path("text.md").write_text(REPORT, encoding="utf-8")
    run(["check", "--no-cache", "--format", "json", "--select", "S101,U", "text.md"])
    findings = json.loads(capfd.readouterr().out)["findings"]
    about = [f["code"] for f in findings if "Critical Issues" in f["message"] or "Skipped" in f["message"]]
    assert about == ["U001"] * 2
    assert all(f["fix"] and not f["fix"]["safe"] for f in findings if f["code"] == "U001")


def test_rules_of_ones_own_are_listed_and_explained(capfd: Capture) -> None:
    configured({"for": ["qa", "ops"], "require": "Blockers", "message": "Tell\x1b[2J what\nblocks you", "why": "So."})
    assert run(["rules"]) == 0
    lines = [line for line in capfd.readouterr().out.split("\n") if line.startswith("U")]
    assert lines == ["U001  missing-blockers             error    *   Tell␛[2J what blocks you  (.de-lint.toml)"]
    assert run(["explain", "u001"]) == 0
    page = capfd.readouterr().out
    assert "Reports this for qa, ops: 'Blockers' is missing." in page and "\nSo.\n" in page and "\x1b" not in page
    assert "`rules.U001` in .de-lint.toml" in page
    assert run(["rules", "--isolated", "--format", "json"]) == 0
    assert "U001" not in capfd.readouterr().out
    assert run(["explain", "U001", "--isolated"]) == 2
    Path(".de-lint.toml").write_text("nonsense = 1\n", encoding="utf-8")
    assert run(["explain", "T201"]) == 0  # what ships is explained whatever the configuration says


def test_each_format_shows_a_rule_of_ones_own(capfd: Capture) -> None:
    from de_lint.output.formats import finding_formats

    configured({"for": "qa", "field": "Coverage", "at_least": 90, "message": "Cover 90%"})
    Path("text.md").write_text(REPORT, encoding="utf-8")
    for name in finding_formats():
        assert run(["check", "--no-cache", "--select", "U", "--format", name, "text.md"]) == 1
        assert "Cover 90" in capfd.readouterr().out, name
    assert run(["check", "--no-cache", "--select", "U", "--format", "sarif", "text.md"]) == 1
    (rule,) = json.loads(capfd.readouterr().out)["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "U001" and rule["shortDescription"]["text"] == "Cover 90%"
    assert rule["helpUri"].endswith("/own-rules/")


def test_verdicts_are_remembered_until_a_rule_changes(capfd: Capture, tmp_path: Path) -> None:
    Path("text.md").write_text(REPORT, encoding="utf-8")
    for least, code in ((90, 1), (90, 1), (80, 0)):
        Path(".de-lint.toml").unlink(missing_ok=True)
        configured({"for": "qa", "field": "Coverage", "at_least": least})
        assert run(["check", "--select", "U", "--cache-dir", str(tmp_path / "cache"), "text.md"]) == code


def test_a_rule_speaks_of_labels_of_a_role_that_a_template_brings(capfd: Capture) -> None:
    form = "Pilot Agent Progress Report\n- Task: [task]\n- Runway: [number]\n"
    text = f"# Pilot Agent\n\n## Report format\n\n```\n{form}```\n"
    Path("pilot.md").write_text(text, encoding="utf-8")
    Path(".de-lint.toml").write_text('templates = ["pilot.md"]\n', encoding="utf-8")
    configured({"for": "pilot", "field": "Runway", "at_least": 10})
    text = "Pilot Agent Progress Report\n- Task: Land\n- Runway: 9\n"
    assert found(capfd, text) == ["3:11 'Runway' is 9, less than 10"]


def test_required_fields_stand_in_the_blank_form(capfd: Capture) -> None:
    configured({"for": "delegation", "require": ["Deadline", "label:Reviewer", "Authority"]})
    configured({"for": ["progress_report", "QA"], "require": ["Decisions", "label:Environment", "Coverage"]}, "U002")
    for arguments, added in (
        (["delegation", "--role", "qa"], ["**Deadline**: [deadline]", "**Reviewer**: [reviewer]"]),
        (["report", "--role", "qa"], ["- Decisions: [decisions]", "- Environment: [environment]"]),
        (["report", "--role", "ops"], ["- Decisions: [decisions]", "- Environment: [environment]"]),
    ):
        assert run(["new", *arguments, "--isolated"]) == 0
        plain = capfd.readouterr().out.split("\n")
        assert run(["new", *arguments]) == 0
        form = capfd.readouterr().out
        more = [line for line in form.split("\n") if line not in plain]
        assert more == added or (arguments[-1] == "ops" and more == [*added, "- Coverage: [coverage %]"])
        kind = {"delegation": "delegation"}.get(arguments[0], "progress_report")
        Path("form.md").write_text(form, encoding="utf-8")
        run(["check", "--no-cache", "--format", "concise", "--kind", kind, "--select", "U", "form.md"])
        assert " U00" not in capfd.readouterr().out  # with blanks, but whole
