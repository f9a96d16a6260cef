"""A report is empty or cut off.

## What it does
Reports a progress report whose title is followed by nothing, or only by headings, rules, labels without a value and
placeholders. A file that is mostly placeholders is a template, not a report.

In an agent host (`de-lint hook`) and in session logs, whatever an agent hands in counts as a report. A blank message
and a form that nobody filled in are reported there, and so are a message that breaks off (after a mark such as
`[truncated]`, in an open fence, after a heading or a label) and prose that has neither the title nor any field of the
form of the agent's role.

## Why is this bad?
The report does not answer what was asked; most likely it was cut off.

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
from de_lint.judging.places import LinePiece
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.records.record import Record
from de_lint.reading.values import placeholders

CODE = "S105"
SEVERITY = Severity.ERROR
_BARE = "The report has a title but no content"
_BLANK = "Nothing in the report is filled in"


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each report without content."""
    for record in subject.judged:
        message = blankness(record, subject)
        if message:
            yield Problem(record.head, message, record, "/title")


def blankness(record: Record, subject: Subject) -> str:
    """Return in which way a report says nothing; blank for one that says something, and for other records."""
    if record.kind != "progress_report":
        return ""
    said = list(_said(record, subject))
    return "" if not all(map(placeholders.is_placeholder, said)) else _BLANK if said else _BARE


def _said(record: Record, subject: Subject) -> Iterator[str]:
    """Yield the values of labels, and the lines without one, below a report's title."""
    title = record.head.start_line - 1 if record.data.get("title") else -1
    for number in record.lines:
        line = subject.source.lines[number]
        if number in subject.headings or not any(c.isalnum() for c in line.text) or _is_fence(line.text):
            continue
        parts = LinePiece(line.text, number, line).parts
        if parts.value and parts.value[0] < parts.value[1]:
            yield line.text[slice(*parts.value)]
        elif title < 0 or (number != title and not parts.label):
            yield line.text


def _is_fence(text: str) -> bool:
    return text.strip()[:3] in ("```", "~~~")
