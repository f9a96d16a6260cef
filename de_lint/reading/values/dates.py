"""Calendar days as people write them in ten languages, turned into ISO days; nothing is guessed.

A day that could be two days (`7/6/2025`) is none, unless a time with AM or PM shows how its writer writes days.
A timestamp is the day it falls on, as written. The words stand in `schemas/dates.json`.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from de_lint.classes import dataclass
from de_lint.patterns import compiled
from de_lint.vocabulary.schemas import schema


def _any(name: str) -> str:
    return "|".join(schema("dates")[name].split())


_YEAR = r"(?:19|20|21)[0-9]{2}"
_NUMBER = r"[0-9]{1,2}"
_MONTH = r"([^\W\d_]{3,10})\.?"
_GAP = r"[ \t\u00a0]{1,3}"
_MAY_GAP = r"[ \t\u00a0]?"
_WITHIN = rf"(?:(?:{_any('within')}){_GAP}){{0,2}}"
_AFTER = rf"(?:{_MAY_GAP}(?:{_any('after')}))?"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?![0-9:])"
_ZONE = r"(?:z|utc|gmt|[ap]\.?m|(?-i:[A-Z]{2,3}T)|[+-][0-9]{2}:?[0-9]{2})(?![\w])"
_TIME = rf"(?:(?:t|,?{_GAP}(?:(?:{_any('at')}){_GAP})?)(?P<clock>{_CLOCK})(?:[ \t]?{_ZONE})?(?:[ \t]{_ZONE})?)?"
#: Chinese, Japanese and Korean do not set words apart, so that their characters may stand right beside a date.
_WORD = r"a-zA-Z0-9_\u00c0-\u052f"
_YEARS, _MONTHS, _DAYS = (f"[{schema('dates')[name]}]" for name in ("years", "month_marks", "day_marks"))

# What begins with a word stands last. The edges keep out ids (`BUG-2025-07-01`), versions, paths and file names.
_YEAR_FIRST = (
    rf"{_YEAR}(?:-{_NUMBER}-{_NUMBER}|/{_NUMBER}/{_NUMBER}|\.[01][0-9]\.[0-3][0-9]|\. {_NUMBER}\. {_NUMBER}"
    rf"|{_MAY_GAP}{_YEARS}{_MAY_GAP}{_NUMBER}{_MAY_GAP}{_MONTHS}{_MAY_GAP}{_NUMBER}{_MAY_GAP}{_DAYS})"
)
_DAY_FIRST = (
    rf"{_NUMBER}(?:\.{_MAY_GAP}{_NUMBER}\.{_MAY_GAP}|/{_NUMBER}/|-{_MONTH}-"
    rf"|(?:{_any('ordinals')})?{_GAP}{_WITHIN}{_MONTH},?{_GAP}{_WITHIN}){_YEAR}{_AFTER}"
)
_MONTH_FIRST = (
    rf"{_MONTH}{_GAP}(?:the{_GAP})?{_NUMBER}(?:{_any('ordinals')})?"
    rf"(?:,[ \t]?|{_GAP}(?:{_CLOCK}{_GAP}(?:[a-z]{{3,4}}{_GAP})?)?){_YEAR}"
)
_CANDIDATE = compiled(
    rf"(?<![{_WORD}./\\])(?<![{_WORD}]-)(?P<day>(?=[0-9])(?:{_YEAR_FIRST}|{_DAY_FIRST})|{_MONTH_FIRST})(?![0-9])"
    rf"{_TIME}(?![{_WORD}]|[-./\\][{_WORD}])",
    re.IGNORECASE,
)
_MONTH_ALONE = compiled(
    rf"[\W_]*(?:({_YEAR})(?:[-/]|{_MAY_GAP}{_YEARS}{_MAY_GAP})({_NUMBER}){_MAY_GAP}{_MONTHS}?"
    rf"|{_MONTH},?{_GAP}{_WITHIN}({_YEAR}){_AFTER})\W*",
    re.IGNORECASE,
)
_CENTURIES = ("19", "20", "21")
_PART = compiled(r"[0-9]+|[^\W\d_]+(?:-[^\W\d_]+)?")
#: No value begins behind one of these.
_NO_LEAD = frozenset("<>~≤≥#$/\\.-")
_LONGEST_LEAD = 24
_IN_FILENAME = compiled(
    r"(?<![0-9])((?:19|20)[0-9]{2})([-_.]?)([0-9]{2})\2([0-9]{2})(?:[T_-]?[0-9]{4}(?:[0-9]{2})?Z?)?(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A calendar day (`iso`, `YYYY-MM-DD`) and where in the text it was written, its weekday and time included."""

    iso: str
    start: int
    end: int


