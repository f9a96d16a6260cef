"""A ticket field names the same ticket twice.

## What it does
Reports the second occurrence of an id in one ticket field.

## Why is this bad?
One of the two was probably meant to be another ticket.

## Bad
```markdown
**Ops Agent**: Renew the certificates

TEMPORAL CONTEXT: Today is 2025-10-14.

**Task**: Renew what runs out this month
**Authority**: ALL operational tasks
**Expected Results**: Certificates valid for a year
**Ticket Reference**: TSK-0311, TSK-0311
**Progress Reporting**: Report when done
```

## Good
```markdown
**Ops Agent**: Renew the certificates

TEMPORAL CONTEXT: Today is 2025-10-14.

**Task**: Renew what runs out this month
**Authority**: ALL operational tasks
**Expected Results**: Certificates valid for a year
**Ticket Reference**: TSK-0311, TSK-0312
**Progress Reporting**: Report when done
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import field_pieces
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.ticket_fields import ticket_fields
from de_lint.reading.values.tickets import ticket_systems

CODE = "T205"
SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each id that its field has named before."""
    for record in subject.judged:
        for one in ticket_fields(record):
            seen: set[str] = set()
            for piece in field_pieces(subject.source, one):
                for ticket in ticket_systems().find(piece.text):
                    if ticket.id in seen:
                        span = piece.span(ticket.start, ticket.end)
                        yield Problem(span, f"'{one.name}' names {ticket.id} twice", record, "/tickets")
                    seen.add(ticket.id)
