"""A ticket id was never filled in.

## What it does
Reports `ISS-XXXX` and the like in a delegation or report that is not a template.

## Why is this bad?
The work belongs to no ticket, although it was meant to.

## Bad
```markdown
**Engineer Agent**: Cache the price list

TEMPORAL CONTEXT: Today is 2025-08-05.

**Task**: Keep prices in memory for a minute
**Authority**: ALL code implementation
**Expected Results**: Half the database load
**Ticket Reference**: ISS-XXXX
**Progress Reporting**: Report the load before and after
```

## Good
```markdown
**Engineer Agent**: Cache the price list

TEMPORAL CONTEXT: Today is 2025-08-05.

**Task**: Keep prices in memory for a minute
**Authority**: ALL code implementation
**Expected Results**: Half the database load
**Ticket Reference**: ISS-0733
**Progress Reporting**: Report the load before and after
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.wrong_tickets import is_placeholder_id
from de_lint.patterns import compiled
from de_lint.reading.values.tickets import ticket_systems

CODE = "T202"
SEVERITY = Severity.ERROR
_WORD = compiled(r"[\w#?-]+")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each ticket id that is still to be filled in."""
    for record in subject.judged:
        for piece, placeholder in subject.open_places(record):
            for word in _WORD.finditer(placeholder.text):
                if is_placeholder_id(word.group()):
                    start = placeholder.start + word.start()
                    message = f"'{word.group()}' is not filled in; write the ticket's id, such as {_example()}"
                    yield Problem(piece.span(start, start + len(word.group())), message, record, "/tickets")


def _example() -> str:
    return ticket_systems().example
