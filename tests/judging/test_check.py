"""Which rules run, in which order findings come, and that nothing makes checking raise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from de_lint.judging.check import check, selected
from de_lint.judging.rule import Subject
from de_lint.judging.rules import all_rules
from de_lint.reading.document import read

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
REQUIRED = """
missing-field unknown-agent empty-field wrong-type invalid-status invalid-enum malformed-ticket
placeholder-ticket missing-ticket duplicate-ticket invalid-date future-date unfilled-placeholder misspelled-label
unknown-label duplicate-label label-order mojibake undecodable-bytes control-characters unclosed-fence
completed-with-blockers completed-with-remaining blocked-without-blocker progress-contradicts-status
authority-exceeds-role empty-report
"""
OFF = {"missing-ticket", "unknown-label", "label-order"}

BAD = """**QA Agent**: Test [which screen]

TEMPORAL CONTEXT: Today is 2025-02-30.

**Task**: Look at it
**Authority**: ALL testing decisions
**Ticket Reference**: ISS 345
"""


def codes(select: list[str] | None = None, ignore: list[str] | None = None) -> set[str]:
    return {r.code for r in selected(select, ignore)}


@pytest.mark.parametrize("name", REQUIRED.split())
def test_promised_rule_exists(name: str) -> None:
    assert name in {r.name for r in all_rules()}


def test_codes_and_names_are_unique_and_sorted() -> None:
    rules = all_rules()
    assert [r.code for r in rules] == sorted({r.code for r in rules})
    assert len({r.name for r in rules}) == len(rules)


def test_some_rules_are_off_by_default() -> None:
    assert {r.name for r in all_rules() if not r.default and not r.code.startswith("E")} == OFF
    asked_for = [r for r in all_rules() if r.code.startswith("E") and r.asks != "session"]
    assert asked_for and not any(r.default for r in asked_for), "evidence is asked for"
    assert not OFF & {r.name for r in selected()}


@pytest.mark.parametrize(
    ("select", "ignore", "chosen"),
    [
        (["T201"], None, {"T201"}),
        (["t201"], None, {"T201"}),
        (["malformed-ticket"], None, {"T201"}),
        (["T"], None, {"T201", "T202", "T203", "T204", "T205", "T206"}),
        (["T20"], ["T201", "T202"], {"T203", "T204", "T205", "T206"}),
        (["T201"], ["T"], {"T201"}),
        (["T"], ["malformed-ticket"], {"T202", "T203", "T204", "T205", "T206"}),
        (["malformed-ticket"], ["T20"], {"T201"}),
        (["T201"], ["T201"], set()),
        (["ALL"], ["ALL"], set()),
        ([], None, set()),
        (["nothing"], None, set()),
        ([""], None, set()),
    ],
)
def test_longest_match_wins(select: list[str], ignore: list[str] | None, chosen: set[str]) -> None:
    assert codes(select, ignore) == chosen


def test_all_selects_what_is_off() -> None:
    assert codes(["ALL"]) == {r.code for r in all_rules()}
    assert codes(["ALL"], ["S"]) == {r.code for r in all_rules() if r.code[0] != "S"}


def test_ignore_without_select_starts_from_the_defaults() -> None:
    assert codes(None, ["T201"]) == codes() - {"T201"}
    assert codes(None, ["ALL"]) == set()


def test_findings_are_in_order_and_repeatable() -> None:
    found = check(read(BAD, "a.md"))
    assert [f.sort_key for f in found] == sorted(f.sort_key for f in found)
    assert found == check(read(BAD, "a.md"))
    assert len(found) == len(set(found))
    assert {f.path for f in found} == {"a.md"}
    assert [(f.code, f.span.start_line) for f in found] == [
        ("S101", 1), ("S101", 1), ("P401", 1), ("V303", 3), ("T201", 7),
    ]  # fmt: skip


_LINES = st.sampled_from(
    [*BAD.splitlines(), "- Status: finished", "- Progress: 150%",
     "- Blockers:", "* Health: x", "```", "", "  - a",
     "| a | b |", "|---|---|", "# Report", "QA Agent Progress Report", "- Test Results:",
     "Data Engineer Agent Progress Report",
     "- Database Status:", "ISS-XXXX", "TEMPORAL CONTEXT:", "\ufffd\u200b\x07", "---", "> **Task**: x", "**Task**:",
     "**Ticket**: EP-1, iss_22", "\u221a\u00b6 \u201a\u00fa\u00d6"]
)  # fmt: skip


_DOCUMENTS = st.lists(st.one_of(_LINES, st.text(max_size=12)), max_size=25).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(), st.binary(), _DOCUMENTS))
def test_never_raises_and_points_into_the_text(data: str | bytes) -> None:
    document = read(data)
    lines = document.source.lines
    for finding in check(document, select=["ALL"]):
        span = finding.span
        assert 1 <= span.start_line <= span.end_line <= max(1, len(lines))
        assert (span.start_line, span.start_column) <= (span.end_line, span.end_column)
        assert span.end_column <= len(lines[span.end_line - 1].raw) + 1
        assert "\n" not in finding.message


def test_an_empty_list_in_data_says_that_there_is_none() -> None:
    report = "---\nagent: qa\nstatus: done\nfiles_modified: {}\ntask: Check the cart\ncompleted:\n  - checked\n---\n"
    assert [f.code for f in check(read(report.format("[]")))] == []
    assert [f.code for f in check(read(report.format("")))] == ["S102"]


def test_files_that_remain_are_no_work_that_remains() -> None:
    report = "# Clean-up Report\n\n**Status**: completed\n\n## {}\n\n- `README.md` - main page\n- `use.md` - guide\n"
    assert [f.code for f in check(read(report.format("Files Remaining")))] == []
    assert [f.code for f in check(read(report.format("Remaining Work")))] == ["C502"]


def test_every_rule_is_silent_about_texts_without_a_record() -> None:
    texts = [file.read_bytes() for file in sorted(FIXTURES.glob("none/*/input.md"))]
    texts += [b"# Notes\n\n```\nx\n", b"a\xff\n\x00<!-- de-lint: ignore T201 -->\n[Name]: ISS-1, 2026-13-01\n"]
    for text in texts:
        document = read(text)
        assert document.records == []
        assert [rule.code for rule in all_rules() if list(rule.check(Subject(document)))] == []
