"""A report is about another ticket than its delegation.

## What it does
Reports the ticket that a report is about (in its ticket field, task or title) if the delegation has a ticket that the
report does not mention. Reports without a ticket are left to missing-ticket.

## Why is this bad?
Either the report answers something else, or the right ticket is never updated.

## Bad
```delegation
**Data Engineer Agent**: Move the click history

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Move the click history to the new store
- Copy the clicks of 2024
- Compare row counts of both stores
- Schedule the nightly vacuum

**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
**Ticket Reference**: ISS-0415
**Progress Reporting**: Report throughput and backup age
```
```markdown
🗄️ Data Engineer Agent Progress Report
- Task: Move the click history (ISS-0451)
- Date: 2025-09-03
- Status: completed
- Database Status:
  * Health: healthy
  * Performance: throughput of 41,000 rows/sec
  * Storage: 61% of 500 GB
- API Status:
  * Availability: up
  * Rate Limits: 40% used
  * Response Time: 120 ms
- Completed Operations:
  * Copy: all clicks of 2024
  * Comparison: row counts are equal in both stores
  * Vacuum: scheduled nightly at 03:00
- Data Metrics:
  * Records Processed: 8,120,000
  * Pipeline Status: running
- Backup: 2 hours old
- Handover: protocol signed by operations
- Blockers: None
```

## Good
```delegation
**Data Engineer Agent**: Move the click history

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Move the click history to the new store
- Copy the clicks of 2024
- Compare row counts of both stores
- Schedule the nightly vacuum

**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
**Ticket Reference**: ISS-0415
**Progress Reporting**: Report throughput and backup age
```
```markdown
🗄️ Data Engineer Agent Progress Report
- Task: Move the click history (ISS-0415)
- Date: 2025-09-03
- Status: completed
- Database Status:
  * Health: healthy
  * Performance: throughput of 41,000 rows/sec
  * Storage: 61% of 500 GB
- API Status:
  * Availability: up
  * Rate Limits: 40% used
  * Response Time: 120 ms
- Completed Operations:
  * Copy: all clicks of 2024
  * Comparison: row counts are equal in both stores
  * Vacuum: scheduled nightly at 03:00
- Data Metrics:
  * Records Processed: 8,120,000
  * Pipeline Status: running
- Backup: 2 hours old
- Handover: protocol signed by operations
- Blockers: None
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
