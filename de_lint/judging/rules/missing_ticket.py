"""A delegation names no ticket.

## What it does
Reports a delegation that names no ticket anywhere. Off by default: not every project works with tickets.

## Why is this bad?
If every task belongs to a ticket, nobody finds this one again.

## Bad
```markdown
**QA Agent**: Test the invoice export

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Export a year of invoices
**Authority**: ALL testing decisions
**Expected Results**: A list of what differs
**Progress Reporting**: Report each difference
```

## Good
```markdown
**QA Agent**: Test the invoice export

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Export a year of invoices
**Authority**: ALL testing decisions
**Expected Results**: A list of what differs
**Ticket Reference**: TSK-0210
**Progress Reporting**: Report each difference
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject

CODE = "T203"
SEVERITY = Severity.WARNING
DEFAULT = False


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each delegation without a ticket."""
    for record in subject.judged:
        if record.kind == "delegation" and record.layout == "form" and not record.data.get("tickets"):
            yield Problem(record.head, "The delegation names no ticket", record, "/tickets")
