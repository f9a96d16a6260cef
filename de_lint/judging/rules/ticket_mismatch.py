"""A report names another ticket than the delegation that it answers.

## What it does
Reports the ticket that a report is about (the one in its ticket field, task or title) where the delegation is
under a ticket that the report names nowhere. A report without a ticket is left to missing-ticket.

## Why is this bad?
The report answers something else, or the ticket that it was asked under is never updated.

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

from de_lint.diagnostics import Severity, Span
from de_lint.judging.pairs import Pair
from de_lint.judging.places import pieces
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.ticket_fields import ticket_systems

CODE = "X901"
SEVERITY = Severity.WARNING
PAIRED = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each report under another ticket than its delegation."""
    for pair in subject.pairs:
        wanted = _references(pair)
        if wanted and wanted.isdisjoint(t["id"] for t in pair.report.data.get("tickets") or ()):
            for ticket, span in _own(pair):
                where = pair.line_of(pair.asked.record.at("/ticket_reference").start_line)
                message = f"The report is about {ticket}, the delegation about {', '.join(sorted(wanted))} ({where})"
                yield Problem(span, message, pair.report, "/tickets")
                break


def _references(pair: Pair) -> set[str]:
    return {t["id"] for t in pair.asked.record.data.get("tickets") or () if t["relation"] == "reference"}


def _own(pair: Pair) -> Iterator[tuple[str, Span]]:
    """Yield the tickets that a report is about; others it may mention for any reason."""
    report = pair.report
    tickets = list(enumerate(report.data.get("tickets") or ()))
    places = [report.at(f"/tickets/{i}/id") for i, t in tickets if t["relation"] in ("reference", "parent")]
    places += [report.at(f"/{name}") for name in ("task", "title") if report.data.get(name)]
    ids = {t["id"] for _, t in tickets}
    for place in places:
        for piece in pieces(pair.source, place):
            for found in ticket_systems().find(piece.text):
                if found.id in ids:
                    yield found.id, piece.span(found.start, found.end)
