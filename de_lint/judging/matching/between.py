"""What a report says where a step is due: between what it says of the steps before and after it.

Reports mostly go through the steps in their order. An item in the place of a step, and that speaks of nothing else that
is asked for, may say it in other words (`Full backup taken` for `Take a snapshot beforehand`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from de_lint.judging.matching.passages import Passage
from de_lint.judging.matching.terms import IDENTIFIER, WORD, Term

#: An item of fewer words is a field of a form (`Storage: 61%`).
_WORDS = 2


def in_other_words(places: Sequence[int | None], passages: Sequence[Passage], free: Collection[int]) -> Iterator[int]:
    """Yield the numbers of the steps without a place for which an item stands where they are due.

    `places` holds the number of the passage that speaks of each step, `free` the lines that speak of no demand (see
    `free_lines`). Where more steps are missing than there are items, the first ones count as said.
    """
    for missing, run in groupby(range(len(places)), key=lambda n: places[n] is None):
        if missing:
            steps = list(run)
            items = {passages[n].line for n in _gap(places, steps, passages)}.intersection(free)
            yield from steps[: len(items)]


def free_lines(passages: Sequence[Passage], claimed: Collection[int], about: Collection[Term]) -> set[int]:
    """Return the lines of lists and prose that tell something, and that speak of nothing that is asked for.

    `claimed` holds the numbers of the passages that do; the words `about` the task as a whole tell nothing.
    """
    lines = {passages[n].line for n in claimed}
    return {p.line for p in passages[1:] if not p.formal and _tells(p, about)} - lines


def _gap(places: Sequence[int | None], steps: Sequence[int], passages: Sequence[Passage]) -> Iterator[int]:
    """Yield the passages between the neighbours of some steps; out of order, the rest of the list of each."""
    before = places[steps[0] - 1] if steps[0] else None
    after = places[steps[-1] + 1] if steps[-1] + 1 < len(places) else None
    if before is not None and after is not None and before < after:
        yield from range(before + 1, after)
        return
    if before is not None:
        yield from range(before + 1, _end(passages, before, 1))
    if after is not None:
        yield from range(_end(passages, after, -1) + 1, after)


def _end(passages: Sequence[Passage], start: int, way: int) -> int:
    """Return the first number, in one direction, of what is not in the list and field of a passage."""
    place = passages[start].indent, passages[start].field
    at = start + way
    while 0 <= at < len(passages) and (passages[at].indent, passages[at].field) == place:
        at += way
    return at


def _tells(passage: Passage, about: Collection[Term]) -> bool:
    return sum(t.kind in (WORD, IDENTIFIER) and t not in about for t in passage.terms) >= _WORDS
