"""The words of `schemas/asked.json`: what forms ask for, and what makes a field one that may be left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from de_lint.patterns import compiled
from de_lint.vocabulary.schemas import schema

_FLAGS = re.IGNORECASE


def _phrases(rows: str | dict[str, str]) -> list[str]:
    """Return phrases, the longest first, so that the first one that fits says most."""
    found = {p for row in (rows.values() if isinstance(rows, dict) else (rows,)) for p in row.split(", ")}
    return sorted(found, key=lambda p: (-len(p), p))


def _any(phrases: Iterable[str]) -> str:
    """Return a pattern for any of some phrases; writing without blanks between words has no edges of words."""
    return "|".join(re.escape(p) if p >= "\u2e80" else rf"\b{re.escape(p)}\b" for p in phrases)


@cache
def optional() -> re.Pattern[str]:
    """Return the pattern of a note that a field may be left out."""
    always, if_, so = (_any(_phrases(schema("asked")[name])) for name in ("optional", "if", "so"))
    return compiled(rf"[\s,;(–—:-]*(?:(?:{if_}) (?:any\b.*|{so})|{always})[\s.:]*\)?", _FLAGS)


@cache
def _asked(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows: dict[str, str] = schema("asked")[table]
    return tuple((name, compiled(_any(_phrases(row)), _FLAGS)) for name, row in rows.items())


def value_asked(said: str) -> str | None:
    """Return the kind of value that words ask for: `count`, `date`, `time`, `version`, `percentage` or `duration`."""
    if said.casefold() in word_set("counts"):
        return "count"
    begun = (name for name, form in _asked("begins") if form.match(said))
    many = (name for name, form in _asked("begins_many") if form.match(said) and said[-1] in "sx")
    held = (name for name, form in _asked("holds") if form.search(said))
    return next(chain(begun, many, held), None)


def begins_count(said: str) -> bool:
    """Tell whether the first word of what is asked for is one for a number: `number passed`."""
    return not word_set("counts").isdisjoint(said.casefold().split()[:1])


@cache
def word_set(table: str) -> frozenset[str]:
    """Return the words of a table that needs no order."""
    return frozenset(str(schema("asked")[table]).replace(",", "").split())


@cache
def _either() -> re.Pattern[str]:
    return compiled(rf"^\W*(?:{_any(_phrases(schema('asked')['either']))})[\s:]*", _FLAGS)


@cache
def _or() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(word_set("or")))
    return compiled(rf"\s*,\s*(?:{words})\s+|\s+(?:{words})\s+|\s*[,;、]\s*|(?:或|または|또는)", _FLAGS)


def choices_listed(said: str) -> tuple[list[str], bool]:
    """Return the parts of `low, medium or high`, and whether words say that they are choices."""
    begun = _either().match(said)
    rest = said[begun.end() :] if begun else said
    marks = [m.group().strip(" ,;、").casefold() for m in _or().finditer(rest)]
    parts = [p.strip() for p in _or().split(rest)]
    return parts, bool(begun) or (bool(marks) and marks[-1] != "")


def how_many(note: str) -> str:
    """Return how many boxes a note asks to be ticked: `one`, `many`, or blank where it does not say."""
    words = re.findall(r"\w+", note.casefold())
    return next((name for name in ("many", "one") if word_set(name) & set(words)), "")


@cache
def _hands_back() -> re.Pattern[str]:
    return compiled(_any(_phrases(schema("asked")["hands_back"])), _FLAGS)


def announces_answer(text: str) -> bool:
    """Tell whether a heading or sentence announces the form of an answer: `What you hand back`."""
    return _hands_back().search(text) is not None


def mask_letters() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the parts of a day or time with the letters that stand for their digits."""
    for name, letters in schema("asked")["masks"].items():
        yield name, tuple(letters.split())
