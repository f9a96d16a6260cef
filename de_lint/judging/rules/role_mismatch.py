"""A report is by another agent than its delegation asks.

## What it does
Reports the agent of a report if the delegation that it answers addresses another one. Both must be known roles: other
names may be two names of one agent.

In an agent host (`de-lint hook`) and in session logs, this also reports a delegation that addresses another role than
that of the agent started with it.

## Why is this bad?
Either this is the wrong report, or an agent without the authority did the work.

## Bad
```delegation
**Data Engineer Agent**: Move the click history

**Task**: Move the click history to the new store
**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
```
```markdown
Progress Report
- Agent: QA Agent
- Task: Move the click history
- Status: completed
```

## Good
```delegation
**Data Engineer Agent**: Move the click history

**Task**: Move the click history to the new store
**Authority**: ALL pipelines of the click store
**Expected Results**: Signed handover protocol
```
```markdown
Progress Report
- Agent: Data Engineer Agent
- Task: Move the click history
- Status: completed
```
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import words_at
from de_lint.judging.rule import Problem, Subject
from de_lint.vocabulary.kinds import role

CODE = "X902"
SEVERITY = Severity.WARNING
PAIRED = True


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each report by another role than was asked."""
    for pair in subject.pairs:
        asked, given = (r.data.get("agent") or {} for r in (pair.asked.record, pair.report))
        one, other = asked.get("type"), given.get("type")
        wanted, given_role = role(one or ""), role(other or "")
        if wanted and given_role and wanted is not given_role:
            where = pair.line_of(pair.asked.record.at("/agent/name").start_line)
            message = f"The report is by '{given['name']}', but the delegation asks '{asked['name']}' ({where})"
            span = words_at(subject.source, pair.report.at("/agent/name"), str(given["name"]))
            yield Problem(span, message, pair.report, "/agent/name")
