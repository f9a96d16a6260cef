"""A ticket id is written incorrectly.

## What it does
Reports text that can only be meant as a ticket id but is written incorrectly (`iss-0345`, `ISS 345`, `ISS_0345`), and
the value of a ticket field that names no ticket. Which ids are valid depends on the ticket systems in the
configuration.

## Why is this bad?
Links, searches and trackers do not find the ticket.

## Bad
```markdown
**Research Agent**: Compare two vector stores

TEMPORAL CONTEXT: Today is 2025-04-22.

**Task**: Measure both on our documents
**Authority**: ALL research decisions
**Expected Results**: A table of recall and latency
**Ticket Reference**: iss-0412
**Progress Reporting**: Report when both are measured
```

## Good
```markdown
**Research Agent**: Compare two vector stores

TEMPORAL CONTEXT: Today is 2025-04-22.

**Task**: Measure both on our documents
**Authority**: ALL research decisions
**Expected Results**: A table of recall and latency
**Ticket Reference**: ISS-0412
**Progress Reporting**: Report when both are measured
```

## Fix safety
The fix is safe if only case or the character between prefix and number changes, and unsafe if the id itself does.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Edit, Fix, Severity, Span
from de_lint.judging.places import LinePiece, field_pieces, prose_lines
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.ticket_fields import ticket_fields, wrong_tickets
from de_lint.judging.wrong_tickets import NearMiss
from de_lint.reading.records.record import Record

CODE = "T201"
SEVERITY = Severity.ERROR
FIXABLE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each ticket id that is written wrongly."""
    wrong = wrong_tickets()
    for record in subject.judged:
        found: dict[Span, Problem] = {}
        for piece in prose_lines(subject.source, record):
            for miss in wrong.near_misses(piece.text):
                problem = _problem(piece, miss, record)
                found.setdefault(problem.span, problem)
        for piece, miss in _in_fields(record, subject):
            problem = _problem(piece, miss, record)
            if not any(_overlap(problem.span, other) for other in found):
                found[problem.span] = problem
        for violation in subject.violations(record):
            span = violation.span
            if violation.keyword == "ticket" and span and not any(_overlap(span, other) for other in found):
                message = f"'{violation.value}' is not a ticket id such as {violation.expected}"
                found[span] = Problem(span, message, record, violation.pointer)
        yield from found.values()


def _in_fields(record: Record, subject: Subject) -> Iterator[tuple[LinePiece, NearMiss]]:
    """Values of ticket fields that name no ticket at all; a field with one id and a remark below it is fine."""
    for one in ticket_fields(record):
        own = list(field_pieces(subject.source, one))
        if not own or wrong_tickets().malformed("\n".join(p.text for p in own)) is None:
            continue
        for piece in own:
            miss = wrong_tickets().malformed(piece.text)
            # A free-form document may come from where another tracker is at home.
            if miss is not None and (miss.suggestion or record.layout != "document"):
                yield piece, miss
                break


def _problem(piece: LinePiece, miss: NearMiss, record: Record) -> Problem:
    span = piece.span(miss.start, miss.end)
    fix = None
    if miss.suggestion:
        fix = Fix(f"Write {miss.suggestion}", (Edit(span, miss.suggestion),), _is_safe(miss))
    right = f"; write {miss.suggestion}" if miss.suggestion else ""
    return Problem(span, f"'{miss.text}' is not a ticket id: {miss.reason}{right}", record, "/tickets", fix)


def _is_safe(miss: NearMiss) -> bool:
    return _bare(miss.text) == _bare(miss.suggestion or "")


def _bare(ticket: str) -> str:
    return "".join(c for c in ticket.upper() if c.isalnum())


def _overlap(one: Span, other: Span) -> bool:
    return (
        one.start_line == other.start_line
        and one.start_column < other.end_column
        and other.start_column < one.end_column
    )
