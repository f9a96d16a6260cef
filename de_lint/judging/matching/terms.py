"""Text to terms: identifiers and paths, numbers with units, and the stems of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from de_lint.classes import dataclass
from de_lint.judging.matching.words import NUMBERS, STOP, UNITS, WEAK
from de_lint.patterns import compiled

#: How much a term tells, by its kind.
IDENTIFIER, QUANTITY, WORD, NUMBER, FAINT = "identifier", "quantity", "word", "number", "faint"
WEIGHTS = {IDENTIFIER: 3.0, QUANTITY: 2.5, WORD: 1.0, NUMBER: 0.8, FAINT: 0.25}

_TOKEN = compiled(
    r"(?P<path>[\w.~-]{0,200}/[\w./*-]{0,300}\w|\.?\w[\w-]*\.[A-Za-z]\w{0,7}(?:\.\w+)*\b(?!\.\w))"
    r"|(?P<id>\b[A-Z][A-Z0-9]+-\d+\b|\b\w+_\w+\b|\b[a-z]+[A-Z]\w*\b|\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+\b|#[a-z][\w-]+)"
    r"|(?P<number>(?<![\w.])[<>≤≥~$€£]?\d[\d,]*(?:\.\d+)*(?!\w*-\d))\s?(?P<unit>%|[a-zA-Z]+\b)?"
    r"|(?P<word>[^\W\d_][\w]*(?:['’]\w+)?)"
)
_PARTS = compiled(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_TICKET = compiled(r"[a-z][a-z0-9]+-\d+")
_ISE = compiled(r"(?<=[a-z]{3})is(?=e[sdr]?$|ing$|ation|able$)")


@dataclass(frozen=True, slots=True)
class Term:
    """What a text says at one place: `key` is equal for the same thing, `kind` is how much it tells."""

    key: str
    kind: str

    @property
    def weight(self) -> float:
        """How much it tells, before it is known how often it is said."""
        return WEIGHTS[self.kind]


def terms_of(text: str) -> frozenset[Term]:
    """Return what a text says, each thing once."""
    return frozenset(t for match in _TOKEN.finditer(text.replace("’", "'")) for t in _terms(match))


def _terms(match: re.Match[str]) -> Iterator[Term]:
    kind = match.lastgroup
    if kind in ("path", "id"):
        whole = match.group().strip("./#").casefold()
        yield Term(whole, IDENTIFIER)
        if not _TICKET.fullmatch(whole):  # the letters before a ticket's number are those of every ticket
            yield from (t for part in _PARTS.findall(match.group()) for t in _word(part))
    elif kind == "word":
        yield from _word(match["word"])
    else:
        yield from _number(match["number"], match["unit"])


def _number(written: str, unit: str | None) -> Iterator[Term]:
    value = written.lstrip("<>≤≥~$€£").replace(",", "")
    known = UNITS.get((unit or "").casefold())
    if known:
        yield Term(value + known, QUANTITY)
    yield Term(value, IDENTIFIER if value.count(".") > 1 else NUMBER)
    if unit and not known:
        yield from _word(unit)


def _word(written: str) -> Iterator[Term]:
    word = written.casefold().removesuffix("'s")
    if word in NUMBERS:
        yield Term(NUMBERS[word], NUMBER)
    elif len(word) > 1 and word not in STOP and not word.isdigit():
        key = stem(word)
        yield Term(key, FAINT if key in _weak() else WORD)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of an English word in lower case; spellings with s and z have one."""
    return _stemmer().stemWord(_ISE.sub("iz", word))  # type: ignore[no-any-return]


@cache
def _stemmer():  # type: ignore[no-untyped-def]
    import snowballstemmer  # 30 ms, for those that compare texts

    return snowballstemmer.stemmer("english")


@cache
def _weak() -> frozenset[str]:
    return frozenset(map(stem, WEAK))
