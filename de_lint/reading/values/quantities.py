"""Numbers with a meaning: counts, measures, money, ratios, ranges and changes, found in running text.

One pattern walks a text once. What holds digits and is no number (ids, versions, dates, clock times, paths, code) is
stepped over as a whole, so that no part of it can pass for a quantity. All repetition is bounded or possessive, which
keeps the walk linear on hostile text. The words that tell numbers from names stand in `schemas/quantities.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from de_lint.patterns import compiled
from de_lint.vocabulary.schemas import Schema, schema

Number = int | float

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_LATIN = rf"[^\W{_CJK}]"  # a character of a word in a script that sets words apart
_END = rf"(?!{_LATIN})"
_BLANK = "[ \t\u00a0\u202f]"

DIGIT = compiled("[0-9]")
_LINK = compiled(
    r"(?P<noun>[ \t]+[A-Za-z][A-Za-z \t]*?)?(?P<space>[ \t*_]*)"
    r"(?:(?P<arrow>[→⇒➜➔⟶]|[-=]{1,2}>)|(?<=[ \t*_])(?P<word>[^\W\d_]{1,3})(?=[ \t*_])|(?P<dash>[-–—]))[ \t*_]*"
)
_LINK_WIDTH = 60
_CHANGE = ("before", "after")
_RANGE = ("low", "high")
_PART_END = compiled(r"[,;](?=\s|\Z)|[ \t][|·•][ \t]|\n")
_LABEL = compiled(r"[^\W\d_][\w'’/.&-]*(?:[ \t]+[\w'’/.&-]+){0,4}")
#: `32 errors (unchanged)`
_NOTE = compiled(r"(?<=\w)\s*\([^()\d]*\)\W*$")
_NEXT_WORD = compiled(r"[ \t](?:of[ \t]|de[ \t])?([^\W\d_]+)")
_LEAD = compiled(r"(?<!\w)([^\W\d_][\w.]{0,30})([ \t]{0,2}[:=]?[ \t]{0,2}(?:of[ \t])?)[*_(\[]{0,4}\Z")
_LEAD_WIDTH = 45
_STATISTIC = compiled(
    r"[ \t]?(?P<paren>\()?(?P<word>(?P<percentile>[pP][0-9]{1,2}(?:\.[0-9])?)|[^\W\d_]{3,9})(?!\w)(?![ \t]*[:=])"
    r"(?(paren)(?![ \t]*[0-9]))(?P<more>[ \t]*\w)?"
)
#: The year 2000 is more often a round number.
_YEAR = compiled(r"19[89][0-9]|20(?!00)[0-3][0-9]")
_DAY_OR_HASH = compiled(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|[0-9]+[eE][0-9]+")
_LIST_GAP = compiled(r"[ \t]?(?:[-–—&/]|and|to|or|,[ \t]?(?:and|or)?)[ \t]?")
_SPREAD = compiled(r"[ \t]?(?:[-–—&,]|and|to)[ \t]?[0-9]")
_RATE_SIGN = compiled(r"[ \t]*/[ \t]*|[ \t]+per[ \t]+")


@dataclass(slots=True)
class Quantity:
    """A number, what it counts in, and where in the text it was written; the last four while it is read."""

    value: Number
    unit: str = ""
    of: Number | None = None
    comparator: str | None = None
    qualifier: str | None = None
    part: str | None = None
    start: int = 0
    end: int = 0
    #: The word before it.
    lead: str = ""
    #: Nothing but digits.
    bare: bool = False
    #: Of its suffix: 1000 for K.
    factor: int = 1

    def to_json(self) -> dict[str, str | int | float]:
        """Return the contract's JSON object: value and unit always, the rest where stated."""
        stated = {name: getattr(self, name) for name in ("of", "comparator", "qualifier", "part")}
        return {"value": self.value, "unit": self.unit} | {k: v for k, v in stated.items() if v is not None}


# -- words --------------------------------------------------------------------------------------------------------


def _table() -> Schema:
    return schema("quantities")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_table()[name].split())


@cache
def _qualifiers() -> dict[str, str]:
    return {word: name for name, row in _table()["qualifiers"].items() for word in row.split()}


@cache
def _translated() -> dict[str, str]:
    return {w.replace("_", " "): unit for unit, row in _table()["translated"].items() for w in row.split()}


@cache
def _months() -> frozenset[str]:
    """The names of months and their beginnings; in languages that write them small, the names only."""
    english, *others = (row.split() for row in schema("dates")["months"])
    short = {name[:size].capitalize() for name in english for size in (3, 4, len(name))}
    return frozenset({*short, *(w for row in others for name in row for w in (name, name.capitalize()))})


