"""An agent's name is misspelled.

## What it does
Reports an agent whose name differs by a letter or two from that of a known role. Other names are allowed: projects have
agents of their own.

## Why is this bad?
The task reaches no agent, and the report is not checked against its role's form.

## Bad
```markdown
**Securty Agent**: Audit the login flow

TEMPORAL CONTEXT: Today is 2025-06-02.

**Task**: Look for ways around the second factor
**Authority**: ALL security decisions
**Expected Results**: A list of findings by severity
**Progress Reporting**: Report criticals at once
```

## Good
```markdown
**Security Agent**: Audit the login flow

TEMPORAL CONTEXT: Today is 2025-06-02.

**Task**: Look for ways around the second factor
**Authority**: ALL security decisions
**Expected Results**: A list of findings by severity
**Progress Reporting**: Report criticals at once
```

## Fix safety
The fix is unsafe: there may be an agent with this name.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.diagnostics import Edit, Fix, Severity
from de_lint.judging.places import words_at
from de_lint.judging.rule import Problem, Subject
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import role, role_by_name
from de_lint.vocabulary.spelling import nearest

CODE = "S104"
SEVERITY = Severity.WARNING
FIXABLE = True
#: Short names are near too many words.
SHORTEST = 5


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each agent's name that is nearly a role's."""
    for record in subject.judged:
        agent = record.data.get("agent") or {}
        name = str(agent.get("name") or "")
        known = nearest_role_name(name) if agent.get("type") else None
        if known is None:
            continue
        span = words_at(subject.source, record.at("/agent/name"), name)
        fix = Fix(f"Write '{known}'", (Edit(span, known),), safe=False)
        message = f"There is no agent called '{name}'; did you mean '{known}'?"
        yield Problem(span, message, record, "/agent/name", fix)


def nearest_role_name(name: str) -> str | None:
    """Return the role's name that `name` nearly is; None for a role's name itself and for other names."""
    key = fold(name)
    if key in role_by_name() or len(key) < SHORTEST:
        return None
    # `Researcher` and `Engineers` are words of their own.
    others = (k for k in role_by_name() if len(k) >= SHORTEST and not (key.startswith(k) or k.startswith(key)))
    found = nearest(key, sorted(others))
    return _as_written(found, role_by_name()[found]) if found else None


def _as_written(key: str, type_: str) -> str:
    found = role(type_)
    return next((n for n in found.names if fold(n) == key), key) if found else key
