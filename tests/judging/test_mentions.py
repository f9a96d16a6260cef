"""Names, and what a sentence speaks of or quotes: nobody is asked to fill them in."""

import pytest

from de_lint.judging.mentions import has_blank

MENTIONED = [
    "Fill [VERSION] in the form's template", "Make the {name} variable optional", "Die Variable {name} ersetzen",
    "The loader takes [retry] and [queue] sections", "The button [Save] works", "点击 [保存] 按钮", "Press <Enter>",
    "Use <Suspense> around <App>", "Build #{n} is green", "See [PR #12]", "see [section 3]", "Added [skip ci] to it",
    "[parser] Mend the loop", "[Phase 2] Added the queue", "Added the queue [r3 write_file]", "[src/queue.py:12]",
    'End with "Status: [done/blocked]"', 'The text "Hello {name}" is translated', "Supports [read/write] modes",
    "Name the files backup-YYYY-MM-DD.sql", "logs/YYYY-MM-DD.log", "Dates use the YYYY-MM-DD format",
    "Date (YYYY-MM-DD): 2025-01-01", "<!-- fill in [date] -->", "logs go to logs/{date}/app.log", "[g]: https://a.b",
]  # fmt: skip

ASKED = [
    "Today is [date]. Sprint ends [deadline].", "Deploy {service} to {env}", "Add [feature] to [module]",
    "- Tests: [X]/[Y] `[code]`", "Today is YYYY-MM-DD.", "<1-2 sentences>", "<TODO: say why>",
    "Working on ISS-XXXX (parent: ISS-YYYY)", "TBD",
]  # fmt: skip


@pytest.mark.parametrize("text", MENTIONED)
def test_what_is_only_mentioned(text: str) -> None:
    assert not has_blank(text)


@pytest.mark.parametrize("text", ASKED)
def test_what_asks_to_be_filled_in(text: str) -> None:
    assert has_blank(text)


def test_braces_with_keys_and_values_are_data() -> None:
    from de_lint.judging.check import check
    from de_lint.reading.document import read

    text = "QA Agent Progress Report\n- Task: Call check({retries:3, mode:'fast'})\n- Status: done\n- Owner: {owner}\n"
    assert [f.span.start_line for f in check(read(text)) if f.code == "P401"] == [4]
