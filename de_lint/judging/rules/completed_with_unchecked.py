"""A completed report has unchecked boxes.

## What it does
Reports the first unchecked box (`- [ ]`) in a report whose status is completed, and how many there are. Boxes under
remaining work, next steps and recommendations are left to completed-with-remaining, and items postponed on purpose do
not count. Documents with headings are looked at only if their status is exactly *completed* or a usual word for it.

Off by default, like all rules about evidence.

## Why is this bad?
An unchecked box is work that was not done, or a check that was not made.

## Bad
```markdown
Progress Report
- Task: Split the billing module
- Status: completed
- Completed:
  * [x] Moved the tax code
  * [ ] Moved the refund code
```

## Good
```markdown
Progress Report
- Task: Split the billing module
- Status: completed
- Completed:
  * [x] Moved the tax code
  * [x] Moved the refund code
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from de_lint.diagnostics import Severity
from de_lint.judging.places import claims_of
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.standing import PUT_OFF, is_of_all_work, shortened
from de_lint.reading.fields import Node
from de_lint.reading.records.record import Record

if TYPE_CHECKING:
    from de_lint.judging.claims.statements import Statement

CODE = "E906"
SEVERITY = Severity.WARNING
DEFAULT = False
#: What stands in these is no claim that it is done.
_OTHER_LISTS = ("remaining", "next_steps", "recommendations", "blockers")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each completed report with unchecked boxes, at the first of them."""
    from de_lint.judging.claims.statements import claiming_reports

    for record in claiming_reports(subject):
        if record.data.get("status") == "completed" and is_of_all_work(record):
            found = _unchecked(subject, record)
            if found:
                text = shortened(found[0].text.removeprefix("[ ]").strip())
                more = f", and {len(found) - 1} more" if len(found) > 1 else ""
                message = f"The status is completed, but '{text}' is not checked off{more}"
                yield Problem(found[0].piece.span(0, len(found[0].text)), message, record)


def _unchecked(subject: Subject, record: Record) -> list[Statement]:
    from de_lint.judging.claims.statements import statements

    elsewhere = {
        line
        for name in _OTHER_LISTS
        for claim in claims_of(record, name)
        for one in claim.field.walk()
        for line in one.lines
    }
    first: dict[Node, Statement] = {}
    for one in statements(subject, record):
        own = one.field.checked is False and one.piece.number not in elsewhere
        if own and not one.is_below_open and not PUT_OFF.search(one.text):
            first.setdefault(one.field, one)
    return list(first.values())
