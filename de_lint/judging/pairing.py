"""Which report answers which delegation."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.judging.pairs import Asked
from de_lint.reading.records.record import Record


def paired(asked: Sequence[Asked], reports: Sequence[Record]) -> dict[Record, Asked]:
    """Return the delegation that each report answers, where it is given that they belong together.

    By ticket where one names it, else by agent, else in order; a single delegation is answered by every report.
    """
    if len(asked) == 1:
        return dict.fromkeys(reports, asked[0])
    found: dict[Record, Asked] = {}
    for alike in (_share_a_ticket, _have_an_agent, _are_next):
        for report in reports:
            free = [a for a in asked if a not in found.values() and alike(a.record, report)]
            if report not in found and free:
                found[report] = free[0]
    return found


def _share_a_ticket(asked: Record, report: Record) -> bool:
    return not references(asked).isdisjoint(t["id"] for t in report.data.get("tickets") or ())


def _have_an_agent(asked: Record, report: Record) -> bool:
    return agent_type(asked) is not None and agent_type(asked) == agent_type(report)


def _are_next(_: Record, __: Record) -> bool:
    return True


def references(record: Record) -> set[str]:
    """Return the tickets that a record is under: those that its ticket field names."""
    return {t["id"] for t in record.data.get("tickets") or () if t["relation"] == "reference"}


def agent_type(record: Record) -> str | None:
    """Return the type of the agent that a delegation addresses or a report is by."""
    found = (record.data.get("agent") or {}).get("type")
    return str(found) if found else None
