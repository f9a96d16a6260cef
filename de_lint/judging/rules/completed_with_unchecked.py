"""A report says that the task is completed and has boxes that are not checked.

## What it does
Reports the first unchecked box (`- [ ]`) in a report whose status is completed, with how many there are. Boxes among
what remains, next steps and recommendations are left to completed-with-remaining; a document with headings counts
only if its status is exactly completed or a usual word for it, and a box that is put off on purpose does not count.

Off by default, like all rules about evidence.

## Why is this bad?
A box that nobody checked is work that nobody did, or a check that nobody made.

## Bad
```markdown
Engineer Agent Progress Report
- Task: Split the billing module
- Status: completed
- Progress: 100%
- Completed:
  * [x] Moved the tax code
  * [ ] Moved the refund code
- Remaining: None
- Code Quality:
  * Tests: 41 of 41 pass
  * Documentation: up to date
- Blockers: None
- Next Steps: None
```

## Good
```markdown
Engineer Agent Progress Report
- Task: Split the billing module
- Status: completed
- Progress: 100%
- Completed:
  * [x] Moved the tax code
  * [x] Moved the refund code
- Remaining: None
- Code Quality:
  * Tests: 41 of 41 pass
  * Documentation: up to date
- Blockers: None
- Next Steps: None
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from de_lint.diagnostics import Severity
from de_lint.judging.places import claims_of
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.standing import PUT_OFF, is_of_all_work, shortened
from de_lint.reading.records.record import Record

if TYPE_CHECKING:
    from de_lint.judging.statements import Statement

CODE = "E906"
SEVERITY = Severity.WARNING
DEFAULT = False
#: What stands in these is no claim that it is done.
_OTHER_LISTS = ("remaining", "next_steps", "recommendations", "blockers")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each completed report with unchecked boxes, at the first of them."""
    from de_lint.judging.statements import reports

    for record in reports(subject):
        if record.data.get("status") == "completed" and is_of_all_work(record):
            found = _unchecked(subject, record)
            if found:
                text = shortened(found[0].text.removeprefix("[ ]").strip())
                more = f", and {len(found) - 1} more" if len(found) > 1 else ""
                message = f"The status is completed, but the box of '{text}' is not checked{more}"
                yield Problem(found[0].piece.span(0, len(found[0].text)), message, record)


def _unchecked(subject: Subject, record: Record) -> list[Statement]:
    from de_lint.judging.statements import statements

    elsewhere = {
        line
        for name in _OTHER_LISTS
        for claim in claims_of(record, name)
        for one in claim.field.walk()
        for line in one.lines
    }
    first: dict[int, Statement] = {}
    for one in statements(subject, record):
        own = one.field.checked is False and one.piece.number not in elsewhere
        if own and not one.is_below_open and not PUT_OFF.search(one.text):
            first.setdefault(id(one.field), one)
    return list(first.values())
