"""A report says that all tests pass, but counts failures.

## What it does
Reports the first *all tests pass* of a report whose own results count tests that failed: *Failed: 3*, *3 failed*, a
column of failures. Failures that are known, fixed or from an earlier run are not reported, nor are claims about some
tests only (*all unit tests pass*) or with an exception.

Off by default, like all rules about evidence.

## Why is this bad?
Whoever reads only the sentence takes failed work for finished.

## Bad
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Completed:
  * Cached prices; all tests pass
- Code Quality:
  * Tests: 38 passed, 3 failed
```

## Good
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Completed:
  * Cached prices; all tests pass
- Code Quality:
  * Tests: 41 passed, 0 failed
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject

CODE = "E908"
SEVERITY = Severity.WARNING
DEFAULT = False


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each report that says that all tests pass beside a count of failures."""
    from de_lint.judging.claims.statements import claiming_reports
    from de_lint.judging.claims.tests import claims_of_all, failures

    for record in claiming_reports(subject):
        claim = next(claims_of_all(subject, record), None)
        failure = next(failures(subject, record), None) if claim else None
        if claim and failure:
            statement, found = claim
            message = f"'{found[0]}' contradicts line {failure.line}, which counts {failure.count} failed"
            yield Problem(statement.piece.span(*found.span()), message, record)
