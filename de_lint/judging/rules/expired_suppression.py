"""A suppression comment has expired.

## What it does
Reports a suppression comment whose `until` is before today or is not a date. The comment suppresses nothing any more.

## Why is this bad?
What was postponed until that day is due.

## Bad
```markdown
**Ops Agent**: Replace the certificate

TEMPORAL CONTEXT: Today is 2025-05-06.

**Task**: Put the new certificate on every node
**Authority**: ALL deployment decisions
**Expected Results**: No node with the old certificate
<!-- de-lint: ignore F702 reason="the tracker is being replaced" until=2025-06-30 -->
**Ticket Reference**: ISS-0207
**Progress Reporting**: Report each node
```

## Good
```markdown
**Ops Agent**: Replace the certificate

TEMPORAL CONTEXT: Today is 2025-05-06.

**Task**: Put the new certificate on every node
**Authority**: ALL deployment decisions
**Expected Results**: No node with the old certificate
**Ticket Reference**: ISS-0207
**Progress Reporting**: Report each node
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject

CODE = "G802"
SEVERITY = Severity.WARNING
LAST = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each comment whose last day is over."""
    for suppression in subject.suppressions:
        if suppression.expired(subject.today):
            over = "expired on" if suppression.last_day else "has an end that is not a date:"
            yield Problem(suppression.span, f"The comment {over} {suppression.until} and suppresses nothing")
