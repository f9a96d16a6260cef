"""Every line of a source is in one record or unclaimed, and what a record claims stands in its JSON; nothing raises."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from de_lint.judging.validate import document_errors
from de_lint.reading.document import Document, read

Account = Callable[[Document], list[str]]

_WORDS = st.lists(
    st.sampled_from(
        [
            "rebuild",
            "orders",
            "index",
            "nightly",
            "replica",
            "done",
            "blocked",
            "failed",
            "pending",
            "cache",
            "42",
            "17%",
            "3/4",
            "1,200",
            "2025-07-20",
            "ISS-0345",
            "TSK-12",
            "none",
            "N/A",
            "`code:",
            "x`",
            "**bold**",
            "_soft_",
            "[name]",
            "{value}",
            "[a/b]",
            "✅",
            "❌",
            "→",
            "-",
            "—",
            "https://a.example/x?y=1",
            "(note)",
            "e.g.",
            "x:y",
        ]
    ),
    min_size=1,
    max_size=7,
).map(" ".join)
_LABELS = st.sampled_from(
    [
        "Task",
        "Status",
        "Authority",
        "Expected Results",
        "Ticket Reference",
        "Progress Reporting",
        "Context",
        "TEMPORAL CONTEXT",
        "Date",
        "Agent",
        "Summary",
        "Completed",
        "Remaining",
        "Blockers",
        "Next Steps",
        "Recommendations",
        "Progress",
        "Database Status",
        "Health",
        "Data Metrics",
        "Records Processed",
        "Completed Operations",
        "Owner",
        "Priority",
        "Reviewed By",
        "Duration",
        "Data Engineer Agent",
        "QA Agent",
        "Engineer",
        "[Agent] Agent",
        "Notes",
    ]
)
_FORMS = st.sampled_from(
    [
        "**{l}**: {v}",
        "**{l}:** {v}",
        "{l}: {v}",
        "- {l}: {v}",
        "- **{l}**: {v}",
        "* **{l}:** {v}",
        "1. **{l}**: {v}",
        "**{l}: {v}**",
        "_{l}_: {v}",
        "**{l}** - {v}",
        "📦 {l}: {v}",
        "## {l}\n{v}",
        "## {l}: {v}",
        "- [x] **{l}**: {v}",
        "- [ ] {l}: {v}",
        "**{l}**:",
        "{l}:",
        "## {l}",
        "> **{l}**: {v}",
        "  * {l}: {v}",
        "| {l} | {v} |",
        "### {l}\n\n| A | B |\n|---|---|\n| {l} | {v} |\n| x | {v} | y |",
    ]
)
_LABELLED = st.builds(lambda form, label, value: form.format(l=label, v=value), _FORMS, _LABELS, _WORDS)
_MARKS = (
    "",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "  - ",
    "    * ",
    "\t- ",
    "> ",
    ">> ",
    "# ",
    "### ",
    "- [x] ",
    "- [ ] ",
    "✅ ",
    "    ",
)
_LINES = st.one_of(
    _LABELLED,
    st.builds("{}{}".format, st.sampled_from(_MARKS), _WORDS),
    st.sampled_from(
        ["", "   ", "```", "~~~", "```yaml", "---", "***", "<!-- note -->", "|", "|---|---|", "===", '"""']
    ),
)
_TITLES = st.sampled_from(
    [
        "# Orders Migration Report",
        "# QA Test Report",
        "🗄️ Data Engineer Agent Progress Report",
        "✅ QA Progress Update:",
        "TASK COMPLETED: TSK-0045",
        "**Data Engineer Agent**: Rebuild the index",
        "QA Agent: Check the totals",
        "# Data Engineer Agent Delegation Template",
        "---\nstatus: done\ntags: [a, b]\nneeds:\n  - id: x\n    why: y z\n---",
        "## Agent Overview",
        "## Delegation Template",
        "## Progress Reporting Format",
        "Status: done",
        "Task:",
    ]
)
DOCUMENTS = st.builds(
    lambda title, lines: "\n".join([title, *lines]), _TITLES, st.lists(_LINES, max_size=14)
) | st.lists(_LINES, max_size=14).map("\n".join)


