"""Which headings and labels of a report name one of its lists, and which only sound like one."""

from __future__ import annotations

import pytest

from de_lint.reading.document import read

TITLE = "# Mole Repair Report\n\n**Date**: 2026-02-11\n**Status**: {}\n\n"
LISTS = ("completed", "remaining", "blockers", "next_steps", "recommendations", "questions", "decisions")


def _lists(text: str, status: str = "Completed") -> dict[str, int]:
    """Return the number of items of each list that is not empty."""
    (record,) = read((TITLE.format(status) + text).encode()).to_json()["records"]
    return {name: len(record[name]) for name in LISTS if record[name]}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Changes Deployed", "completed"),
        ("Implemented Components", "completed"),
        ("Delivered Documentation", "completed"),
        ("Known Issues Fixed", "completed"),
        ("Completed Harbour Map Updates", "completed"),
        ("Phase 3: Completed", "completed"),
        ("Pending Tasks", "remaining"),
        ("Issues Remaining", "remaining"),
        ("What Is Left", "remaining"),
        ("Still Open", "remaining"),
        ("Action Items for the Crew", "next_steps"),
        ("Next Immediate Actions", "next_steps"),
        ("Path Forward", "next_steps"),
        ("Part 4: Next Steps", "next_steps"),
        ("Post-Deployment Tasks", "next_steps"),
        ("Suggested Improvements", "recommendations"),
        ("Recommended Fix Priority", "recommendations"),
        ("Completed", "completed"),
        ("Main Achievement", "completed"),
        ("Stone Achievements", "completed"),
        ("Recommendations noted", "recommendations"),
        ("Phase 3: North Wall", None),
        ("Future Plans", None),
        ("Future Improvements", None),
        ("What Can Be Implemented", None),
        ("Do Not Change", None),
        ("Work Completed This Week", "completed"),
        ("Next Steps This Week", "next_steps"),
        ("Blockers Found", "blockers"),
        ("Work in Flight", "remaining"),
        ("Remaining Limitations", None),
        ("Remediation Plan", "recommendations"),
    ],
)
def test_headings(heading: str, name: str | None) -> None:
    assert _lists(f"## {heading}\n\n- Lamp\n- Rope\n") == ({name: 2} if name else {})


@pytest.mark.parametrize(("status", "found"), [("Completed", {"completed": 2}), ("In progress", {})])
def test_deliverables_are_work_done_once_the_task_is(status: str, found: dict[str, int]) -> None:
    assert _lists("## Deliverables\n\n- Lamp\n- Rope\n", status) == found


def test_deliverables_summed_up_are_not_counted_again() -> None:
    text = "## Work Completed\n\n- Lamp\n\n## Deliverables Summary\n\n- Lamp\n- Rope\n"
    assert _lists(text) == {"completed": 1}


@pytest.mark.parametrize(
    ("value", "found"),
    [("🚫 **NO-GO** for May", {}), ("✅ APPROVED", {}), ("Close the north pier", {"recommendations": 1})],
)
def test_a_verdict_is_no_recommendation(value: str, found: dict[str, int]) -> None:
    assert _lists(f"**Release Recommendation**: {value}\n\n## Findings\n\n- Wet\n") == found


@pytest.mark.parametrize("heading", ["Blockers - 1 open", "Blockers encountered", "What is blocking us", "Bloqueurs"])
def test_headings_of_what_blocks(heading: str) -> None:
    assert _lists(f"## {heading}\n\n– The lamp\n– The rope\n") == {"blockers": 2}


@pytest.mark.parametrize("text", ["All items completed", "All done", "Everything is complete", "已完成", "erledigt"])
def test_nothing_remains_where_all_is_done(text: str) -> None:
    assert _lists(f"- Remaining: {text}\n") == {}


@pytest.mark.parametrize(
    "text",
    [
        "<details>\n<summary><b>Blockers</b> (1)</summary>\n\n- The lamp\n\n</details>\n",
        "- Blockers: <!--\n  what is in the way\n  -->\n  - The lamp\n",
        "- Blockers: <!-- what is in the way --> The lamp\n",
    ],
)
def test_what_stands_beside_the_words_of_a_list(text: str) -> None:
    (record,) = read((TITLE.format("Blocked") + text).encode()).to_json()["records"]
    assert [item["text"] for item in record["blockers"]] == ["The lamp"]


@pytest.mark.parametrize("text", ["No action needed! All is dry.", "No further changes are required."])
def test_advice_that_says_that_there_is_none(text: str) -> None:
    assert _lists(f"## Recommendations\n\n{text}\n") == {}


def test_facts_of_a_section_are_none_of_its_items() -> None:
    facts = "**Date**: 2026-02-01\n**Status**: Done - ready for the next days\n"
    assert _lists(f"## Completed: North End\n\n{facts}\n## Findings\n\n- Wet\n") == {}
    assert _lists(f"## Completed: North End\n\n{facts}\n- Lamp\n\n## Findings\n\n- Wet\n") == {"completed": 1}


def test_boxes_that_are_all_open_are_no_work_done() -> None:
    assert _lists("## Documentation Changes\n\n- [ ] Lamp\n- [ ] Rope\n") == {}
    assert _lists("## Documentation Changes\n\n- [x] Lamp\n- [ ] Rope\n") == {"completed": 2}


def test_a_stage_is_a_group_and_what_else_is_counted_an_item() -> None:
    parts = "### {} 1: Lamp tests\n\n- Wick\n- Lens\n\n### {} 2: Rope\n\n- Knot\n"
    assert _lists("## Next Steps\n\n" + parts.replace("{}", "Phase")) == {"next_steps": 3}
    assert _lists("## Recommendations\n\n" + parts.replace("{}", "Recommendation")) == {"recommendations": 2}


def test_a_numbered_part_is_an_item_whatever_it_is_about() -> None:
    parts = "### 1. Lamp\n\nLit.\n\n### 2. Gauges and Metrics\n\n- Tide\n- Wind\n"
    assert _lists(f"## What Was Implemented\n\n{parts}") == {"completed": 2}
    assert _lists("## Completed Work\n\n- Lamp\n\n### Metrics\n\n- Tide\n- Wind\n") == {"completed": 1}


def test_what_a_table_says_was_done_about_faults() -> None:
    table = "| Finding | {} |\n|-|-|\n| Lamp out | New wick |\n| Rope worn | New rope |\n| Tide early | — |\n"
    table += "| Short |\n"
    assert _lists("## Faults\n\n" + table.format("Correction")) == {"completed": 2}
    assert _lists("## Faults\n\n" + table.format("Suggested fix")) == {}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Remaining Recommendations", "recommendations"),
        ("Unresolved questions", "questions"),
        ("Pending Decisions", "decisions"),
        ("Remaining blockers", "blockers"),
        ("Remaining work", "remaining"),
        ("What I Did Today", "completed"),
        ("Today", "next_steps"),
    ],
)
def test_the_noun_of_a_heading_says_what_it_lists(heading: str, name: str) -> None:
    (record,) = read(f"# Progress report\n\n## {heading}\n\n- The mail queue\n", kind="progress_report").records
    assert [one for one in LISTS if record.data[one]] == [name]
