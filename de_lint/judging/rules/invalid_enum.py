"""A value is not one of its field's choices.

## What it does
Reports a value in a role's report that is not one of the field's choices, and lists the choices.

## Why is this bad?
Programs that look for one of the choices do not find the value.

## Bad
```markdown
Ops Agent Progress Report
- Task: Move the mail relay
- Status: completed
- Deployment Status:
  * Environment: prod
  * Version: 3.1.0
  * Health: helthy
- Metrics:
  * Uptime: 99.9%
  * Response Time: 40ms
  * Error Rate: 0.1%
- Operations Completed:
  * Mail relay moved: done
- Infrastructure Changes: None
- Blockers: None
```

## Good
```markdown
Ops Agent Progress Report
- Task: Move the mail relay
- Status: completed
- Deployment Status:
  * Environment: prod
  * Version: 3.1.0
  * Health: healthy
- Metrics:
  * Uptime: 99.9%
  * Response Time: 40ms
  * Error Rate: 0.1%
- Operations Completed:
  * Mail relay moved: done
- Infrastructure Changes: None
- Blockers: None
```

## Fix safety
The fix is unsafe: it picks the most similar choice. If none is similar, there is no fix.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Edit, Fix, Severity
from de_lint.judging import mentions
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.violations import Violation
from de_lint.reading.records.record import Record
from de_lint.vocabulary.spelling import slip_of
from de_lint.vocabulary.words import words_in

CODE = "V302"
SEVERITY = Severity.ERROR
FIXABLE = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each value that is none of its field's choices."""
    for record in subject.judged:
        for violation in subject.violations(record):
            value = violation.value
            closed = violation.keyword in ("enum", "pattern") and violation.expected
            if closed and isinstance(value, str) and not mentions.has_blank(value):
                yield _problem(violation, value, record)


def _problem(violation: Violation, value: str, record: Record) -> Problem:
    choices = [str(c) for c in violation.expected]
    listed = _listed(value, choices)
    near = None if listed else nearest_choice(value, choices)
    right = f"; did you mean '{near}'?" if near else ""
    span = violation.span or record.at(violation.pointer)
    fix = Fix(f"Write '{near}'", (Edit(span, near),), safe=False) if near else None
    message = f"'{value}' is not one of {', '.join(choices)}{right}"
    if listed:
        message = f"'{value}' still lists the choices; keep one of {', '.join(choices)}"
    return Problem(span, message, record, violation.pointer, fix)


def _listed(value: str, choices: list[str]) -> bool:
    """Tell whether a value holds two choices or more, as its form does, so that none is chosen: `low / high`."""
    words = f" {' '.join(words_in(value.casefold()))} "
    return sum(f" {' '.join(words_in(c.casefold()))} " in words for c in choices) > 1


def nearest_choice(value: str, choices: list[str]) -> str | None:
    """Return the choice that a value most likely means, or None if it is near to none of them."""
    key = value.casefold()
    longer = [c for c in choices if len(c) > 2 and (key.startswith(c) or c.startswith(key))]
    if len(longer) == 1 and len(key) > 2:
        return longer[0]  # `production` for `prod`
    return slip_of(key, choices)
