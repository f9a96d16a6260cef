"""What the dashboard counts of a record."""

from __future__ import annotations

import pytest

from de_lint.bulk.dashboard.facts import record_facts

TICKETS = [
    {"id": "ISS-0415", "relation": "reference"},
    {"id": "EP-0002", "relation": "parent"},
    {"id": "TSK-0007", "relation": "mention"},
]


@pytest.mark.parametrize(("kind", "own"), [("delegation", ("ISS-0415",)), ("progress_report", ("ISS-0415", "EP-0002"))])
def test_what_a_delegation_refers_to_was_delegated_and_not_what_that_is_a_part_of(
    kind: str, own: tuple[str, ...]
) -> None:
    facts = record_facts({"kind": kind, "tickets": TICKETS}, "a.md", {})
    assert facts.own_tickets == own
    assert len(facts.tickets) == 3
