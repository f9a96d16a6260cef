"""A label appears twice in one record.

## What it does
Reports the second occurrence of a label in a delegation or in a role's form.

## Why is this bad?
A reader may take one of the two for all there is.

## Bad
```markdown
**Data Engineer Agent**: Archive old orders

TEMPORAL CONTEXT: Today is 2025-05-30.

**Task**: Move orders older than five years
**Authority**: ALL data store operations
**Expected Results**: A smaller orders table
**Expected Results**: A list of archived years
**Progress Reporting**: Report each year
```

## Good
```markdown
**Data Engineer Agent**: Archive old orders

TEMPORAL CONTEXT: Today is 2025-05-30.

**Task**: Move orders older than five years
**Authority**: ALL data store operations
**Expected Results**: A smaller orders table; A list of archived years
**Progress Reporting**: Report each year
```

## Fix safety
The fix is safe if the second label adds nothing to the first. It is unsafe if it has to join two values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from de_lint.diagnostics import Edit, Fix, Severity, Span
from de_lint.judging.line_edits import as_written, extent, is_sound, lines_after, without_lines
from de_lint.judging.places import label_span
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.fields import Node
from de_lint.reading.source import Source

CODE = "F703"
SEVERITY = Severity.WARNING
FIXABLE = True
_FORMS = frozenset({"label", "item"})


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each label that was there before."""
    for record in subject.judged:
        first: dict[str, Node] = {}
        for claim in record.claims if record.layout == "form" else ():
            before = first.setdefault(claim.field.key, claim.field)
            if claim.property and before is not claim.field:
                line = label_span(before).start_line
                message = f"'{claim.field.name}' appears a second time; the first is on line {line}"
                fix = _joined(subject.source, before, claim.field)
                yield Problem(label_span(claim.field), message, record, f"/{claim.property.name}", fix)


def _joined(source: Source, first: Node, second: Node) -> Fix | None:
    """Return the fix that leaves one of two fields; None where their values do not go together."""
    start, last = extent(second)
    if {first.form, second.form} - _FORMS or not is_sound(source, start, last) or extent(first)[1] >= start:
        return None
    gone = without_lines(source, start, last)
    said = second.value.text if second.value else ""
    if not second.children and (not said or (first.value and first.value.text == said and not first.children)):
        return Fix("Remove the second one", (gone,))
    if said and first.value and not second.children:
        end = first.value.span
        place = Span(end.end_line, end.end_column, end.end_line, end.end_column)
        return Fix("Join the two values", (Edit(place, f"; {said}", appended=True), gone), safe=False)
    if said or first.value or not first.children or first.children[-1].indent != second.children[0].indent:
        return None
    below = second.children[0].first_line
    if below <= start:
        return None
    there = replace(lines_after(source, extent(first)[1], as_written(source, below, last)), appended=True)
    return Fix("Join the two lists", (there, gone), safe=False)
