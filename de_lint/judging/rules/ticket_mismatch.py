"""A report is about another ticket than its delegation.

## What it does
Reports the ticket that a report is about (in its ticket field, task or title) if the delegation has a ticket that the
report does not mention. Reports without a ticket are left to missing-ticket.

## Why is this bad?
Either the report answers something else, or the right ticket is never updated.

## Bad
```delegation
**Data Engineer Agent**: Move the click history

**Task**: Move the click history to the new store
**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
**Ticket Reference**: ISS-0415
```
```markdown
Progress Report
- Task: Move the click history (ISS-0451)
- Status: completed
```

## Good
```delegation
**Data Engineer Agent**: Move the click history

**Task**: Move the click history to the new store
**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
**Ticket Reference**: ISS-0415
```
```markdown
Progress Report
- Task: Move the click history (ISS-0415)
- Status: completed
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject

CODE = "X901"
SEVERITY = Severity.WARNING
PAIRED = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each report under another ticket than its delegation."""
    from de_lint.judging.pairing import own_tickets, references

    for pair in subject.pairs:
        wanted = references(pair.asked.record)
        own = next(own_tickets(pair.report, subject.source), None)
        if own and wanted and wanted.isdisjoint(t["id"] for t in pair.report.data["tickets"]):
            where = pair.line_of(pair.asked.record.at("/ticket_reference").start_line)
            message = f"The report is about {own[0]}, but the delegation is about {', '.join(sorted(wanted))} ({where})"
            yield Problem(own[1], message, pair.report, "/tickets")
