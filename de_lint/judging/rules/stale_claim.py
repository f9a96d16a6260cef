"""Files changed after the run that a report claims.

## What it does
Reports each claim in an agent's last message whose command ran before the last change of the files that it covers,
reformatting included. Tests do not cover documentation, or another package.

Needs the log of the session: `de-lint hook` gets it from most hosts, and `de-lint check --transcript` reads it.

## Why is this bad?
The run says nothing about the files as they are now.

## Bad
```markdown
Cached the price list. Lint is clean (`ruff check .`).
```

## Good
```markdown
Cached the price list. Lint was clean before the last change; it has to run again.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.policy import SESSION
from de_lint.judging.rule import Problem, Subject

CODE = "E912"
SEVERITY = Severity.ERROR
ASKS = SESSION


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each claim that the session's log judges so."""
    from de_lint.judging.claims.session import problems

    yield from problems(subject, "stale")
