"""A report claims a result that its command hid.

## What it does
Reports each claim in an agent's last message whose command ran with exit status and output hidden: `pytest || true`,
`npm test > /dev/null; echo done`, a pipe that cuts off the result.

Needs the log of the session: `de-lint hook` gets it from most hosts, and `de-lint check --transcript` reads it.

## Why is this bad?
A command that cannot fail proves nothing.

## Bad
```markdown
Cached the price list. The build passes (`make build || true`).
```

## Good
```markdown
Cached the price list. The build passes (`make build`).
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.policy import SESSION
from de_lint.judging.rule import Problem, Subject

CODE = "E911"
SEVERITY = Severity.ERROR
ASKS = SESSION


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each claim that the session's log judges so."""
    from de_lint.judging.claims.session import problems

    yield from problems(subject, "masked")
