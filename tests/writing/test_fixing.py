"""Fixing: every rule's Bad is mended, a second run changes nothing, and no record or field is lost."""

from __future__ import annotations

import re
from functools import partial

import pytest

from de_lint.diagnostics import Edit, Finding, Fix, Severity, Span
from de_lint.judging.check import check
from de_lint.judging.policy import Policy
from de_lint.judging.rule import Rule
from de_lint.judging.rules import all_rules
from de_lint.project.repository.ticket_registry import ListedTickets
from de_lint.reading.document import Document, read
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.schemas import schema
from de_lint.writing.fixing import Judge, fix_by
from de_lint.writing.scaffold import new

FIXABLE = [rule for rule in all_rules() if rule.fixable]
#: Pages whose Good is exactly what fixing makes of Bad.
_UNLIKE_GOOD = {"missing-field", "empty-field", "unused-suppression"}
_EXAMPLE = r"^## {}\n(`{{3,}})\w+\n(?P<text>.*?)\n\1$"


def example(rule: Rule, name: str) -> bytes:
    found = re.search(_EXAMPLE.format(name), rule.documentation, re.MULTILINE | re.DOTALL)
    assert found
    return f"{found['text']}\n".encode()


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    listed = tmp_path_factory.mktemp("tickets") / "tickets.txt"
    listed.write_text("ISS-0733 open\nTSK-0415 closed\nTSK-0416 open\n")
    tickets = schema("tickets")
    return Policy(registry=ListedTickets(listed, TicketSystems(tickets), tickets["closed"]))


@pytest.mark.parametrize("rule", FIXABLE, ids=lambda r: r.name)
def test_bad_is_mended_for_good(rule: Rule, policy: Policy) -> None:
    judge = partial(check, select=[rule.code], policy=policy if "registry" in rule.documentation else None)
    bad = example(rule, "Bad")
    result = fix_by(bad, read, judge, unsafe=True)
    assert result.fixed
    assert result.remaining == []
    again = fix_by(result.data, read, judge, unsafe=True)
    assert (again.data, again.fixed) == (result.data, [])
    assert [(r.kind, r.context) for r in result.document.records] == [(r.kind, r.context) for r in read(bad).records]
    if rule.name not in _UNLIKE_GOOD:
        assert result.data == example(rule, "Good")
    safe = fix_by(bad, read, judge)
    assert all(f.fix is None or not f.fix.safe for f in safe.remaining)


@pytest.mark.parametrize("kind", ["delegation", "progress_report"])
@pytest.mark.parametrize("role", ["data_engineer", "qa", "ops", "engineer"])
def test_each_missing_field_comes_back(kind: str, role: str) -> None:
    lines = re.sub(r"\[[^]]*\]", "12 done", new(kind, role)).splitlines()
    judge = partial(check, select=["S101"])
    assert judge(read("\n".join(lines))) == []
    tried = 0
    for number in range(1, len(lines)):
        without = "\n".join([*lines[:number], *lines[number + 1 :], ""])
        missing = judge(read(without))
        if not lines[number].strip() or not any(f.fix for f in missing):
            continue
        tried += 1
        result = fix_by(without.encode(), read, judge, unsafe=True)
        assert result.remaining == [], without
        assert b"[" in result.data
    assert tried >= 3


def test_fields_are_put_in_order_and_stay_what_they_were() -> None:
    text = (
        "QA Agent\n\n**QA Agent**: Test it\n\nTEMPORAL CONTEXT: Today is 2025-03-04.\n\n"
        "**Progress Reporting**: Report failures\n**Authority**: ALL test operations\n\n"
        "**Task**: Run it\n- one\n  - two\n- three\n\n**Expected Results**: A list"
    )
    judge = partial(check, select=["F704"])
    result = fix_by(text.encode(), read, judge)
    assert result.remaining == []
    before, after = read(text).records[0].data, result.document.records[0].data
    assert {k: v for k, v in after.items() if k != "span"} == {k: v for k, v in before.items() if k != "span"}
    assert sorted(filter(None, result.data.decode().splitlines())) == sorted(filter(None, text.splitlines()))


def test_lists_under_one_label_are_joined() -> None:
    text = (
        "**QA Agent**: Test it\n\nTEMPORAL CONTEXT: Today is 2025-03-04.\n\n**Task**: Run it\n"
        "**Authority**: ALL test operations\n**Expected Results**:\n- one\n**Expected Results**:\n- two\n"
        "**Progress Reporting**: Report failures\n"
    )
    judge = partial(check, select=["F703"])
    assert fix_by(text.encode(), read, judge).data == text.encode()
    result = fix_by(text.encode(), read, judge, unsafe=True)
    assert b"**Expected Results**:\n- one\n- two\n**Progress" in result.data


