"""How the rules about answers say what is not answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from de_lint.judging.pairs import Pair
from de_lint.judging.rule import Problem
from de_lint.judging.standing import shortened

if TYPE_CHECKING:
    from de_lint.judging.matching.match import DemandMatch

#: So many findings of a kind about one report at most: whoever left out more answered something else.
MOST = 30


def _problem_of(pair: Pair, match: DemandMatch, message: str) -> Problem:
    """Return the problem, at the report's title, that a demand is unanswered.

    The first `{}` of the message becomes the demand, the second one where it stands and what comes nearest to it.
    """
    where = pair.line_of(match.demand.line)
    if match.nearest is None:
        where += ", nothing similar"
    else:
        where += f", closest: '{shortened(match.nearest.text)}' in line {match.nearest.line}"
    return Problem(pair.report.head, message.format(shortened(match.demand.text), where), pair.report, "/title")


def problems_of(pair: Pair, kind: str, message: str) -> Iterator[Problem]:
    """Yield a problem for each unanswered demand of a kind; where there are very many, the last one counts the rest."""
    found = list(pair.unanswered(kind))
    listed = found if len(found) <= MOST else found[: MOST - 1]
    for match in listed:
        yield _problem_of(pair, match, message)
    if len(listed) < len(found):
        first = found[len(listed)]
        rest = f"{len(found) - len(listed)} more from {pair.line_of(first.demand.line)} on"
        yield Problem(pair.report.head, message.format("…", rest), pair.report, "/title")
