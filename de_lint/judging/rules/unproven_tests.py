"""A report says that all tests pass, without evidence.

## What it does
Reports the first *all tests pass* of a report that has no evidence for it: no number of tests, no `12/12`, no command
such as `pytest` or `npm test`, and no block of output. Plans, expectations and questions are not claims.

Off by default, like all rules about evidence.

## Why is this bad?
Nobody can tell whether the tests were run.

## Bad
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Code Quality:
  * Tests: all tests pass
```

## Good
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Code Quality:
  * Tests: all tests pass (`pytest -q`, 41 passed)
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from de_lint.diagnostics import Severity
from de_lint.judging.places import prose_lines
from de_lint.judging.rule import Problem, Subject
from de_lint.patterns import compiled
from de_lint.reading.records.record import Record

CODE = "E907"
SEVERITY = Severity.WARNING
DEFAULT = False
_TALLY = compiled(
    r"\d(?!\d{0,20}\s?%)\W{0,4}(?:\w{1,40} ){0,3}"
    r"(?:tests?|specs?|test cases|suites?|pass(?:ed|ing|es)?|failed|failures|assertions|checks|scenarios)\b"
    r"|\b(?:tests?|passed|passing|pass|specs?)\b[^\w\n]{1,8}(?:\w{1,40} ){0,2}\d|\d ?/ ?\d|\b\d+ of \d",
    re.IGNORECASE,
)
_COMMAND = compiled(
    r"\b(?:pytest|unittest|tox|nox|jest|vitest|mocha|playwright|cypress|rspec|phpunit|ctest|bats|behave"
    r"|(?:npm|pnpm|yarn|bun|npx|go|cargo|make|mvn|gradlew?|dotnet|mix|rake|bazel|swift|deno|just|task|poetry|uv)"
    r" (?:run )?[\w:-]*(?:test|check|spec|verify)[\w:-]*)\b|\btests?[/\\]?[\w/.-]*\.(?:sh|py|js|ts|rs|go)\b",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each report that only says that its tests pass."""
    from de_lint.judging.claims.statements import claiming_reports
    from de_lint.judging.claims.tests import claims

    for record in claiming_reports(subject):
        claim = next(claims(subject, record), None)
        if claim and not _is_shown(subject, record):
            statement, found = claim
            message = f"'{found[0]}' is not backed by a command, output or number of tests"
            yield Problem(statement.piece.span(*found.span()), message, record)


def _is_shown(subject: Subject, record: Record) -> bool:
    """Tell whether anything shows that tests ran; any block of code may be their output."""
    lines = prose_lines(subject.source, record)
    has_code = len(lines) < sum(n < len(subject.source.lines) for n in record.lines)
    return has_code or any(_TALLY.search(one.text) or _COMMAND.search(one.text) for one in lines)
