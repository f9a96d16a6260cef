"""A report is blocked but names no blocker.

## What it does
Reports the status of a report in a role's form that is blocked, if the report names no blocker.

## Why is this bad?
Nobody can clear a blocker that is not named.

## Bad
```markdown
Progress Report
- Task: Split the billing module
- Status: blocked
- Blockers: None
```

## Good
```markdown
Progress Report
- Task: Split the billing module
- Status: blocked
- Blockers: The tax service rejects our key
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import claims_of, is_empty
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.standing import reports_with
from de_lint.reading.records.record import Record

CODE = "C503"
SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each blocked report without a blocker."""
    for record in reports_with(subject, "blocked"):
        named = record.data.get("blockers") or _is_found_already(subject, record) or _says_why(record)
        if record.layout == "form" and not named:
            message = "The status is blocked, but no blocker is named"
            yield Problem(record.at("/status_text"), message, record, "/blockers")


def _is_found_already(subject: Subject, record: Record) -> bool:
    """Tell whether the field for blockers is itself missing, misspelled or empty, which other rules say."""
    fields = claims_of(record, "blockers")
    if not fields:
        return any(v.pointer == "/blockers" and v.keyword == "required" for v in subject.violations(record))
    return any(c.guessed or is_empty(c.field) for c in fields)


def _says_why(record: Record) -> bool:
    """`Blocked: waiting for the key` and `blocked by the freeze` name the blocker in the status itself."""
    states = [c for c in claims_of(record, "status") if c.field.inline]
    return not states or any(len(c.field.inline.text.split()) > 2 for c in states if c.field.inline)
