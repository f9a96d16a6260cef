"""A report is dated before its task was given.

## What it does
Reports the date of a report if it is earlier than the day in the delegation's temporal context. Reports that are in
progress, blocked or partial are not looked at.

## Why is this bad?
One of the two dates is wrong, or an older report was taken for the answer.

## Bad
```delegation
**Data Engineer Agent**: Move the click history

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Move the click history to the new store
**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
```
```markdown
Progress Report
- Task: Move the click history
- Date: 2025-08-28
- Status: completed
```

## Good
```delegation
**Data Engineer Agent**: Move the click history

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Move the click history to the new store
**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
```
```markdown
Progress Report
- Task: Move the click history
- Date: 2025-09-03
- Status: completed
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import pieces
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.values import dates

CODE = "X906"
SEVERITY = Severity.WARNING
PAIRED = True
_OPEN = ("in_progress", "partial", "pending", "blocked")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each report that is older than what it answers."""
    for pair in subject.pairs:
        asked = (pair.asked.record.data.get("temporal_context") or {}).get("date")
        given = pair.report.data.get("date")
        # A month is as early as the latest of its days: `2025-09` may be any day of September.
        if asked and given and given < asked[: len(given)] and pair.report.data.get("status") not in _OPEN:
            span = pair.report.at("/date")
            found = (p.span(d.start, d.end) for p in pieces(subject.source, span) for d in dates.find(p.text))
            where = pair.line_of(pair.asked.record.at("/temporal_context/date").start_line)
            message = f"The report is dated {given}, but the task was given on {asked} ({where})"
            yield Problem(next(found, span), message, pair.report, "/date")
