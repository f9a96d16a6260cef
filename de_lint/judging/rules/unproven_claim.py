"""Nothing in the session supports what a report claims.

## What it does
Reports each claim in an agent's last message that no command of the session proves: tests that never ran, a push that
never happened, a file that nothing wrote.

Needs the log of the session: `de-lint hook` gets it from most hosts, and `de-lint check --transcript` reads it.

## Why is this bad?
The work may not have been done. It may also have been done elsewhere, so this is only a warning.

## Bad
```markdown
Cached the price list. Pushed to `origin/main`.
```

## Good
```markdown
Cached the price list. It is not pushed yet.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.policy import SESSION
from de_lint.judging.rule import Problem, Subject

CODE = "E913"
SEVERITY = Severity.WARNING
ASKS = SESSION


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each claim that the session's log judges so."""
    from de_lint.judging.claims.session import problems

    yield from problems(subject, "unproven")
