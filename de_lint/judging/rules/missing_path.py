"""A report says that a file was created or changed which is not there, or deleted which still is.

## What it does
Reports the paths that a report says were created, added, changed or updated and that the working tree does not have,
and those it says were deleted and that are still there. A path counts from the root of the repository, from the
report's folder, or by its end where it is written short. Web addresses, patterns, placeholders, what is planned or
told of as a problem, what was moved, and paths that lead out of the tree are left alone. Below, the tree has
src/prices.py.

Off by default: it looks at the files around the report.

## Why is this bad?
"Done" is a claim until the file is there; whoever goes on from the report builds on nothing.

## Bad
```markdown
Engineer Agent Progress Report
- Task: Cache the price list
- Status: completed
- Progress: 100%
- Completed:
  * Created `src/price_cache.py`
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

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.policy import Evidence
from de_lint.judging.rule import Problem, Subject

CODE = "E901"
SEVERITY = Severity.ERROR
DEFAULT = False


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each path that is not as the report says."""
    from de_lint.judging.claimed_paths import claimed_paths
    from de_lint.judging.statements import reports

    evidence = subject.policy.evidence
    for record in reports(subject) if evidence else ():
        for claim in claimed_paths(subject, record):
            message = evidence and _wrong(claim.path, claim.gone, evidence)
            if message:
                yield Problem(claim.span, message, record)


def _wrong(path: str, gone: bool, evidence: Evidence) -> str | None:
    if gone:
        return f"'{path}' is said to be deleted and is still there" if evidence.has_exactly(path) else None
    if evidence.has(path) is not False:
        return None
    near = evidence.near(path)
    return f"There is no '{path}' in the working tree" + (f"; nearest: '{near}'" if near else "")
