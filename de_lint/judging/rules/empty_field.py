"""A field has a label but no value.

## What it does
Reports a known label of a delegation or report without a value on its line or below it. Comments are not values, but
`None` and `n/a` are: they say that there is nothing.

## Why is this bad?
A reader cannot tell whether there is nothing to say or whether the value was forgotten.

## Bad
```markdown
**Ops Agent**: Roll out the new queue workers

TEMPORAL CONTEXT: Today is 2025-05-12.

**Task**: Replace the workers one zone at a time
**Authority**: ALL deployment decisions
**Expected Results**:
**Progress Reporting**: Report after each zone
```

## Good
```markdown
**Ops Agent**: Roll out the new queue workers

TEMPORAL CONTEXT: Today is 2025-05-12.

**Task**: Replace the workers one zone at a time
**Authority**: ALL deployment decisions
**Expected Results**: All zones on the new workers
**Progress Reporting**: Report after each zone
```

## Fix safety
The fix is unsafe: it writes a placeholder that somebody has to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.blank_fields import filling_fix
from de_lint.judging.own_forms import is_unanswered
from de_lint.judging.places import is_empty, label_span, says_only_comments
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.rules.empty_report import blankness
from de_lint.reading.fields import Node
from de_lint.reading.records.record import ClaimedField, Record
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Property

CODE = "S102"
SEVERITY = Severity.ERROR
FIXABLE = True
_LAYOUTS = frozenset({"form", "message"})


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each label that has no value."""
    for record in subject.judged:
        empty: dict[Node, ClaimedField] = {}
        judged = record.layout in _LAYOUTS and not blankness(record, subject)  # of which S105 speaks
        for claim in record.claims if judged else ():
            prop = claim.property
            if prop and _lacks_value(claim.field, prop, subject):
                if claim.field not in empty or fold(prop.label) == claim.field.key:
                    empty[claim.field] = claim
            else:
                yield from _nested(claim, record, subject)
        for claim in empty.values():
            if claim.property:
                yield _problem(claim.field, claim.property, record, "", subject)


def _lacks_value(one: Node, prop: Property, subject: Subject) -> bool:
    # The steps below a task are not the task itself.
    return (
        is_empty(one) or is_unanswered(one, prop) or (prop.shape == "task" and says_only_comments(one, subject.source))
    )


def _nested(claim: ClaimedField, record: Record, subject: Subject) -> Iterator[Problem]:
    properties = claim.property.properties if claim.property else ()
    for child in claim.field.children:
        for prop in properties:
            if claim.property and prop.claims(child.key) and is_empty(child):
                yield _problem(child, prop, record, f"/{claim.property.name}", subject)


def _problem(one: Node, prop: Property, record: Record, above: str, subject: Subject) -> Problem:
    fix = filling_fix(subject.source, one, prop)
    return Problem(label_span(one), f"'{one.name}' is empty", record, f"{above}/{prop.name}", fix)