def is_unit(word: str) -> bool:
    """Tell whether a word is a unit of measure."""
    return word in _words("symbols") or word.casefold() in _words("times") or word.casefold() in _translated()


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace("_", "[ \t]") for w in sorted(words, key=len, reverse=True))


# -- the pattern --------------------------------------------------------------------------------------------------


@cache
def _scanner() -> re.Pattern[str]:
    times = f"(?i:{_any(_words('times'))})"
    words = f"(?i:{_any(w.replace(' ', '_') for w in _translated())})"
    unit = rf"(?:{times}|{words}|{_any(_words('symbols'))}|(?<=[0-9KkM])[x×](?!\w)|(?<=[ \t])B(?!\w))"
    rate = rf"(?:[ \t]?/[ \t]?|[ \t]per[ \t])(?:{times}|{_any(_words('denominators'))})(?!\w)"
    big = f"(?i:{_any(w for w in _table()['scales'] if len(w) > 1)})"
    scale = rf"[KkMB](?![A-Za-z0-9_])|[ \t](?:[KM]|{big})(?!\w)"
    decimal_comma = (
        rf"[0-9]{{1,6}},[0-9]{{1,2}}(?![0-9,])(?={_BLANK}{{0,2}}(?:{unit}|{big}){_END})|\A[0-9]{{1,6}},[0-9]{{1,2}}\Z"
        r"|(?<=€)[0-9]{1,6},[0-9]{2}(?![0-9,])|0,[0-9]{1,4}(?![0-9,]|\.[0-9])"
    )
    number = (
        r"(?>[0-9]{1,3}(?:\.[0-9]{3}){1,5}+,[0-9]{1,4}(?![0-9])"  # 2.000,00
        rf"|[0-9]{{1,3}}(?:[\u00a0\u202f][0-9]{{3}}){{1,5}}+(?![0-9])(?:,[0-9]{{1,4}}(?![0-9]))?+"
        r"|(?<![\w).,%][ ])[0-9]{1,3}(?:[ ][0-9]{3}){1,5}+(?:,[0-9]{1,2})?+(?![0-9]|[.,][0-9])"  # 2 231
        rf"|{decimal_comma}|(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,5}}+(?![0-9])|[0-9]++)"
        r"(?:\.[0-9]++)?(?:[eE][-+]?[0-9]{1,2}(?!\w))?)"
    )
    dates, signs = schema("dates"), _table()["currencies"]
    marks = dates["years"] + dates["month_marks"] + dates["day_marks"]
    # `2h30m` is two quantities; anything else stuck to a unit makes it a word.
    unit_end = rf"(?:{_END}|(?<=[hm])(?=[0-9]{{1,2}}[ms](?!\w)))"
    return compiled(
        rf"""
    (?P<skip>
        (?:^[ \t]*+(?:[-*+>][ \t]++)*+|\*\*)[0-9]{{1,9}}[.)](?=[ \t]+\S)   # numbered items
      | ^[ \t]*+\#{{1,6}}[ \t]++(?:[^\w\s<>]{{1,3}}[ \t]+)?[*_]*+                # and headings
        [0-9]{{1,3}}(?:\.[0-9]{{1,3}})?+(?:[.):]|(?=[*_]*[ \t]+[^\W\d_]))
      | </?[a-zA-Z][^<>\n]{{0,80}}>(?:[ \t]*[0-9]{{1,3}}[.)](?=[ \t]))?+       # tags, and items behind a break
      | ``[^\n]*?`` | `[^`\n]*` | \{{[^{{}}\n]*\}} | \[\^?[0-9]{{1,3}}\](?!\w)
      | [A-Za-z]{{2,12}}://\S+ | [A-Za-z]:[\\/]\S+
      | localhost:[0-9]+ | [^\W\d_{_CJK}]{_LATIN}*+(?P<joined>[-./\\@]\w++)*+(?(joined)(?::[0-9]++)?)  # words, paths
      | [\#@§]\w*+ | (?:~|\.{{1,2}})?/[\w.][\w./@+-]* | 第[0-9]++
      | [<>]{{2,}}+ | (?:-+|=+)>
      | [0-9]++(?::[0-9]++)++(?:[.,][0-9]++)?                              # clock times
      | [0-9]++(?:/[0-9]++){{2,}}+ | [0-9]++(?:\.[0-9]++){{2,}}+[\w.+-]*(?::[0-9]++)?  # dates, versions
      | [0-9]\w*+(?:-\w++){{2,}}+(?:[.:/]\w++)*+                           # ISO dates, file names
    )
    | (?P<comparator>(?:[<>]=?|[≤≥≈]|(?<!~)~(?!~)|&[lg]t;=?)[ \t]?)?
      (?P<sign>(?<![\w%)\]])[-+−])?
      (?P<currency>[{signs}])?
      (?<!\.)(?P<number>{number}) (?P<scale>{scale})? (?P<open>\+(?![0-9]))?
      (?:
        (?:[ \t]?/[ \t]?|[ \t]+(?:{_any(_words("of"))})[ \t]+)
        (?P<of>{number})(?P<of_scale>{scale})?(?=[ \t]?{unit}{_END}|{_END}(?![-./:][\w]))
      )?
      (?:
        {_BLANK}{{0,2}}(?P<unit>{unit}(?:{rate})?|{rate}){unit_end}(?P<open_unit>\+(?![0-9]))?
      | -(?P<span>{times})(?!\w)                                           # 24-hour
      | [ \t](?:[A-Za-z]{{1,20}}[ \t])?(?P<noun>[A-Za-z]{{1,20}}{rate})    # queries/sec
      | {_END}(?![.:/\\]\w|-[A-Za-z_]|[\ufe0f\u20e3^{marks}])
      )
    | [0-9]{_LATIN}*+(?:[-./:]\w++)*+
    """,
        re.VERBOSE | re.MULTILINE,
    )


