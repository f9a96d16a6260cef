"""A character was lost in a conversion.

## What it does
Reports U+FFFD, which programs write in place of characters that they could not decode.

## Why is this bad?
The original character is gone from this file; only its source still has it.

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
        yield Problem(problem.span, "A character was lost here (replaced by U+FFFD)")
