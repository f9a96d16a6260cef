"""A report claims changes that git does not show.

## What it does
Compares the files that a report says were created or changed, and a number such as *12 files changed*, with what
differs from `--base`; without it, from the commit where HEAD left the default branch, or from HEAD. Untracked files
count as changed; files that git ignores are not compared. A number that equals the files listed below it, or all files
that the report names, is compared through those files. A number on its own may or may not include untracked files,
reports and delegations, and may be that of the report's own commit, or of what is not committed yet. A report that is
committed and unchanged since the base describes earlier work and is not reported, nor is anything if nothing differs
from HEAD or git cannot tell. In the examples, src/prices.py differs, and src/tax.py does not.

Off by default: it reads the repository around the report.

## Why is this bad?
Either the work was not done, or it is not where it is said to be.

## Bad
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Completed:
  * Updated `src/tax.py`
```

## Good
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Completed:
  * Updated `src/prices.py`
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from de_lint.diagnostics import Severity, Span
from de_lint.judging.policy import BASE, ChangeCounts, TreeEvidence
from de_lint.judging.rule import Problem, Subject
from de_lint.patterns import compiled
from de_lint.reading.records.record import Record

if TYPE_CHECKING:
    from de_lint.judging.claims.paths import ClaimedPath
    from de_lint.judging.claims.statements import Statement

CODE = "E903"
SEVERITY = Severity.WARNING
DEFAULT = False
#: What a number of files ends with that is about all of the work: `12 files changed in src` is not.
_PLAIN_END = (
    r"(?=\W*$|\s*[.,;:!)(|✅–—]|\s+(?:in total|in all|altogether|overall|and|with|so far|since|against"
    r"|(?:on|in) (?:this|the|my) (?:branch|pull request|pr|work))\b)"
)
ASKS = BASE
_COUNT = compiled(
    r"(?<![\w.,/~≈+-])(?P<after>\d{1,5}) (?:total |different |tracked )?files? (?:were |have been |are )?changed\b"
    rf"{_PLAIN_END}"
    r"|\bfiles changed(?: in total)?\W{1,8}(?P<label>\d{1,5})(?![\w/.+%-])"
    rf"|(?:\b(?:I|we) |^\W*)changed (?:a total of )?(?P<verb>\d{{1,5}}) files?\b{_PLAIN_END}",
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
    from de_lint.judging.claims.statements import claiming_reports

    evidence = subject.policy.evidence
    for record in claiming_reports(subject) if evidence else ():
        if evidence:
            yield from _files(subject, record, evidence)
            yield from _counts(subject, record, evidence)


def _claims(subject: Subject, record: Record) -> list[ClaimedPath]:
    from de_lint.judging.claims.paths import claimed_paths

    return subject.once("claimed paths", record, lambda: list(claimed_paths(subject, record)))


def _files(subject: Subject, record: Record, evidence: TreeEvidence) -> Iterator[Problem]:
    for claim in _claims(subject, record):
        if not claim.gone and evidence.changed(claim.path) is False:
            message = f"'{claim.path}' is reported as changed, but is as it was in {evidence.base()}"
            yield Problem(claim.span, message, record)


def _counts(subject: Subject, record: Record, evidence: TreeEvidence) -> Iterator[Problem]:
    from de_lint.judging.claims.statements import statements

    for statement in statements(subject, record):
        for number, span in _numbers(statement):
            if _is_of_named(number, subject, record, statement, evidence):
                continue
            true = evidence.changes()
            if true is not None and not evidence.is_number_of_changes(number):
                files = "1 changed file" if number == 1 else f"{number} changed files"
                yield Problem(span, f"The report claims {files}; git shows {_seen(true)}", record)


def _is_of_named(number: int, subject: Subject, record: Record, head: Statement, evidence: TreeEvidence) -> bool:
    """Tell whether a number is that of the files listed below it, or of all that are named and as they are said to be.

    Those that are listed are judged one by one.
    """
    from de_lint.judging.claims.paths import listed_paths

    if number == len(listed_paths(subject, record, head.field)):
        return True
    claims = _claims(subject, record)
    return number == len(claims) and all(_holds(one, evidence) for one in claims)


def _holds(claim: ClaimedPath, evidence: TreeEvidence) -> bool:
    if claim.gone:
        return not evidence.has_exactly(claim.path)
    return evidence.has(claim.path) is not False and evidence.changed(claim.path) is not False


def _seen(true: ChangeCounts) -> str:
    """Return what git sees, and what of it need not count."""
    parts = [f"{true.untracked} untracked"] if true.untracked else []
    parts += [f"{true.records} Markdown record{'' if true.records == 1 else 's'}"] if true.records else []
    said = f"{true.total} since {true.since}"
    return f"{said} ({', '.join(parts)})" if parts else said


def _numbers(statement: Statement) -> Iterator[tuple[int, Span]]:
    if not statement.is_ahead and statement.says_done(statement.text) and not _PARTIAL.search(statement.text):
        for found in _COUNT.finditer(statement.text.replace("*", " ").replace("_", " ")):
            name = found.lastgroup or ""
            yield int(found[name]), statement.piece.span(*found.span(name))
