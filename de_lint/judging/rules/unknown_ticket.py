"""A ticket does not exist.

## What it does
Needs a ticket registry in the configuration. Reports the first mention of an id that the registry does not list. Ids of
systems without any ticket in the registry are not compared. In the examples, the registry lists ISS-0733.

## Why is this bad?
A typing error files the work under another ticket, or under none.

## Bad
```markdown
**Engineer Agent**: Cache the price list

TEMPORAL CONTEXT: Today is 2025-08-05.

**Task**: Keep prices in memory for a minute
**Authority**: ALL code implementation
**Expected Results**: Half the database load
**Ticket Reference**: ISS-0738
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

## Fix safety
The fix is unsafe: the ticket may exist, and the registry may be out of date.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Edit, Fix, Severity, Span
from de_lint.judging.places import field_pieces, prose_lines
from de_lint.judging.policy import TicketRegistry
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.ticket_fields import ticket_fields
from de_lint.reading.records.record import Record
from de_lint.reading.values.tickets import ticket_systems

CODE = "T204"
SEVERITY = Severity.ERROR
FIXABLE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each id that no ticket has."""
    registry = subject.policy.registry
    for record in subject.judged if registry else ():
        if record.context != "example":  # the tickets of an example are made up
            seen: set[str] = set()
            for ticket, span in _mentions(subject, record):
                if ticket not in seen and registry and registry.covers(ticket) and not registry.knows(ticket):
                    yield _problem(ticket, span, record, registry)
                seen.add(ticket)


def _mentions(subject: Subject, record: Record) -> Iterator[tuple[str, Span]]:
    own = [p for one in ticket_fields(record) for p in field_pieces(subject.source, one)]
    for piece in (*own, *prose_lines(subject.source, record)):
        for ticket in ticket_systems().find(piece.text):
            yield ticket.id, piece.span(ticket.start, ticket.end)


def _problem(ticket: str, span: Span, record: Record, registry: TicketRegistry) -> Problem:
    near = registry.near(ticket)
    fix = Fix(f"Write {near[0]}", (Edit(span, near[0]),), safe=False) if len(near) == 1 else None
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return Problem(span, f"There is no ticket {ticket}{hint}", record, "/tickets", fix)
