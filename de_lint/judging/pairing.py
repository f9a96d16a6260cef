"""Which report answers which delegation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.diagnostics import Span
from de_lint.judging.pairs import NamedDelegation
from de_lint.judging.places import pieces
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source
from de_lint.reading.values.tickets import ticket_systems

#: How a ticket is related to a delegation that is given for it, and how to a report that is about it.
UNDER = "reference"
ABOUT = (UNDER, "parent")


def paired(asked: Sequence[NamedDelegation], reports: Sequence[Record]) -> dict[Record, NamedDelegation]:
    """Return the delegation that each report answers, where it is given that they belong together.

    By ticket and agent, else by ticket, else by agent, else in order, each delegation by one report; of an agent's
    reports on a ticket that has fewer delegations, the later ones answer the last. A single delegation is answered by
    every report.
    """
    if len(asked) == 1:
        return dict.fromkeys(reports, asked[0])
    found: dict[Record, NamedDelegation] = {}
    for alike in (_share_both, _share_a_ticket, _have_an_agent, _are_next):
        for report in reports:
            fitting = [a for a in asked if alike(a.record, report)]
            free = [a for a in fitting if a not in found.values()]
            if report not in found and (free or (fitting and alike is _share_both)):
                found[report] = free[0] if free else fitting[-1]
    return found


def _share_both(asked: Record, report: Record) -> bool:
    return _share_a_ticket(asked, report) and _have_an_agent(asked, report)


def _share_a_ticket(asked: Record, report: Record) -> bool:
    return not references(asked).isdisjoint(t["id"] for t in report.data.get("tickets") or ())


def _have_an_agent(asked: Record, report: Record) -> bool:
    return agent_type_of(asked) is not None and agent_type_of(asked) == (agent_type_of(report) or _judged_as(report))


def _judged_as(report: Record) -> str | None:
    """Return the type of the agent that a report without one is said to be by."""
    return report.role.type if report.role else None


def _are_next(_: Record, __: Record) -> bool:
    return True


def references(record: Record) -> set[str]:
    """Return the tickets that a record is under: those that its ticket field names."""
    return {t["id"] for t in record.data.get("tickets") or () if t["relation"] == UNDER}


def agent_type_of(record: Record) -> str | None:
    """Return the type of the agent that a delegation addresses or a report is by."""
    found = (record.data.get("agent") or {}).get("type")
    return str(found) if found else None


def own_tickets(report: Record, source: Source) -> Iterator[tuple[str, Span]]:
    """Yield the tickets that a report is about, and where: those of its ticket field, else of its task and title.

    Others it may mention for any reason; so it may those of trackers that are not in force in its task and title.
    """
    tickets = list(enumerate(report.data.get("tickets") or ()))
    stated = [report.at(f"/tickets/{i}/id") for i, t in tickets if t["relation"] in ABOUT]
    places = stated
    if not stated:
        places = [report.at(f"/{name}") for name in ("task", "title") if report.data.get(name)]
    known = {t["id"] for _, t in tickets}
    for place in places:
        for piece in pieces(source, place):
            for found in ticket_systems().find(piece.text):
                if found.id in known and (stated or ticket_systems().system_of(found.id)):
                    yield found.id, piece.span(found.start, found.end)
