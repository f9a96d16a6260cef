"""Numbers with a meaning: counts, measures, money, ratios, ranges and changes, found in running text.

`numbers` says what a number looks like; here its neighbours tell whether it states anything (`Phase 2` does not), what
statistic it is, and what two numbers are to each other.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import pairwise

from de_lint.classes import dataclass
from de_lint.patterns import compiled
from de_lint.reading.values import numbers
from de_lint.reading.values.dates import is_month
from de_lint.reading.values.numbers import Number, words
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import has_unspaced

DIGITS = frozenset("0123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_LINK = compiled(
    r"(?P<noun>[ \t]+[A-Za-z][A-Za-z \t]*?)?(?P<space>[ \t*_]*)"
    r"(?:(?P<arrow>[→⇒➜➔⟶]|[-=]{1,2}>)|(?<=[ \t*_])(?P<word>[^\W\d_]{1,3})(?=[ \t*_])|(?P<dash>[-–—]))[ \t*_]*"
)
_LINK_WIDTH = 60
_CHANGE = ("before", "after")
_RANGE = ("low", "high")
_PART_END = compiled(r"[,;](?=\s|\Z)|[ \t][|·•][ \t]|\n|\Z")
_MOST_WORDS = 5
_LABEL_MARKS = "'’/.&-_"
_NEXT_WORD = compiled(r"[ \t](?:of[ \t]|de[ \t])?([^\W\d_]+)")
_LEAD = compiled(r"(?<!\w)([^\W\d_][\w.]{0,30})([ \t]{0,2}[:=]?[ \t]{0,2}(?:of[ \t])?)[*_(\[]{0,4}\Z")
_LEAD_WIDTH = 45
_STATISTIC = compiled(r"[ \t]?\(?(?P<word>[pP][0-9]{1,2}|[^\W\d_]{3,9})(?!\w)(?![ \t]*[:=])(?P<more>[ \t]*\w)?")
#: More digits in a row are a day, a time or an id.
_MOST_DIGITS = 7
#: What is longer, with its signs and its unit, measures nothing; Python reads no more than 4,300 digits.
_LONGEST_NUMBER = 300
_LONGEST_GAP = 6
_BETWEEN = " \t-–—&,"


@dataclass(slots=True)
class Quantity:
    """A number, what it counts in, and where in the text it was written; the last three while it is read."""

    value: Number
    unit: str = ""
    of: Number | None = None
    comparator: str | None = None
    qualifier: str | None = None
    part: str | None = None
    start: int = 0
    end: int = 0
    #: Where the statistic that is named behind it ends.
    stop: int = 0
    #: The word before it.
    lead: str = ""
    #: Of its suffix: 1000 for K.
    factor: int = 1

    def to_json(self) -> dict[str, str | int | float]:
        """Return the contract's JSON object: value and unit always, the rest where stated."""
        stated = {name: getattr(self, name) for name in ("of", "comparator", "qualifier", "part")}
        return {"value": self.value, "unit": self.unit} | {k: v for k, v in stated.items() if v is not None}


# -- reading ------------------------------------------------------------------------------------------------------


def find(text: str) -> list[Quantity]:
    """Return every quantity stated in `text`, in order; counted nouns give the unit `""`."""
    text = text if text.isascii() else text.translate(_FULL_WIDTH)
    return [] if DIGITS.isdisjoint(text) else _linked(text, list(_readings(text)))


def labelled_after(text: str) -> list[tuple[str, Quantity]]:
    """Return `(label, quantity)` for each comma-part that is a few words beside one quantity.

    Meant for bare tallies: `101 passed, 33 failed`, `Type annotations >90%, startup <2s`.
    """
    quantities = deque(find(text))
    tallies: list[tuple[str, Quantity]] = []
    start = 0
    for part in _PART_END.finditer(text) if quantities else ():
        end = part.start()
        inside: list[Quantity] = []
        while quantities and quantities[0].start < end:
            inside.append(quantities.popleft())
        if len(inside) == 2 and text[inside[0].end : inside[1].start].endswith(" in "):
            end = inside.pop().start - len(" in ")  # the run time at the end of a test tally
        if len(inside) == 1 and (label := _label(text[start : inside[0].start], inside[0], text[inside[0].stop : end])):
            tallies.append((label, inside[0]))
        start = part.end()
    return tallies


