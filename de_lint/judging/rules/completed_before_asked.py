"""A report is dated before its task was given.

## What it does
Reports the date of a report if it is earlier than the day in the delegation's temporal context. Reports that are in
progress, blocked or partial are not looked at.

## Why is this bad?
One of the two dates is wrong, or an older report was taken for the answer.

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
- Task: Move the click history (ISS-0415)
- Date: 2025-08-28
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
from de_lint.judging.places import pieces
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.values import dates

CODE = "X906"
SEVERITY = Severity.WARNING
PAIRED = True
_OPEN = ("in_progress", "partial", "pending", "blocked")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each report that is older than what it answers."""
    for pair in subject.pairs:
        asked = (pair.asked.record.data.get("temporal_context") or {}).get("date")
        given = pair.report.data.get("date")
        # A month is as early as the latest of its days: `2025-09` may be any day of September.
        if asked and given and given < asked[: len(given)] and pair.report.data.get("status") not in _OPEN:
            span = pair.report.at("/date")
            found = (p.span(d.start, d.end) for p in pieces(subject.source, span) for d in dates.find(p.text))
            where = pair.line_of(pair.asked.record.at("/temporal_context/date").start_line)
            message = f"The report is dated {given}, but the task was given on {asked} ({where})"
            yield Problem(next(found, span), message, pair.report, "/date")
