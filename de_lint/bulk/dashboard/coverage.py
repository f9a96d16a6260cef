"""Which tickets of delegations are answered by a report, and which reports name none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from de_lint.bulk.dashboard.facts import Facts


def ticket_coverage(facts: Sequence[Facts]) -> dict[str, object]:
    """Return the delegated tickets in order of appearance, each with its records' indexes, and the ticketless reports.

    A report answers a ticket when it names it in any way; what is only mentioned in a delegation was not delegated.
    """
    delegated: dict[str, list[int]] = {}
    for index, each in enumerate(facts):
        for ticket in each.own_tickets if each.is_delegation else ():
            delegated.setdefault(ticket, []).append(index)
    answers = _answers(facts)
    return {
        "tickets": [{"id": t, "delegations": d, "reports": answers.get(t, [])} for t, d in delegated.items()],
        "reports": sum(each.is_report for each in facts),
        "without_ticket": sum(each.is_report and not each.tickets for each in facts),
    }


def _answers(facts: Iterable[Facts]) -> dict[str, list[int]]:
    answers: dict[str, list[int]] = {}
    for index, each in enumerate(facts):
        for ticket in each.tickets if each.is_report else ():
            answers.setdefault(ticket, []).append(index)
    return answers
