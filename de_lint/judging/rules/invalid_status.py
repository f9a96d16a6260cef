"""A status is not a known status.

## What it does
Reports a status value in a report's form or message that is not a known status. In a role's form only the usual words
are accepted: `finished` is understood, but reported.

## Why is this bad?
Whoever counts what is done, blocked or in progress has to guess.

## Bad
```markdown
Ops Agent Progress Report
- Task: Move the mail relay
- Status: finished
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
The fix is unsafe: it writes the usual word for what the value means. A value that only looks similar to a status has no
fix.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Edit, Fix, Severity
from de_lint.judging import mentions
from de_lint.judging.adoption import contract_of
from de_lint.judging.own_forms import follows
from de_lint.judging.places import claims_of
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.fields import Text
from de_lint.reading.records.record import Record
from de_lint.reading.values import statuses
from de_lint.vocabulary.kinds import active, kind
from de_lint.vocabulary.spelling import slip_of

CODE = "V301"
SEVERITY = Severity.ERROR
FIXABLE = True
_LAYOUTS = frozenset({"form", "message"})


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each status that is none."""
    for record in subject.judged:
        if record.kind == "progress_report" and record.layout in _LAYOUTS and not follows(record):
            written = _written(record)
            if written and not _is_valid(written.text, record, subject):
                yield _problem(written, record)


def _written(record: Record) -> Text | None:
    """Return the value of the status label that speaks for the report; in a form, the first, whatever else was read."""
    span = record.spans("status_text").get("/status_text")
    values = [v for c in claims_of(record, "status") if (v := c.field.inline) and not c.guessed]
    return next((v for v in values if v.span == span), values[0] if values and record.layout == "form" else None)


def _is_valid(text: str, record: Record, subject: Subject) -> bool:
    if mentions.has_blank(text) or not any(c.isalnum() for c in text):
        return True
    if record.data["status"] is None or statuses.read_status(text) is None:
        return False
    unusual = statuses.official(text) and not statuses.official(text, usual=True)
    return not unusual or contract_of(record, subject.document.role) is None


def _problem(written: Text, record: Record) -> Problem:
    meant, near = statuses.read_status(written.text), suggest(written.text)
    # What only looks like a status may be another word.
    fix = Fix(f"Write '{near}'", (Edit(written.span, near),), safe=False) if near and meant else None
    found = kind("progress_report").named("status")
    choices = ", ".join(c.replace("_", " ") for c in (found.choices if found else ()))
    right = f"; did you mean '{near}'?" if near else ""
    return Problem(written.span, f"'{written.text}' is not one of {choices}{right}", record, "/status", fix)


def suggest(text: str) -> str | None:
    """Return the usual word for the status that `text` means, or misspells; None if it is neither."""
    synonyms, status = active().statuses["synonyms"], statuses.read_status(text)
    if status is None and not mentions.has_blank(text):
        key = statuses.folded(text)[:40]
        meant = {one for one, words in synonyms.items() for word in words if slip_of(key, [statuses.folded(word)])}
        status = meant.pop() if len(meant) == 1 else None
    return synonyms[status][0] if status is not None else None
