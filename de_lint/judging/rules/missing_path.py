"""A report names created files that do not exist, or deleted ones that do.

## What it does
Reports paths that were created, added, changed or updated according to the report but do not exist in the working tree,
and deleted ones that still exist. Paths are resolved against the root of the repository, the report's folder, or as a
suffix. Web addresses, patterns, placeholders, plans, problems, moved files, and paths that leave the tree are ignored.
In the examples, the tree has src/prices.py.

Off by default: it reads the files around the report.

## Why is this bad?
"Done" is only a claim until the file exists; the next agent would build on nothing.

## Bad
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Completed:
  * Created `src/price_cache.py`
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

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.policy import TreeEvidence
from de_lint.judging.rule import Problem, Subject

CODE = "E901"
SEVERITY = Severity.ERROR
DEFAULT = False


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each path that is not as the report says."""
    from de_lint.judging.claims.paths import claimed_paths
    from de_lint.judging.claims.statements import claiming_reports

    evidence = subject.policy.evidence
    for record in claiming_reports(subject) if evidence else ():
        for claim in claimed_paths(subject, record):
            message = evidence and _wrong(claim.path, claim.gone, evidence)
            if message:
                yield Problem(claim.span, message, record)


def _wrong(path: str, gone: bool, evidence: TreeEvidence) -> str | None:
    if gone:
        return f"'{path}' is reported as deleted but still exists" if evidence.has_exactly(path) else None
    if evidence.has(path) is not False:
        return None
    near = evidence.near(path)
    return f"'{path}' does not exist in the working tree" + (f"; did you mean '{near}'?" if near else "")
