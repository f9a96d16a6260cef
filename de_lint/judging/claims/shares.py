"""Percentages and the counts that they are said to be the share of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from de_lint.classes import dataclass
from de_lint.diagnostics import Span
from de_lint.judging.claims.tallies import ResultGroup, span_within
from de_lint.patterns import compiled
from de_lint.reading.source import Source

_COUNT = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_OF = rf"(?<![\w.,/:%~≈–-])(?P<part>{_COUNT})\s?(?:/|of|out of)\s?(?P<whole>{_COUNT})(?![\w.,/:%–-]*\d)"
_PERCENT = r"(?P<shown>(?P<percent>\d{1,4}(?:\.\d+)?)\s?%)"
_OUTCOME = (
    r"(?:pass(?:ed|ing|es)?|success(?:ful(?:ly)?)?|succeeded|complet(?:e|ed|ion)|done|functional|working|work"
    r"|operational|implemented|migrated|resolved|verified|fail(?:ed|ing|ure|ures)?|error|rate|tests?|of|the|test|valid"
    r"|progress|achieved|accuracy|soundness|healthy|finished|closed|resolution|=|:)"
)
_NOUNS = r"(?:\s+(?!of\b)[A-Za-z][\w-]*){0,4}"
#: `45/50 tests passed (90%)`, `45/50 = 90%`.
_AFTER = compiled(
    rf"{_OF}\**(?P<said>{_NOUNS})\**\s*(?:\(\s*|=\s*|[-–—:]\s+)\**{_PERCENT}(?P<rest>(?:\s+{_OUTCOME})*)\s*(?=[)\]*,;.|]|$)",
    re.IGNORECASE,
)
#: `90% success rate (45/50 tests)`.
_BEFORE = compiled(
    rf"(?<![\w.,~≈<>≥≤+/-])(?<![~≈<>≥≤+]\s){_PERCENT}\**(?P<said>(?:\s+{_OUTCOME})*)\**\s*[(\[]\s*{_OF}(?:{_NOUNS})\s*[)\]]",
    re.IGNORECASE,
)
#: The share of what is not among the counted.
_REST = compiled(r"\b(?:fail\w*|errors?|remain\w*|left|missing|saved?|unused|free|loss|broken|open)\b", re.IGNORECASE)
_ESTIMATE = compiled(
    r"[~≈]|\b(?:about|around|nearly|almost|roughly|approx\w*|over|under|at least|up to|more than|less than|target|goal"
    r"|improvement|reduction|increase|decrease|faster|growth|from|was|expected|estimated|required|threshold)\b",
    re.IGNORECASE,
)
_DAY = compiled(r"\b(?:on|by|since|until|as of|due|date)\W*$", re.IGNORECASE)
_SHARE_AFTER = compiled(
    r"\s*\(\s*(?P<shown>(?P<percent>\d{1,3}(?:\.\d+)?)\s?%)(?P<rest>[^()]{0,30})\)\s*[.,;]?\s*(?:$|[-–—(])"
)
_ALWAYS = (Decimal(24), Decimal(7))


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage as written, the counts that it is of, and where it stands in its text."""

    part: Decimal
    whole: Decimal
    percent: str
    start: int
    end: int
    of_rest: bool = False

    @property
    def exact(self) -> Decimal:
        """The true percentage, to as many places as were written and at least one where that shows a difference."""
        places = max(self._places, 1)
        return round(self.part * 100 / self.whole, places).normalize() + Decimal(0)

    @property
    def is_wrong(self) -> bool:
        """Tell whether neither rounding nor cutting off gives what is written."""
        unit = Decimal(10) ** -self._places
        true = [self.part * 100 / self.whole]
        if self.of_rest:
            true.append(100 - true[0])
        return all(abs(one - Decimal(self.percent)) >= unit for one in true)

    @property
    def _places(self) -> int:
        return len(self.percent.partition(".")[2])


def shares_in(text: str) -> Iterator[Share]:
    """Yield the percentages of a line that stand right beside their counts."""
    if "%" not in text or _ESTIMATE.search(text):
        return
    seen: set[tuple[int, int]] = set()
    for pattern in (_AFTER, _BEFORE):
        for found in pattern.finditer(text):
            share = _share(found, text)
            if share and (share.start, share.end) not in seen:
                seen.add((share.start, share.end))
                yield share


def shares_of_group(source: Source, group: ResultGroup) -> Iterator[tuple[Share, Span]]:
    """Yield the percentages in parentheses after results that stand with their total, and where they stand."""
    for entry in group.results:
        found = _SHARE_AFTER.match(entry.rest)
        if found and group.total.count and not _ESTIMATE.search(entry.rest) and not found["rest"].strip():
            at = len(entry.value.text) - len(entry.rest)
            start, end = (at + one for one in found.span("shown"))
            share = Share(Decimal(entry.count), Decimal(group.total.count), found["percent"], start, end)
            yield share, span_within(source, entry.value, start, end)


def _share(found: re.Match[str], text: str) -> Share | None:
    part, whole = (Decimal(found[name].replace(",", "")) for name in ("part", "whole"))
    if not whole or (part, whole) == _ALWAYS or _DAY.search(text[: found.start("part")]):
        return None
    return Share(part, whole, found["percent"], *found.span("shown"), bool(_REST.search(text)))
