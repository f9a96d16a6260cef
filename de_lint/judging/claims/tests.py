"""What a report says of its tests: that all pass, and how many failed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from de_lint.classes import dataclass
from de_lint.judging.claims.statements import Statement, statements
from de_lint.judging.rule import Subject
from de_lint.patterns import compiled
from de_lint.reading.records.record import Record
from de_lint.vocabulary.folding import fold

_PASS = r"(?:pass(?:e[sd]|ing)?|green|succeed(?:ed|s)?)\b"
_CLAIM = compiled(
    r"\b(?:all|every)\b (?:of )?(?:the |our |my )?(?:\w+,? ){0,4}?(?:tests?|specs|test suites?)\b"
    rf" (?:(?:are|is|now|still|have|has|were|all|successfully|also) ){{0,3}}{_PASS}"
    rf"|\b(?:the )?(?:tests|test suite)\b (?:(?:are|is|now|still|have|has|were|successfully) ){{0,3}}all {_PASS}"
    rf"|\b(?:full|whole|entire|complete) (?:test )?suite (?:(?:is|now|still|has|was|also|successfully) ){{0,3}}{_PASS}"
    rf"|\b100\s?%\W{{1,4}}(?:of )?(?:all )?(?:the |our )?(?:\w+ )?(?:tests?|test suite) (?:are |is |now )?{_PASS}",
    re.IGNORECASE,
)
#: A claim about all tests there are; `all unit tests pass` says nothing of the others.
_OF_ALL = compiled(
    r"(?:all|every)\b (?:of )?(?:the |our |my )?(?:\d[\d,]* )?(?:automated )?(?:tests?|specs|test suites?)\b"
    r"|(?:the )?(?:tests|test suite)\b|(?:full|whole|entire|complete)\b"
    r"|100\s?%\W{1,4}(?:of )?(?:all )?(?:the |our )?(?:tests?|test suite)\b",
    re.IGNORECASE,
)
#: What takes a claim, or a failure, back in its line.
_EXCUSED = compiled(
    r"\b(?:except|but|apart|other than|exclud\w+|known|pre-?existing|flaky|expected|unrelated|fixed|resolved|before"
    r"|after|previous(?:ly)?|initial(?:ly)?|earlier|first|was|were|no longer|baseline|retried|locally|if|when)\b|→|->",
    re.IGNORECASE,
)
_SOMEWHERE = compiled(r"\s+(?:on|for|under|in(?! \d| total))\b", re.IGNORECASE)
_EARLIER = compiled(
    r"\b(?:before|baseline|initial|previous|prior|old|first|earlier|run|runs|round|attempt|iteration|expected|example)\b"
)
_FAILED = frozenset(("failed", "failing", "failures", "fail", "failed tests", "tests failed", "failing tests"))
_PASSED = frozenset(("passed", "passing", "pass", "passed tests", "tests passed"))
_OF_TESTS = compiled(r"\b(?:tests?|testing|specs?|suites?|pytest|qa)\b", re.IGNORECASE)
_COUNT = compiled(r"\W*(?P<n>[1-9]\d{0,14})(?![\d.,]*\d|\s?%|\w)")
_COUNTED = compiled(
    r"(?<![\w.,/:~≈-])(?P<n>[1-9]\d{0,14}) (?:(?:of them|tests?|unit tests|specs?) )?(?:failed|failing|failures?)\b"
    r"(?! \w+s\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Failure:
    """How many tests failed, and the line, from 1, that says so."""

    count: int
    line: int


def claims(subject: Subject, record: Record) -> Iterator[tuple[Statement, re.Match[str]]]:
    """Yield the lines that say that all tests pass, with the words that do, those about some kind of tests, too."""
    for statement in statements(subject, record):
        found = _CLAIM.search(statement.text)
        if found and not statement.is_ahead and statement.says_done(statement.text):
            yield statement, found


def claims_of_all(subject: Subject, record: Record) -> Iterator[tuple[Statement, re.Match[str]]]:
    """Yield the lines that say that all tests there are pass, without exception."""
    for statement, found in claims(subject, record):
        text = statement.text
        if _OF_ALL.match(found[0]) and not _EXCUSED.search(text) and not _SOMEWHERE.match(text, found.end()):
            yield statement, found


def failures(subject: Subject, record: Record) -> Iterator[Failure]:
    """Yield the counts of tests that failed, where nothing says that this was earlier or does not count."""
    lines = [one for one in statements(subject, record) if not one.is_in_open_section]
    has_passed = any(_labels(one) & _PASSED for one in lines)
    for one in lines:
        found = _COUNT.match(_value(one)) if _labels(one) & _FAILED else _COUNTED.search(one.text)
        if found and not _is_past(one) and (has_passed or _is_of_tests(one)):
            yield Failure(int(found["n"]), one.piece.number + 1)


def _is_past(one: Statement) -> bool:
    """Tell whether a count is of an earlier run, or explained."""
    return bool(_EXCUSED.search(one.text)) or any(_EARLIER.search(name) for name in _names(one))


def _is_of_tests(one: Statement) -> bool:
    return bool(_OF_TESTS.search(" ".join([*_names(one), one.text]))) or "passed" in one.text.lower()


def _names(one: Statement) -> tuple[str, ...]:
    """Return the headings and labels that a line stands below, the label of its row among them."""
    return (*one.names, fold(one.row.label.text)) if one.row and one.row.label else one.names


def _labels(one: Statement) -> frozenset[str]:
    """Return the folded labels of a line's own value: a cell may have its column's and that of its row."""
    found = [one.field.label]
    if one.row and one.row.value is one.field.text:
        found.append(one.row.label)
    return frozenset(fold(label.text) for label in found if label)


def _value(one: Statement) -> str:
    return one.field.value.text if one.field.value else ""
