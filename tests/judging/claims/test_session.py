"""Claims that a session's log has judged, at the lines of the message."""

from __future__ import annotations

import pytest

from de_lint.judging.claims.session import problems
from de_lint.judging.policy import Policy, SessionClaim
from de_lint.judging.rule import Subject
from de_lint.reading.document import read

TEXT = "# Progress Report\n\n  - All tests pass  \n- Created `a.py`\n"
PASS = SessionClaim("All tests pass", 2, "refuted", "the last run failed")
MADE = SessionClaim("Created `a.py`", 3, "unproven", "no call writes it")


def told(claims: list[SessionClaim], verdict: str) -> list[tuple[int, int, int, str]]:
    subject = Subject(read(TEXT), policy=Policy(session=tuple(claims)))
    spans = [(one.span, one.message) for one in problems(subject, verdict)]
    return [(span.start_line, span.start_column, span.end_column, message) for span, message in spans]


@pytest.mark.parametrize(
    ("claims", "verdict", "expected"),
    [
        ([PASS, MADE], "refuted", [(3, 3, 19, "'All tests pass' is refuted: the last run failed")]),
        ([PASS, MADE], "unproven", [(4, 1, 17, "'Created `a.py`' is unproven: no call writes it")]),
        ([PASS, PASS], "refuted", [(3, 3, 19, "'All tests pass' is refuted: the last run failed")]),
        ([PASS, MADE], "proven", []),
        ([], "refuted", []),
        ([SessionClaim("gone", 90, "refuted", "cut off")], "refuted", [(91, 1, 1, "'gone' is refuted: cut off")]),
    ],
)
def test_problems(claims: list[SessionClaim], verdict: str, expected: list[tuple[int, int, int, str]]) -> None:
    assert told(claims, verdict) == expected
