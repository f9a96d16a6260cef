"""A required field is missing.

## What it does
Reports every required field that a delegation, or a report in a role's form, does not have, and names what requires it.
A field that is only recommended is a warning.

A report must follow a role's form if the configuration says so: through a template (`templates`), a schema or the name
of a built-in role (`roles = ["ops"]`), or `role` for some paths or on the command line. It must also follow the form of
a built-in role if it has at least half of that form's labels. `required` changes which fields are required:

```toml
[tool.de-lint.required]
delegation = ["!Authority"]
ops = ["!Metrics", "Next Steps"]
```

## Why is this bad?
The agent that gets the task, or the program that collects the reports, does not find what it needs.

## Bad
```markdown
**QA Agent**: Run the regression suite

TEMPORAL CONTEXT: Today is 2025-03-04.

**Task**: Run every suite
- Run the unit tests

**Authority**: ALL test operations
**Progress Reporting**: Report failures
```

## Good
```markdown
**QA Agent**: Run the regression suite

TEMPORAL CONTEXT: Today is 2025-03-04.

**Task**: Run every suite
- Run the unit tests

**Authority**: ALL test operations
**Expected Results**: Test report with pass/fail counts
**Progress Reporting**: Report failures
```

## Fix safety
The fix is unsafe: it writes the label with a placeholder that somebody has to fill in.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from de_lint.diagnostics import HOW_TO_CHANGE, Severity
from de_lint.judging.adoption import demanded_by
from de_lint.judging.blank_fields import missing_field
from de_lint.judging.places import claims_of, is_empty, label_span, misspelled, place_of_missing
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.violations import Violation
from de_lint.reading.records.record import Record
from de_lint.reading.values.answers import says_none
from de_lint.vocabulary.kinds import kind

CODE = "S101"
SEVERITY = Severity.ERROR
FIXABLE = True
_HOW = f"{HOW_TO_CHANGE}de-lint explain missing-field"
#: Messages, free-form reports and task blocks promise no fields.
_LAYOUTS = frozenset({"form"})


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each missing field."""
    for record in subject.judged:
        if record.layout not in _LAYOUTS:
            continue
        labels = {c.property.name for c in record.claims if c.property}
        written = {f"/{name}" for name in labels} | set(_empty_below(record))
        named = set(labels)
        for violation in subject.violations(record):
            top = violation.pointer.split("/")[1]
            if violation.keyword != "required":
                continue
            if violation.pointer == f"/{top}" and top in labels:
                yield from _unread(subject, record, violation, written)
            elif violation.pointer not in written:
                named.add(top)
                fix = missing_field(subject.source, record, violation.pointer.split("/")[1:])
                message = f"{_message(violation)}, required by {_demanding(violation, record)}{_HOW}"
                yield Problem(place_of_missing(record, top), message, record, violation.pointer, fix)
        yield from _recommended(subject, record, named)


def _unread(subject: Subject, record: Record, violation: Violation, written: Container[str]) -> Iterator[Problem]:
    """Yield a problem for each field of a group that says something, but none of its fields."""
    top = violation.pointer.removeprefix("/")
    prop = next((p for spec in (record.role, kind(record.kind)) if spec and (p := spec.named(top))), None)
    group = claims_of(record, top)[0].field
    if prop is None or not (group.value or group.children) or (group.value and says_none(group.value.text)):
        return
    for inner in prop.properties:
        pointer = f"/{top}/{inner.name}"
        if inner.name in prop.schema.get("required", ()) and pointer not in written:
            fix = missing_field(subject.source, record, [top, inner.name])
            by = _demanding(violation, record)
            message = f"'{inner.label}' is missing under '{prop.label}', required by {by}{_HOW}"
            yield Problem(label_span(group), message, record, pointer, fix)


def _empty_below(record: Record) -> Iterator[str]:
    """Yield the pointers of a group's fields whose label alone is there (S102), or is misspelled (F701)."""
    for claim in record.claims:
        for prop in claim.property.properties if claim.property else ():
            if claim.property and any(is_empty(child) and prop.claims(child.key) for child in claim.field.children):
                yield f"/{claim.property.name}/{prop.name}"
        if claim.property:
            yield from (f"/{claim.property.name}/{p.name}" for _, p in misspelled(claim.field, claim.property))


def _demanding(violation: Violation, record: Record) -> str:
    spec = violation.spec or record.role or kind(record.kind)
    return demanded_by(spec, violation.pointer.split("/")[1])


def _message(violation: Violation) -> str:
    under = f" under '{violation.path[-1]}'" if violation.path else ""
    return f"'{violation.title}' is missing{under}"


def _recommended(subject: Subject, record: Record, labels: set[str]) -> Iterator[Problem]:
    spec = kind(record.kind)
    for name in spec.schema.get("x-recommended", ()):
        prop = spec.named(name)
        if prop and name not in labels and not record.data.get(name):
            message = f"'{prop.label}' is missing, recommended by {demanded_by(spec, name)}{_HOW}"
            fix = missing_field(subject.source, record, [name])
            yield Problem(record.head, message, record, f"/{name}", fix, Severity.WARNING)
