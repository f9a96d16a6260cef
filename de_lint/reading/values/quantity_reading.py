"""One number at a time: what it states, or why it states nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from de_lint.patterns import compiled
from de_lint.reading.values.quantity_pattern import SCANNER
from de_lint.reading.values.quantity_words import (
    APPROXIMATELY,
    COMPARATORS,
    FACTORS,
    FUNCTION_WORDS,
    MONTHS,
    NOUNS_OR_VERBS,
    ORDINAL_NOUNS,
    PRODUCTS,
    QUALIFIERS,
    YEAR_PREPOSITIONS,
)

Number = int | float

NEXT_WORD = compiled(r"[ \t](?:of[ \t])?([^\W\d_]+)")
STATISTIC_AFTER = compiled(
    r"[ \t]?(?P<paren>\()?(?P<word>"
    r"(?:p[0-9]{1,2}(?:\.[0-9])?|avg|average|mean|median|max|maximum|minimum)(?!\w)"
    r"|(?:target|goal|limit|peak|baseline|threshold|min)(?![ \t]*\w))(?![ \t]*[:=])(?(paren)(?![ \t]*[0-9]))",
    re.IGNORECASE | re.ASCII,
)
_LEAD = compiled(r"(?<!\w)([^\W\d_][\w.]{0,30})([ \t]{0,2}[:=]?[ \t]{0,2}(?:of[ \t])?)[*_(\[]{0,4}\Z")
_LEAD_WIDTH = 45
_PERCENTILE = compiled(r"p[0-9]{1,2}(?:\.[0-9])?")

# Longer digits are ids; the year 2000 is more often a round number.
_TOO_LONG = compiled(r"[0-9]{13}|.{25}")
_ZERO_FILLED = compiled(r"0[0-9]")
_YEAR = compiled(r"19[89][0-9]|20(?!00)[0-3][0-9]")
_DAY_OR_HASH = compiled(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|[0-9]+[eE][0-9]+")
_LIST_GAP = compiled(r"[ \t]?(?:[-–—&/]|and|to|or|,[ \t]?(?:and|or)?)[ \t]?")
_SPREAD = compiled(r"[ \t]?(?:[-–—&,]|and|to)[ \t]?[0-9]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, what it counts in, and where in the text it was written."""

    value: Number
    unit: str = ""
    of: Number | None = None
    comparator: str | None = None
    qualifier: str | None = None
    part: str | None = None
    start: int = 0
    end: int = 0

    def to_json(self) -> dict[str, str | int | float]:
        """Return the contract's JSON object: value and unit always, the rest where stated."""
        stated = {name: getattr(self, name) for name in ("of", "comparator", "qualifier", "part")}
        return {"value": self.value, "unit": self.unit} | {k: v for k, v in stated.items() if v is not None}


@dataclass(slots=True)
class Reading:
    """A quantity in the making, and what its neighbours need to know of how it was written."""

    value: Number
    unit: str
    of: Number | None
    comparator: str | None
    start: int
    end: int
    lead: str  # the word before it
    bare: bool  # nothing but digits
    factor: int  # of its suffix: 1000 for K
    qualifier: str | None = None
    part: str | None = None

    def quantity(self) -> Quantity:
        """Return the finished quantity."""
        return Quantity(
            self.value,
            self.unit,
            self.of,
            self.comparator,
            self.qualifier,
            self.part,
            self.start,
            self.end,
        )


def readings(text: str) -> Iterator[Reading]:
    """Yield the numbers of `text` that state a quantity, each read by itself."""
    floor = 0  # a statistic named after one number does not belong to the next
    name_end: int | None = None  # where the last number ended, if it was a name
    for match in SCANNER.finditer(text):
        if match["number"] is None or _no_quantity(match):
            continue
        start, end = match.span()
        bare = match.span("number") == (start, end)
        lead = _LEAD.search(text, max(floor, start - _LEAD_WIDTH), start)
        if bare:
            joint = _LIST_GAP.fullmatch(text, name_end, start) if name_end is not None else None
            if _is_name(text, match, lead, joint[0].strip() if joint else None):
                name_end = end
                continue
        name_end = None
        reading = _read(match, lead, bare)
        floor = _name_statistic(reading, text)
        yield reading


