"""A label is not known.

## What it does
Reports a label of a delegation or of a role's form that belongs to no field. Its value is kept. Off by default:
projects add labels of their own.

## Why is this bad?
If everybody is to use the same labels, values under other labels are overlooked.

## Bad
```markdown
**Ops Agent**: Move the log store

TEMPORAL CONTEXT: Today is 2025-07-07.

**Task**: Copy a month at a time
**Mood**: careful
**Authority**: ALL operational tasks
**Expected Results**: Logs in the new store
**Progress Reporting**: Report each month
```

## Good
```markdown
**Ops Agent**: Move the log store

TEMPORAL CONTEXT: Today is 2025-07-07.

**Task**: Copy a month at a time
**Authority**: ALL operational tasks
**Expected Results**: Logs in the new store
**Progress Reporting**: Report each month
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import label_span
from de_lint.judging.rule import Problem, Subject

CODE = "F702"
SEVERITY = Severity.WARNING
DEFAULT = False


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each label that names no field."""
    for record in subject.judged:
        for claim in record.claims if record.layout == "form" else ():
            if claim.property is None:
                yield Problem(label_span(claim.field), f"'{claim.field.name}' is not a known label", record)
