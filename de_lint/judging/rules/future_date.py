"""A report or a task is dated in the future.

## What it does
Reports the date of a report, or the day that a delegation gives as today, if it is in the future. Tomorrow is allowed:
it may already be tomorrow where the document was written.

## Why is this bad?
Agents make up dates, and deadlines counted from a wrong date are wrong, too.

## Bad
```markdown
**QA Agent**: Test the sign-up form

TEMPORAL CONTEXT: Today is 2199-03-04.

**Task**: Sign up with every browser
**Authority**: ALL testing decisions
**Expected Results**: A table of browsers
**Progress Reporting**: Report failures
```

## Good
```markdown
**QA Agent**: Test the sign-up form

TEMPORAL CONTEXT: Today is 2025-03-04.

**Task**: Sign up with every browser
**Authority**: ALL testing decisions
**Expected Results**: A table of browsers
**Progress Reporting**: Report failures
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from de_lint.diagnostics import Severity, Span
from de_lint.judging.places import pieces
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.records.record import Record
from de_lint.reading.values import dates

CODE = "V304"
SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each date that has not come yet."""
    limit = (subject.today + timedelta(days=1)).isoformat()
    for record in subject.judged:
        for pointer, day in _days(record):
            if day > limit:
                yield Problem(_place(record.at(pointer), day, subject), f"{day} is in the future", record, pointer)


def _days(record: Record) -> Iterator[tuple[str, str]]:
    context = record.data.get("temporal_context")
    if isinstance(context, dict) and context.get("date"):
        yield "/temporal_context/date", str(context["date"])
    elif record.data.get("date"):
        yield "/date", str(record.data["date"])


def _place(around: Span, day: str, subject: Subject) -> Span:
    for piece in pieces(subject.source, around):
        for found in dates.find(piece.text):
            if found.iso == day:
                return piece.span(found.start, found.end)
    return around
