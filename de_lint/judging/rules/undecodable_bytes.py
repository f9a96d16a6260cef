r"""The file contains bytes that are not valid UTF-8.

## What it does
Reports bytes that are no text in UTF-8, at the place where they stand; they are read as escapes such as `\xe9`.

## Why is this bad?
Programs show different things there, and some refuse the whole file.

## Bad
```bytes
QA Task Complete:
- Suites run: 12
- Tester: Ren\xe9
```

## Good
```bytes
QA Task Complete:
- Suites run: 12
- Tester: Ren\xc3\xa9
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject

CODE = "M602"
SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each run of bytes that are no text."""
    for problem in subject.damage("undecodable-bytes"):
        yield Problem(problem.span, f"'{problem.text}' is not UTF-8 text")
