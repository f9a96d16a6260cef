"""A percentage does not match the counts next to it.

## What it does
Reports a percentage that is neither the rounded nor the truncated share of the counts next to it: `45/50 (95%)`,
`95% passed (45/50)`, or `Passed: 45 (95%)` in a list with `Total: 50`. A failure rate may be that of the rest.
Percentages of something else (coverage, growth, confidence) and estimates are not reported.

Off by default, like all rules about evidence.

## Why is this bad?
One of the numbers is made up or out of date, and nobody knows which.

## Bad
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Code Quality:
  * Tests: 45/50 passed (95%)
```

## Good
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Code Quality:
  * Tests: 45/50 passed (90%)
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from de_lint.diagnostics import Severity, Span
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.records.record import Record

if TYPE_CHECKING:
    from de_lint.judging.claims.shares import Share

CODE = "E905"
SEVERITY = Severity.WARNING
DEFAULT = False


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each percentage that its counts contradict."""
    from de_lint.judging.claims.shares import shares_in, shares_of_group
    from de_lint.judging.claims.statements import claiming_reports, record_tree, statements
    from de_lint.judging.claims.tallies import groups

    for record in claiming_reports(subject):
        for statement in statements(subject, record):
            for share in shares_in(statement.text):
                if share.is_wrong:
                    yield _problem(share, record, statement.piece.span(share.start, share.end))
        for group in groups(subject.source, record_tree(subject, record)):
            for share, span in shares_of_group(subject.source, group):
                if share.is_wrong:
                    yield _problem(share, record, span)


def _problem(share: Share, record: Record, span: Span) -> Problem:
    return Problem(span, f"{share.part:g} of {share.whole:g} are {share.exact}%, not {share.percent}%", record)
