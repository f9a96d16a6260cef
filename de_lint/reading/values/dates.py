"""Calendar days as people write them in ten languages, turned into ISO days; nothing is guessed.

A day that could be two days (`7/6/2025`) is none, unless a time with AM or PM shows how its writer writes days.
A timestamp is the day it falls on, as written. The words stand in `schemas/dates.json`.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from de_lint.patterns import compiled
from de_lint.vocabulary.schemas import schema


def _any(name: str) -> str:
    return "|".join(schema("dates")[name].split())


_YEAR = r"((?:19|20|21)[0-9]{2})"
_NUMBER = r"([0-9]{1,2})"
_MONTH = r"([^\W\d_]{3,10})\.?"
_DAY = rf"{_NUMBER}(?:{_any('ordinals')})?"
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

# The order of the three captured parts, and how they are written; what begins with a word stands last.
_FORMS: tuple[tuple[str, str], ...] = (
    ("ymd", rf"{_YEAR}-{_NUMBER}-{_NUMBER}"),
    ("ymd", rf"{_YEAR}/{_NUMBER}/{_NUMBER}"),
    ("ymd", rf"{_YEAR}\.([01][0-9])\.([0-3][0-9])"),
    ("ymd", rf"{_YEAR}\. {_NUMBER}\. {_NUMBER}"),
    ("ymd", rf"{_YEAR}{_MAY_GAP}{_YEARS}{_MAY_GAP}{_NUMBER}{_MAY_GAP}{_MONTHS}{_MAY_GAP}{_NUMBER}{_MAY_GAP}{_DAYS}"),
    ("dmy", rf"{_NUMBER}\.{_MAY_GAP}{_NUMBER}\.{_MAY_GAP}{_YEAR}{_AFTER}"),
    ("slash", rf"{_NUMBER}/{_NUMBER}/{_YEAR}"),
    ("dmy", rf"{_DAY}{_GAP}{_WITHIN}{_MONTH},?{_GAP}{_WITHIN}{_YEAR}{_AFTER}"),
    ("dmy", rf"{_NUMBER}-{_MONTH}-{_YEAR}"),
    ("mdy", rf"{_MONTH}{_GAP}(?:the{_GAP})?{_DAY}(?:,[ \t]?|{_GAP}){_YEAR}"),
    ("mdy", rf"{_MONTH}{_GAP}{_DAY}{_GAP}{_CLOCK}{_GAP}(?:[a-z]{{3,4}}{_GAP})?{_YEAR}"),
)
# The edges keep out ids (`BUG-2025-07-01`), versions, paths and file names (`2025-07-20.md`).
_WRITTEN = [f"({form})" for _, form in _FORMS]
_CANDIDATE = compiled(
    rf"(?<![{_WORD}./\\])(?<![{_WORD}]-)(?:(?=[0-9])(?:{'|'.join(_WRITTEN[:-2])})|{'|'.join(_WRITTEN[-2:])})(?![0-9])"
    rf"{_TIME}(?![{_WORD}]|[-./\\][{_WORD}])",
    re.IGNORECASE,
)
# Every form captures four groups: itself, then its three parts.
_ORDER = {1 + 4 * index: order for index, (order, _) in enumerate(_FORMS)}
_MONTH_ALONE = compiled(
    rf"(?:{_YEAR}(?:[-/]|{_MAY_GAP}{_YEARS}{_MAY_GAP}){_NUMBER}{_MAY_GAP}{_MONTHS}?|{_MONTH},?{_GAP}{_WITHIN}{_YEAR}{_AFTER})\W*",
    re.IGNORECASE,
)
_A_YEAR = compiled(r"(?:19|20|21)[0-9]{2}")

#: What may stand before a value, and the word that follows.
_LEAD = compiled(r"[^\w<>~≤≥#$/\\.-]*((?:[^\W\d_]+(?:-[^\W\d_]+)?\.?)?)")
_MOST_LEADS = 4
_LONGEST_LEAD = 24
_COMPACT = compiled(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:[T_-]?[0-9]{4}(?:[0-9]{2})?Z?)?[^\w]*")
_IN_FILENAME = compiled(
    r"(?<![0-9])(?<![A-Z]{2}-)((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:[0-9]{4}|[0-9]{6})?(?![0-9])"
    r"|(?<![0-9])((?:19|20)[0-9]{2})([-_.])([0-9]{2})\5([0-9]{2})(?![0-9])"
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
    start = _value_start(text)
    found = _CANDIDATE.match(text, start)
    if found:
        parts = _parts(found)
        return _iso(*parts) if parts else None
    compact = _COMPACT.fullmatch(text, start)
    if compact:
        return _iso(*(int(part) for part in compact.groups()))
    alone = _MONTH_ALONE.fullmatch(text, start)
    if alone is None:
        return None
    month = int(alone[2]) if alone[2] else _months().get(_plain(alone[3]), 0)
    return f"{alone[1] or alone[4]}-{month:02}" if 1 <= month <= 12 else None


def from_filename(name: str) -> str | None:
    """Return the first ISO day in a file's name, compact (`20250721`) or not; folders do not count."""
    base = name.replace("\\", "/").rpartition("/")[2]
    for match in _IN_FILENAME.finditer(base):
        year, month, day = match.group(1, 2, 3) if match[1] else match.group(4, 6, 7)
        iso = _iso(int(year), int(month), int(day))
        if iso:
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


