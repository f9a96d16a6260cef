"""The gate for programs of one's own: the hook's verdict, without a host."""

from __future__ import annotations

from pathlib import Path

import pytest

import de_lint

REPORT = """QA Agent Progress Report
- Task: Test the payment form (ISS-0415)
- Status: completed
- Test Results:
  - Passed: 12
  - Failed: 0
  - Skipped: 1
- Coverage: 87 %
- Critical Issues: none
- Quality Metrics:
  - Code Quality: 9
  - Performance: good
  - Security: good
- Recommendations: none
"""


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_report_in_form_is_accepted() -> None:
    guarded = de_lint.guard(REPORT, role="qa")
    assert (guarded.accepted, guarded.message, guarded.findings) == (True, "", ())
    assert guarded.raise_if_refused() is guarded


def test_the_message_is_what_an_agent_needs() -> None:
    guarded = de_lint.guard(REPORT.replace("- Coverage: 87 %\n", ""), role="qa")
    assert not guarded.accepted
    assert [finding.name for finding in guarded.findings] == ["missing-field"]
    assert "'Coverage' is missing" in guarded.message
    assert "- Coverage: [" in guarded.message, "the form holds the place to fill in"
    with pytest.raises(de_lint.Refused) as refused:
        guarded.raise_if_refused()
    assert (refused.value.message, refused.value.findings) == (guarded.message, guarded.findings)


def test_without_a_role_any_text_may_stand_and_the_reports_in_it_are_judged() -> None:
    assert de_lint.guard("The cache is warm now.").accepted
    assert not de_lint.guard(REPORT.replace("completed", "purple")).accepted


def test_warnings_do_not_refuse() -> None:
    guarded = de_lint.guard(f"{REPORT}- Remaining Work:\n  - Docs\n")
    assert guarded.accepted
    assert [finding.name for finding in guarded.findings] == ["completed-with-remaining"]


def test_a_delegation_is_judged_as_one() -> None:
    brief = "**QA Agent**: Test the payment form\n\n**Task**: Test it (ISS0415)\n"
    assert "write ISS-0415" in de_lint.guard(brief, kind="delegation").message


def test_what_was_asked_and_is_not_answered(in_a_folder: Path) -> None:
    (in_a_folder / ".de-lint.toml").write_text('extend-select = ["P"]\n')
    steps = "1. Test the payment form (ISS-0415)\n2. Migrate the ledger (ISS-0416)\n"
    asked = f"**QA Agent**: Test the form\n\n**Task**:\n{steps}"
    names = {finding.name for finding in de_lint.guard(REPORT, role="qa", asked=asked).findings}
    assert names > {finding.name for finding in de_lint.guard(REPORT, role="qa").findings}


def test_the_settings_are_those_of_the_folder(in_a_folder: Path) -> None:
    (in_a_folder / ".de-lint.toml").write_text('ignore = ["V301"]\n')
    report = REPORT.replace("completed", "purple")
    assert de_lint.guard(report, role="qa").accepted
    assert not de_lint.guard(report, role="qa", isolated=True).accepted


@pytest.mark.parametrize(
    ("role", "kind", "message"),
    [
        ("qaa", "progress_report", "Did you mean qa"),
        (None, "agent_template", "Known kinds: progress_report, delegation"),
    ],
)
def test_wrong_names_say_which_are_right(role: str | None, kind: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        de_lint.guard("x", role, kind=kind)


def test_a_text_too_long_is_told_at_once() -> None:
    with pytest.raises(ValueError, match="100000 characters"):
        de_lint.guard("x" * 100_001)


def test_fix_and_what_it_gives() -> None:
    fixed = de_lint.fix(REPORT.replace("ISS-0415", "ISS0415"))
    assert (fixed.text, fixed.data, len(fixed.fixed)) == (REPORT, REPORT.encode(), 1)
    assert repr(fixed) == "<Fixed -: 1 fixed, 0 left>"
    assert de_lint.fix(REPORT.encode("utf-16")).text.endswith("none\n")
    with pytest.raises(ValueError, match="Did you mean"):
        de_lint.fix(REPORT, select=["malformed-tickets"])


def test_what_is_shown_of_an_object_fits_on_a_line() -> None:
    text = REPORT.replace("ISS-0415", "ISS0415")
    document = de_lint.read(text, path="qa.md")
    finding = next(f for f in de_lint.check(document) if f.fix)
    assert repr(document) == "<Document qa.md: progress_report>"
    assert repr(document.records[0]) == "<Record progress_report at 1:1: 'QA Agent Progress Report'>"
    assert repr(finding).startswith("<Finding qa.md:2:32: T201 'ISS0415' is not a ticket id")
    assert repr(finding.fix) == "<Fix Write ISS-0415>"
