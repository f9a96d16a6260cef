"""Files that lines and lists say were written or deleted; more phrasings are in test_claims.py."""

from __future__ import annotations

import pytest

from de_lint.judging.claims.paths import claimed_paths, listed_paths
from de_lint.judging.claims.statements import statements
from de_lint.judging.rule import Subject
from de_lint.reading.document import read

HEAD = "# Progress Report\n\n**Agent**: QA Agent\n**Status**: completed\n\n"


def claimed(body: str) -> str:
    """Return the paths that are claimed, those of deleted files with a minus."""
    subject = Subject(read(HEAD + body + "\n"))
    (record,) = subject.records
    return " ".join(f"{'-' if one.gone else ''}{one.path}" for one in claimed_paths(subject, record))


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("Created `a.py`, `b.py` and `c.py`", "a.py b.py c.py"),
        ("Created `a.py`\nUpdated `a.py`", "a.py"),
        ("Modified 3 files: `a.py`, `b.py`, `c.py`", "a.py b.py c.py"),
        ("Deleted obsolete scripts `a.sh` and `b.sh`.", "-a.sh -b.sh"),
        ("Deleted `a.sh` usages", ""),
        ("Wrote tests for src/a.py", ""),
        ("**Files created**: `a.py`, `b.py`", "a.py b.py"),
        ("### Files Changed\n\n- `a.py`: new parser\n- b.py (deleted)\n- `c.py` - unchanged", "a.py -b.py"),
        ("### Files Changed\n\n- `a.py` is deleted\n- `b.py`: is now removed", "-a.py -b.py"),
        ("| File | Status |\n|---|---|\n| a.py | Created |\n| b.py | D |\n| c.py | planned |", "a.py -b.py"),
        ("### Files to be Created\n\n- `a.py`", ""),
        ("Nothing was removed; `a.py` was changed", "a.py"),
        ("With no delay, created `a.py`", "a.py"),
        ("Nothing broke and I created `a.py`", "a.py"),
        ("Updated the no-op in `a.py`", "a.py"),
        ("No changes to `a.py`. Created `b.py`", "b.py"),
        ("No files were deleted: `a.py`", ""),
        ("None of the files was changed: `a.py`", ""),
        ("None of `a.py` was changed", ""),
        ("Neither `a.py` nor `b.py` was changed", ""),
        ("Added no tests to `a.py`", ""),
        ("Changed nothing in `a.py`", ""),
        ("### Files Not Changed\n\n- `a.py`", ""),
        ("### No Files Deleted\n\n- `a.py`", ""),
        ("**Files never touched**: `a.py`", ""),
    ],
)
def test_claims(body: str, paths: str) -> None:
    assert claimed(body) == paths


def test_paths_of_a_list_are_those_its_items_begin_with() -> None:
    body = "### Files Moved\n\n- `a.py` → `b.py`\n- the rest of `c.py`\n\n### Other\n\n- d.py\n"
    subject = Subject(read(HEAD + body))
    (record,) = subject.records
    (head,) = {above for one in statements(subject, record) for above in one.above if above.text.text == "Files Moved"}
    assert listed_paths(subject, record, head) == {"a.py"}
