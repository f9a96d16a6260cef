"""A delegation hands out work under a closed ticket.

## What it does
Needs a ticket registry in the configuration. Reports an id in a delegation's ticket field if the registry says that
the ticket is closed: done, resolved, cancelled and the like. In the examples, TSK-0415 is closed.

## Why is this bad?
Nobody looks at a closed ticket any more. Either the work belongs to another ticket, or this one must be reopened.

## Bad
```markdown
**QA Agent**: Test the invoice export

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Export a year of invoices
**Authority**: ALL testing decisions
**Expected Results**: A list of what differs
**Ticket Reference**: TSK-0415
**Progress Reporting**: Report each difference
```

## Good
```markdown
**QA Agent**: Test the invoice export

TEMPORAL CONTEXT: Today is 2025-09-01.

**Task**: Export a year of invoices
**Authority**: ALL testing decisions
**Expected Results**: A list of what differs
**Ticket Reference**: TSK-0416
**Progress Reporting**: Report each difference
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import field_pieces
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.ticket_fields import ticket_fields
from de_lint.reading.values.tickets import ticket_systems

CODE = "T206"
SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each closed ticket that a delegation's ticket field names."""
    registry = subject.policy.registry
    for record in subject.judged if registry else ():
        if record.kind != "delegation" or record.context == "example":
            continue
        for one in ticket_fields(record):
            for piece in field_pieces(subject.source, one):
                for ticket in ticket_systems().find(piece.text):
                    if registry and registry.is_closed(ticket.id):
                        span = piece.span(ticket.start, ticket.end)
                        message = f"{ticket.id} is closed ('{registry.status(ticket.id)}')"
                        yield Problem(span, message, record, "/tickets")
