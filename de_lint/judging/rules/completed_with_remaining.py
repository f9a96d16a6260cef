"""A report says that the task is completed and lists work that remains.

## What it does
Reports the first item of remaining work in a report whose status is completed, at the item. Items that are ticked off,
said to be done, or put off on purpose do not count. A document with headings counts only if its status is exactly
completed or a usual word for it.

## Why is this bad?
One of the two is wrong, and the open work is forgotten.

## Bad
```markdown
Engineer Agent Progress Report
- Task: Split the billing module
- Status: completed
- Progress: 100%
- Completed:
  * Moved the tax code
- Remaining:
  * Move the refund code
- Code Quality:
  * Tests: 41 of 41 pass
  * Documentation: up to date
- Blockers: None
- Next Steps: None
```

## Good
```markdown
Engineer Agent Progress Report
- Task: Split the billing module
- Status: in progress
- Progress: 60%
- Completed:
  * Moved the tax code
- Remaining:
  * Move the refund code
- Code Quality:
  * Tests: 41 of 41 pass
  * Documentation: up to date
- Blockers: None
- Next Steps: None
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.standing import first_open, reports, shortened
from de_lint.reading.records.record import Record
from de_lint.reading.values import statuses
from de_lint.vocabulary.kinds import active

CODE = "C502"
SEVERITY = Severity.WARNING
#: What remains on purpose does not contradict the status.
_PUT_OFF = re.compile(
    r"\b(?:documented|accepted|deferred|postponed|optional|out of scope|minor|tracked|future)\b"
    r"|\blow[- ](?:severity|priority)\b",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each completed report with remaining work."""
    for record in reports(subject, "completed"):
        found = first_open(record, "remaining", _PUT_OFF) if _is_meant(record) else None
        if found:
            pointer, text = found
            message = f"The status is completed, but '{shortened(text)}' remains"
            yield Problem(record.at(pointer), message, record, pointer)


def _is_meant(record: Record) -> bool:
    """Tell whether the status is meant for all work: a session is `SUCCESSFUL` with work left for the next."""
    written = str(record.data.get("status_text") or "")
    return record.layout != "document" or statuses.official(written, active().statuses["spellings"])