def find(text: str) -> list[FoundDate]:
    """Return the unambiguous, existing days in `text`, in order."""
    return [
        FoundDate(iso, _with_weekday(text, match.start()), match.end())
        for match, parts in candidates(text)
        if (iso := _iso(*parts))
    ]


def parse(text: str) -> str | None:
    """Return the ISO day that `text` starts with, or the month (`YYYY-MM`) that it is; None for anything else."""
    if not any(map(text.__contains__, _CENTURIES)):
        return None
    for found in find(text)[:1]:
        lead = text[: found.start]
        said = {_plain(word) for word in _PART.findall(lead)}
        return found.iso if said <= _befores() and _NO_LEAD.isdisjoint(lead) else None
    core = text.strip(" \t*_`\"'()[]")
    compact = _IN_FILENAME.fullmatch(core)
    if compact and not compact[2]:
        return _iso(*map(int, compact.group(1, 3, 4)))
    alone = _MONTH_ALONE.fullmatch(core)
    month = (int(alone[2]) if alone[2] else _months().get(_plain(alone[3]), 0)) if alone else 0
    return f"{alone[1] or alone[4]}-{month:02}" if alone and 1 <= month <= 12 else None


def without_days(text: str) -> str:
    """Return a text without its days, whose words no ISO day keeps; one with a time of day says more and stays."""
    for found in reversed(find(text)):
        if ":" not in text[found.start : found.end]:
            text = text[: found.start] + text[found.end :]
    return text


def from_filename(name: str) -> str | None:
    """Return the first ISO day in a file's name, compact (`20250721`) or not; folders do not count."""
    base = name.replace("\\", "/").rpartition("/")[2]
    for match in _IN_FILENAME.finditer(base):
        is_id = not match[2] and base[: match.start()][-3:].isupper() and base[match.start() - 1] == "-"
        if not is_id and (iso := _iso(*map(int, match.group(1, 3, 4)))):
            return iso
    return None


def _plain(word: str) -> str:
    """Return a word in small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


@cache
def _months() -> dict[str, int]:
    """The number of each month's name and its beginnings; 0 for the beginnings of two."""
    found: dict[str, int] = {}
    for row in schema("dates")["months"]:
        for number, name in enumerate(_plain(row).split(), start=1):
            for end in range(3, len(name) + 1):
                found[name[:end]] = number if found.get(name[:end], number) == number else 0
    return found


@cache
def _month_names() -> frozenset[str]:
    return frozenset(_plain(" ".join(schema("dates")["months"])).split())


def is_month(word: str) -> bool:
    """Tell whether a word is a month's name, or one of its beginnings in capitals: `5 mar` is none."""
    plain = _plain(word)
    return word != "may" if plain in _month_names() else word[:1].isupper() and bool(_months().get(plain))


@cache
def _weekdays() -> frozenset[str]:
    names = " ".join(schema("dates")["weekdays"].values())
    return frozenset(name[:end] for name in _plain(names).split() for end in range(2, len(name) + 1))


@cache
def _befores() -> frozenset[str]:
    return frozenset(_plain(schema("dates")["before"]).split())


def _with_weekday(text: str, start: int) -> int:
    """Return where a date begins with the weekday before it: `Montag, den 21. Juli 2025`."""
    nearest = max(0, start - _LONGEST_LEAD)
    for word in [*_PART.finditer(text, nearest, start)][:-3:-1]:
        if _plain(word.group()) in _weekdays():
            return word.start()
        if _plain(word.group()) not in _befores():
            break
    return start


def candidates(text: str) -> Iterator[tuple[re.Match[str], tuple[int, int, int]]]:
    """Yield what looks like exactly one day, existing or not, with its year, month and day."""
    if not any(map(text.__contains__, _CENTURIES)):
        return
    for match in _CANDIDATE.finditer(text):
        parts = _parts(match)
        if parts:
            yield match, parts


def _parts(match: re.Match[str]) -> tuple[int, int, int] | None:
    """Return year, month and day of a candidate; None for two possible readings or none."""
    written = _PART.findall(match["day"])
    first, second, *others = (int(p) for p in written if p.isdecimal())
    if first > 999:
        return first, second, others[0]
    words = [p for p in written if not p.isdecimal()]
    if "/" in match["day"]:
        # Who writes a day with slashes and its time with AM or PM puts the month first.
        said = match.group().lower().replace(".", "")
        month_first = first == second or first <= 12 < second or "am" in said or "pm" in said
        if not month_first and first <= 12:
            return None
        return (others[0], first, second) if month_first else (others[0], second, first)
    if "." in match["day"] and not words:
        return others[0], second, first
    month = next(filter(None, (_months().get(_plain(word)) for word in words)), 0)
    return ([second, *others][-1], month, first) if month else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
