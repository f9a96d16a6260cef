"""Lines with several labels: each becomes a row of its own that keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.reading.document import read
from de_lint.reading.fields import Row
from de_lint.reading.rows import rows_of_run


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("**Agent:** QA **Status:** done", ["**Agent:** QA", "**Status:** done"]),
        ("**Agent**: QA | **Status**: done", ["**Agent**: QA", "**Status**: done"]),
        ("  **A**: 1, **B**: 2", ["  **A**: 1", "  **B**: 2"]),
        ("Agent: QA · Status: done · Progress: 60%", ["Agent: QA", "Status: done", "Progress: 60%"]),
        ("STATUS UPDATE | Agent: QA | Status: done", ["STATUS UPDATE", "Agent: QA", "Status: done"]),
    ],
)
def test_each_label_has_a_row(line: str, parts: list[str]) -> None:
    assert [r.text for r in rows_of_run(Row(0, line, 0))] == parts


@pytest.mark.parametrize(
    "line",
    [
        "**Status**: done",
        "- **Owner**: QA **Due**: Monday",
        "| Agent: QA | Status: done |",
        "The rule is: write | read | run",
        "Status: one of a | b | c",
        "See **Agent**: it comes with **Status**: both are labels",
        "Time: 10:30 | 11:45",
    ],
)
def test_other_lines_stay_whole(line: str) -> None:
    row = Row(0, line, 0)
    assert rows_of_run(row) == [row]


@given(st.text(alphabet="ab:*|· _-AB\t", max_size=40))
def test_a_row_shows_what_stands_at_its_columns(line: str) -> None:
    for row in rows_of_run(Row(0, line, 0)):
        shown = row.text.lstrip()
        assert line[row.start + len(row.text) - len(shown) :].startswith(shown)


def test_facts_point_at_their_own_words() -> None:
    text = "# QA Progress Report\n\n**Date:** 2026-06-01 **Status:** blocked\n\n## Blockers\n\n- no key\n"
    document = read(text).to_json(source_map=True)
    assert document["records"][0]["status"] == "blocked"
    assert document["source_map"]["/records/0/status"] == {
        "start_line": 3,
        "start_column": 34,
        "end_line": 3,
        "end_column": 41,
    }
