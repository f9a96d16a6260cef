"""Results of a report with the total that they stand with: in a list, in a small table, or on a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from de_lint.classes import dataclass
from de_lint.diagnostics import Span
from de_lint.judging.places import pieces
from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Text
from de_lint.reading.source import Source
from de_lint.vocabulary.folding import fold

_RESULTS = frozenset(
    re.findall(
        r"\w+",
        "passed passing pass passes succeeded successful failed failing fail failures failure errors error errored"
        " skipped skip xfailed xpassed ignored todo open closed done blocked completed resolved cancelled inconclusive"
        " pending planned backlog new deferred waiting",
    )
) | {"in progress", "in review", "to do", "tests passed", "tests failed", "passed tests", "failed tests", "not run"}
_DONE = frozenset(
    {"passed", "passing", "pass", "passes", "succeeded", "successful", "tests passed", "passed tests"}
    | {"done", "closed", "completed", "resolved"}
)
_COUNTED = r"(?:tests?|test cases|cases|checks|tickets|issues|tasks|scenarios|specs)"
_TOTAL = compiled(
    rf"(?:total|overall total|grand total)(?: (?:number of )?{_COUNTED})?(?: (?:run|executed|count))?"
    rf"|{_COUNTED} (?:total|run|executed)|number of {_COUNTED}"
)
#: Above results, `Tests` is the number of all.
_TOTAL_COLUMN = compiled(rf"{_TOTAL.pattern}|{_COUNTED}|all|run|executed")
#: A count and nothing else: no share, measure, range or estimate.
_COUNT = compiled(
    r"[^\w~≈<>≥≤+/.-]*(?P<count>\d{1,3}(?:,\d{3}){1,4}|\d{1,15})"
    r"(?!\d|[.,]\d|\s*(?:/|of\b|out of\b|%|\+|[-–]\s?\d|→|->|[a-z]{1,2}\b))",
    re.IGNORECASE,
)

_NUMBER = compiled(r"(?<![\w.:/#-])\d{1,3}(?:,\d{3})+(?![\w.])|(?<![\w.:/#-])\d{1,7}(?![\w.:-]|,\d)")


@dataclass(frozen=True, slots=True)
class LabelledCount:
    """A labelled count: its folded label, the number, where the number stands, and the rest of the value."""

    key: str
    count: int
    span: Span
    rest: str
    value: Text


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """Results that stand together, the total that they stand with, and whether other counts stand there, too."""

    total: LabelledCount
    results: tuple[LabelledCount, ...]
    has_others: bool


def groups(source: Source, root: Node) -> Iterator[ResultGroup]:
    """Yield the results below a field that have one total as their neighbour, in a list or a table.

    In a table of two columns rows are neighbours, in a wider one the cells of a row, named by the columns.
    """
    for node in root.walk():
        entries = [entry for child in _neighbours(node) if (entry := _entry(source, child))]
        total = _TOTAL_COLUMN if node.form == "row" else _TOTAL
        totals = [entry for entry in entries if total.fullmatch(entry.key)]
        results = tuple(entry for entry in entries if entry.key in _RESULTS)
        distinct = len({entry.key for entry in results}) == len(results)
        if len(totals) == 1 and len(results) > 1 and distinct:
            yield ResultGroup(totals[0], results, len(entries) > len(results) + 1)


def adds_up(group: ResultGroup) -> bool:
    """Tell whether the results make the total, or leave open whether they do.

    That takes all cases: those that went well among them, counted once, and no counts that may be of further ones.
    """
    whole = len([one for one in group.results if one.key in _DONE]) == 1
    added = sum(one.count for one in group.results)
    return not whole or added == group.total.count or (added < group.total.count and group.has_others)


def totals_of_tests(source: Source, root: Node) -> set[int]:
    """Return the totals of tests that stand below a field, each number once."""
    entries = (_entry(source, one) for one in root.walk() if one.form in ("item", "label", "row"))
    return {one.count for one in entries if one and _TOTAL.fullmatch(one.key) and "test" in one.key + one.rest[:6]}


def _neighbours(node: Node) -> list[Node]:
    forms = ("cell",) if node.form == "row" else ("item", "label", "row")
    return [child for child in node.children if child.form in forms]


def _entry(source: Source, one: Node) -> LabelledCount | None:
    label, value = one.label, one.value
    found = _COUNT.match(value.text) if label and value and not one.children[2:] else None
    if label is None or value is None or found is None:
        return None
    number = found["count"]
    return LabelledCount(fold(label.text), count_of(number), span_within(source, value, *found.span("count")),
                 value.text[found.end() :], value)  # fmt: skip


def count_of(digits: str) -> int:
    """Return the number that digits with commas write."""
    return int(digits.replace(",", ""))


def numbers_in(text: str) -> Iterator[int]:
    """Yield the numbers of a text that may be counts: no part of a version, a place, a time or a word."""
    return (count_of(found.group()) for found in _NUMBER.finditer(text))


def span_within(source: Source, text: Text, start: int, end: int) -> Span:
    """Return where a part of a text stands that begins on the text's first line."""
    first = next(iter(pieces(source, text.span)), None)
    if first is None or first.text[start:end] != text.text[start:end]:
        return text.span
    return first.span(start, end)


