"""The session shows the opposite of what a report claims.

## What it does
Reports each claim in an agent's last message that the output of the session contradicts: *all tests pass* although
the last run had failures, *committed* although the commit was refused, a changed file whose change failed or was
reverted.

Needs the log of the session: `de-lint hook` gets it from most hosts, and `de-lint check --transcript` reads it.

## Why is this bad?
Whoever reads the report takes failed work for finished, although the session shows the failure.

## Bad
```markdown
Cached the price list. All tests pass (`pytest -q`).
```

## Good
```markdown
Cached the price list. 3 of 42 tests still fail (`pytest -q`).
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.policy import SESSION
from de_lint.judging.rule import Problem, Subject

CODE = "E910"
SEVERITY = Severity.ERROR
ASKS = SESSION


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each claim that the session's log judges so."""
    from de_lint.judging.claims.session import problems

    yield from problems(subject, "contradicted")
