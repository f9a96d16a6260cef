"""Whether a report hints at something that its words hardly answer: where it does, nothing is said against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from de_lint.judging.matching.passages import Passage
from de_lint.judging.matching.synonyms import synonyms
from de_lint.judging.matching.terms import FAINT, IDENTIFIER, QUANTITY, WORD, Term

#: Words that begin alike for so long are of one family (`Ursache`, `Ursachenanalyse`).
_FAMILY = 6
#: The parts of a compound (`Testfälle`) have so many letters.
_PART = 4
#: Shorter passages are fields of a form (`Tests: 40 of 40`), in which one word tells nothing.
_FEWEST_WORDS = 3
#: The share of the words of the subject that a report about it says.
_ON_SUBJECT = 0.3
#: So many words tell what a text is about; each of them is compared with each word of the report.
_MOST_WORDS = 200


def telling(words: Iterable[Term], kinds: Collection[str]) -> list[Term]:
    """Return the words of these kinds, in a certain order; of very many some, for all would take for ever."""
    return sorted((t for t in words if t.kind in kinds), key=lambda t: (t.key, t.kind))[:_MOST_WORDS]


def is_about(subject: frozenset[Term], passages: Sequence[Passage]) -> bool:
    """Tell whether passages speak of a subject as a whole: some of its words, or an identifier such as its ticket."""
    if any(t.kind == IDENTIFIER and t in p.terms for p in passages for t in subject):
        return True
    wanted = telling(subject, (WORD,))
    said = [any(_related(t.key, other.key) for p in passages for other in p.terms) for t in wanted]
    return not wanted or sum(said) >= _ON_SUBJECT * len(wanted)


def hinted(own: Iterable[Term], passages: Iterable[Passage], common: bool) -> bool:
    """Tell whether a passage says one distinctive word of some, or a word like it, or two common ones.

    `own` are the words of a demand without those that tell what all of the task is about. Where they are all common, or
    where `common` says so, one of them is enough.
    """
    words = telling(own, (WORD, IDENTIFIER, QUANTITY, FAINT))
    enough = common or all(t.kind == FAINT for t in words)
    return any(_hints(words, p, enough) for p in passages)


def _hints(own: Sequence[Term], passage: Passage, common: bool) -> bool:
    near = list(islice((t for t in own if _said(t, passage)), 2))
    if len(near) > 1 or not near:
        return bool(near)
    named = any(t.kind == IDENTIFIER and near[0].key in t.key for t in passage.terms)
    return named or ((common or near[0].kind != FAINT) and _words(passage) >= _FEWEST_WORDS)


def speaks_of(passage: Passage, words: Iterable[Term]) -> bool:
    """Tell whether a passage says one of some words, or a word like it."""
    return any(_said(t, passage) for t in words)


def _said(term: Term, passage: Passage) -> bool:
    return any(_related(term.key, other.key) for other in passage.terms)


def _words(passage: Passage) -> int:
    return sum(t.kind in (WORD, IDENTIFIER, FAINT) for t in passage.terms)


def _related(one: str, other: str) -> bool:
    """Tell whether two stems are of one family, one is a part of the other, or both say the same."""
    if one == other or other in synonyms().get(one, ()):
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _PART or not shorter.isalpha():
        return False
    if longer.startswith(shorter) and len(longer) - len(shorter) >= _PART:
        return True
    return len(shorter) >= _FAMILY and (shorter in longer or shorter[:_FAMILY] == longer[:_FAMILY])
