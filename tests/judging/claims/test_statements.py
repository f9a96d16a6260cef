"""The lines of a report, with what they stand below, and which of them speak of what is done."""

from __future__ import annotations

import pytest

from de_lint.judging.claims.statements import Statement, claiming_reports, statements
from de_lint.judging.rule import Subject
from de_lint.reading.document import read

HEAD = "# Progress Report\n\n**Agent**: QA Agent\n**Status**: completed\n\n"


def lines(body: str, code: bool = False) -> list[Statement]:
    subject = Subject(read(HEAD + body))
    (record,) = subject.records
    return [one for one in statements(subject, record, code) if one.piece.number >= HEAD.count("\n")]


BODY = """## Done

- **Cache**: filled
- [ ] open one

```
run it
```

## Next Steps

- **Cache**: drop it

| File | Note |
|---|---|
| a.py | later |

<!-- hidden -->
"""


def test_lines_know_what_they_stand_below() -> None:
    assert [(one.text, *one.names) for one in lines(BODY)] == [
        ("Done", "done"),
        ("**Cache**: filled", "done", "cache"),
        ("open one", "done"),
        ("Next Steps", "next steps"),
        ("**Cache**: drop it", "next steps", "cache"),
        ("a.py", "next steps", "", "file"),
        ("later", "next steps", "", "note"),
    ]


def test_cells_know_their_row() -> None:
    assert [one.text for one in lines(BODY) if one.row] == ["a.py", "later"]


def test_lines_of_fences_are_yielded_where_they_are_asked_for() -> None:
    assert [one.text for one in lines(BODY, code=True) if one.field.form == "fence"] == ["run it"]


def test_lines_that_are_dumps_are_left_out() -> None:
    assert [one.text for one in lines("x" * 2_000 + "\n\nshort\n\n" + "y" * 2_001)] == ["x" * 2_000, "short"]


@pytest.mark.parametrize(
    ("body", "ahead", "below", "section"),
    [
        ("## Done\n\n- filled", False, False, False),
        ("## Done\n\n- [x] filled", False, False, False),
        ("## Done\n\n- [ ] filled", True, False, False),
        ("## Done\n\n- [ ] all\n  - filled", True, False, False),
        ("## Remaining Work\n\n- filled", True, True, True),
        ("## Done\n\n- **Planned**: filled", True, True, False),
        ("## How to/Usage\n\nfilled", True, True, True),
        ("## Context\n\nfilled", False, False, False),
    ],
)
def test_what_is_open(body: str, ahead: bool, below: bool, section: bool) -> None:
    last = lines(body)[-1]
    assert (last.is_ahead, last.is_below_open, last.is_in_open_section) == (ahead, below, section)


def test_the_title_is_no_section() -> None:
    subject = Subject(
        read("# Progress Report: Next Steps of the Plan\n\n**Status**: completed\n\nThe cache is filled.\n")
    )
    assert not any(one.is_ahead for one in list(statements(subject, subject.records[0]))[1:])


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("The cache is filled.", True),
        ("This makes sure it works", True),
        ("The cannery opened", True),
        ("It will be filled", False),
        ("It isn't there", False),
        ("Is it filled?", False),
        ("filled ❌", False),
        ("It needs a fix", False),
        ("The cache can be filled", False),
        ("filled without tests", False),
        ("as expected", False),
    ],
)
def test_what_is_so(text: str, done: bool) -> None:
    (one,) = lines(text)
    assert one.says_done(text) is done


def test_only_reports_that_are_no_templates_claim() -> None:
    delegation = "**QA Agent**: Test it\n\n**Task**: Test it\n"
    template = "# Progress Report\n\n**Agent**: [agent]\n**Status**: [completed/blocked]\n"
    found = [list(claiming_reports(Subject(read(text)))) for text in (HEAD, delegation, template)]
    assert [len(one) for one in found] == [1, 0, 0]
