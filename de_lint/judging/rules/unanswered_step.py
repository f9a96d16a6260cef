"""A report does not mention a step of its task.

## What it does
Reports each step of a delegation's task (or the task itself, if it has no steps) that the report mentions neither as
done nor as left.

Words are compared by their stems; identifiers, paths and numbers with units weigh most, and words that occur all over
the task weigh least. The whole report counts: what is done, what remains, tables, notes. The message names the
closest passage. In case of doubt nothing is reported.

## Why is this bad?
The step was probably forgotten, while the report reads as if everything were done.

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

CODE = "X903"
SEVERITY = Severity.WARNING
PAIRED = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each step that nothing speaks of."""
    from de_lint.judging.answering import problems_of
    from de_lint.judging.matching.demands import STEP

    for pair in subject.pairs:
        yield from problems_of(pair, STEP, "The report does not mention the step '{}' ({})")
