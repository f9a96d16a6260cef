"""A label stands twice in one record.

## What it does
Reports a label that a delegation or a role's form has had before, at its second place.

## Why is this bad?
A reader takes one of the two for the whole.

## Bad
```markdown
**Data Engineer Agent**: Archive old orders

TEMPORAL CONTEXT: Today is 2025-05-30.

**Task**: Move orders older than five years
**Authority**: ALL data store operations
**Expected Results**: A smaller orders table
**Expected Results**: A list of archived years
**Progress Reporting**: Report each year
```

## Good
```markdown
**Data Engineer Agent**: Archive old orders

TEMPORAL CONTEXT: Today is 2025-05-30.

**Task**: Move orders older than five years
**Authority**: ALL data store operations
**Expected Results**: A smaller orders table and a list of archived years
**Progress Reporting**: Report each year
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import label_span
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.fields import Field

CODE = "F703"
SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each label that was there before."""
    for record in subject.judged:
        first: dict[str, Field] = {}
        for claim in record.claims if record.layout == "form" else ():
            before = first.setdefault(claim.field.key, claim.field)
            if claim.property and before is not claim.field:
                line = label_span(before).start_line
                message = f"'{claim.field.name}' stands here a second time; the first is on line {line}"
                yield Problem(label_span(claim.field), message, record, f"/{claim.property.name}")