def _check(source: str | bytes, line_faults: Account, lost_words: Account) -> Document:
    document = read(source)
    assert line_faults(document) == []
    assert lost_words(document) == []
    return document


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_markdown_of_every_make_is_accounted_for(line_faults: Account, lost_words: Account, source: str) -> None:
    document = _check(source, line_faults, lost_words)
    assert document_errors(document.to_json(source_map=True)) == []


def test_fixtures_are_accounted_for(fixture_files: list[Path], line_faults: Account, lost_words: Account) -> None:
    for file in fixture_files:
        _check(file.read_bytes(), line_faults, lost_words)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.binary(max_size=200)
    | st.text(max_size=200)
    | st.text(alphabet="#*-_`>|:[]{}()~!\"' \t\r\n\0ab1✅🗄️é", max_size=120)
)
def test_anything_is_read(line_faults: Account, source: bytes | str) -> None:
    document = read(source)
    assert line_faults(document) == []
    assert document_errors(document.to_json(source_map=True)) == []


HEAD = "**Data Engineer Agent**: Rebuild\n**Task**: Do it\n**Authority**: all\n"
REPORT = "# Migration Report\n**Status**: done\n"
HOSTILE: dict[str, str | bytes] = {
    "empty": "",
    "blank": " \n\t\n\r\n \r",
    "nul": "\0\0\n**Task**: \0\n",
    "quotes": ">" * 10_000 + " **Task**: x",
    "brackets": "[" * 100_000,
    "stars": "*" * 100_000,
    "star words": "**a " * 25_000,
    "underscores": "_a" * 50_000,
    "backticks": "`" * 50_000 + " x",
    "braces in a value": HEAD + "**Context**: " + "{" * 50_000,
    "markers on a line": REPORT + "- " * 5_000 + "x",
    "nested lists": REPORT + "## Work\n" + "\n".join(" " * depth + "- item" for depth in range(0, 2_000, 2)),
    "nested labels": HEAD + "\n".join(" " * depth + "- Label: value" for depth in range(0, 2_000, 2)),
    "nested quotes": "\n".join(">" * depth + " text" for depth in range(500)),
    "long line": REPORT + "word " * 200_000,
    "long label": "**" + "word " * 50_000 + "**: value",
    "front matter that multiplies": "---\na: &a [l,l,l,l,l,l,l,l,l]\n"
    + "".join(f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    + "---\n# Progress Report\n",
    "half a fence": "```\n" + HEAD,
    "fences": "```\n" * 5_001,
    "fences in fences": "\n".join(["`" * n for n in range(500, 3, -1)] + [HEAD] + ["`" * n for n in range(4, 501)]),
    "fences of code in fences of text": "```text\n```js\nx\n```\n" * 2_000,
    "many heads": HEAD * 1_000,
    "many heads without labels": "**QA Agent**: Run the suite\n\nAnd so on.\n\n" * 2_000,
    "many reports": "🗄️ Data Engineer Agent Progress Report\n- Status: completed\n- Task: x\n\n" * 1_000,
    "many labels": REPORT + "- Label: value 12\n" * 4_000,
    "wide table": REPORT + "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|1" * 5_000 + "|",
    "long table": REPORT + "| a | b |\n|---|---|\n" + "| x | 12% |\n" * 3_000,
    "headings": REPORT + "".join(f"{'#' * (n % 6 + 1)} Part {n}\n" for n in range(5_000)),
    "tickets": REPORT + "- ISS-0001, ISS-0002 and TSK-12\n" * 5_000,
    "digits": REPORT + "- Count: " + "1," * 50_000,
    "mojibake": REPORT + "âœ… üóÑÔ∏è ðŸ”¶ " * 10_000,
    "surrogates": b"\xed\xbf\xa2\xff\xfe" * 10_000,
    "front matter": "---\n" + "a: [" * 5_000 + "\n---\n" + REPORT,
    "front matter of aliases": "---\na: &a [x]\n" + "".join(f"k{n}: [*a, *a]\n" for n in range(500)) + "---\n" + REPORT,
    "comment": "<!--" + " x" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read(name: str) -> None:
    document = read(HOSTILE[name])
    json.dumps(document.to_json(source_map=True))
