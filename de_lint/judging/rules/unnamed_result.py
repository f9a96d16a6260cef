"""A report does not mention an expected result.

## What it does
Reports each expected result of a delegation (separated by semicolons or list items) that the report hardly mentions.

Words are compared by their stems; identifiers, paths and numbers with units weigh most, and words that occur all over
the task weigh least. The whole report counts: what is done, what remains, tables, notes. The message names the
closest passage. In case of doubt nothing is reported.

## Why is this bad?
Whoever gets the report cannot tell whether the result exists.

## Bad
```delegation
**Data Engineer Agent**: Move the click history

**Task**: Move the click history to the new store
- Copy the clicks of 2024
- Compare row counts of both stores
- Schedule the nightly vacuum

**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
```
```markdown
Progress Report
- Task: Move the click history
- Status: completed
- Completed:
  * Copy: all clicks of 2024
  * Comparison: row counts are equal in both stores
  * Vacuum: scheduled nightly at 03:00
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
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject

CODE = "X904"
SEVERITY = Severity.INFO
PAIRED = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each result that nothing speaks of."""
    from de_lint.judging.answering import problems_of
    from de_lint.judging.matching.demands import RESULT

    for pair in subject.pairs:
        yield from problems_of(pair, RESULT, "The report does not mention the expected result '{}' ({})")
