"""Slots that are left on purpose are no mistakes; those of a report or delegation that is handed over are."""

import pytest

from de_lint.judging.check import check
from de_lint.reading.document import read
from de_lint.reading.values.placeholders import find_placeholders

_REPORT = (
    "QA Agent Progress Report\n- Task: Test the cart\n- Status: completed\n- Completed:\n  * {}\n- Blockers: None\n"
)
_DELEGATION = (
    "**QA Agent**: Test the cart\n\nTEMPORAL CONTEXT: Today is 2025-05-12.\n\n**Task**: {}\n**Authority**: ALL tests\n"
    "**Expected Results**: A list of faults\n**Progress Reporting**: Report when it is done\n"
)
_PROMPT = (
    "You are a reviewer. Review the change {{diff}} of the request {{number}}.\n\n"
    "Please report:\n- what is wrong\n- how to mend it\n\nDo not edit files in {{path}}.\n"
)
_HEADED = (
    "# Task: Review the cart\n\n**Assigned to:** reviewer\n**Sprint:** {}\n**Status:** ready\n\n"
    "## Goal\n\nFind faults.\n"
)


def places(text: str, path: str = "-") -> list[int]:
    """Return the lines on which a placeholder is found."""
    document = read(text, path)
    assert document.records
    return [f.span.start_line for f in check(document, select=["P401"])]


@pytest.mark.parametrize("slot", ["[TODO]", "...", "${TASK}", "CHANGEME", "fill me in", "2025-MM-DD", "{task}"])
def test_what_is_left_in_a_text_that_is_handed_over(slot: str) -> None:
    assert places(_REPORT.format(slot)) == [5]
    assert places(_DELEGATION.format(slot)) == [5]


@pytest.mark.parametrize(
    "text",
    ["[src/queue.py:12]", "[P1]", "[see below]", "[main 0a1b2c3]", "<Modal>", "Hello {name}", "args[0]",
     "Rotated logs/YYYY-MM-DD.log", "`{name}`"],
)  # fmt: skip
def test_what_asks_for_nothing(text: str) -> None:
    for one in (text, f"Look at {text} again", f"The {text} case"):
        assert places(_REPORT.format(one)) == []
        assert places(_DELEGATION.format(one)) == []


def test_a_slot_in_a_sentence_of_a_report_is_in_doubt() -> None:
    assert places(_REPORT.format("Moved {total} to the footer")) == []
    assert places(_DELEGATION.format("Deploy {service} to {env}")) == [5, 5]


def test_a_prompt_with_the_slots_of_a_program() -> None:
    assert places(_PROMPT) == []


@pytest.mark.parametrize("path", ["prompts/review.md", ".claude/commands/review.md"])
def test_what_lies_where_prompts_lie(path: str) -> None:
    assert places(_HEADED.format("[number]"), "briefs/review.md") == [4]
    assert places(_HEADED.format("[number]"), path) == []
    assert places(_DELEGATION.format("[TODO]"), path) == [5]


def test_a_file_that_is_called_a_template() -> None:
    assert places(_HEADED.format("[number]"), "TEMPLATE_REVIEW.md") == []
    assert places(_DELEGATION.format("[TODO]"), "task.template.md") == []


def test_a_report_that_a_longer_text_shows() -> None:
    fence = f"```\n{_REPORT.format('[TODO]')}```\n"
    assert places(f"This is what reports look like in this project.\n\n{fence}") == []
    assert places(f"Here is my report:\n\n{fence}") == [8]


@pytest.mark.parametrize("keys", ["name: dispatch\ndescription: Hands work over", "allowed-tools: Task"])
def test_front_matter_of_a_command(keys: str) -> None:
    steps = f"# Dispatch\n\n1. Read the plan.\n2. Send this:\n\n{_DELEGATION.format('[TODO]')}"
    assert places(steps) == [10]
    assert places(f"---\n{keys}\n---\n\n{steps}") == []


def test_a_mark_in_capitals_before_what_it_marks() -> None:
    report = (
        "<{}> The code is missing the imports for the module. To fix this, add the line at the top of the file:\n\n"
        "```python\nimport json\n```\n\nThis will make the module available.\n"
    )
    assert places(report.format("COMMENT"), "review-comment.md") == []
    assert [slot.text for slot in find_placeholders("Reviewed by <REVIEWER>")] == ["<REVIEWER>"]
