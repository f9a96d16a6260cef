"""A completed report lists remaining work.

## What it does
Reports the first item of remaining work in a report whose status is completed. Items that are checked off, done, or
postponed on purpose do not count. Documents with headings are looked at only if their status is exactly *completed* or
a usual word for it.

## Why is this bad?
One of the two is wrong, and the open work is forgotten.

## Bad
```markdown
Progress Report
- Task: Split the billing module
- Status: completed
- Remaining:
  * Move the refund code
```

## Good
```markdown
Progress Report
- Task: Split the billing module
- Status: in progress
- Progress: 60%
- Remaining:
  * Move the refund code
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.standing import PUT_OFF, first_open, is_of_all_work, reports_with, shortened

CODE = "C502"
SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each completed report with remaining work."""
    for record in reports_with(subject, "completed"):
        found = first_open(record, "remaining", PUT_OFF) if is_of_all_work(record) else None
        if found:
            pointer, text = found
            message = f"The status is completed, but '{shortened(text)}' remains"
            yield Problem(record.at(pointer), message, record, pointer)
