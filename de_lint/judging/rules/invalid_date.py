"""A date does not exist.

## What it does
Reports a day or time that does not exist. Outside of date fields and titles of reports, code, quotations and sentences
about parsing dates are ignored.

## Why is this bad?
Nobody knows which day was meant, and nobody can meet a deadline that does not exist.

## Bad
```markdown
**Engineer Agent**: Prepare the spring release

TEMPORAL CONTEXT: Today is 2025-02-30.

**Task**: Cut the branch
**Authority**: ALL code implementation
**Expected Results**: A branch that builds
**Progress Reporting**: Report the first build
```

## Good
```markdown
**Engineer Agent**: Prepare the spring release

TEMPORAL CONTEXT: Today is 2025-02-28.

**Task**: Cut the branch
**Authority**: ALL code implementation
**Expected Results**: A branch that builds
**Progress Reporting**: Report the first build
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from de_lint.diagnostics import Severity, Span
from de_lint.judging.days import objection
from de_lint.judging.places import LinePiece, field_pieces, pieces, prose_lines
from de_lint.judging.rule import Problem, Subject
from de_lint.patterns import compiled
from de_lint.reading.fields import Node
from de_lint.reading.markup import without_code
from de_lint.reading.records.record import Record
from de_lint.reading.values import dates
from de_lint.vocabulary.kinds import kind

CODE = "V303"
SEVERITY = Severity.ERROR
_CLOCK_LIMITS = (("hour", 23), ("minute", 59), ("second", 60))
_PROPERTIES = frozenset({"temporal_context", "date"})
#: What stands in quotation marks, and words of who speaks of dates as texts: `Refuse 2025-02-30`.
_QUOTED = compiled(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|(?<!\w)'[^']*'(?!\w)")
_OF_TEXTS = compiled(
    r"\b(?:in?valid\w*|impossible|reject\w*|refus\w*|pars\w*|format\w*|examples?|e\.g|such as|like|returns?|input\w*"
    r"|rais\w+|crash\w*|typos?|leap|edge cases?|dates? (?:that|which)|no (?:such )?(?:date|day))\b",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each impossible date."""
    for record in subject.judged:
        seen: set[Span] = set()
        for piece, pointer in _pieces(record, subject):
            for start, end, reason in malformed(piece.text):
                span = piece.span(start, end)
                if span not in seen:
                    seen.add(span)
                    yield Problem(span, f"'{piece.text[start:end]}' is not a valid date: {reason}", record, pointer)
        lines = {span.start_line for span in seen}
        for violation in subject.violations(record):
            if violation.keyword == "date" and violation.span and violation.span.start_line not in lines:
                why = violation.why or f"'{violation.title}' asks for {violation.expected}"
                message = f"'{violation.value}' is not a valid date: {why}"
                yield Problem(violation.span, message, record, violation.pointer)


def _pieces(record: Record, subject: Subject) -> Iterator[tuple[LinePiece, str | None]]:
    """Yield where dates stand: a report's title, the fields for dates, and every line that says one."""
    if record.kind == "progress_report":
        yield from ((piece, _pointer(record)) for piece in pieces(subject.source, record.head))
    for one in _fields(record):
        yield from ((piece, _pointer(record)) for piece in field_pieces(subject.source, one))
    for line in prose_lines(subject.source, record):
        if malformed(line.text) and not _OF_TEXTS.search(line.text):
            text = _QUOTED.sub(lambda found: " " * len(found.group()), without_code(line.text))
            yield replace(line, text=text), None


def _fields(record: Record) -> list[Node]:
    date = kind("progress_report").named("date")
    own = (c.field for c in record.claims if c.property and c.property.name in _PROPERTIES)
    dated = (c.field for c in record.claims if date and c.field.key in date.keys)
    return [f for f in dict.fromkeys((*own, *dated)) if f.form != "heading"]


def _pointer(record: Record) -> str:
    return "/temporal_context/date" if record.kind == "delegation" else "/date"


def malformed(text: str) -> list[tuple[int, int, str]]:
    """Return `(start, end, reason)` for everything shaped like a date that no calendar or clock knows."""
    wrong: list[tuple[int, int, str]] = []
    for match, (year, month, day) in dates.candidates(text):
        reason = objection(year, month, day) or _clock_objection(match["clock"])
        if reason:
            wrong.append((match.start(), match.end(), reason))
    return wrong


def _clock_objection(clock: str | None) -> str | None:
    """Say why a time of day does not exist, or return None."""
    for (what, limit), digits in zip(_CLOCK_LIMITS, (clock or "").split(":"), strict=False):
        if digits and int(digits[:2]) > limit:
            return f"there is no {what} {digits[:2]}"
    return None
