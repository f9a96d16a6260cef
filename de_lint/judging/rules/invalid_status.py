"""A status is not one of those that a report can have.

## What it does
Reports the value of a status label in a report's form or message that states no status, at the value. In a role's form
only the usual words count: `finished` is understood but reported.

## Why is this bad?
Whoever counts what is done, blocked or still under way has to guess.

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
The fix is unsafe: it picks the nearest status.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Edit, Fix, Severity
from de_lint.judging import mentions
from de_lint.judging.contracts import follows
from de_lint.judging.places import claims_of
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.fields import Text
from de_lint.reading.records.record import Record
from de_lint.reading.values import statuses
from de_lint.vocabulary.kinds import active, kind

CODE = "V301"
SEVERITY = Severity.ERROR
#: How alike two words must be for one to be taken for the other: `paused` is no misspelled `passed`.
_NEAREST = 0.85
FIXABLE = True
_LAYOUTS = frozenset({"form", "message"})


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each status that is none."""
    for record in subject.judged:
        if record.kind == "progress_report" and record.layout in _LAYOUTS and not follows(record):
            written = _written(record)
            if written and not _is_valid(written.text, record):
                yield _problem(written, record)


def _written(record: Record) -> Text | None:
    """Return the value of the status label that speaks for the report."""
    span = record.spans.get("/status_text")
    values = [c.field.inline for c in claims_of(record, "status")]
    return next((v for v in values if v and v.span == span), None)


def _is_valid(text: str, record: Record) -> bool:
    if mentions.asks(text) or not any(c.isalnum() for c in text):
        return True
    if record.data["status"] is None:
        return False
    known = active().statuses
    unusual = statuses.official(text, known["synonyms"]) and not statuses.official(text, known["spellings"])
    return record.layout != "form" or not unusual


def _problem(written: Text, record: Record) -> Problem:
    near = suggest(written.text, active().statuses["synonyms"])
    fix = Fix(f"Write '{near}'", (Edit(written.span, near),), safe=False) if near else None
    found = kind("progress_report").named("status")
    choices = ", ".join(c.replace("_", " ") for c in (found.choices if found else ()))
    right = f"; '{near}' is nearest" if near else ""
    return Problem(written.span, f"'{written.text}' is not one of {choices}{right}", record, "/status", fix)


def suggest(text: str, synonyms: statuses.Synonyms) -> str | None:
    """Return the usual word for the status that `text` means or nearly spells; None if nothing is near."""
    status = statuses.read(text, synonyms)
    if status is None and not mentions.asks(text):
        known = {statuses.folded(word): status for status, words in synonyms.items() for word in words if len(word) > 3}
        import difflib

        near = difflib.get_close_matches(statuses.folded(text)[:40], known, n=1, cutoff=_NEAREST)
        status = known[near[0]] if near else None
    return synonyms[status][0] if status is not None else None
