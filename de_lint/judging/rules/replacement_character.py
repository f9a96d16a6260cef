"""A character was lost on the way.

## What it does
Reports U+FFFD, which programs write in place of what they could not read, at its place.

## Why is this bad?
What stood there is gone from this file; only its source still has it.

## Bad
```markdown
QA Task Complete:
- Suites run: 12
- Tester: Ren\ufffd
```

## Good
```markdown
QA Task Complete:
- Suites run: 12
- Tester: Rene
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject

CODE = "M605"
SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each lost character."""
    for problem in subject.damage("replacement-character"):
        yield Problem(problem.span, "A character was lost here (U+FFFD stands in its place)")
