"""How the rules about answers say what is not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from de_lint.judging.pairs import Pair
from de_lint.judging.rule import Problem
from de_lint.judging.standing import shortened

if TYPE_CHECKING:
    from de_lint.judging.matching.match import Match


def problem_of(pair: Pair, match: Match, message: str) -> Problem:
    """Return the problem, at the report's title, that a demand is unanswered.

    The first `{}` of the message becomes the demand, the second one where it stands and what comes nearest to it.
    """
    where = pair.line_of(match.demand.line)
    if match.nearest is None:
        where += ", nothing comes near"
    else:
        where += f", nearest: '{shortened(match.nearest.text)}' in line {match.nearest.line}"
    return Problem(pair.report.head, message.format(shortened(match.demand.text), where), pair.report, "/title")
