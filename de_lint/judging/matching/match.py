"""How well a report answers what was asked: each demand against each passage, by the terms that they share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from de_lint.classes import dataclass, replace
from de_lint.judging.matching.between import free_lines, in_other_words
from de_lint.judging.matching.demands import QUESTION, RESULT, STEP, Demand
from de_lint.judging.matching.hints import hinted, is_about, speaks_of, telling
from de_lint.judging.matching.passages import Passage
from de_lint.judging.matching.terms import FAINT, IDENTIFIER, NUMBER, QUANTITY, WORD, Term, terms_of

#: The share of a demand's weight that must be said for it to count as spoken of.
THRESHOLDS = {STEP: 0.26, RESULT: 0.3, QUESTION: 0.2}
#: What is said all over the report counts less than what one passage says together.
_APART = 0.5
#: Stems that begin alike are nearly the same word (`comparison`, `compar`).
_ALIKE = 0.8
_SHORTEST_ALIKE = 4
_LONGEST_ENDING = 3
#: A word that says what all the task is about tells little of one step.
_SHARED = 0.35
#: A result is expected in numbers that the report need not repeat: it says which were reached.
_GOALS = (QUANTITY, NUMBER)


@dataclass(frozen=True, slots=True)
class DemandMatch:
    """How well a demand is answered (0 to 1), and the passage that comes nearest to it."""

    demand: Demand
    score: float
    nearest: Passage | None
    #: Something that hardly says it might be about it.
    hinted: bool = False

    @property
    def answered(self) -> bool:
        """Tell whether the report speaks of it; in doubt it does."""
        return self.hinted or self.score >= THRESHOLDS[self.demand.kind]


def answers_to(demands: Sequence[Demand], subject: str, passages: Sequence[Passage]) -> list[DemandMatch]:
    """Return how well passages answer each of some demands; `subject` is what all the demands are about.

    A demand that consists of words that tell nothing counts as answered.
    """
    terms = {d: _terms(d) for d in demands}
    about = terms_of(subject)
    weights = _weights([terms[d] for d in demands if d.kind == STEP], about)
    said = _Said(passages)
    found = [_matched(d, _weighed(d, terms[d], weights), said) for d in demands]
    if not is_about(about, passages):
        return found
    return _with_other_words(_with_hints(found, terms, about, passages), terms, about, passages)


def _with_hints(
    found: Sequence[DemandMatch],
    terms: Mapping[Demand, frozenset[Term]],
    about: frozenset[Term],
    passages: Sequence[Passage],
) -> list[DemandMatch]:
    """Let passages hint at what is unanswered; at a step, those that speak of no other step."""
    taken = {m.nearest for m in found if m.demand.kind == STEP and m.answered}
    free = [p for p in passages if p not in taken]
    out = []
    for m in found:
        step = m.demand.kind == STEP
        out.append(replace(m, hinted=hinted(terms[m.demand] - about, free if step else passages, common=not step)))
    return out


def _with_other_words(
    found: Sequence[DemandMatch],
    terms: Mapping[Demand, frozenset[Term]],
    about: frozenset[Term],
    passages: Sequence[Passage],
) -> list[DemandMatch]:
    """Let what stands where an unanswered step is due count as a hint at it, and enough else as hints at the rest."""
    numbers = {p: n for n, p in enumerate(passages)}
    steps = [m for m in found if m.demand.kind == STEP]
    places = [numbers[m.nearest] if m.answered and m.nearest else None for m in steps]
    other = telling((t for m in found if m.demand.kind != STEP for t in terms[m.demand]), (WORD, IDENTIFIER))
    claimed = {numbers[m.nearest] for m in found if m.answered and m.nearest}
    claimed |= {n for n, p in enumerate(passages) if speaks_of(p, other)}
    free = free_lines(passages, claimed, about)
    said = {steps[n].demand for n in in_other_words(places, passages, free)}
    for kind in THRESHOLDS:  # in doubt each line that is about nothing else is about one of them
        left = {m.demand for m in found if m.demand.kind == kind and not m.answered}
        said |= left if len(left) <= len(free) else set()
    return [replace(m, hinted=m.hinted or m.demand in said) for m in found]


def _weighed(demand: Demand, terms: frozenset[Term], among_steps: Mapping[Term, float]) -> Mapping[Term, float]:
    """Return how much each term of a demand tells; a result or question may well name what all of the task is about."""
    if demand.kind == STEP:
        return {t: among_steps[t] for t in terms}
    left_out = (FAINT, *_GOALS) if demand.kind == RESULT else (FAINT,)
    words = {t: t.weight for t in terms if t.kind not in left_out}
    return words or {t: t.weight for t in terms}


def _terms(demand: Demand) -> frozenset[Term]:
    own = terms_of(demand.text)
    return own if any(t.kind != FAINT for t in own) else own | terms_of(demand.within)


def _weights(terms: Sequence[frozenset[Term]], about: frozenset[Term]) -> Mapping[Term, float]:
    """Return how much each term tells: the less, the more of the steps it is in."""
    total = len(terms)
    out = {}
    for term in frozenset().union(*terms):
        among = sum(term in each for each in terms)
        rare = math.log(1 + total / among) / math.log(1 + total) if total > 1 else 1.0
        out[term] = term.weight * rare * (_SHARED if term in about and total > 1 else 1.0)
    return out


class _Said:
    """The passages of a report, found by what they say."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self._where: dict[str, set[int]] = {}
        self._by_start: dict[str, set[str]] = {}
        for number, passage in enumerate(passages):
            for term in passage.terms:
                self._where.setdefault(term.key, set()).add(number)
                self._by_start.setdefault(term.key[:_SHORTEST_ALIKE], set()).add(term.key)

    def near(self, term: Term) -> Mapping[int, float]:
        """Return the numbers of the passages that say a term or one like it, with how near they come."""
        found: dict[int, float] = {}
        if term.kind not in (IDENTIFIER, QUANTITY):
            alike = [k for k in self._by_start.get(term.key[:_SHORTEST_ALIKE], ()) if _alike(k, term.key)]
            found = dict.fromkeys((n for key in alike for n in self._where[key]), _ALIKE)
        return found | dict.fromkeys(self._where.get(term.key, ()), 1.0)


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHORTEST_ALIKE or not shorter.isalpha():
        return False
    common = next((i for i, c in enumerate(shorter) if longer[i] != c), len(shorter))
    if common == len(shorter):
        return len(longer) - common <= _LONGEST_ENDING or common > _SHORTEST_ALIKE
    return common == len(shorter) - 1 and common > _SHORTEST_ALIKE


def _matched(demand: Demand, weights: Mapping[Term, float], said: _Said) -> DemandMatch:
    total = sum(weights.values())
    if not any(t.kind != FAINT for t in weights) or not total:
        return DemandMatch(demand, 1.0, None)
    apart, together = 0.0, [0.0] * len(said.passages)
    for term in sorted(weights, key=lambda t: (t.key, t.kind)):  # sums of floats depend on their order
        near = said.near(term)
        apart += weights[term] * max(near.values(), default=0.0)
        for number, nearness in near.items():
            together[number] += weights[term] * nearness
    best = max(range(len(together)), key=lambda n: together[n], default=None)
    if best is None or not together[best]:
        return DemandMatch(demand, 0.0, None)
    score = (_APART * apart + (1 - _APART) * together[best]) / total
    return DemandMatch(demand, score, said.passages[best])
