"""How much of the whole a report says is done."""

from __future__ import annotations

import pytest

from de_lint.reading.document import read


def _progress(lines: str) -> float | None:
    text = f"# Engineer Agent Progress Report\n\n- Task: Dig the moat\n- Status: in progress\n{lines}\n"
    (record,) = read(text.encode()).to_json()["records"]
    found: float | None = record["progress"]
    return found


@pytest.mark.parametrize(
    ("lines", "percent"),
    [
        ("- Progress: 60%", 60),
        ("- Progress: 62,5 %", 62.5),
        ("- Progress: 60 percent", 60),
        ("- Fortschritt: 60 Prozent", 60),
        ("- Progress: `60%`", 60),
        ("- Progress: 40% → 60%", 60),
        ("- Progress: from 20% to 30%", 30),
        ("- Progress: ~~40%~~ 60%", 60),
        ("- Progress: 60-70%", 60),
        ("- Progress: 60% (target 100%)", 60),
        ("- Progress: 3 of 4 towers", 75),
        ("- Progress: all done", 100),
        ("- Progress: 1/3", 33.3),
        ("- Progress: three quarters", 75),
        ("- Progreso: tres cuartos", 75),
        ("- Progress: about half", 50),
        ("- Progress: 60", 60),
        ("- Completion: 60%", 60),
        ("\n## Progress\n\n60%", 60),
        ("\n## Progress (60%)\n\nMost of it.", 60),
        ("\nThe whole moat is 60% complete.", 60),
        ("\n60% done, the rest is mud.", 60),
        # Kept, so that a rule can report it.
        ("- Progress: -10%", -10),
        ("- Progress: 120%", 120),
        ("- Progress: unclear", None),
        ("- Progress: [progress %]", None),
        ("- Progress: half of the towers lean to one side", None),
        ("- Phase 2 progress: 60%", None),
        ("- The northern wall is 60% complete", None),
        ("- Coverage: 60% complete", None),
    ],
)
def test_progress(lines: str, percent: float | None) -> None:
    assert _progress(lines) == percent


@pytest.mark.parametrize("told", ["Cut the build time by 40%", "coverage is at 92% now"])
def test_what_was_done_by_a_percentage_is_no_progress(told: str) -> None:
    assert _progress(f"- Completed: {told}") is None


def test_progress_in_a_section_for_the_status() -> None:
    (record,) = read("# QA Agent Progress Report\n\n## Status\n\nIn progress (60%)\n\n## Completed\n\n- a\n").records
    assert record.data["progress"] == 60
