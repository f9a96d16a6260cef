"""Render, then read: the record again, for both kinds and every role."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import de_lint
from de_lint.vocabulary.schemas import role_names

# Shrinking a record field by field takes minutes; the first failure already shows its text.
_SETTINGS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def _same(drawn: dict[str, Any], tools: Any) -> None:
    text = de_lint.render(drawn)
    records = de_lint.read(text).records
    assert [r.kind for r in records] == [drawn["kind"]], text
    first = records[0].data
    assert tools.lacking(drawn, first) == [], text
    again = de_lint.render(first)
    assert again == text
    assert tools.stated(de_lint.read(again).records[0].data) == tools.stated(first)


@pytest.mark.parametrize("type_", role_names())
def test_delegation(type_: str, tools: Any) -> None:
    @_SETTINGS
    @given(tools.delegation(type_))
    def holds(drawn: dict[str, Any]) -> None:
        _same(drawn, tools)

    holds()


@pytest.mark.parametrize("type_", role_names())
def test_report(type_: str, tools: Any) -> None:
    @_SETTINGS
    @given(tools.report(type_))
    def holds(drawn: dict[str, Any]) -> None:
        _same(drawn, tools)

    holds()


def test_texts_that_look_like_markup(tools: Any) -> None:
    """Steps and values may look like labels and list markers; only a heading mark or a box needs its backslash."""

    @_SETTINGS
    @given(st.lists(tools.marked, min_size=1, max_size=4), tools.marked)
    def holds(steps: list[str], authority: str) -> None:
        drawn = {
            "kind": "delegation",
            "agent": {"name": "QA", "type": "qa"},
            "title": "Run the suite",
            "task": {"summary": "Run it", "steps": [{"text": s, "steps": []} for s in steps]},
            "authority": authority,
            "expected_results": "A report",
        }
        read = de_lint.read(de_lint.render(drawn)).records[0].data
        assert [s["text"].removeprefix("\\") for s in read["task"]["steps"]] == steps
        assert (read["authority"], read["expected_results"]) == (authority, "A report")

    holds()


SECTION: dict[str, object] = {"title": None, "level": 0, "text": None, "status": None}
SECTION |= {"items": [], "tables": [], "sections": []}


def test_sections_keep_their_shape(tools: Any) -> None:
    below = {
        **SECTION,
        "title": "Timings",
        "level": 3,
        "text": "Measured twice.\n\ndef run():\n    # not a heading\n\n    return 1",
        "tables": [{"header": ["Case", "Time"], "rows": [["cold", "45 ms"], ["warm", ""]]}],
    }
    items = [
        {"text": "First", "status": "completed"},
        {"text": "", "label": "Group", "items": [{"text": "inside", "items": [{"text": "deeper"}]}]},
        {"text": "value", "label": "Other"},
        {"text": "After the group"},
    ]
    drawn = {
        "kind": "progress_report",
        "agent": {"name": "QA", "type": "qa"},
        "title": "QA Agent Progress Report",
        "task": "Measure the cache",
        "sections": [{**SECTION, "title": "Notes", "level": 2, "items": items, "sections": [below]}],
    }
    text = de_lint.render(drawn)
    read = de_lint.read(text).records[0].data
    assert tools.lacking(drawn, read) == [], text
    assert text.startswith("# QA Agent Progress Report\n")


def test_lists_that_a_form_requires_say_none() -> None:
    drawn = {"kind": "progress_report", "agent": {"name": "Ops", "type": "ops"}, "task": "Deploy", "status": "pending"}
    text = de_lint.render(drawn)
    assert text.startswith("🚀 Ops Agent Progress Report\n- Task: Deploy\n- Status: pending\n")
    assert text.endswith("- Blockers: none\n")
    assert de_lint.read(text).records[0].data["blockers"] == []


def test_tickets_that_no_text_names_are_written() -> None:
    drawn = {
        "kind": "delegation",
        "agent": {"name": "QA", "type": "qa"},
        "title": "Run",
        "task": {"summary": "Run", "steps": []},
        "tickets": [{"id": "ISS-0345", "relation": "reference"}, {"id": "EP-0012", "relation": "parent"}],
    }
    assert de_lint.read(de_lint.render(drawn)).records[0].data["tickets"] == drawn["tickets"]


@pytest.mark.parametrize("record", [{}, {"kind": "novel"}, {"records": [{"kind": None}]}])
def test_other_json_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no record"):
        de_lint.render(record)


def test_several_records_stay_apart(tools: Any) -> None:
    delegation = {
        "kind": "delegation",
        "agent": {"name": "QA", "type": "qa"},
        "title": "Run",
        "task": {"summary": "Run it", "steps": []},
    }
    report = {
        "kind": "progress_report",
        "agent": {"name": "QA", "type": "qa"},
        "title": "QA Agent Progress Report",
        "task": "Run it",
        "status": "completed",
    }
    line = {"kind": "delegation", "agent": {"name": "Ops", "type": "ops"}, "title": "Deploy"}
    for records in ([delegation, delegation], [report, report], [delegation, report], [line, line], [line]):
        read = [r.data for r in de_lint.read(de_lint.render({"records": records})).records]
        assert [(r["kind"], r["title"]) for r in read] == [(r["kind"], r["title"]) for r in records]


def test_notes_of_a_report_come_last() -> None:
    text = (
        "Data Engineer Agent Progress Report\n- Task: Move the ledger\n- Status: completed\n- Database Status:\n"
        "  * Health: degraded\n      * Performance: slower since Monday\n- Task: a second word on it\n"
    )
    record = de_lint.read(text).records[0].data
    assert record["notes"] == ["Performance: slower since Monday", "Task: a second word on it"]
    rendered = de_lint.render(record)
    assert rendered.index("Status") < rendered.index("since Monday") < rendered.index("second word")
    (back,) = de_lint.read(rendered).records
    assert back.data["task"] == "Move the ledger" and "second word" in str(back.data)
