"""A placeholder was never filled in.

## What it does
Reports blanks of a template, such as `[date]` or `TBD`, in a delegation or report that is not a template. Placeholders
are allowed in templates, code, commands, skills and prompts that a program fills in (`{{diff}}`). In a document with
headings, only the title and the fields above its first section are checked.

## Why is this bad?
The agent has to guess what was meant, and guesses.

## Bad
```markdown
**Documentation Agent**: Describe the new export

TEMPORAL CONTEXT: Today is [date].

**Task**: Write the page on exports
**Authority**: ALL documentation operations
**Expected Results**: A page with an example
**Progress Reporting**: Report when it can be read
```

## Good
```markdown
**Documentation Agent**: Describe the new export

TEMPORAL CONTEXT: Today is 2025-11-03.

**Task**: Write the page on exports
**Authority**: ALL documentation operations
**Expected Results**: A page with an example
**Progress Reporting**: Report when it can be read
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.wrong_tickets import is_placeholder_id
from de_lint.patterns import compiled
from de_lint.reading.values import dates
from de_lint.reading.values.placeholders import Placeholder

CODE = "P401"
SEVERITY = Severity.ERROR
_WORD = compiled(r"[\w#?-]+")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each placeholder that is still there."""
    for record in subject.judged:
        for piece, placeholder in subject.open_places(record):
            # `[Report of 2025-07-15]` is a reference.
            if not _is_ticket(placeholder) and not dates.find(placeholder.text):
                span = piece.span(placeholder.start, placeholder.end)
                yield Problem(span, _message(placeholder), record)


def _is_ticket(placeholder: Placeholder) -> bool:
    """Tickets that are not filled in have a rule of their own."""
    return any(is_placeholder_id(w) for w in _WORD.findall(placeholder.text))


def _message(placeholder: Placeholder) -> str:
    if placeholder.choices:
        return f"'{placeholder.text}' is not filled in; choose one of {', '.join(placeholder.choices)}"
    return f"'{placeholder.text}' is not filled in"