def _read(match: re.Match[str], lead: re.Match[str] | None, bare: bool) -> Reading:
    """Return the number as the scanner saw it, with the word before it."""
    number, scale, sign, of, of_scale = match.group("number", "scale", "sign", "of", "of_scale")
    factor = _factor(scale)
    value = _value(number, factor)
    comparator = COMPARATORS[match["comparator"].strip()] if match["comparator"] else None
    if comparator is None and (match["open"] or match["open_unit"]):
        comparator = ">="
    start = match.start()
    word, gap = (lead[1].lower(), lead[2]) if lead else ("", "")
    if lead and comparator is None and word in APPROXIMATELY and gap.isspace():
        comparator, start = "~", lead.start()
    return Reading(
        value=-value if sign in ("-", "−") else value,
        unit="" if bare else _unit(match),
        of=_value(of, _factor(of_scale)) if of else None,
        comparator=comparator,
        start=start,
        end=match.end(),
        lead=word,
        bare=bare,
        factor=factor,
    )


def _name_statistic(reading: Reading, text: str) -> int:
    """Note the statistic beside the number (`p95: 120ms`, `45 ms p99`); return where its words end."""
    reading.qualifier = _statistic(reading.lead) if reading.lead else None
    if reading.qualifier is None and (after := STATISTIC_AFTER.match(text, reading.end)):
        reading.qualifier = _statistic(after["word"].lower())
        return after.end()
    return reading.end


def _statistic(word: str) -> str | None:
    return word if _PERCENTILE.fullmatch(word) else QUALIFIERS.get(word)


def _unit(match: re.Match[str]) -> str:
    """Return the unit in one spelling: `GB per month` is `GB/month`, `5 Hours` are `hours`."""
    written = (match["unit"] or match["span"] or match["noun"] or "").strip()
    measure, *rate = re.split(r"[ \t]*/[ \t]*|[ \t]*\bper[ \t]+", written, maxsplit=1)
    if len(measure) > 2 and measure[1:].islower():
        measure = measure.lower()
    measure = {"percent": "%", "×": "x"}.get(measure, measure)
    if match["currency"]:
        measure = match["currency"].strip()
    return "/".join([measure, *rate])


def _factor(scale: str | None) -> int:
    return FACTORS[scale.strip().lower()] if scale else 1


def _value(digits: str, factor: int) -> Number:
    """Return the number written as `digits`, whole numbers as int; exact where a suffix scales it."""
    plain = digits.replace(",", "")
    if plain.isdigit():
        return int(plain) * factor
    if factor == 1:
        return float(plain)
    scaled = Decimal(plain) * factor
    return int(scaled) if scaled == scaled.to_integral_value() else float(scaled)


def _no_quantity(match: re.Match[str]) -> bool:
    """Return whether the digits themselves betray an id, a year or `24/7`, whatever stands around them."""
    number, of = match["number"], match["of"]
    if _TOO_LONG.match(number) or (of and (_TOO_LONG.match(of) or match.group() == "24/7")):
        return True
    if match["unit"] or match["span"] or match["noun"]:
        return False
    if _ZERO_FILLED.match(number):
        return True
    return bool(of and (_ZERO_FILLED.match(of) or (_YEAR.fullmatch(number) and _YEAR.fullmatch(of))))


def _is_name(text: str, match: re.Match[str], lead: re.Match[str] | None, joint: str | None) -> bool:
    """Return whether a bare number numbers, dates or versions something (`Phase 2`, `July 20`, `2025`)."""
    number = match["number"]
    follower = NEXT_WORD.match(text, match.end())
    next_word = follower[1] if follower else ""
    counts = next_word.islower() and next_word not in FUNCTION_WORDS
    word = lead[1] if lead and lead[2].isspace() else ""
    lowered = word.lower()
    year = len(number) == 4 and _YEAR.fullmatch(number) is not None
    return (
        (joint is not None and not _counts_on(joint, next_word, counts))
        or next_word in MONTHS
        or word in MONTHS
        or word in PRODUCTS
        or lowered in ORDINAL_NOUNS
        or (lowered in NOUNS_OR_VERBS and not counts)
        or (lowered.removesuffix("s") in ORDINAL_NOUNS and _SPREAD.match(text, match.end()) is not None)
        or (year and (lowered in YEAR_PREPOSITIONS or not (counts and next_word.endswith("s"))))
        or (len(number) > 6 and _DAY_OR_HASH.fullmatch(number) is not None)
        or next_word in ("am", "pm")
    )


def _counts_on(joint: str, next_word: str, counts: bool) -> bool:
    """Return whether a number after a name counts again: `Phase 1, 12 tests`, but `Phases 1 and 2`."""
    if joint.startswith(","):
        return counts
    return joint in ("and", "or", "&") and counts and next_word.endswith("s")
