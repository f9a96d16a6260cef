"""A report names a commit that git does not know.

## What it does
Asks git for the commits that a report names: after words such as *commit* or *reverted*, in a list or column of
commits, and in the output of `git log`. Hashes that are too short to be unique are reported, too. Words and numbers
that only look like a hash are ignored, and so is everything without a repository, without git, or in a shallow clone.
In the examples, git knows 4be71c0.

Off by default: it reads the repository around the report.

## Why is this bad?
The work cannot be found, reviewed or reverted.

## Bad
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Completed:
  * Cached prices in commit `4be71c9`
```

## Good
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Completed:
  * Cached prices in commit `4be71c0`
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.policy import HISTORY
from de_lint.judging.rule import Problem, Subject

CODE = "E902"
SEVERITY = Severity.ERROR
DEFAULT = False
ASKS = HISTORY
_MESSAGES = {
    "unknown": "git knows no commit '{}'",
    "ambiguous": "'{}' is ambiguous: several commits start with it; write more digits",
}


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each hash that is not that of one commit."""
    from de_lint.judging.claims.commits import claimed_commits
    from de_lint.judging.claims.statements import claiming_reports

    evidence = subject.policy.evidence
    if evidence is None:
        return
    claims = [(record, *one) for record in claiming_reports(subject) for one in claimed_commits(subject, record)]
    states = evidence.commits(commit for _, commit, _ in claims) if claims else {}
    for record, commit, span in claims:
        message = _MESSAGES.get(states.get(commit, "known"))
        if message:
            yield Problem(span, message.format(commit), record)
