"""Which of many delegations and reports belong together without doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from de_lint.classes import dataclass
from de_lint.project.pairs.cards import DELEGATION, Card


@dataclass(frozen=True, slots=True)
class Placed:
    """A card, the number of its file within the run, and the folder of that file."""

    card: Card
    file: int
    folder: str


Pairs = list[tuple[Placed, Placed]]


def sure_pairs(placed: Sequence[Placed]) -> Pairs:
    """Return each delegation with the report that answers it, in order of the reports; each is in one pair at most.

    They share a ticket that no other delegation and no other report of the run is about, or they are of one agent and
    the only two of their file, or of their folder. Agents and tickets must not contradict each other.
    """
    ways: list[tuple[Callable[[Placed], Iterable[Hashable]], Callable[[Card, Card], bool]]] = [
        (lambda each: each.card.tickets, _same_agent),
        (lambda each: [each.file], _one_agent),
        (lambda each: [each.folder], _one_agent),
    ]
    pairs: Pairs = []
    for places, fits in ways:
        known = {each for pair in pairs for each in pair}
        pairs += [pair for pair in _alone(placed, places, fits) if known.isdisjoint(pair)]
    return sorted(pairs, key=lambda pair: (pair[1].file, pair[1].card.number))


def _alone(
    placed: Iterable[Placed], places: Callable[[Placed], Iterable[Hashable]], fits: Callable[[Card, Card], bool]
) -> Pairs:
    """Return a delegation and a report that are the only ones at a place, and at no other place in other pairs."""
    groups: dict[Hashable, list[Placed]] = defaultdict(list)
    for each in placed:
        for place in places(each):
            groups[place].append(each)
    pairs = dict.fromkeys(pair for group in groups.values() if (pair := _pair(group)) and fits(*_cards(pair)))
    uses: dict[Placed, int] = defaultdict(int)
    for pair in pairs:
        for each in pair:
            uses[each] += 1
    return [pair for pair in pairs if all(uses[each] == 1 for each in pair)]


def _pair(group: Sequence[Placed]) -> tuple[Placed, Placed] | None:
    """Return the delegation and the report that a group consists of; None if it holds anything else."""
    if len(group) != 2:
        return None
    one, other = sorted(group, key=lambda each: each.card.kind)  # "delegation" stands before "progress_report"
    return (one, other) if one.card.kind == DELEGATION != other.card.kind else None


def _cards(pair: tuple[Placed, Placed]) -> tuple[Card, Card]:
    return pair[0].card, pair[1].card


def _same_agent(one: Card, other: Card) -> bool:
    return one.agent is None or other.agent is None or one.agent == other.agent


def _one_agent(one: Card, other: Card) -> bool:
    """Tell whether both are of one agent; of two that are about tickets, one is about the other's."""
    agree = not (one.tickets and other.tickets) or not set(one.tickets).isdisjoint(other.tickets)
    return one.agent is not None and one.agent == other.agent and agree
