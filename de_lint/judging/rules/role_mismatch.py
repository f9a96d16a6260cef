"""A report is by another agent than its delegation asks.

## What it does
Reports the agent of a report if the delegation that it answers addresses another one. Both must be known roles: other
names may be two names of one agent.

In an agent host (`de-lint hook`) and in session logs, this also reports a delegation that addresses another role than
that of the agent started with it.

## Why is this bad?
Either this is the wrong report, or an agent without the authority did the work.

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
QA Agent Progress Report
- Task: Move the click history (ISS-0415)
- Status: completed
- Test Results:
  * Passed: 12
  * Failed: 0
  * Skipped: 0
- Coverage: 81%
- Critical Issues: none
- Quality Metrics:
  * Code Quality: row counts are equal in both stores
  * Security: nothing found
  * Performance: 41,000 rows/sec
- Recommendations: none
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
from de_lint.judging.places import words_at
from de_lint.judging.rule import Problem, Subject
from de_lint.vocabulary.kinds import role

CODE = "X902"
SEVERITY = Severity.WARNING
PAIRED = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each report by another role than was asked."""
    for pair in subject.pairs:
        asked, given = (r.data.get("agent") or {} for r in (pair.asked.record, pair.report))
        one, other = asked.get("type"), given.get("type")
        wanted, given_role = role(one or ""), role(other or "")
        if wanted and given_role and wanted is not given_role:
            where = pair.line_of(pair.asked.record.at("/agent/name").start_line)
            message = f"The report is by '{given['name']}', but the delegation asks '{asked['name']}' ({where})"
            span = words_at(subject.source, pair.report.at("/agent/name"), str(given["name"]))
            yield Problem(span, message, pair.report, "/agent/name")
