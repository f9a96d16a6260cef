"""A report does not answer a question of its delegation.

## What it does
Reports each thing that *Progress Reporting* in the delegation asks for and that the report hardly mentions. `Report
performance benchmarks and backup status` asks for two. What every report says anyway (status, progress, blockers) is
not looked for.

Words are compared by their stems; identifiers, paths and numbers with units weigh most, and words that occur all over
the task weigh least. The whole report counts: what is done, what remains, tables, notes. The message names the
closest passage. In case of doubt nothing is reported.

## Why is this bad?
The question is asked again, and that costs another round.

## Bad
```delegation
**Data Engineer Agent**: Move the click history

**Task**: Move the click history to the new store
- Copy the clicks of 2024
- Compare row counts of both stores
- Schedule the nightly vacuum

**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
**Progress Reporting**: Report throughput and backup age
```
```markdown
Progress Report
- Task: Move the click history
- Status: completed
- Completed:
  * Copy: all clicks of 2024
  * Comparison: row counts are equal in both stores
  * Vacuum: scheduled nightly at 03:00
- Handover: protocol signed by operations
- Throughput: 41,000 rows per second
```

## Good
```delegation
**Data Engineer Agent**: Move the click history

**Task**: Move the click history to the new store
- Copy the clicks of 2024
- Compare row counts of both stores
- Schedule the nightly vacuum

**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
**Progress Reporting**: Report throughput and backup age
```
```markdown
Progress Report
- Task: Move the click history
- Status: completed
- Completed:
  * Copy: all clicks of 2024
  * Comparison: row counts are equal in both stores
  * Vacuum: scheduled nightly at 03:00
- Handover: protocol signed by operations
- Throughput: 41,000 rows per second
- Backup: 2 hours old
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject

CODE = "X905"
SEVERITY = Severity.WARNING
PAIRED = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each question that nothing speaks of."""
    from de_lint.judging.answering import problems_of
    from de_lint.judging.matching.demands import QUESTION

    for pair in subject.pairs:
        yield from problems_of(pair, QUESTION, "The report does not answer the question about '{}' ({})")
