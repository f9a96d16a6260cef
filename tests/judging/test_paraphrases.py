"""What a report says in other words is no reason to say that it is silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.judging.matching.demands import QUESTION, RESULT, STEP, Demand
from de_lint.judging.matching.match import answers_to
from de_lint.judging.matching.passages import Passage
from de_lint.judging.matching.terms import terms_of

SUBJECT = "Throttle the uploads (ISS-1201)"
HEAD = "Task: Throttle the uploads (ISS-1201)"


def answered(kind: str, asked: str, *said: str, head: str = HEAD) -> bool:
    passages = [Passage(text, line, terms_of(text)) for line, text in enumerate((head, *said), 1)]
    [found] = answers_to([Demand(kind, asked, 7, "/task/steps/0/text")], SUBJECT, passages)
    return found.answered


SAID = [
    (STEP, "Write unit tests for burst traffic", "14 new tests, six of them simulate spikes"),
    (STEP, "Add a regression test", "test_upload_loop.py guards against it coming back"),
    (STEP, "Notify the support team", "Tell support: not done yet"),
    (STEP, "Ursache des Abbruchs finden", "Ursachenanalyse: die Festplatte war voll"),
    (STEP, "Monitoring für den Job einrichten", "Alarm in Grafana eingerichtet"),
    (STEP, "Testfälle für Kurznachrichten schreiben", "23 Tests laufen nachts durch"),
    (RESULT, "Go/no-go recommendation", "Recommendations: No-go until ISS-1233 is mended"),
    (RESULT, "Merged pull request", "PR #88 landed on main"),
    (RESULT, "Reviewed by the design team", "Design signed it off on Friday"),
    (QUESTION, "open defects", "Critical Issues: ISS-1233: crash of the importer"),
    (QUESTION, "downtime", "4 minutes down while the service restarted"),
    (QUESTION, "costs", "Pricing starts at 310 EUR a month"),
]


@pytest.mark.parametrize(("kind", "asked", "said"), SAID)
def test_what_is_said_in_other_words_is_answered(kind: str, asked: str, said: str) -> None:
    assert answered(kind, asked, said)


@pytest.mark.parametrize(("kind", "asked"), [(kind, asked) for kind, asked, _ in SAID])
@pytest.mark.parametrize("said", ["Storage: 61%", ""])
def test_what_nothing_is_said_of_is_not(kind: str, asked: str, said: str) -> None:
    assert not answered(kind, asked, said)


def test_a_field_of_a_form_hints_at_nothing() -> None:
    assert not answered(STEP, "Write unit tests for burst traffic", "Tests: 40 of 40")


def test_a_report_about_something_else_hints_at_nothing() -> None:
    said = "14 new tests, six of them simulate spikes"
    assert not answered(STEP, "Write unit tests for burst traffic", said, head="Task: Paint the fence (ISS-1300)")


STEPS = ["Encrypt the volumes", "Take a photograph beforehand", "Renumber the invoices"]


def unanswered(*said: str, fields: tuple[int, ...] = (1, 1, 1)) -> list[str]:
    passages = [Passage(HEAD, 1, terms_of(HEAD))]
    said_in = enumerate(zip(said, fields, strict=False), 2)
    passages += [Passage(text, n, terms_of(text), 2, field) for n, (text, field) in said_in]
    demands = [Demand(STEP, text, line, "/task") for line, text in enumerate(STEPS, 5)]
    return [m.demand.text for m in answers_to(demands, SUBJECT, passages) if not m.answered]


def test_an_item_in_the_place_of_a_step_may_be_about_it() -> None:
    assert unanswered("Volumes encrypted", "Polaroid from Tuesday lies there", "Invoices renumbered") == []


def test_without_an_item_in_its_place_a_step_is_missing() -> None:
    assert unanswered("Volumes encrypted", "Invoices renumbered") == STEPS[1:2]


def test_one_item_stands_for_one_step() -> None:
    assert unanswered("Volumes encrypted", "Polaroid from Tuesday lies there") == STEPS[2:]


def test_an_item_of_another_field_is_not_in_its_place() -> None:
    said = "Photograph taken beforehand", "Waiting for the vendor"
    assert unanswered(*said, fields=(1, 1)) == STEPS[:1]
    assert unanswered(*said, fields=(1, 2)) == [STEPS[0], STEPS[2]]


def test_each_line_about_nothing_that_was_asked_leaves_one_thing_in_doubt() -> None:
    assert unanswered("Chart colours follow the brand book", "Lunch was late", "Nobody reads manuals") == []
    assert unanswered("Chart colours follow the brand book", "Lunch was late") != []


def test_what_names_only_the_ticket_is_not_in_its_place() -> None:
    assert unanswered("Volumes encrypted", "Photograph taken beforehand", "Ticket: ISS-1201") == STEPS[2:]


@given(st.lists(st.sampled_from([said for _, _, said in SAID]), max_size=4), st.sampled_from(SAID))
def test_saying_more_never_takes_an_answer_away(more: list[str], case: tuple[str, str, str]) -> None:
    kind, asked, said = case
    assert answered(kind, asked, *more, said)