# -- reading ------------------------------------------------------------------------------------------------------


def find(text: str) -> list[Quantity]:
    """Return every quantity stated in `text`, in order; counted nouns give the unit `""`."""
    return _linked(text, list(_readings(text))) if DIGIT.search(text) else []


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
    if quantity.qualifier and (statistic := _statistic_at(text, after_at, end)):
        after_at = statistic[1]
    before, after = _bare_words(text[start : quantity.start]), _bare_words(_NOTE.sub("", text[after_at:end]))
    before = before.rpartition(": ")[2].strip()
    if after and before.lower() in _words("fillers"):
        before = ""
    if before.rpartition(" ")[2] in _words("unfinished"):
        return None
    if after and not (before or quantity.unit or isinstance(quantity.value, int)):
        return None  # `1.1 Parser` numbers a task: nothing is counted in tenths
    label = before or after
    return label if not (before and after) and _LABEL.fullmatch(label) else None


def _bare_words(text: str) -> str:
    """Return `text` without the markup, emoji and punctuation around it."""
    first = next((index for index, char in enumerate(text) if char.isalnum()), len(text))
    last = next((index for index in range(len(text), first, -1) if text[index - 1].isalnum()), first)
    return text[first:last]


def _linked(text: str, found: list[Quantity]) -> list[Quantity]:
    """Return the quantities with neighbours joined to ranges and changes; bare `7-3` is an id and goes."""
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
                _share(first, second, parts is _RANGE, _NEXT_WORD.match(text, second.end) is not None)
            first.part = first.part or parts[0]
            second.part = parts[1]
        elif link["dash"] and not link["space"] and not (first.unit or second.unit):
            dropped |= {index, index + 1}
    return [reading for index, reading in enumerate(found) if index not in dropped]


def _parts_of(link: re.Match[str], low: Quantity, high: Quantity) -> tuple[str, str] | None:
    """Return the parts two linked numbers play, or None if the link joins nothing."""
    rising = low.value < high.value and low.of is None
    same_unit = bool(low.unit) and low.unit == high.unit
    word = (link["word"] or "").lower()
    if link["arrow"] or (word in _words("to") and low.lead in _words("from")):
        return _CHANGE
    if link["noun"] or (word and word not in _words("to") | _words("and")):
        return None
    if word in _words("and") and not (word in _words("to") and low.lead not in _words("between")):
        return _RANGE if rising and low.lead in _words("between") else None
    if rising and (word or not link["space"] or same_unit):
        return _RANGE
    return _CHANGE if word and same_unit else None


def _share(low: Quantity, high: Quantity, ranged: bool, counted: bool) -> None:
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


def _readings(text: str) -> Iterator[Quantity]:
    """Yield the numbers of `text` that state a quantity, each read by itself."""
    floor = 0  # a statistic named after one number does not belong to the next
    name_end: int | None = None  # where the last number ended, if it was a name
    for match in _scanner().finditer(text):
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
        found = _read(match, lead, bare)
        floor = _name_statistic(found, text)
        yield found


