"""A delegation gives an agent the whole authority of another role.

## What it does
Reports an authority such as `ALL security decisions` that belongs to another known role and not to the agent.
Authorities that belong to no role are ignored.

## Why is this bad?
Two agents decide the same thing, or one decides what it knows nothing of.

## Bad
```markdown
**Documentation Agent**: Update the release notes

TEMPORAL CONTEXT: Today is 2025-12-01.

**Task**: Collect what changed since spring
**Authority**: ALL Git operations
**Expected Results**: Release notes by area
**Progress Reporting**: Report when they can be read
```

## Good
```markdown
**Documentation Agent**: Update the release notes

TEMPORAL CONTEXT: Today is 2025-12-01.

**Task**: Collect what changed since spring
**Authority**: ALL documentation operations
**Expected Results**: Release notes by area
**Progress Reporting**: Report when they can be read
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from de_lint.diagnostics import Severity
from de_lint.judging.places import claims_of, field_pieces
from de_lint.judging.rule import Problem, Subject
from de_lint.patterns import compiled
from de_lint.vocabulary.kinds import Kind, active, per_vocabulary

CODE = "C505"
SEVERITY = Severity.WARNING
_CLAIM = compiled(r"\bALL\s+([^+.,;()\n]+)")
_WORD = compiled(r"[a-z]+")
#: Words that say nothing of the subject.
_PLAIN = frozenset({"all", "and", "or", "the", "of", "operations", "decisions", "tasks", "work", "related"})


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each authority that is another role's."""
    for record in subject.judged:
        if record.kind != "delegation" or record.role is None or record.role.type is None:
            continue
        for claim in claims_of(record, "authority"):
            for piece in field_pieces(subject.source, claim.field):
                for found in _CLAIM.finditer(piece.text):
                    owner = _owner(found.group(1), record.role)
                    if owner:
                        words = found.group().rstrip()
                        span = piece.span(found.start(), found.start() + len(words))
                        own = record.role.title
                        message = f"'{words}' is the authority of the {owner} Agent, not of the {own} Agent"
                        yield Problem(span, message, record, "/authority")


def _owner(said: str, own: Kind) -> str | None:
    """Return the title of the other role that holds this authority, if the agent's own role does not touch it."""
    words = _subject(said)
    if not words or words & _whole(own):
        return None
    for other, title, clause in _clauses():
        if other != own.type and (words == clause or (len(clause) > 1 and clause <= words)):
            return title
    return None


def _subject(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _PLAIN


@lru_cache(maxsize=256)
def _whole(own: Kind) -> frozenset[str]:
    return _subject(str(own.schema.get("x-authority", "")))


@per_vocabulary
def _clauses() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Return type, title and subject of every role's claim to ALL of something."""
    out = []
    for type_, found in sorted(active().roles.items()):
        for claim in _CLAIM.finditer(str(found.schema.get("x-authority", ""))):
            if _subject(claim.group(1)):
                out.append((type_, found.title, _subject(claim.group(1))))
    return tuple(out)
