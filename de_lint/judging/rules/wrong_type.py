"""A value has the wrong type for its field.

## What it does
Reports a field of a role's report that asks for a number and has none, and a percentage below 0 or above 100. `n/a`
says that there is not a number and is not reported.

## Why is this bad?
Programs that add up, compare or plot the numbers of many reports have nothing to work with.

## Bad
```markdown
QA Agent Progress Report
- Task: Check the export screens
- Status: completed
- Test Results:
  * Passed: most of them
  * Failed: 2
  * Skipped: 0
- Coverage: 81%
- Critical Issues: None
- Quality Metrics:
  * Code Quality: good
  * Performance: as before
  * Security: no finding
- Recommendations: None
- Blockers: None
```

## Good
```markdown
QA Agent Progress Report
- Task: Check the export screens
- Status: completed
- Test Results:
  * Passed: 64
  * Failed: 2
  * Skipped: 0
- Coverage: 81%
- Critical Issues: None
- Quality Metrics:
  * Code Quality: good
  * Performance: as before
  * Security: no finding
- Recommendations: None
- Blockers: None
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.violations import Violation
from de_lint.reading.records.record import Record
from de_lint.reading.values import placeholders
from de_lint.reading.values.answers import says_none

CODE = "S103"
SEVERITY = Severity.ERROR
_MESSAGES = {
    "minItems": "'{value}' is not a number for '{title}'; write one, or n/a if there is none",
    "type": "'{value}' has the wrong type for '{title}'",
    "minimum": "'{title}' is {value}%, less than {expected}%",
    "maximum": "'{title}' is {value}%, more than {expected}%",
    "form": "'{value}' is not what '{title}' asks for: {expected}",
}


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each value of the wrong kind."""
    for record in subject.judged:
        for violation in subject.violations(record):
            if violation.keyword in _MESSAGES and violation.title:
                yield from _problem(violation, record)


def _problem(violation: Violation, record: Record) -> Iterator[Problem]:
    pointer = violation.pointer.removesuffix("/quantities")
    value = _written(record, pointer) if violation.keyword == "minItems" and not violation.span else violation.value
    if isinstance(value, str) and (says_none(value) or placeholders.holds_placeholder(value)):
        return
    message = _MESSAGES[violation.keyword].format(value=value, title=violation.title, expected=violation.expected)
    yield Problem(violation.span or record.at(pointer), message, record, violation.pointer)


def _written(record: Record, pointer: str) -> str:
    node: object = record.data
    for part in pointer.split("/")[1:]:
        node = node.get(part) if isinstance(node, dict) else None
    return str(node.get("text") or "") if isinstance(node, dict) else ""