def _read(match: re.Match[str], lead: re.Match[str] | None, bare: bool) -> Quantity:
    """Return the number as the scanner saw it, with the word before it."""
    number, scale, sign, of, of_scale = match.group("number", "scale", "sign", "of", "of_scale")
    factor = _factor(scale)
    value = _value(number, factor)
    comparator = _table()["comparators"][match["comparator"].strip()] if match["comparator"] else None
    if comparator is None and (match["open"] or match["open_unit"]):
        comparator = ">="
    start = match.start()
    word, gap = (lead[1].lower(), lead[2]) if lead else ("", "")
    if lead and comparator is None and word in _words("approximately") and gap.isspace():
        comparator, start = "~", lead.start()
    return Quantity(
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


def _name_statistic(found: Quantity, text: str) -> int:
    """Note the statistic beside the number (`p95: 120ms`, `45 ms p99`); return where its words end."""
    percentile = found.lead[:1] == "p" and found.lead[1:].replace(".", "", 1).isdigit()
    found.qualifier = found.lead if percentile else _qualifiers().get(found.lead)
    if found.qualifier is None and (after := _statistic_at(text, found.end, len(text))):
        found.qualifier, end = after
        return end
    return found.end


def _statistic_at(text: str, start: int, end: int) -> tuple[str, int] | None:
    """Return the statistic that is named at `start`, and where its word ends."""
    found = _STATISTIC.match(text, start, end)
    word = found["word"].lower() if found else ""
    name = word if found and found["percentile"] else _qualifiers().get(word)
    if not found or name is None or (found["more"] and word in _words("aside")):
        return None
    return name, found.end("word")


def _unit(match: re.Match[str]) -> str:
    """Return the unit in one spelling: `GB per month` is `GB/month`, `5 Stunden` are `hours`."""
    written = (match["unit"] or match["span"] or match["noun"] or "").strip()
    measure, *rate = _RATE_SIGN.split(f" {written}" if written.startswith("per ") else written, maxsplit=1)
    if len(measure) > 2 and measure[1:].islower():
        measure = measure.lower()
    measure = _translated().get(measure.casefold().replace("\t", " "), "x" if measure == "×" else measure)
    if match["currency"]:
        measure = match["currency"].strip()
    return "/".join([measure, *rate])


def _factor(scale: str | None) -> int:
    return int(_table()["scales"][scale.strip().lower()]) if scale else 1


def _value(digits: str, factor: int) -> Number:
    """Return the number written as `digits`, whole numbers as int; exact where a suffix scales it."""
    plain = "".join(digits.split())
    head, comma, tail = plain.rpartition(",")
    if comma and "." not in tail and ("." in head or len(tail) != 3 or head == "0" or any(c.isspace() for c in digits)):
        plain = f"{head.replace('.', '')}.{tail}"
    plain = plain.replace(",", "")
    if plain.isdigit():
        return int(plain) * factor
    if factor == 1:
        return float(plain)
    scaled = Decimal(plain) * factor
    return int(scaled) if scaled == scaled.to_integral_value() else float(scaled)


def _no_quantity(match: re.Match[str]) -> bool:
    """Return whether the digits themselves betray an id, a year or `24/7`, whatever stands around them."""
    number, of = match["number"], match["of"]
    if _is_id(number) or (of and (_is_id(of) or match.group() == "24/7")):
        return True
    if match["unit"] or match["span"] or match["noun"]:
        return False
    if _zero_filled(number):
        return True
    return bool(of and (_zero_filled(of) or (_YEAR.fullmatch(number) and _YEAR.fullmatch(of))))


def _is_id(number: str) -> bool:
    return len(number) > 24 or (len(number) > 12 and number[:13].isdigit())


def _zero_filled(number: str) -> bool:
    return number[0] == "0" and number[1:2].isdigit()


def _is_name(text: str, match: re.Match[str], lead: re.Match[str] | None, joint: str | None) -> bool:
    """Return whether a bare number numbers, dates or versions something (`Phase 2`, `July 20`, `2025`)."""
    number = match["number"]
    follower = _NEXT_WORD.match(text, match.end())
    next_word = follower[1] if follower else ""
    counts = next_word.islower() and next_word not in _words("function_words")
    word = lead[1] if lead and lead[2].isspace() else ""
    lowered = word.lower()
    year = len(number) == 4 and _YEAR.fullmatch(number) is not None
    return (
        (joint is not None and not _counts_on(joint, next_word, counts))
        or next_word in _months()
        or word.rstrip(".") in _months()
        or word in _words("products")
        or lowered in _words("ordinals")
        or (lowered in _words("countables") and not counts)
        or (lowered.removesuffix("s") in _words("ordinals") and _SPREAD.match(text, match.end()) is not None)
        or (year and (lowered in _words("year_prepositions") or not (counts and next_word.endswith("s"))))
        or (len(number) > 6 and _DAY_OR_HASH.fullmatch(number) is not None)
        or next_word in ("am", "pm")
    )


def _counts_on(joint: str, next_word: str, counts: bool) -> bool:
    """Return whether a number after a name counts again: `Phase 1, 12 tests`, but `Phases 1 and 2`."""
    if joint.startswith(","):
        return counts
    return joint in ("and", "or", "&") and counts and next_word.endswith("s")
