"""Answers that say that there is nothing: none, n/a, no blockers, in the words of `schemas/answers.json`."""

from __future__ import annotations

from functools import cache, lru_cache

from de_lint.reading.markup import without_emoji, without_markup
from de_lint.vocabulary.schemas import schema

_ENDS = ".;:–—(),!。；，、（|"
_NO_WORDS = " \t-–—/_*~"


#: A longer answer in a language that does not set words apart says more than that.
_LONGEST = 14


@cache
def _words(name: str) -> frozenset[str]:
    rows = schema("answers")[name]
    return frozenset((" ".join(rows.values()) if isinstance(rows, dict) else rows).split())


@lru_cache(maxsize=2048)
def says_none(text: str) -> bool:
    """Tell whether a value says that there is nothing; `None, but …` and `0 of 3 keys work` say something."""
    plain = _plain(text)
    if not plain.strip(_NO_WORDS):
        return text.strip() not in ("", "/")
    start = 1 if plain[0] == "(" else 0
    ends = [*(plain.find(mark, start) for mark in _ENDS), plain.find(" - ")]
    cut = min((i for i in ends if i > 0), default=len(plain))
    clause, rest = plain[start:cut].split(), plain[cut:].split()
    if not plain.isascii() and any(c > "\u2e80" for c in plain):
        return len(plain) <= _LONGEST and _any_in(plain, "none") and not _any_in(plain, "except")
    if not clause or any(w.strip(_ENDS) in _words("except") for w in (*clause[1:], *rest)[:-1]):
        return False
    if clause[0] in _words("alone") and clause[1:2] != ["of"]:
        return True
    known = _words("none") | _words("filler")
    return all(w in known for w in clause) and any(w in _words("none") for w in clause)


def says_over(text: str) -> bool:
    """Tell whether a value says no more than that all of it is over, as in `All blockers resolved`."""
    plain = _plain(text)
    if any(c > "\u2e80" for c in plain):
        return len(plain) <= _LONGEST and _any_in(plain, "over") and not _any_in(plain, "none")
    words = [w.strip(_ENDS) for w in plain.split()]
    over = [w for w in words if w in _words("over")]
    return bool(over) and all(w in over or w in _words("filler") for w in words)


def _plain(text: str) -> str:
    """Return a text without markup, brackets around it, and what joins its words."""
    plain = without_emoji(without_markup(text)).strip(" []—–\t").casefold()
    return plain.replace("'", "").replace("’", "").replace("n.a", "na")


def _any_in(text: str, name: str) -> bool:
    return any(word in text for word in _words(name) if not word.isascii())
