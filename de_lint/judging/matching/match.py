"""How well a report answers what was asked: each demand against each passage, by the terms that they share."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from de_lint.judging.matching.demands import QUESTION, RESULT, STEP, Demand
from de_lint.judging.matching.passages import Passage
from de_lint.judging.matching.terms import FAINT, IDENTIFIER, QUANTITY, Term, terms_of

#: The share of a demand's weight that must be said for it to count as spoken of.
THRESHOLDS = {STEP: 0.34, RESULT: 0.15, QUESTION: 0.25}
#: What is said all over the report counts less than what one passage says together.
_APART = 0.5
#: Stems that begin alike are nearly the same word (`comparison`, `compar`).
_ALIKE = 0.8
_SHORTEST_ALIKE = 5
#: A word that says what all the task is about tells little of one step.
_SHARED = 0.35


@dataclass(frozen=True, slots=True)
class Match:
    """How well a demand is answered (0 to 1), and the passage that comes nearest to it."""

    demand: Demand
    score: float
    nearest: Passage | None

    @property
    def answered(self) -> bool:
        """Tell whether the report speaks of it; in doubt it does."""
        return self.score >= THRESHOLDS[self.demand.kind]


def match(demands: Sequence[Demand], subject: str, passages: Sequence[Passage]) -> list[Match]:
    """Return how well passages answer each of some demands; `subject` is what all the demands are about.

    A demand that consists of words that tell nothing counts as answered.
    """
    terms = [_terms(d) for d in demands]
    about = terms_of(subject)
    weights = _weights(terms, about)
    said = _Said(passages)
    return [_matched(d, t, weights, said) for d, t in zip(demands, terms, strict=True)]


def _terms(demand: Demand) -> frozenset[Term]:
    own = terms_of(demand.text)
    return own if any(t.kind != FAINT for t in own) else own | terms_of(demand.within)


def _weights(terms: Sequence[frozenset[Term]], about: frozenset[Term]) -> Mapping[Term, float]:
    """Return how much each term tells: the less, the more of the demands it is in."""
    total = len(terms)
    out = {}
    for term in frozenset().union(*terms):
        among = sum(term in each for each in terms)
        rare = math.log(1 + total / among) / math.log(1 + total) if total > 1 else 1.0
        out[term] = term.weight * rare * (_SHARED if term in about and total > 1 else 1.0)
    return out


class _Said:
    """The passages of a report, and all that they say together."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.everything = frozenset().union(*(p.terms for p in passages))
        self._keys = frozenset(t.key for t in self.everything)

    def near(self, term: Term) -> Mapping[str, float]:
        """Return the keys that the report has for a term, with how near they are."""
        found = {k: _ALIKE for k in self._keys if term.kind not in (IDENTIFIER, QUANTITY) and _alike(k, term.key)}
        return {**found, term.key: 1.0} if term.key in self._keys else found


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHORTEST_ALIKE or not shorter.isalpha():
        return False
    common = next((i for i, c in enumerate(shorter) if longer[i] != c), len(shorter))
    return common >= _SHORTEST_ALIKE and common >= len(shorter) - 1


def _matched(demand: Demand, terms: Iterable[Term], weights: Mapping[Term, float], said: _Said) -> Match:
    total = sum(weights[t] for t in terms)
    if not any(t.kind != FAINT for t in terms) or not total:
        return Match(demand, 1.0, None)
    near = {t: said.near(t) for t in terms}
    apart = sum(weights[t] * max(near[t].values(), default=0.0) for t in terms) / total
    best, together = None, 0.0
    for passage in said.passages:
        keys = {t.key for t in passage.terms}
        here = sum(weights[t] * max((n for k, n in near[t].items() if k in keys), default=0.0) for t in terms) / total
        if here > together:
            best, together = passage, here
    return Match(demand, _APART * apart + (1 - _APART) * together, best)
