"""What a number and its unit look like, and what holds digits and is not a number: ids, versions, dates, paths, code.

One pattern walks a text once. What is not a number is stepped over as a whole, so that no part of it can pass for a
quantity. All repetition is bounded or possessive, which keeps the walk linear on hostile text. The words that tell
numbers from names stand in `schemas/quantities.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from de_lint.patterns import compiled
from de_lint.vocabulary.schemas import schema

Number = int | float

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_BLANK = "[ \t\u00a0\u202f]"


@cache
def words(name: str) -> frozenset[str]:
    """Return a row of the table of quantities."""
    return frozenset(schema("quantities")[name].split())


@cache
def qualifiers() -> dict[str, str]:
    """Return the statistic that each word names."""
    return {word: name for name, row in schema("quantities")["qualifiers"].items() for word in row.split()}


@cache
def _translated() -> dict[str, str]:
    return {w.replace("_", " "): unit for unit, row in schema("quantities")["translated"].items() for w in row.split()}


def is_unit(word: str) -> bool:
    """Tell whether a word is a unit of measure."""
    return word in words("symbols") or word.casefold() in words("times") or word.casefold() in _translated()


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace("_", "[ \t]") for w in sorted(words, key=len, reverse=True))


@cache
def scanner(unspaced: bool) -> re.Pattern[str]:
    """Return the pattern, for texts with scripts that set no words apart or without; a `number` may be a quantity."""
    cjk = _CJK if unspaced else ""
    latin = rf"[^\W{cjk}]"  # a character of a word in any other script
    word_end = rf"(?!{latin})"
    times = f"(?i:{_any(words('times'))})"
    translated = f"(?i:{_any(w.replace(' ', '_') for w in _translated())})"
    unit = rf"(?:{times}|{translated}|{_any(words('symbols'))}|(?<=[0-9KkM])[x×](?!\w)|(?<=[ \t])B(?!\w))"
    rate = rf"(?:[ \t]?/[ \t]?|[ \t]per[ \t])(?:{times}|{_any(words('denominators'))})(?!\w)"
    big = f"(?i:{_any(w for w in schema('quantities')['scales'] if len(w) > 1)})"
    scale = rf"[KkMB](?![A-Za-z0-9_])|[ \t](?:[KM]|{big})(?!\w)"
    decimal_comma = (
        rf"[0-9]{{1,6}},[0-9]{{1,2}}(?![0-9,])(?={_BLANK}{{0,2}}(?:{unit}|{big}){word_end})|\A[0-9]{{1,6}},[0-9]{{1,2}}\Z"
        r"|(?<=€)[0-9]{1,6},[0-9]{2}(?![0-9,])|0,[0-9]{1,4}(?![0-9,]|\.[0-9])"
    )
    number = (
        r"(?>[0-9]{1,3}(?>(?:\.[0-9]{3}){1,5}),[0-9]{1,4}(?![0-9])"  # 2.000,00; 2 231
        r"|(?<![\w).,%][ ])[0-9]{1,3}(?>(?:[ \u00a0\u202f][0-9]{3}){1,5})(?>(?:,[0-9]{1,2})?)(?![0-9]|[.,][0-9])"
        rf"|{decimal_comma}|(?:[0-9]{{1,3}}(?>(?:,[0-9]{{3}}){{1,5}})(?![0-9])|[0-9]++)"
        r"(?:\.[0-9]++)?(?:[eE][-+]?[0-9]{1,2}(?!\w))?)"
    )
    dates, signs = schema("dates"), schema("quantities")["currencies"]
    marks = dates["years"] + dates["month_marks"] + dates["day_marks"]
    # `2h30m` is two quantities; anything else stuck to a unit makes it a word.
    unit_end = rf"(?:{word_end}|(?<=[hm])(?=[0-9]{{1,2}}[ms](?!\w)))"
    return compiled(
        rf"""
    (?P<skip>
        (?:^[ \t]*+|\*\*|<br>[ \t]*)[0-9]{{1,9}}[.)](?=[ \t]+\S)              # numbered items
      | </?[a-zA-Z][^<>\n]{{0,80}}> | `[^`\n]*` | \{{[^{{}}\n]*\}} | \[\^?[0-9]{{1,3}}\]
      | [A-Za-z]{{2,12}}://\S+ | localhost:[0-9]+
      | [^\W\d_{cjk}]{latin}*+(?>(?P<joined>[-./\\@]\w++)*)(?(joined)(?::[0-9]++)?)  # words, paths
      | [\#@§第]\w*+ | 24/7(?!\w) | /[\w.][\w./@+-]* | -+>
      | [0-9]\w*+(?>(?:-\w++){{2,}})(?>(?:[.:/]\w++)*)                           # ISO dates, file names
    )
    | (?P<comparator>(?:[<>]=?|[≤≥≈~]|&[lg]t;=?)[ \t]?)?
      (?P<sign>(?<![\w%)\]])[-+−])?
      (?P<currency>[{signs}])?
      (?<!\.)(?P<number>{number}) (?P<scale>{scale})? (?P<open>\+)?
      (?:
        (?:[ \t]?/[ \t]?|[ \t]+(?:{_any(words("of"))})[ \t]+)
        (?P<of>{number})(?P<of_scale>{scale})?(?=[ \t]?{unit}{word_end}|{word_end}(?![-./:][\w]))
      )?
      (?:
        {_BLANK}{{0,2}}(?P<unit>{unit}(?:{rate})?|{rate}){unit_end}(?P<open_unit>\+)?
      | -(?P<span>{times})(?!\w)                                           # 24-hour
      | [ \t](?:[A-Za-z]{{1,20}}[ \t])?(?P<noun>[A-Za-z]{{1,20}}{rate})    # queries/sec
      | {word_end}(?![.:/\\]\w|-[A-Za-z_]|[\ufe0f\u20e3^{marks}])
      )
    | [0-9]{latin}*+(?>(?:[-./:]\w++)*)
    """,
        re.VERBOSE | re.MULTILINE,
    )


def unit(match: re.Match[str]) -> str:
    """Return the unit in one spelling: `GB per month` is `GB/month`, `5 Stunden` are `hours`."""
    written = match["unit"] or match["span"] or match["noun"] or ""
    measure, *rate = (part.strip() for part in f" {written}".replace(" per ", "/").split("/"))
    if len(measure) > 2 and measure[1:].islower():
        measure = measure.lower()
    measure = _translated().get(measure.casefold(), "x" if measure == "×" else measure)
    return "/".join([match["currency"] or measure, *rate])


def factor(scale: str | None) -> int:
    """Return what a suffix multiplies its number by."""
    return int(schema("quantities")["scales"][scale.strip().lower()]) if scale else 1


def value(digits: str, factor: int) -> Number:
    """Return the number written as `digits`; whole numbers, and those that a suffix scales, as int."""
    plain = "".join(digits.split())
    head, comma, tail = plain.rpartition(",")
    if comma and "." not in tail and ("." in head or len(tail) != 3 or head == "0"):
        plain = f"{head.replace('.', '')}.{tail}"
    plain = plain.replace(",", "")
    if plain.isdigit():
        return int(plain) * factor
    return round(float(plain) * factor) if factor > 1 else float(plain)
