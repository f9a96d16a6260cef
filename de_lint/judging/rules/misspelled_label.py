"""A label is nearly, but not quite, one that is known.

## What it does
Reports a label of a delegation, form or message that differs by a letter or two from a known one that the document does
not have otherwise, at the label. It is read as the known one all the same.

## Why is this bad?
Another program, or a search, does not find the field.

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
The fix is safe: the field is read as the known one before and after.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Edit, Fix, Severity
from de_lint.judging.places import label_span
from de_lint.judging.rule import Problem, Subject

CODE = "F701"
SEVERITY = Severity.WARNING
FIXABLE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each misspelled label."""
    for record in subject.judged:
        for claim in record.claims:
            if not (claim.guessed and claim.property) or claim.field.form == "heading":
                continue
            span, right = label_span(claim.field), claim.property.label
            fix = Fix(f"Write '{right}'", (Edit(span, right),))
            message = f"'{claim.field.name}' is not a known label; '{right}' is nearest"
            yield Problem(span, message, record, f"/{claim.property.name}", fix)
