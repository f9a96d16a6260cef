"""Totals of tables and results: what adds up, and what is left open."""

from __future__ import annotations

import pytest

from de_lint.judging.claims.lists import announced_lists
from de_lint.judging.claims.tallies import adds_up, groups, lines_of_results, numbers_in, totals_of_tests
from de_lint.judging.claims.totals import wrong_totals
from de_lint.reading.document import read

TABLE = "| Suite | {} |\n|---|---|\n| unit | {} |\n| browser | {} |\n| {} | {} |\n"


def totals(header: str, first: str, second: str, last: str, total: str) -> list[tuple[int, int, str]]:
    found = wrong_totals(read(TABLE.format(header, first, second, last, total)).tree())
    return [(span.start_line, span.start_column, message) for span, message in found]


def test_a_total_that_is_not_the_sum_is_told_at_its_cell() -> None:
    assert totals("Tests", "40", "12", "Total", "50") == [(5, 11, "The column adds up to 52, not 50")]
    assert (
        totals("Size", "1,200 KB", "800 KB", "**Total**", "2,100 KB")[0][2] == "The column adds up to 2,000, not 2,100"
    )


@pytest.mark.parametrize(
    ("header", "first", "second", "last", "total"),
    [
        ("Tests", "40", "12", "Total", "52"),
        ("Hours", "1.25", "2.5", "Total", "3.8"),  # each may have been rounded
        ("Hours", "1.5", "2.5", "Total", "4"),
        ("Average", "40", "12", "Total", "26"),
        ("Coverage %", "40", "12", "Total", "26"),
        ("Tests", "40", "12", "Remarks", "50"),
        ("Tests", "40", "12 MB", "Total", "50"),  # of two units
        ("Tests", "40", "many", "Total", "50"),
        ("Tests", "unknown", "12", "Total", "?"),
    ],
)
def test_a_column_that_adds_up_or_is_not_there_to_be_added(
    header: str, first: str, second: str, last: str, total: str
) -> None:
    assert totals(header, first, second, last, total) == []


def test_a_table_that_sums_up_parts_twice_is_left_open() -> None:
    text = "| Suite | Tests |\n|---|---|\n| unit | 40 |\n| subtotal | 40 |\n| browser | 12 |\n| Total | 50 |\n"
    assert list(wrong_totals(read(text).tree())) == []
    assert list(wrong_totals(read("| Suite | Tests |\n|---|---|\n| unit | 40 |\n| Total | 50 |\n").tree())) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Blockers (3):\n- no access\n- no data\n", ["3 announced, but 2 listed"]),
        ("The following 2 files were changed:\n- `a.py`\n- `b.py`\n- `c.py`\n", ["2 announced, but 3 listed"]),
        ("Blockers (2):\n- no access\n- no data\n", []),
        ("The top 3 issues:\n- slow start\n- flicker\n", []),
        ("Blockers (3):\n- no access\n- various others\n", []),
    ],
)
def test_a_list_holds_as_many_as_it_announces(text: str, told: list[str]) -> None:
    document = read(text)
    assert [message for _, message in announced_lists(document.source, document.tree())] == told


@pytest.mark.parametrize(
    ("items", "does"),
    [
        (("Total tests: 10", "Passed: 8", "Failed: 2"), True),
        (("Total tests: 10", "Passed: 8", "Failed: 1"), False),
    ],
)
def test_results_beside_their_total(items: tuple[str, ...], does: bool) -> None:
    document = read("## Tests\n\n" + "".join(f"- {item}\n" for item in items))
    (group,) = groups(document.source, document.tree())
    assert adds_up(group) is does
    assert totals_of_tests(document.source, document.tree()) == {10}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("498 passed, 1,182 failed", [498, 1182]),
        ("version 2.3.1 at 10:30", []),
        ("see a1b2", []),
    ],
)
def test_numbers_that_may_be_counts(text: str, numbers: list[int]) -> None:
    assert list(numbers_in(text)) == numbers


def test_each_run_of_results_in_a_line_is_one() -> None:
    assert len(list(lines_of_results("8 passed, 2 failed"))) == 1
    assert list(lines_of_results("nothing is counted here")) == []
