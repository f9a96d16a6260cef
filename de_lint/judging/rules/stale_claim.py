"""Files were changed after the run that a report claims.

## What it does
Reports each claim of an agent's last message whose run came before the last change of the files that it
covers, a formatting of them included. Documentation is not covered by tests, and a package not by the tests
of another one.

It needs the session's log, and is silent without: `de-lint hook` has it from most hosts, and `de-lint check
--transcript` reads it.

## Why is this bad?
The run says nothing of the files as they are handed over.

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
    from de_lint.judging.session_claims import problems

    yield from problems(subject, "stale")
