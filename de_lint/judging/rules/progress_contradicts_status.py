"""A report's percentage contradicts its status.

## What it does
Reports progress below 100 % in a completed report, above 0 % in a pending one, and 100 % in one that is in progress or
blocked.

## Why is this bad?
One of the two is wrong.

## Bad
```markdown
Progress Report
- Task: Split the billing module
- Status: completed
- Progress: 80%
```

## Good
```markdown
Progress Report
- Task: Split the billing module
- Status: completed
- Progress: 100%
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from de_lint.diagnostics import Severity, Span
from de_lint.judging.places import pieces
from de_lint.judging.rule import Problem, Subject
from de_lint.patterns import compiled
from de_lint.reading.records.record import Record

CODE = "C504"
SEVERITY = Severity.ERROR
_PERCENT = compiled(r"(?<!\d)\d++(?:\.\d++)?\s?%")
#: Which percentages contradict a status.
_CONTRADICTIONS: dict[str, Callable[[float], bool]] = {
    "completed": lambda p: p < 100,
    "pending": lambda p: p > 0,
    "blocked": lambda p: p == 100,
    "in_progress": lambda p: p == 100,  # more than that is no percentage at all
}


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each percentage that contradicts its report's status."""
    for record in subject.judged:
        status, progress = record.data.get("status"), record.data.get("progress")
        if record.kind != "progress_report" or not isinstance(progress, (int, float)):
            continue
        contradicts = _CONTRADICTIONS.get(str(status))
        if contradicts and contradicts(progress):
            said = str(status).replace("_", " ")
            message = f"The status is {said}, but the progress is {progress:g}%"
            yield Problem(_place(record, progress, subject), message, record, "/progress")


def _place(record: Record, progress: float, subject: Subject) -> Span:
    around = record.at("/progress")
    for piece in pieces(subject.source, around):
        for found in _PERCENT.finditer(piece.text):
            if float(found.group().rstrip("% \u00a0\t")) == progress:
                return piece.span(*found.span())
    return around
