"""A suppression comment suppresses nothing.

## What it does
Reports a suppression comment with a rule that finds nothing in what the comment covers, with a rule that does not
exist, with no rule at all, or with an unknown word such as `disable` or `ignore-next-line`: the words are `ignore`,
`ignore-record` and `ignore-file`. Rules that are not selected are run for this, too.

## Why is this bad?
It would hide the next finding of that rule, which nobody has looked at.

## Bad
```markdown
**Ops Agent**: Replace the certificate

TEMPORAL CONTEXT: Today is 2025-05-06.

**Task**: Put the new certificate on every node
**Authority**: ALL deployment decisions
**Expected Results**: No node with the old certificate
<!-- de-lint: ignore malformed-ticket reason="the tracker of another team" -->
**Ticket Reference**: ISS-0207
**Progress Reporting**: Report each node
```

## Good
```markdown
**Ops Agent**: Replace the certificate

TEMPORAL CONTEXT: Today is 2025-05-06.

**Task**: Put the new certificate on every node
**Authority**: ALL deployment decisions
**Expected Results**: No node with the old certificate
<!-- de-lint: ignore malformed-ticket reason="the tracker of another team" -->
**Ticket Reference**: iss-207
**Progress Reporting**: Report each node
```

## Fix safety
The fix is safe: it removes the comment, or the rules in it that find nothing. Unknown words are left to the author.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from de_lint.diagnostics import Edit, Fix, Severity, Span
from de_lint.judging.rule import Problem, Rule, Subject
from de_lint.judging.suppressions import Suppression, fits
from de_lint.patterns import compiled
from de_lint.reading.source import Source

CODE = "G801"
SEVERITY = Severity.WARNING
FIXABLE = True
LAST = True
_BEFORE, _AFTER = compiled(r"[ >\t]*\Z"), compiled(r"\s*\Z")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each comment that silences less than it says."""
    for suppression in subject.suppressions:
        if suppression.fault:
            yield Problem(suppression.span, suppression.fault)
            continue
        if suppression.expired(subject.today):
            continue
        idle = [r for r in suppression.rules if r not in suppression.used and not _runs_later(r, subject.rules)]
        if idle or not suppression.rules:
            fix = Fix("Remove it", _edits(subject.source, suppression, idle))
            yield Problem(suppression.span, _message(idle, subject.rules), fix=fix)


def _runs_later(rule: str, rules: Iterable[Rule]) -> bool:
    """What is wrong with comments, or with an answer to a delegation, is only known after this rule has run."""
    return any(fits(rule, r.code, r.name) for r in rules if r.last or r.paired) and rule.upper() != "ALL"


def _message(idle: list[str], rules: Sequence[Rule]) -> str:
    if not idle:
        return "The comment names no rule to ignore"
    unknown = [r for r in idle if not any(fits(r, rule.code, rule.name) for rule in rules)]
    if unknown:
        return f"There is no rule '{unknown[0]}' to suppress"
    return f"{', '.join(idle)} {'has' if len(idle) == 1 else 'have'} nothing to suppress here"


def _edits(source: Source, suppression: Suppression, idle: list[str]) -> tuple[Edit, ...]:
    span = suppression.span
    raw = source.lines[span.start_line - 1].raw
    start, end = span.start_column - 1, span.end_column - 1
    comment = raw[start:end]
    if len(idle) < len(suppression.rules):
        for rule in idle:
            head, found, tail = comment.partition(rule)
            comment = f"{head.rstrip(' ,')} {tail.lstrip(' ,')}" if found else comment
        return (Edit(span, comment),)
    # Lines may be long and hold many comments: nothing is copied of them.
    alone = _BEFORE.match(raw, 0, start) and _AFTER.match(raw, end)
    if not alone or span.start_line == len(source.lines):
        while start and raw[start - 1] in " \t":
            start -= 1
        return (Edit(Span(span.start_line, start + 1, span.end_line, span.end_column), ""),)
    return (Edit(Span(span.start_line, 1, span.start_line + 1, 1), ""),)
