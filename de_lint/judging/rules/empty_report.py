"""A report has a title and nothing else.

## What it does
Reports a progress report whose title is followed by nothing, or only by headings, rules and labels without a value, at
the title.

## Why is this bad?
The report answers nothing; most likely its writing was cut off.

## Bad
```markdown
# Cache Migration Completion Report

**Status**:

## Summary

## Results
```

## Good
```markdown
# Cache Migration Completion Report

**Status**: completed

## Summary

All keys moved; the old cluster is off.

## Results

No request failed during the move.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import Piece
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.records.record import Record

CODE = "S105"
SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each report without content."""
    for record in subject.judged:
        if record.kind == "progress_report" and not _has_content(record, subject):
            yield Problem(record.head, "The report has a title but no content", record, "/title")


def _has_content(record: Record, subject: Subject) -> bool:
    title = record.head.start_line - 1
    headings = {n for b in subject.document.blocks if b.kind == "heading" for n in range(b.start, b.end)}
    for number in record.lines:
        line = subject.source.lines[number]
        if number in headings or not any(c.isalnum() for c in line.text) or _is_fence(line.text):
            continue
        parts = Piece(line.text, number, line).parts
        says = bool(parts.value and parts.value[0] < parts.value[1])
        if says or (number != title and not parts.label):
            return True
    return False


def _is_fence(text: str) -> bool:
    return text.strip()[:3] in ("```", "~~~")
