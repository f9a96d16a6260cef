"""Which labelled numbers of a report are metrics, and under which label."""

from __future__ import annotations

import pytest

from de_lint.reading.document import read


def _metrics(line: str) -> list[tuple[str, list[float]]]:
    text = f"# Mole Repair Report\n\n**Status**: Completed\n\n## Results\n\n{line}\n"
    (record,) = read(text.encode()).to_json()["records"]
    return [(m["label"], [q["value"] for q in m["quantities"]]) for m in record["metrics"]]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("- **548 Stones**: of which 168 are new", [("Stones", [548.0]), ("548 Stones", [168.0])]),
        ("- **52.6% Granite**: deep below", [("Granite", [52.6])]),
        ("- **95%+ Granite**: deep below", [("Granite", [95.0])]),
        ("- **2,445 Nails**: all of copper", [("Nails", [2445.0])]),
        ("- **Critical** (>2000 stones): 2 piers - at once", [("Critical (>2000 stones)", [2.0])]),
        ("- **2025 Plan**: to be drawn", []),
        ("- **Stones**: 548", [("Stones", [548.0])]),
        ("1. **Stones**: many", []),
    ],
)
def test_a_number_in_the_label(line: str, found: list[tuple[str, list[float]]]) -> None:
    assert _metrics(line) == found


def test_a_number_before_the_rows_name_does_not_name_it() -> None:
    table = "| # | Stone | Weight |\n|---|---|---|\n| 1 | Granite | 2,5 kg |\n| 2 | Slate | 3 kg |"
    assert _metrics(table) == [("Granite", [2.5]), ("Slate", [3.0])]


def test_numbers_of_tasks_are_none() -> None:
    assert _metrics("- [x] 1.1 Quarry\n- [ ] 1.10 Pier") == []