def _label(before: str, quantity: Quantity, after: str) -> str | None:
    """Return the words of the part beside its quantity, if they stand on one side of it only."""
    said, _, note = after.partition("(")
    words_only = DIGITS.isdisjoint(note) and said.rstrip()[-1:].isalnum()
    if words_only and ")" in note and not _bare_words(note.partition(")")[2]):
        after = said  # `32 errors (unchanged)`
    before, after = _bare_words(before).rpartition(": ")[2], _bare_words(after)
    if after and before.lower() in words("fillers"):
        before = ""
    if after and not (before or quantity.unit or isinstance(quantity.value, int)):
        return None  # `1.1 Parser` numbers a task: nothing is counted in tenths
    label = before or after
    parts = label.split()
    if (before and after) or not 0 < len(parts) <= _MOST_WORDS or before.rpartition(" ")[2] in words("unfinished"):
        return None
    plain = label[0].isalpha() and all(c.isalnum() or c in _LABEL_MARKS for part in parts for c in part)
    return label if plain else None


def _bare_words(text: str) -> str:
    """Return `text` without the markup, emoji and punctuation around it."""
    said = [index for index, char in enumerate(text) if char.isalnum()]
    return text[said[0] : said[-1] + 1] if said else ""


def _linked(text: str, found: list[Quantity]) -> list[Quantity]:
    """Return the quantities with neighbours joined to ranges and changes; bare `7-3` is an id and goes."""
    dropped: list[Quantity] = []
    for first, second in pairwise(found):
        near = second.start - first.end <= _LINK_WIDTH
        link = _LINK.fullmatch(text, first.end, second.start) if near else None
        parts = _parts_of(link, first, second) if link else None
        if link and parts:
            if not link["noun"]:
                _share(first, second, parts is _RANGE)
            first.part, second.part = first.part or parts[0], parts[1]
        elif link and link["dash"] and not (link["space"] or first.unit or second.unit):
            dropped += first, second
    return [one for one in found if one not in dropped] if dropped else found


def _parts_of(link: re.Match[str], low: Quantity, high: Quantity) -> tuple[str, str] | None:
    """Return the parts two linked numbers play, or None if the link joins nothing."""
    word = (link["word"] or "").lower()
    if link["arrow"] or (word in words("to") and low.lead in words("from")):
        return _CHANGE
    joins = word in words("to") or (word in words("and") and low.lead in words("between"))
    if not word:
        joins = not link["space"] or (bool(low.unit) and low.unit == high.unit)
    return _RANGE if joins and not link["noun"] and low.value < high.value and low.of is None else None


def _share(low: Quantity, high: Quantity, ranged: bool) -> None:
    """Give both numbers the unit, suffix and statistic that is written on one of them (`2-3 hours`)."""
    if ranged and not low.unit and low.factor < high.factor:
        low.value *= high.factor
    if low.of is None and not low.unit:
        low.unit = high.unit
    if ranged:
        low.qualifier = low.qualifier or high.qualifier
    high.qualifier = high.qualifier or low.qualifier


def _readings(text: str) -> Iterator[Quantity]:
    """Yield the numbers of `text` that state a quantity, each read by itself."""
    floor = 0  # a statistic named after one number does not belong to the next
    name_end: int | None = None  # where the last number ended, if it was a name
    for match in numbers.scanner(has_unspaced(text)).finditer(text):
        if match["number"] is None or len(match.group()) > _LONGEST_NUMBER or _no_quantity(match):
            continue
        start, end = match.span()
        lead = _LEAD.search(text, max(floor, start - _LEAD_WIDTH), start)
        if match.span("number") == (start, end):
            gap = text[name_end:start] if name_end is not None and start - name_end <= _LONGEST_GAP else "_"
            if _is_name(text, match, lead, gap.strip().replace(" ", "_")):
                name_end = end
                continue
        name_end = None
        found = _read(match, lead)
        _name_statistic(found, text)
        floor = found.stop
        yield found


