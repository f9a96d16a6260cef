"""A label is misspelled.

## What it does
Reports a label of a delegation, form or message that differs by a letter or two from a known label that the document
does not have otherwise. It is still read as the known one.

## Why is this bad?
Other programs and searches do not find the field.

## Bad
```markdown
**Security Agent**: Rotate the signing keys

TEMPORAL CONTEXT: Today is 2025-03-18.

**Task**: Replace every key older than a year
**Autority**: ALL security decisions
**Expected Results**: A list of new keys
**Progress Reporting**: Report each service
```

## Good
```markdown
**Security Agent**: Rotate the signing keys

TEMPORAL CONTEXT: Today is 2025-03-18.

**Task**: Replace every key older than a year
**Authority**: ALL security decisions
**Expected Results**: A list of new keys
**Progress Reporting**: Report each service
```

## Fix safety
The fix is safe: the field is read in the same way before and after. Within a group of fields it is unsafe.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Edit, Fix, Severity
from de_lint.judging.own_forms import follows
from de_lint.judging.places import label_span, misspelled
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.fields import Node
from de_lint.reading.records.record import ClaimedField, Record
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Property, nearest_property

CODE = "F701"
SEVERITY = Severity.WARNING
FIXABLE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each misspelled label."""
    for record in subject.judged:
        seen: set[Node] = set()  # a label may name a field of the kind and one of the role
        for claim in record.claims:
            if claim.property and (claim.field.form != "heading" or follows(record)):
                if claim.field not in seen and (claim.guessed or _is_slip(claim, record)):
                    yield _problem(claim.field, claim.property, record, "", safe=True)
                    seen.add(claim.field)
                yield from _nested(claim.field, claim.property, record)


def _is_slip(claim: ClaimedField, record: Record) -> bool:
    """Tell whether a form's label that is understood by its words has one that is misspelled: `Exepcted Results`."""
    prop, key = claim.property, claim.field.key
    if record.layout != "form" or prop is None or prop.claims(key) or nearest_property(key, [prop]) is None:
        return False
    pairs = list(zip(key.split(), fold(prop.label).split(), strict=False))
    return any(ours[:-2] != theirs[:-2] and not _is_inflected(ours, theirs) for ours, theirs in pairs)


def _is_inflected(one: str, other: str) -> bool:
    """Tell whether two words only end otherwise: `result` and `results`."""
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter[:-1])


def _nested(group: Node, prop: Property, record: Record) -> Iterator[Problem]:
    for child, guess in misspelled(group, prop) if record.layout == "form" else ():
        yield _problem(child, guess, record, f"/{prop.name}", safe=False)


def _problem(one: Node, prop: Property, record: Record, above: str, safe: bool) -> Problem:
    span, right = label_span(one), prop.label
    fix = Fix(f"Write '{right}'", (Edit(span, right),), safe)
    message = f"'{one.name}' is not a known label; did you mean '{right}'?"
    return Problem(span, message, record, f"{above}/{prop.name}", fix)
