"""A date does not exist.

## What it does
Reports a day or time that no calendar or clock knows, in a field for dates or a report's title, at the date.

## Why is this bad?
Nobody knows which day was meant, and a deadline that does not exist is not kept.

## Bad
```markdown
**Engineer Agent**: Prepare the spring release

TEMPORAL CONTEXT: Today is 2025-02-30.

**Task**: Cut the branch
**Authority**: ALL code implementation
**Expected Results**: A branch that builds
**Progress Reporting**: Report the first build
```

## Good
```markdown
**Engineer Agent**: Prepare the spring release

TEMPORAL CONTEXT: Today is 2025-02-28.

**Task**: Cut the branch
**Authority**: ALL code implementation
**Expected Results**: A branch that builds
**Progress Reporting**: Report the first build
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity, Span
from de_lint.judging.places import Piece, field_pieces, pieces
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.fields import Field
from de_lint.reading.records.record import Record
from de_lint.reading.values import dates
from de_lint.vocabulary.kinds import kind

CODE = "V303"
SEVERITY = Severity.ERROR
_PROPERTIES = frozenset({"temporal_context", "date"})


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each impossible date."""
    for record in subject.judged:
        seen: set[Span] = set()
        for piece in _pieces(record, subject):
            for start, end, reason in dates.malformed(piece.text):
                span = piece.span(start, end)
                if span not in seen:
                    seen.add(span)
                    message = f"'{piece.text[start:end]}' is no date: {reason}"
                    yield Problem(span, message, record, _pointer(record))


def _pieces(record: Record, subject: Subject) -> Iterator[Piece]:
    """Yield where dates stand: a report's title, and the fields for dates."""
    if record.kind == "progress_report":
        yield from pieces(subject.source, record.head)
    for one in _fields(record):
        yield from field_pieces(subject.source, one)


def _fields(record: Record) -> list[Field]:
    found = {id(c.field): c.field for c in record.claims if c.property and c.property.name in _PROPERTIES}
    date = kind("progress_report").named("date")
    for claim in record.claims:
        if date and claim.field.key in date.keys:
            found.setdefault(id(claim.field), claim.field)
    return [f for f in found.values() if f.form != "heading"]


def _pointer(record: Record) -> str:
    return "/temporal_context/date" if record.kind == "delegation" else "/date"