def _read(match: re.Match[str], lead: re.Match[str] | None) -> Quantity:
    """Return the number as the scanner saw it, with the word before it."""
    number, scale, sign, of, of_scale = match.group("number", "scale", "sign", "of", "of_scale")
    value = numbers.value(number, numbers.factor(scale))
    comparator = schema("quantities")["comparators"][match["comparator"].strip()] if match["comparator"] else None
    if comparator is None and (match["open"] or match["open_unit"]):
        comparator = ">="
    start = match.start()
    word = lead[1].lower() if lead else ""
    if lead and comparator is None and word in words("approximately") and lead[2].isspace():
        comparator, start = "~", lead.start()
    return Quantity(
        value=-value if sign in ("-", "−") else value,
        unit=numbers.unit(match),
        of=numbers.value(of, numbers.factor(of_scale)) if of else None,
        comparator=comparator,
        start=start,
        end=match.end(),
        stop=match.end(),
        lead=word,
        factor=numbers.factor(scale),
    )


def _name_statistic(found: Quantity, text: str) -> None:
    """Note the statistic beside the number: `p95: 120ms`, `45 ms p99`."""
    found.qualifier = _statistic(found.lead)
    after = None if found.qualifier else _STATISTIC.match(text, found.end)
    word = after["word"].lower() if after else ""
    if after and not (after["more"] and word in words("aside")) and (name := _statistic(word)):
        found.qualifier, found.stop = name, after.end("word")


def _statistic(word: str) -> str | None:
    return word if word[:1] == "p" and word[1:].isdigit() else numbers.qualifiers().get(word)


def _no_quantity(match: re.Match[str]) -> bool:
    """Return whether the digits themselves betray a name or years, whatever stands around them."""
    number, of = match["number"], match["of"]
    if match["unit"] or match["span"] or match["noun"]:
        return False
    zero_filled = any(one[0] == "0" and one[1:2].isdigit() for one in (number, of) if one)
    return zero_filled or bool(of and _is_year(number) and _is_year(of))


def _is_year(number: str) -> bool:
    """The year 2000 is more often a round number."""
    return len(number) == 4 and number.isdigit() and 1980 <= int(number) < 2040 and number != "2000"


def _is_name(text: str, match: re.Match[str], lead: re.Match[str] | None, joint: str) -> bool:
    """Return whether a bare number numbers, dates or versions something (`Phase 2`, `July 20`, `2025`).

    `joint` is what stands between it and a number before it that is a name.
    """
    follower = _NEXT_WORD.match(text, match.end())
    next_word = follower[1] if follower else ""
    counts = next_word.islower() and next_word not in words("function_words")
    word = lead[1] if lead and lead[2].isspace() else ""
    lowered = word.lower()
    plural = lowered.removesuffix("s") in words("ordinals")
    more = next_word in words("joints") or text[match.end() : match.end() + 4].lstrip(_BETWEEN)[:1].isdigit()
    countable = joint[:1] == "," or (joint in words("alike") and next_word.endswith("s"))
    number = match["number"]
    return (
        (joint in words("joints") and not (counts and countable))
        or is_month(next_word)
        or is_month(word.rstrip("."))
        or word in words("products")
        or lowered in words("ordinals")
        or (lowered in words("countables") and not counts)
        or (plural and more)
        or (_is_year(number) and (lowered in words("year_prepositions") or not (counts and next_word.endswith("s"))))
        or (len(number) > _MOST_DIGITS and number.isdigit())
    )
