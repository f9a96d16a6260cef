"""Labels are not in the usual order.

## What it does
Reports the first label of a delegation or of a role's form that comes after one that usually follows it. Off by
default: de-lint finds a field wherever it is.

## Why is this bad?
People find a field faster if it is always in the same place.

## Bad
```markdown
**Research Agent**: Find a queue library

TEMPORAL CONTEXT: Today is 2025-06-16.

**Authority**: ALL research and analysis decisions
**Task**: Compare three libraries
**Expected Results**: A recommendation
**Progress Reporting**: Report what ruled one out
```

## Good
```markdown
**Research Agent**: Find a queue library

TEMPORAL CONTEXT: Today is 2025-06-16.

**Task**: Compare three libraries
**Authority**: ALL research and analysis decisions
**Expected Results**: A recommendation
**Progress Reporting**: Report what ruled one out
```

## Fix safety
The fix is safe: it moves the field with everything below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.diagnostics import Fix, Severity
from de_lint.judging.blank_fields import field_order, style_of
from de_lint.judging.line_edits import as_written, extent, is_empty_line, is_sound, lines_before, without_lines
from de_lint.judging.places import label_span
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.fields import Node
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source

CODE = "F704"
SEVERITY = Severity.INFO
DEFAULT = False
FIXABLE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for the first label out of order."""
    for record in subject.judged:
        order = field_order(record)
        highest: tuple[int, Node] | None = None
        before: list[tuple[int, Node]] = []
        for name, one in _labelled(record, order) if record.layout == "form" else ():
            place = order.index(name)
            if highest and place < highest[0]:
                message = f"'{one.name}' usually comes before '{highest[1].name}'"
                below = next(f for p, f in before if p > place)
                yield Problem(label_span(one), message, record, f"/{name}", _moved(subject.source, one, below))
                break
            before.append((place, one))
            highest = max(highest or (place, one), (place, one), key=lambda h: h[0])


def _labelled(record: Record, order: Sequence[str]) -> Iterator[tuple[str, Node]]:
    """Yield the fields that have a place in the order, each once."""
    seen: set[Node] = set()
    for claim in record.claims:
        if claim.property and claim.property.name in order and claim.field not in seen:
            seen.add(claim.field)
            yield claim.property.name, claim.field


def _moved(source: Source, one: Node, below: Node) -> Fix | None:
    """Return the fix that moves a field above another that is written in the same way."""
    style, other = style_of(source, one), style_of(source, below)
    first, last = extent(one)
    alike = style and other and (style.indent, style.bullet) == (other.indent, other.bullet)
    plain = alike and style and not style.indent.strip()
    commented = any("-->" in source.lines[f.first_line - 1].raw for f in (one, below) if f.first_line)
    if not plain or commented or not is_sound(source, first, last):
        return None
    text = as_written(source, first, last)
    apart = last > first and is_empty_line(source, below.first_line - 1)
    target = lines_before(below.first_line, f"{text}\n" if apart else text)
    return Fix(f"Move it above '{below.name}'", (target, without_lines(source, first, last)))
