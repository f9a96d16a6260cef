"""Calendar days as people write them, turned into ISO days; nothing is guessed.

A day that could be two days (`7/6/2025`) is none, unless a time with AM or PM shows how its writer writes days.
A timestamp is the day it falls on, as written.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from de_lint.patterns import compiled

# Spelled out, because the calendar module names months in the locale of the process.
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS = {name.lower(): number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

_YEAR = r"((?:19|20|21)[0-9]{2})"
# ASCII only: without regard to case, `ı` would pass for `i`.
_MONTH = rf"((?a:{'|'.join(sorted(_MONTHS, key=len, reverse=True))}))\.?"
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_GAP = r"[ \t\u00a0]{1,3}"
_WEEKDAY = rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\.?,?{_GAP})?"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?![0-9:])"
_ZONE = r"(?:z|utc|gmt|[ap]\.?m|(?-i:[A-Z]{2,3}T)|[+-][0-9]{2}:?[0-9]{2})(?![\w])"
_TIME = rf"(?:(?:t|,?{_GAP}(?:at{_GAP})?){_CLOCK}(?:[ \t]?{_ZONE})?(?:[ \t]{_ZONE})?)?"

# The order of the three captured parts, and how they are written.
_FORMS: tuple[tuple[str, str], ...] = (
    ("ymd", rf"{_YEAR}-([0-9]{{1,2}})-([0-9]{{1,2}})"),
    ("ymd", rf"{_YEAR}/([0-9]{{1,2}})/([0-9]{{1,2}})"),
    ("dmy", rf"([0-9]{{1,2}})\.([0-9]{{1,2}})\.{_YEAR}"),
    ("slash", rf"([0-9]{{1,2}})/([0-9]{{1,2}})/{_YEAR}"),
    ("mdy", rf"{_WEEKDAY}{_MONTH}{_GAP}{_DAY}(?:,[ \t]?|{_GAP}){_YEAR}"),
    ("mdy", rf"{_WEEKDAY}{_MONTH}{_GAP}{_DAY}{_GAP}{_CLOCK}{_GAP}(?:[a-z]{{3,4}}{_GAP})?{_YEAR}"),
    ("dmy", rf"{_WEEKDAY}{_DAY}{_GAP}(?:of{_GAP})?{_MONTH},?{_GAP}{_YEAR}"),
    ("dmy", rf"([0-9]{{1,2}})-{_MONTH}-{_YEAR}"),
)
# The edges keep out ids (`BUG-2025-07-01`), versions, paths and file names (`2025-07-20.md`).
_CANDIDATE = compiled(
    rf"(?<![\w./\\])(?<!\w-)(?:{'|'.join(f'({form})' for _, form in _FORMS)})(?![0-9])"
    rf"{_TIME}(?!\w|[-./\\]\w)",
    re.IGNORECASE,
)
# Every form captures four groups: itself, then its three parts.
_ORDER = {1 + 4 * index: order for index, (order, _) in enumerate(_FORMS)}
_HOURS = compiled(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_CLOCK_LIMITS = (("hour", 23), ("minute", 59), ("second", 60))
#: Who writes a day with slashes and its time with AM or PM puts the month first.
_HALF_DAY = compiled(r"[0-9][ \t\u202f]?[ap]\.?m", re.IGNORECASE)
_FOUR_DIGITS = compiled(r"[0-9]{4}")

_DECORATION = compiled(r"[^\w<>~≤≥#$/\\.-]*")
_COMPACT = compiled(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:[T_-]?[0-9]{4}(?:[0-9]{2})?Z?)?[^\w]*")
_IN_FILENAME = compiled(
    r"(?<![0-9])(?<![A-Z]{2}-)((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:[0-9]{4}|[0-9]{6})?(?![0-9])"
    r"|(?<![0-9])((?:19|20)[0-9]{2})([-_.])([0-9]{2})\5([0-9]{2})(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A calendar day (`iso`, `YYYY-MM-DD`) and where in the text it was written, its time of day included."""

    iso: str
    start: int
    end: int


def find(text: str) -> list[FoundDate]:
    """Return the unambiguous, existing days in `text`, in order."""
    return [
        FoundDate(f"{year:04}-{month:02}-{day:02}", match.start(), match.end())
        for match, (year, month, day) in _candidates(text)
        if _objection(year, month, day) is None
    ]


def malformed(text: str) -> list[tuple[int, int, str]]:
    """Return `(start, end, reason)` for everything shaped like a date that no calendar or clock knows."""
    wrong: list[tuple[int, int, str]] = []
    for match, (year, month, day) in _candidates(text):
        reason = _objection(year, month, day) or _clock_objection(match.group())
        if reason:
            wrong.append((match.start(), match.end(), reason))
    return wrong


def parse(text: str) -> str | None:
    """Return the ISO day that `text` is, or starts with; None if it starts with anything else."""
    start = _decoration_end(text)
    found = _CANDIDATE.match(text, start)
    if found:
        parts = _parts(found)
        return _iso(*parts) if parts else None
    compact = _COMPACT.fullmatch(text, start)
    return _iso(*(int(part) for part in compact.groups())) if compact else None


def from_filename(name: str) -> str | None:
    """Return the first ISO day in a file's name, compact (`20250721`) or not; folders do not count."""
    base = re.split(r"[/\\]", name)[-1]
    for match in _IN_FILENAME.finditer(base):
        year, month, day = match.group(1, 2, 3) if match[1] else match.group(4, 6, 7)
        iso = _iso(int(year), int(month), int(day))
        if iso:
            return iso
    return None


def _decoration_end(text: str) -> int:
    """Return where the value begins, past blanks, emphasis, quotes, brackets and emoji."""
    match = _DECORATION.match(text)
    return match.end() if match else 0


def _candidates(text: str) -> Iterator[tuple[re.Match[str], tuple[int, int, int]]]:
    """Yield what looks like exactly one day, existing or not."""
    if not _FOUR_DIGITS.search(text):
        return
    for match in _CANDIDATE.finditer(text):
        parts = _parts(match)
        if parts:
            yield match, parts


def _parts(match: re.Match[str]) -> tuple[int, int, int] | None:
    """Return year, month and day of a candidate; None for two possible readings."""
    index = match.lastindex or 1
    order = _ORDER[index]
    written = match.groups()[index : index + 3]
    first, second, third = (_MONTHS.get(part.lower()) or int(part) for part in written)
    if order == "ymd":
        return first, second, third
    if order == "slash":
        return (third, first, second) if _HALF_DAY.search(match.group()) else _slash_parts(first, second, third)
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


def _objection(year: int, month: int, day: int) -> str | None:
    """Say why this day does not exist, or return None."""
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    if day < 1:
        return "there is no day 0"
    try:
        datetime.date(year, month, day)
    except ValueError:
        import calendar  # takes long, and most days exist

        return f"{_MONTH_NAMES[month - 1]} {year} has {calendar.monthrange(year, month)[1]} days"
    return None


def _clock_objection(written: str) -> str | None:
    """Say why the time of day in `written` does not exist, or return None."""
    clock = _HOURS.search(written)
    if not clock:
        return None
    for (what, limit), digits in zip(_CLOCK_LIMITS, clock.groups(), strict=True):
        if digits and int(digits) > limit:
            return f"there is no {what} {digits}"
    return None
