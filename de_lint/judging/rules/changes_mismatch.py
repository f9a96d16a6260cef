"""A report says that files changed which git says did not.

## What it does
Compares the files that a report says were created or changed, and a number such as *12 files changed*, with what
differs from `--base`, or else from where HEAD left the default branch, or from HEAD. Untracked files are changed;
files that git ignores are not judged. A report that is itself committed and unchanged since then tells of earlier
work and is let through, and so is everything where nothing differs from HEAD, or git cannot tell. Below,
src/prices.py differs, and src/tax.py does not.

Off by default: it asks the repository around the report.

## Why is this bad?
Either the work was not done, or it is not where it is said to be.

## Bad
```markdown
Engineer Agent Progress Report
- Task: Cache the price list
- Status: completed
- Progress: 100%
- Completed:
  * Updated `src/tax.py`
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
- Task: Cache the price list
- Status: completed
- Progress: 100%
- Completed:
  * Updated `src/prices.py`
- Remaining: None
- Code Quality:
  * Tests: 41 of 41 pass
  * Documentation: up to date
- Blockers: None
- Next Steps: None
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from de_lint.diagnostics import Severity, Span
from de_lint.judging.policy import BASE, Evidence
from de_lint.judging.rule import Problem, Subject
from de_lint.patterns import compiled
from de_lint.reading.records.record import Record

if TYPE_CHECKING:
    from de_lint.judging.statements import Statement

CODE = "E903"
SEVERITY = Severity.WARNING
DEFAULT = False
ASKS = BASE
_COUNT = compiled(
    r"(?<![\w.,/~≈+-])(?P<after>\d{1,5}) (?:\w+ )?files? (?:were |have been |are )?changed\b"
    r"|\bfiles changed(?: in total)?\W{1,8}(?P<label>\d{1,5})(?![\w/.+%-])"
    r"|\b(?:I|we) changed (?:a total of )?(?P<verb>\d{1,5}) files?\b",
    re.IGNORECASE,
)
#: A number of files that is not about all of the work, or no exact one.
_PARTIAL = compiled(
    r"\b(?:about|around|over|nearly|roughly|approx\w*|up to|at least|more than|last|previous|commit|each"
    r"|per|other|average)\b",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each file that does not differ, and for each number of changed files that is wrong."""
    from de_lint.judging.statements import reports

    evidence = subject.policy.evidence
    for record in reports(subject) if evidence else ():
        if evidence:
            yield from _files(subject, record, evidence)
            yield from _counts(subject, record, evidence)


def _files(subject: Subject, record: Record, evidence: Evidence) -> Iterator[Problem]:
    from de_lint.judging.claimed_paths import claimed_paths

    for claim in claimed_paths(subject, record):
        if not claim.gone and evidence.changed(claim.path) is False:
            yield Problem(claim.span, f"'{claim.path}' is as it was in {evidence.base()}", record)


def _counts(subject: Subject, record: Record, evidence: Evidence) -> Iterator[Problem]:
    from de_lint.judging.statements import statements

    for number, span in (found for one in statements(subject, record) for found in _numbers(one)):
        true = evidence.change_counts()
        if true is not None and number not in true:
            yield Problem(span, f"{number} files are said to be changed; {_seen(true, evidence.base())}", record)


def _seen(true: range, base: str) -> str:
    """Return what git sees, where the new files and the report itself may count or not."""
    least, most = true.start, true.stop - 1
    if least == most:
        return f"{most} {'differs' if most == 1 else 'differ'} from {base}"
    return f"{most} {'differs' if most == 1 else 'differ'} from {base}, {least} without new files and this report"


def _numbers(statement: Statement) -> Iterator[tuple[int, Span]]:
    if not statement.is_ahead and statement.says_done(statement.text) and not _PARTIAL.search(statement.text):
        for found in _COUNT.finditer(statement.text.replace("*", " ").replace("_", " ")):
            name = found.lastgroup or ""
            yield int(found[name]), statement.piece.span(*found.span(name))
