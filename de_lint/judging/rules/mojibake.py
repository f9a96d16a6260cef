"""Text was decoded with the wrong encoding and saved.

## What it does
Reports characters that are UTF-8 decoded as MacRoman or Windows-1252, and shows what they were.

## Why is this bad?
Emoji and dashes turn into noise, and labels and statuses that contain them are not found.

## Bad
```markdown
QA Task Complete:
- Suites run: 12
- ‚úÖ Coverage: 84%
```

## Good
```markdown
QA Task Complete:
- Suites run: 12
- ✅ Coverage: 84%
```

## Fix safety
The fix is safe: it restores the original bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Edit, Fix, Severity
from de_lint.judging.rule import Problem, Subject

CODE = "M601"
SEVERITY = Severity.WARNING
FIXABLE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each damaged run of characters."""
    for problem in subject.damage("mojibake"):
        repaired = problem.repaired or ""
        fix = Fix(f"Write '{repaired}'", (Edit(problem.span, repaired),))
        yield Problem(problem.span, f"'{problem.text}' is '{repaired}' read in the wrong encoding", fix=fix)
