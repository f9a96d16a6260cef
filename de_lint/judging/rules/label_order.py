"""The labels do not stand in the usual order.

## What it does
Reports the first label of a delegation or of a role's form that stands after one that usually follows it, at the label.
Off by default: a field is found wherever it stands.

## Why is this bad?
People find a field faster where it always stands.

## Bad
```markdown
**Research Agent**: Find a queue library

TEMPORAL CONTEXT: Today is 2025-06-16.

**Authority**: ALL research and analysis decisions
**Task**: Compare three libraries
**Expected Results**: A recommendation
**Progress Reporting**: Report what ruled one out
```

## Good
```markdown
**Research Agent**: Find a queue library

TEMPORAL CONTEXT: Today is 2025-06-16.

**Task**: Compare three libraries
**Authority**: ALL research and analysis decisions
**Expected Results**: A recommendation
**Progress Reporting**: Report what ruled one out
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import label_span
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.fields import Field
from de_lint.reading.records.record import Record
from de_lint.vocabulary.kinds import kind

CODE = "F704"
SEVERITY = Severity.INFO
DEFAULT = False


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for the first label out of order."""
    for record in subject.judged:
        highest: tuple[int, Field] | None = None
        for name, one in _labelled(record) if record.layout == "form" else ():
            place = _order(record).index(name)
            if highest and place < highest[0]:
                message = f"'{one.name}' usually stands before '{highest[1].name}'"
                yield Problem(label_span(one), message, record, f"/{name}")
                break
            highest = max(highest or (place, one), (place, one), key=lambda h: h[0])


def _labelled(record: Record) -> Iterator[tuple[str, Field]]:
    """Yield the fields that have a place in the order, each once."""
    seen: set[int] = set()
    for claim in record.claims:
        if claim.property and claim.property.name in _order(record) and id(claim.field) not in seen:
            seen.add(id(claim.field))
            yield claim.property.name, claim.field


def _order(record: Record) -> tuple[str, ...]:
    """Return the role's order for its form, and the schema's for a delegation."""
    if record.kind == "progress_report" and record.role and record.role.order:
        return record.role.order
    return tuple(p.name for p in kind(record.kind).properties)