# -- results and their total on one line -----------------------------------------------------------------------------

_RESULT = (
    r"(?P<n>\d[\d,]{0,18})\s+(?:tests?\s+)?"
    r"(?P<w>passed|passing|passes|failed|failing|failures?|errors?|errored|skipped|xfailed|xpassed|ignored|todo)\b"
)
_JOIN = r"(?:\s*(?:[,;/|·&+✅❌✗✓⚠]\ufe0f?|\band\b)\s*)+"
_FIRST = compiled(r"(?<![\w.,/:-])" + _RESULT, re.IGNORECASE)
_NEXT = compiled(_JOIN + _RESULT, re.IGNORECASE)
_TOTAL_AFTER = compiled(
    r"\s*[,;:(=→–—-]*\s*(?:=\s*|for a total of\s+|of a total of\s+|out of\s+|of\s+)?"
    r"(?P<of>\d[\d,]{0,18})(?![\d.,/%]*\d|\s*%)"
    r"\s+(?:tests?\s+)?(?:in\s+)?total\b"
    r"|\s*\(?(?:,|=|→|out|of|total|tests?|\s){1,6}(?:total|of|=)\s*:?\s*(?P<of2>\d[\d,]{0,18})"
    r"(?![\w.,/%]*\d|\s*%)(?:\s+tests?)?\)?",
    re.IGNORECASE,
)
_TOTAL_BEFORE = compiled(
    r"(?:\btotal(?: tests)?\s*[:=]?\s*(?P<a>\d[\d,]{0,18})(?:\s+tests?)?"
    r"|(?<![\w.,/-])(?P<b>\d[\d,]{0,18})\s+(?:total\s+)?tests?"
    r"(?:\s+(?:total|run|executed|ran))?)\s*[:(=,–—-]+\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """Results on one line: their counts, the total if it is there, too, and the place of that, or else of them."""

    counts: tuple[int, ...]
    total: int | None
    place: tuple[int, int]


def lines_of_results(text: str) -> Iterator[ResultLine]:
    """Yield each run of results such as `498 passed, 182 failed` in a line."""
    at = 0
    while first := _FIRST.search(text, at):
        found = [first]
        while more := _NEXT.match(text, found[-1].end()):
            found.append(more)
        at = found[-1].end()
        counts = tuple(count_of(one["n"].rstrip(",")) for one in found)
        words = {one["w"].lower().rstrip("s") for one in found}
        if len(found) > 1 and len(words) == len(found):
            yield ResultLine(counts, *_total_of(text, first.start(), at))


def _total_of(text: str, start: int, end: int) -> tuple[int | None, tuple[int, int]]:
    before, after = _TOTAL_BEFORE.search(text[:start]), _TOTAL_AFTER.match(text, end)
    if (before is None) == (after is None):  # two totals: one of them is of something else
        return None, (start, end)
    found = before or after
    assert found is not None
    name = found.lastgroup or 0
    return count_of(found[name].rstrip(",")), found.span(name)
