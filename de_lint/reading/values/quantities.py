"""Numbers with a meaning: counts, measures, money, ratios, ranges and changes, found in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from de_lint.patterns import compiled
from de_lint.reading.values.quantity_reading import (
    NEXT_WORD,
    STATISTIC_AFTER,
    Quantity,
    Reading,
    readings,
)
from de_lint.reading.values.quantity_words import UNFINISHED

__all__ = ["Quantity", "find", "labelled_after"]

_DIGIT = compiled("[0-9]")
_LINK = compiled(
    r"(?P<noun>[ \t]+[A-Za-z][A-Za-z \t]*?)?(?P<space>[ \t*_]*)"
    r"(?:(?P<arrow>[→⇒➜➔⟶]|[-=]{1,2}>)|(?<=[ \t*_])(?P<word>to|and)(?=[ \t*_])|(?P<dash>[-–—]))[ \t*_]*"
)
_LINK_WIDTH = 60
_CHANGE = ("before", "after")
_RANGE = ("low", "high")
_PART_END = compiled(r"[,;](?=\s|\Z)|[ \t][|·•][ \t]|\n")
_LABEL = compiled(r"[^\W\d_][\w'’/.&-]*(?:[ \t]+[\w'’/.&-]+){0,4}")
#: `32 errors (unchanged)`
_NOTE = compiled(r"(?<=\w)\s*\([^()\d]*\)\W*$")
_FILLERS = frozenset({"", "and", "plus", "all", "only"})


def find(text: str) -> list[Quantity]:
    """Return every quantity stated in `text`, in order; counted nouns give the unit `""`."""
    if not _DIGIT.search(text):
        return []
    return [reading.quantity() for reading in _linked(text, list(readings(text)))]


def labelled_after(text: str) -> list[tuple[str, Quantity]]:
    """Return `(label, quantity)` for each comma-part that is a few words beside one quantity.

    Meant for bare tallies: `101 passed, 33 failed`, `Type annotations >90%, startup <2s`.
    """
    quantities = iter(find(text))
    pending = next(quantities, None)
    tallies: list[tuple[str, Quantity]] = []
    for start, end in _parts(text):
        inside: list[Quantity] = []
        while pending is not None and pending.start < end:
            inside.append(pending)
            pending = next(quantities, None)
        if len(inside) == 2 and text[inside[0].end : inside[1].start].endswith(" in "):
            end = inside.pop().start - len(" in ")  # the run time at the end of a test tally
        if len(inside) == 1 and (label := _label(text, start, end, inside[0])):
            tallies.append((label, inside[0]))
    return tallies


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _PART_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _label(text: str, start: int, end: int, quantity: Quantity) -> str | None:
    """Return the words of the part beside its quantity, if they stand on one side of it only."""
    after_at = quantity.end
    if quantity.qualifier and (statistic := STATISTIC_AFTER.match(text, after_at, end)):
        after_at = statistic.end()
    before, after = _bare_words(text[start : quantity.start]), _bare_words(_NOTE.sub("", text[after_at:end]))
    before = before.rpartition(": ")[2].strip()
    if after and before.lower() in _FILLERS:
        before = ""
    if before.rpartition(" ")[2] in UNFINISHED:
        return None
    label = before or after
    return label if not (before and after) and _LABEL.fullmatch(label) else None


def _bare_words(text: str) -> str:
    """Return `text` without the markup, emoji and punctuation around it."""
    first = next((index for index, char in enumerate(text) if char.isalnum()), len(text))
    last = next((index for index in range(len(text), first, -1) if text[index - 1].isalnum()), first)
    return text[first:last]


def _linked(text: str, found: list[Reading]) -> list[Reading]:
    """Return the readings with neighbours joined to ranges and changes; bare `7-3` is an id and goes."""
    dropped: set[int] = set()
    for index in range(len(found) - 1):
        first, second = found[index], found[index + 1]
        if not 0 < second.start - first.end <= _LINK_WIDTH:
            continue
        link = _LINK.fullmatch(text, first.end, second.start)
        if not link:
            continue
        parts = _parts_of(link, first, second)
        if parts:
            if not link["noun"]:
                _share(first, second, parts is _RANGE, NEXT_WORD.match(text, second.end) is not None)
            first.part = first.part or parts[0]
            second.part = parts[1]
        elif link["dash"] and not link["space"] and not (first.unit or second.unit):
            dropped |= {index, index + 1}
    return [reading for index, reading in enumerate(found) if index not in dropped]


def _parts_of(link: re.Match[str], low: Reading, high: Reading) -> tuple[str, str] | None:
    """Return the parts two linked numbers play, or None if the link joins nothing."""
    rising = low.value < high.value and low.of is None
    same_unit = bool(low.unit) and low.unit == high.unit
    if link["arrow"] or (link["word"] == "to" and low.lead == "from"):
        return _CHANGE
    if link["noun"]:
        return None
    if link["word"] == "and":
        return _RANGE if rising and low.lead == "between" else None
    if rising and (link["word"] or not link["space"] or same_unit):
        return _RANGE
    return _CHANGE if link["word"] and same_unit else None


def _share(low: Reading, high: Reading, ranged: bool, counted: bool) -> None:
    """Give both numbers the unit, suffix and statistic that is written on one of them (`2-3 hours`)."""
    if ranged and low.factor == 1 and not low.unit and low.value * high.factor < high.value:
        scaled = low.value * high.factor
        low.value = int(scaled) if scaled == int(scaled) and high.factor > 1 else scaled
    if low.of is None and not low.unit:
        low.unit = high.unit
    elif high.unit.startswith("/"):  # $10-20/month
        low.unit = high.unit = low.unit + high.unit
    elif not high.unit and high.bare and not counted:
        high.unit = low.unit
    if ranged:
        low.qualifier = low.qualifier or high.qualifier
    high.qualifier = high.qualifier or low.qualifier
