"""What reports say of their tests: that all pass, and how many failed."""

from __future__ import annotations

import pytest

from de_lint.judging.claims.tests import claims, claims_of_all, failures
from de_lint.judging.rule import Subject
from de_lint.reading.document import read

HEAD = "# Progress Report\n\n**Agent**: QA Agent\n**Status**: completed\n\n"


def report(body: str) -> Subject:
    return Subject(read(HEAD + body + "\n"))


@pytest.mark.parametrize(
    ("body", "some", "of_all"),
    [
        ("All tests pass.", True, True),
        ("the tests are all green", True, True),
        ("100% of tests pass", True, True),
        ("All 41 automated tests have passed", True, True),
        ("All unit tests pass", True, False),
        ("All tests pass on Linux", True, False),
        ("All tests pass in 3 s", True, True),
        ("All tests pass except two", True, False),
        ("All tests pass (one is flaky)", True, False),
        ("All tests were green before", False, False),
        ("Some tests pass", False, False),
        ("All tests should pass", False, False),
        ("- [ ] All tests pass", False, False),
        ("### Next\n\nAll tests pass", False, False),
        ("All testers passed the door", False, False),
    ],
)
def test_claims(body: str, some: bool, of_all: bool) -> None:
    subject = report(body)
    (record,) = subject.records
    assert (any(claims(subject, record)), any(claims_of_all(subject, record))) == (some, of_all)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("3 tests failed", [(3, 1)]),
        ("5 passed, 3 failed", [(3, 1)]),
        ("- Passed: 40\n- Failed: 3", [(3, 2)]),
        ("- Failed tests: **2**", [(2, 1)]),
        ("| Tests | Count |\n|---|---|\n| Passed | 40 |\n| Failed | 3 |", [(3, 4)]),
        ("| Suite | Passed | Failed |\n|---|---|---|\n| unit | 40 | 2 |\n| e2e | 4 | 1 |", [(2, 3), (1, 4)]),
        ("- Failed: 3", []),
        ("- Jobs failed: 3", []),
        ("- Passed: 2\n- Failed: 0", []),
        ("- Passed: 40\n- Failed: 3%", []),
        ("- Failed tests: 3.5", []),
        ("3 failed requests", []),
        ("~3 tests failed", []),
        ("1.3 tests failed", []),
        ("3 known tests failed", []),
        ("3 tests failed before the fix", []),
        ("### Baseline\n\n- Tests failed: 3", []),
        ("### Next Steps\n\n- 3 tests failed", []),
    ],
)
def test_failures(body: str, found: list[tuple[int, int]]) -> None:
    subject = report(body)
    (record,) = subject.records
    assert [(one.count, one.line - HEAD.count("\n")) for one in failures(subject, record)] == found
