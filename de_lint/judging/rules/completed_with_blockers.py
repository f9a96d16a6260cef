"""A completed report names a blocker.

## What it does
Reports the first blocker of a report whose status is completed. Resolved blockers do not count.

## Why is this bad?
One of the two is wrong, and whoever reads only the status believes that the task is done.

## Bad
```markdown
Progress Report
- Task: Split the billing module
- Status: completed
- Blockers: The tax service rejects our key
```

## Good
```markdown
Progress Report
- Task: Split the billing module
- Status: completed
- Blockers: None
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.standing import first_open, reports_with, shortened

CODE = "C501"
SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each completed report with a blocker."""
    for record in reports_with(subject, "completed"):
        found = first_open(record, "blockers")
        if found:
            pointer, text = found
            message = f"The status is completed, but '{shortened(text)}' is named as a blocker"
            yield Problem(record.at(pointer), message, record, pointer)
