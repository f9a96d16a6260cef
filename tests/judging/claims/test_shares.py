"""Percentages beside their counts: which are read, what they should be, and whether they are wrong."""

from __future__ import annotations

import pytest

from de_lint.judging.claims.shares import shares_in, shares_of_group
from de_lint.judging.claims.tallies import groups
from de_lint.reading.document import read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("45/50 (90%)", [("90", "90", False)]),
        ("45 out of 50 = 95%", [("95", "90", True)]),
        ("95% success rate (45/50 tests)", [("95", "90", True)]),
        ("1,290/1,300 (99.2%)", [("99.2", "99.2", False)]),
        ("2/3 (66%), 2/3 (67%), 2/3 (68%)", [("66", "66.7", False), ("67", "66.7", False), ("68", "66.7", True)]),
        ("9/17 fail (47%)", [("47", "52.9", False)]),  # of those that do not
        ("9/17 run (47%)", [("47", "52.9", True)]),
        ("0/0 (100%)", []),
        ("24/7 (99.9%)", []),
        ("~45/50 (95%)", []),
        ("at least 45/50 (95%)", []),
        ("due 7/20 (95%)", []),
        ("v1.2/3 (95%)", []),
        ("45/50 (coverage 95%)", []),
        ("45/50", []),
        ("95%", []),
    ],
)
def test_shares(text: str, found: list[tuple[str, str, bool]]) -> None:
    shares = list(shares_in(text))
    assert [(one.percent, str(one.exact), one.is_wrong) for one in shares] == found
    assert all(text[one.start : one.end].startswith(one.percent) for one in shares)


@pytest.mark.parametrize(
    ("passed", "found"),
    [
        ("38 (95%)", [("95%", False)]),
        ("38 (90%)", [("90%", True)]),
        ("38 (about 90%)", []),
        ("38 (90% of the old ones)", []),
        ("38", []),
    ],
)
def test_shares_of_a_total(passed: str, found: list[tuple[str, bool]]) -> None:
    document = read(f"- Total Tests: 40\n- Passed: {passed}\n- Failed: 2\n")
    (group,) = groups(document.source, document.tree())
    shares = list(shares_of_group(document.source, group))
    line = document.source.lines[1].text
    assert [(line[at.start_column - 1 : at.end_column - 1], one.is_wrong) for one, at in shares] == found