def _value_start(text: str) -> int:
    """Return where the value begins, past emphasis, quotes, brackets and emoji, a weekday and words such as `on`."""
    at = 0
    for _ in range(_MOST_LEADS):
        match = _LEAD.match(text, at)
        if match is None or _plain(match[1]).rstrip(".") not in _weekdays() | _befores():
            return match.start(1) if match else at
        at = match.end()
    return at


def _with_weekday(text: str, start: int) -> int:
    """Return where a date begins with the weekday before it: `Montag, den 21. Juli 2025`."""
    before = text[max(0, start - _LONGEST_LEAD) : start]
    at = len(before)
    for word in before.replace(",", " ").replace(".", " ").split()[:-3:-1]:
        at = before.rindex(word, 0, at)
        if _plain(word.lstrip("*_([")) in _weekdays():
            return start - len(before) + at + len(word) - len(word.lstrip("*_(["))
        if _plain(word) not in _befores():
            break
    return start


def candidates(text: str) -> Iterator[tuple[re.Match[str], tuple[int, int, int]]]:
    """Yield what looks like exactly one day, existing or not, with its year, month and day."""
    if not _A_YEAR.search(text):
        return
    for match in _CANDIDATE.finditer(text):
        parts = _parts(match)
        if parts:
            yield match, parts


def _parts(match: re.Match[str]) -> tuple[int, int, int] | None:
    """Return year, month and day of a candidate; None for two possible readings or none."""
    index = next(i for i in _ORDER if match[i] is not None)
    order = _ORDER[index]
    written = match.groups()[index : index + 3]
    first, second, third = (int(p) if p.isdecimal() else _months().get(_plain(p)) or -1 for p in written)
    if -1 in (first, second):  # a word that is no month
        return None
    if order == "ymd":
        return first, second, third
    if order == "slash":
        # Who writes a day with slashes and its time with AM or PM puts the month first.
        said = match.group().lower().replace(".", "")
        return (third, first, second) if "am" in said or "pm" in said else _slash_parts(first, second, third)
    return (third, second, first) if order == "dmy" else (third, first, second)


def _slash_parts(first: int, second: int, year: int) -> tuple[int, int, int] | None:
    """Return the only reading of `first/second/year`: a number above twelve is the day."""
    if first != second and 1 <= first <= 12 and 1 <= second <= 12:
        return None
    return (year, second, first) if first > 12 else (year, first, second)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
