"""Which records of a run belong together without doubt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from de_lint.project.pairs.cards import DELEGATION, REPORT, Card
from de_lint.project.pairs.sure import Placed, sure_pairs


def placed(kind: str, file: int, tickets: str = "", agent: str | None = "qa", folder: str = "") -> Placed:
    return Placed(Card(0, kind, tuple(tickets.split()), agent), file, folder or f"folder {file}")


def files(*each: Placed) -> list[tuple[int, int]]:
    return [(one.file, other.file) for one, other in sure_pairs(each)]


def test_one_ticket_one_delegation_one_report() -> None:
    assert files(placed(DELEGATION, 0, "A B"), placed(REPORT, 1, "B C")) == [(0, 1)]
    assert files(placed(REPORT, 0, "A"), placed(DELEGATION, 1, "A", agent=None)) == [(1, 0)]


def test_a_ticket_of_three_tells_nothing() -> None:
    assert files(placed(DELEGATION, 0, "A"), placed(REPORT, 1, "A"), placed(REPORT, 2, "A")) == []


def test_agents_that_contradict_are_no_pair() -> None:
    assert files(placed(DELEGATION, 0, "A"), placed(REPORT, 1, "A", agent="ops")) == []


def test_two_tickets_that_tell_different_things_tell_nothing() -> None:
    assert files(placed(DELEGATION, 0, "A"), placed(DELEGATION, 1, "B"), placed(REPORT, 2, "A B")) == []


def test_the_only_two_of_a_folder() -> None:
    alone = placed(DELEGATION, 0, folder="x"), placed(REPORT, 1, "A", folder="x")
    assert files(*alone) == [(0, 1)]
    assert files(*alone, placed(REPORT, 2, folder="x")) == []
    assert files(placed(DELEGATION, 0, "B", folder="x"), alone[1]) == []
    assert files(placed(DELEGATION, 0, agent=None, folder="x"), placed(REPORT, 1, agent=None, folder="x")) == []


def test_the_only_two_of_a_file_before_the_only_two_of_a_folder() -> None:
    asked, answer = placed(DELEGATION, 0, folder="x"), placed(REPORT, 0, folder="y")
    assert sure_pairs([asked, answer, placed(REPORT, 1, folder="x")]) == [(asked, answer)]


cards = st.builds(
    placed,
    st.sampled_from([DELEGATION, REPORT]),
    st.integers(0, 3),
    st.sampled_from(["", "A", "B", "A B"]),
    st.sampled_from([None, "qa", "ops"]),
    st.sampled_from(["x", "y"]),
)


@given(st.lists(cards, unique=True, max_size=8))
def test_each_is_in_one_pair_at_most_and_order_does_not_matter(each: list[Placed]) -> None:
    pairs = sure_pairs(each)
    used = [p for pair in pairs for p in pair]
    assert len(used) == len(set(used))
    assert all(one.card.kind == DELEGATION != other.card.kind for one, other in pairs)
    assert all(None in (a := {one.card.agent, other.card.agent}) or len(a) == 1 for one, other in pairs)
    assert set(sure_pairs(each[::-1])) == set(pairs)
