"""A suppression comment gives no reason.

## What it does
Reports a suppression comment without a `reason`. The comment still works.

## Why is this bad?
Nobody can tell later whether it may be removed.

## Bad
```markdown
**Ops Agent**: Replace the certificate

TEMPORAL CONTEXT: Today is 2025-05-06.

**Task**: Put the new certificate on every node
**Authority**: ALL deployment decisions
**Expected Results**: No node with the old certificate
<!-- de-lint: ignore malformed-ticket -->
**Ticket Reference**: iss-207
**Progress Reporting**: Report each node
```

## Good
```markdown
**Ops Agent**: Replace the certificate

TEMPORAL CONTEXT: Today is 2025-05-06.

**Task**: Put the new certificate on every node
**Authority**: ALL deployment decisions
**Expected Results**: No node with the old certificate
<!-- de-lint: ignore malformed-ticket reason="the tracker of another team" -->
**Ticket Reference**: iss-207
**Progress Reporting**: Report each node
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject

CODE = "G803"
SEVERITY = Severity.WARNING
LAST = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each comment without a reason."""
    for suppression in subject.suppressions:
        if suppression.reason is None and not suppression.fault:
            yield Problem(suppression.span, 'The comment gives no reason; add reason="…"')