def _proposing(*edits: tuple[int, str]) -> object:
    def judge(document: Document) -> list[Finding]:
        lines = document.source.lines
        return [
            Finding(
                "F701", "x", Severity.INFO, text, "-", Span(n, 1, n, 2),
                fix=Fix(text, (Edit(Span(n, 1, n, len(lines[n - 1].raw) + 1), text),)),
            )
            for n, text in edits if lines[n - 1].raw != text
        ]  # fmt: skip

    return judge


REPORT = b"""**QA Agent**: Test

**Task**: Run it
**Authority**: ALL
**Expected Results**: x
**Progress Reporting**: y
"""


def test_a_fix_that_loses_a_field_is_withheld_and_the_others_are_made() -> None:
    judge = _proposing((3, "gone"), (5, "**Expected Results**: z"))
    result = fix_by(REPORT, read, judge)  # type: ignore[arg-type]
    assert result.data == REPORT.replace(b": x", b": z")
    assert [f.message for f in result.fixed] == ["**Expected Results**: z"]


def test_fixes_that_undo_each_other_end() -> None:
    def judge(document: Document) -> list[Finding]:
        other = "b" if document.source.lines[4].raw.endswith("a") else "a"
        return _proposing((5, f"**Expected Results**: {other}"))(document)  # type: ignore[operator,no-any-return]

    once = fix_by(REPORT, read, judge)
    assert once.data.endswith(b"y\n")
    assert fix_by(once.data, read, judge).data == once.data


def _judging_all(passes: list[int]) -> Judge:
    def judge(document: Document) -> list[Finding]:
        passes.append(1)
        return check(document, ["ALL"])

    return judge


def test_a_fix_whose_finding_stays_is_withheld() -> None:
    # The string in the code ends before the place where the field is put.
    text = 'TEMPORAL CONTEXT: Today is 2026-01-19.\n**Task**: \n**Expected Results**: Import green again"""\n```'
    judge = _judging_all([])
    once = fix_by(text.encode(), read, judge, unsafe=True)
    assert b"Progress Reporting" not in once.data
    assert "S101" not in {f.code for f in once.fixed if "Progress" in f.message}
    assert fix_by(once.data, read, judge, unsafe=True).data == once.data


ENGINEER = "🔧 Engineer Agent Progress Report\n- Task: Cache\n- Status: in progress\n- Completed:\n"
COMMENT = '<!-- de-lint: ignore T201 reason="a" -->'
#: Many findings whose fixes overlap, or do harm only all together.
CROWDS = {
    "blank": "# Progress Report\n\n" + "- Status: \u2028\n" * 60,
    "blank paragraph": "# Progress Report\n\n" + "**Agent**: \xa0\n" * 60,
    "joined values": ENGINEER + "- Status: **a:** 2026-01-01 \n" * 60,
    "joined lists": ENGINEER.replace("Completed:", "Blockers:\n  - x") + "- Blockers:\n  - one\n" * 60,
    "comments": f"# Progress Report\n\n{f'<!-- de-lint: ignore **{COMMENT} {chr(10)}  ' * 60}",
    "commented": "# Progress Report\n\n" + f"- Completed: {COMMENT} ../\n\n" * 60,
    "mojibake": f"{ENGINEER}**Ticket Reference**: {'Ã©|' * 60}\n",
}


@pytest.mark.parametrize("text", CROWDS.values(), ids=CROWDS)
def test_fixing_ends_after_a_few_passes(text: str) -> None:
    passes: list[int] = []
    once = fix_by(text.encode(), read, _judging_all(passes), unsafe=True)
    assert len(passes) <= 8
    assert len(once.fixed) >= 50
    again = fix_by(once.data, read, _judging_all([]), unsafe=True)
    assert (again.data, again.fixed) == (once.data, [])


def test_values_are_joined_in_their_order() -> None:
    text = REPORT + b"".join(b"**Expected Results**: %d\n" % n for n in range(9, 1, -1))
    result = fix_by(text, read, partial(check, select=["F703"]), unsafe=True)
    assert result.data == REPORT.replace(b": x", b": x; 9; 8; 7; 6; 5; 4; 3; 2")
