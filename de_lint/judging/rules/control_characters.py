"""The text contains invisible characters.

## What it does
Reports control characters, zero-width spaces and marks that change the direction of text. Characters that join emoji
are allowed.

## Why is this bad?
Words that look the same are different, and a direction mark can make a line appear to say something else.

## Bad
```markdown
QA Task Complete:
- Suites run: 12
- Pass\u200bed: 84
```

## Good
```markdown
QA Task Complete:
- Suites run: 12
- Passed: 84
```

## Fix safety
The fix is safe: it removes the invisible characters.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Edit, Fix, Severity
from de_lint.judging.rule import Problem, Subject

CODE = "M603"
SEVERITY = Severity.WARNING
FIXABLE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each run of invisible characters."""
    for problem in subject.damage("control-characters"):
        names = ", ".join(dict.fromkeys(f"U+{ord(c):04X}" for c in problem.text))
        fix = Fix("Remove the invisible characters", (Edit(problem.span, ""),))
        yield Problem(problem.span, f"Invisible characters: {names}", fix=fix)
