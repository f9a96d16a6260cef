"""A code fence is never closed.

## What it does
Reports a code fence that runs to the end of the document, list item or quotation that it is in.

## Why is this bad?
Everything below it is code: headings, fields and lists are not recognised.

## Bad
````markdown
**Engineer Agent**: Speed up the start

TEMPORAL CONTEXT: Today is 2025-01-20.

**Task**: Load plugins when they are needed
**Authority**: ALL code implementation
**Expected Results**: A start below one second
**Progress Reporting**: Report the time with

```
time app --version
````

## Good
````markdown
**Engineer Agent**: Speed up the start

TEMPORAL CONTEXT: Today is 2025-01-20.

**Task**: Load plugins when they are needed
**Authority**: ALL code implementation
**Expected Results**: A start below one second
**Progress Reporting**: Report the time with

```
time app --version
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import LinePiece
from de_lint.judging.rule import Problem, Subject
from de_lint.patterns import compiled

CODE = "M604"
SEVERITY = Severity.WARNING
_MARKS = compiled(r"`{3,}|~{3,}")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each fence without an end."""
    for block in subject.document.blocks if subject.document.records else ():
        if block.kind != "fence" or block.closed:
            continue
        line = subject.source.lines[block.start]
        marks = _MARKS.search(line.text)
        if marks:
            span = LinePiece(line.text, block.start, line).span(*marks.span())
            yield Problem(span, f"The code fence '{marks.group()}' is never closed")
