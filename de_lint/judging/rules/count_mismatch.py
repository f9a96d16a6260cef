"""The counts in a report do not add up.

## What it does
Reports a total that is not the sum of its parts: results in a list, in a table row or on a line (`498 passed, 182
failed, 1 skipped`), and columns above the last row of a table. Also reports a number that announces a list of another
length (*3 blockers:* above five). Estimates, shares, averages and excerpts of lists are not reported.

Off by default, like all rules about evidence.

## Why is this bad?
One of the numbers is made up or out of date, and nobody knows which.

## Bad
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Code Quality:
  * Tests: 44 tests: 41 passed, 2 failed
```

## Good
```markdown
Progress Report
- Task: Cache the price list
- Status: completed
- Code Quality:
  * Tests: 43 tests: 41 passed, 2 failed
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.diagnostics import Severity
from de_lint.judging.rule import Problem, Subject
from de_lint.reading.fields import Node
from de_lint.reading.records.record import Record

CODE = "E904"
SEVERITY = Severity.WARNING
DEFAULT = False
#: So many different results on a line are taken for all of them.
_ALL_RESULTS = 3


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each count that others in the report contradict."""
    from de_lint.judging.claims.lists import announced_lists
    from de_lint.judging.claims.statements import claiming_reports, record_tree
    from de_lint.judging.claims.totals import wrong_totals

    for record in claiming_reports(subject):
        root = record_tree(subject, record)
        groups = list(_groups(subject, record, root))
        yield from groups
        yield from _lines(subject, record, root)
        said = {problem.span for problem in groups}
        for span, message in wrong_totals(root):
            if span not in said:
                yield Problem(span, message, record)
        for span, message in announced_lists(subject.source, root):
            yield Problem(span, message, record)


def _groups(subject: Subject, record: Record, root: Node) -> Iterator[Problem]:
    from de_lint.judging.claims.tallies import adds_up, groups

    for group in groups(subject.source, root):
        counts = [one.count for one in group.results]
        if not adds_up(group):
            yield Problem(group.total.span, _sum(counts, group.total.count), record)


def _lines(subject: Subject, record: Record, root: Node) -> Iterator[Problem]:
    """Yield the lines whose results are not their total, or not the only total of tests in the report."""
    from de_lint.judging.claims.statements import Statement, statements
    from de_lint.judging.claims.tallies import ResultLine, lines_of_results, totals_of_tests

    loose: list[tuple[Statement, ResultLine]] = []
    for statement in statements(subject, record):
        for line in lines_of_results(statement.text):
            if line.total is None:
                loose.append((statement, line))
            elif sum(line.counts) != line.total:
                yield Problem(statement.piece.span(*line.place), _sum(line.counts, line.total), record)
    totals = totals_of_tests(subject.source, root)
    if len(loose) == len(totals) == 1:
        (statement, line), (total,) = loose[0], totals
        if len(line.counts) >= _ALL_RESULTS and sum(line.counts) != total:
            yield Problem(statement.piece.span(*line.place), _sum(line.counts, total), record)


def _sum(counts: Sequence[int], total: int) -> str:
    return f"{' + '.join(f'{count}' for count in counts)} make {sum(counts)}, not {total}"
