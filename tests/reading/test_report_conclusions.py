"""The status of a report as a whole where no label states it: headings and conclusions."""

from __future__ import annotations

import pytest

from de_lint.reading.document import read

OPENING = "# Mole Repair Implementation Report\n\n## Key Achievements\n\n- New stones\n\n"


def _status(text: str) -> str | None:
    (record,) = read((OPENING + text).encode()).to_json()["records"]
    status = record["status"]
    assert status is None or isinstance(status, str)
    return status


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The repair has been successfully completed.", "completed"),
        ("The mole repair is complete and dry.", "completed"),
        ("All 14 repairs have been implemented. More to come.", "completed"),
        ("All stones have been successfully moved.", "completed"),
        ("The repair has not been completed.", None),
        ("Once the repair is complete, ships may land.", None),
        ("The repair should be completed in spring.", None),
        ("Stones were bought.", None),
    ],
)
def test_sentences_of_a_conclusion(sentence: str, status: str | None) -> None:
    assert _status(f"## Conclusion\n\n{sentence}\n") == status
    assert _status(f"## North End\n\n{sentence}\n\n## Gear\n\n- Rope\n") is None


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("## ✅ Repair Complete", "completed"),
        ("## Mission Accomplished", "completed"),
        ("## Phase 1 Complete", None),
        ("### Repair Complete", None),
        ("## Conclusion\n\n### Week 3 Mole Repair: COMPLETE", None),
    ],
)
def test_headings(heading: str, status: str | None) -> None:
    assert _status(f"## Stones\n\nGranite.\n\n{heading}\n\nDry.\n") == status


def test_a_label_comes_first() -> None:
    text = "# Mole Repair Report\n\n**Status**: Partial\n\n## Repair Complete\n\nDry.\n"
    assert read(text.encode()).to_json()["records"][0]["status"] == "partial"


@pytest.mark.parametrize(
    ("title", "status", "type_"),
    [
        ("Mole Repair Report", "In Progress", "progress"),
        ("Mole Repair Report", "Done", "completion"),
        ("Mole Repair Completion Report", "In Progress", "completion"),
        ("Mole Stone Analysis Report", "In Progress", "finding"),
    ],
)
def test_a_plain_report_of_work_under_way_is_of_progress(title: str, status: str, type_: str) -> None:
    text = f"# {title}\n\n**Status**: {status}\n\n## Summary\n\nStones.\n"
    (record,) = read(text.encode()).to_json()["records"]
    assert record["report_type"] == type_


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("✅ **QA APPROVED** - dry and lit.", "completed"),
        ("- Rejected", "failed"),
        ("- Approved\n- Rejected", None),
    ],
)
def test_a_section_that_is_the_approval_status(said: str, status: str | None) -> None:
    assert _status(f"## Approval Status\n\n{said}\n") == status


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("**QA Sign-off**: North end inspected and approved for use.", "completed"),
        ("**Verdict**: ❌ Failed", "failed"),
        ("**Build Status**: Failed", "failed"),
    ],
)
def test_a_verdict_below_all_sections(line: str, status: str | None) -> None:
    assert _status(f"## North End\n\nDry.\n\n---\n\n{line}\n") == status


@pytest.mark.parametrize("label", ["Date", "Collection Date", "Report Date", "Review Date"])
def test_the_day_of_the_work_above_the_sections(label: str) -> None:
    (record,) = read(f"# Mole Repair Report\n\n**{label}**: 2026-02-11\n\n## Findings\n\nDry.\n".encode()).to_json()[
        "records"
    ]
    assert record["date"] == "2026-02-11"
