"""The day in a file's name: told apart from the report's own date, which only its text states."""

from __future__ import annotations

import pytest

from de_lint.judging.validate import document_errors
from de_lint.reading.document import read

UNDATED = "# Attic Cleanup Report\n\n**Status**: completed\n\n## Completed Work\n\n- Moved the ledgers\n"
DATED = UNDATED.replace("**Status**", "**Date**: 2026-02-11\n**Status**")


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("attic/cleanup_20260214.md", "2026-02-14"),
        ("2026-02-14-cleanup.md", "2026-02-14"),
        ("2026-02-14/cleanup.md", None),
        ("cleanup.md", None),
        ("-", None),
    ],
)
def test_the_name_tells_the_day_where_the_text_does_not(path: str, day: str | None) -> None:
    document = read(UNDATED, path)
    record = document.records[0].data
    assert record["date"] is None
    assert record.get("inferred_date") == ({"date": day, "source": "path"} if day else None)
    assert document_errors(document.to_json(source_map=True)) == []


def test_the_text_comes_first() -> None:
    record = read(DATED, "cleanup_20260214.md").records[0].data
    assert record["date"] == "2026-02-11"
    assert "inferred_date" not in record


def test_delegations_are_as_they_are_written() -> None:
    record = read("**QA Agent**: Run the suite\n\n**Task**: Run it\n", "task_20260214.md").records[0].data
    assert "inferred_date" not in record
