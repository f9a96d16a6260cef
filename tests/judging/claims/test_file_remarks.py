"""What the words beside a path say of its file, and what only describes it."""

from __future__ import annotations

import pytest

from de_lint.judging.claims.file_remarks import remark_in, remark_of_row
from de_lint.reading.document import read

REMARKS = {
    "gone": [
        " (deleted)",
        " - removed",
        ": Deleted file",
        " was deleted.",
        " is deleted",
        ": is now removed",
        " files are removed",
        " have been deleted (dead code)",
        " has been removed entirely",
        " removed because nothing used it",
    ],
    "made": [" (new)", " - new file", " created", " (added, 30 lines)", " - updated", " (Modified)"],
    "open": [
        " — removed: the cache",
        " - not yet created",
        " → src/b.py",
        " moved to src/b",
        " planned",
        " (todo)",
        " - to be written",
        " is not yet written",
        " unchanged",
        " the old one, since deleted",
    ],
    None: [
        "",
        " removed two functions",
        " adds the parser",
        " new parser",
        " updated the docs",
        " undeleted",
        " is here",
    ],
}


@pytest.mark.parametrize(("text", "remark"), [(text, remark) for remark in REMARKS for text in REMARKS[remark]])
def test_remarks(text: str, remark: str | None) -> None:
    assert remark_in(text) == remark


@pytest.mark.parametrize(
    ("header", "cell", "remark"),
    [
        ("Status", "created", "made"),
        ("Change", "**deleted**", "gone"),
        ("Change", "❌ file removed", "gone"),
        ("Status", "D", "gone"),
        ("Git status", "R", "open"),
        ("Status", "?", "open"),
        ("Planned change", "created", "open"),
        ("Expected", "deleted", "open"),
        ("Status", "M", None),
        ("Grade", "D", None),
        ("Note", "the parser", None),
    ],
)
def test_remarks_of_other_cells(header: str, cell: str, remark: str | None) -> None:
    (table,) = read(f"| File | {header} |\n|---|---|\n| src/a.py | {cell} |\n").tree().children
    (row,) = table.children
    assert remark_of_row(row, row.children[0]) == remark
    assert remark_of_row(row, row.children[1]) is None, "a path says nothing of itself"
