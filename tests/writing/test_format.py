"""Formatting: what becomes of labels, their order and bullets, and the two promises."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import de_lint
from de_lint.reading.document import read
from de_lint.writing import formatting
from de_lint.writing.formatting import formatted
from de_lint.writing.same_records import difference

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FILES = sorted(FIXTURES.glob("*/*/input.md"))

CANONICAL = """\
**Research Agent**: Find a queue library

TEMPORAL CONTEXT: Today is 2025-06-16.

**Task**: Compare three libraries
- Measure each
  - Once cold

**Authority**: ALL research decisions
**Expected Results**: A recommendation
**Ticket Reference**: ISS-0345
"""
REPORT = """\
🗄️ Data Engineer Agent Progress Report
- Task: Reindex
- Status: in progress
- Database Status:
  * Health: degraded
- Blockers: none
"""
#: One change each, and the text that it was made in.
CHANGES: list[tuple[str, str, str]] = [
    (CANONICAL, "**Authority**:", "**Authority:**"),
    (CANONICAL, "**Authority**:", "__Authority__:"),
    (CANONICAL, "**Authority**:", "Authority:"),
    (CANONICAL, "**Authority**:", "**AUTHORITY**:"),
    (CANONICAL, "**Authority**:", "**Autority**:"),
    (CANONICAL, "**Authority**: ALL", "**Authority**:   ALL"),
    (CANONICAL, "TEMPORAL CONTEXT:", "**Temporal Context**:"),
    (CANONICAL, "**Research Agent**:", "**Research Agent:**"),
    (CANONICAL, "- Measure each\n  - Once", "* Measure each\n  + Once"),
    (CANONICAL, "- Measure each\n  - Once", "• Measure each\n  • Once"),
    (REPORT, "- Task", "* Task"),
    (REPORT, "- Task:", "- task:"),
    (REPORT, "  * Health", "  - Health"),
    (REPORT, "  * Health", "  * health"),
    (REPORT.replace("- Task:", "- **Task**:"), "- **Task**:", "- **Task:**"),
]


@pytest.mark.parametrize("index", range(len(CHANGES)))
def test_canonical_form(index: int) -> None:
    canonical, new, old = CHANGES[index]
    assert de_lint.format(canonical.replace(new, old)) == canonical


@pytest.mark.parametrize(
    "around", ["{}", "# Title\n\n* a  \n+ b\n\n```\n{}```\n\nEnd __of__ it   \n", "```yaml\n{}```\n"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_only_the_record_changes(around: str, newline: str) -> None:
    canonical = around.format(CANONICAL).replace("\n", newline)
    written = canonical.replace("**Authority**:", "**Authority:**").replace("  - Once", "  * Once")
    assert written != canonical
    assert de_lint.format(written) == canonical
    assert de_lint.format("\ufeff" + written) == "\ufeff" + canonical
    as_utf16 = formatted(written.encode("utf-16"), read).data
    assert as_utf16.decode("utf-16") == canonical


def test_order() -> None:
    blocks = {
        "authority": "**Authority**: ALL\n",
        "task": "**Task**: Compare\n- Measure\n",
        "when": "TEMPORAL CONTEXT: Today is 2025-06-16.\n",
        "own": "**Memory Categories**: bugs\n",
    }
    written = "**Research Agent**: Find\n\n" + "".join(blocks.values())
    assert de_lint.format(written) == (
        "**Research Agent**: Find\n\n" + blocks["when"] + blocks["task"] + "\n" + blocks["authority"] + blocks["own"]
    )


def test_order_without_a_last_line_end() -> None:
    assert de_lint.format("**QA Agent**: x\n**Expected Results**: z\n**Task**: y") == (
        "**QA Agent**: x\n**Task**: y\n**Expected Results**: z"
    )


UNTOUCHED = [
    "",
    "\n\n",
    "Just * prose\n* and a list\n",
    CANONICAL,
    REPORT,
    "# Report\n\n## Status\n\n* **Coverage:** 80%\n+ other\n",
    "**Research Agent**: x\n\n**Task**: y\n- - -\n",
    "**QA Agent**: x\n**Task**: y\n**Authority**: z\n\n1. a\n2. b\n",
    "**QA Agent**: x\n**Task**: y\n**Requirements**: an alias, or a label of its own\n",
    "**QA Agent**: x\n**Authority**: y\n\n<!-- de-lint: ignore S102 -->\n**Task**: z\n",
    "# QA Agent Progress Report\n\n## Status\nCompleted\n\n## Task\nCheck it\n\n## Blockers\n- None\n",
    "Task:\n  agent: engineer\n  task: do\n  requirements: none\n",
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_stays(text: str) -> None:
    assert de_lint.format(text) == text


def test_bytes_that_are_no_text_stay() -> None:
    data = b"caf\xe9\n\n" + CANONICAL.replace("**Authority**:", "**Authority:**").encode() + b"\n\xff\n"
    result = formatted(data, read)
    assert result.left_alone is None
    assert result.data == b"caf\xe9\n\n" + CANONICAL.encode() + b"\n\xff\n"


def test_a_record_that_would_change_leaves_its_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "_with_order", lambda data, document, respelled: data.replace(b"ISS-0345", b"x"))
    written = CANONICAL.replace("**Authority**:", "**Authority:**")
    result = formatted(written.encode(), read)
    assert result.data == written.encode()
    assert result.left_alone is not None and "of record 1 would change" in result.left_alone
    assert de_lint.format(written) == written


def test_what_does_not_settle_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "_with_order", lambda data, document, respelled: data + b"more\n")
    assert formatted(CANONICAL.encode(), read) == formatting.Formatted(
        CANONICAL.encode(), "formatting it again would change it again"
    )


def holds(data: bytes, prose: bool = False) -> bool:
    """Check both promises; tell whether the file was formatted and not left alone."""
    result = formatted(data, read, prose)
    if result.left_alone is not None:
        assert result.data == data
        return False
    if result.data == data:
        return True
    assert formatted(result.data, read, prose) == formatting.Formatted(result.data)
    before, after = _said(read(data)), _said(read(result.data))
    assert after == before
    return True


def _said(document: Any) -> Any:
    """The records without places; labels by their letters, lists that follow the order of labels sorted."""

    def said(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {k: said(v, k) for k, v in value.items() if k not in ("span", "line")}
        if isinstance(value, list):
            below = [said(v, name) for v in value]
            return sorted(below, key=str) if name in ("tickets", "metrics", "notes") else below
        return None if name in ("label", "path") else value

    return [said(r.data) for r in document.records]


def test_promises_on_fixtures() -> None:
    assert [f.parent.name for f in FILES if not holds(f.read_bytes())] == []


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.parent.name)
def test_promises_with_prose(file: Path) -> None:
    assert holds(file.read_bytes(), prose=True)


def test_prose() -> None:
    around = "Title\n=====\n\n* a\n* b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n3. c\n3. d\n\n"
    made = de_lint.format(around + CANONICAL.replace("**Authority**:", "**Authority:**"), prose=True)
    laid_out = "# Title\n\n- a\n- b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n3. c\n4. d\n\n"
    assert re.sub(r"[ -]*\|[ -]*", "|", made) == re.sub(r"[ -]*\|[ -]*", "|", laid_out) + CANONICAL


_LABELS = ["Task", "task", "Autority", "Authority", "TEMPORAL CONTEXT", "Ticket", "Expected Results", "Other", "Status"]
_FORMS = [
    "**{}**: {}",
    "**{}:** {}",
    "{}: {}",
    "- {}: {}",
    "* **{}**: {}",
    "> **{}:** {}",
    "   **{}**: {}",
    "### {}: {}",
]
_VALUES = st.sampled_from(
    ["", "x", "Today is 2025-01-02.", "ISS-0345", "**bold:** y", "none", "a: b", "`c`", "é ✅ z", "**"]
)
_OTHER = st.sampled_from([
    *("", "", "- a", "* b", "  + c", "    - d", "1. e", "```", "---", "text", "  * - -", "| a | b |", "|---|---|"),
    *("✅ done", "**QA Agent**: f", "# QA Agent Progress Report", "🧪 QA Agent Progress Report", "<!-- c -->"),
    *("+ Coverage: 80%", "*", "\t* g"),
])  # fmt: skip
_LINE = st.one_of(
    st.builds(lambda f, k, v: f.format(k, v), st.sampled_from(_FORMS), st.sampled_from(_LABELS), _VALUES), _OTHER
)
_TEXT = st.builds(
    lambda head, lines, end: end.join([*head, *lines]),
    st.sampled_from(
        [["**Engineer Agent**: Build"], ["🧪 QA Agent Progress Report"], ["# QA Agent Progress Report"], []]
    ),
    st.lists(_LINE, max_size=14),
    st.sampled_from(["\n", "\r\n"]),
)


@settings(max_examples=150, deadline=None)
@given(_TEXT)
def test_promises_on_any_text(text: str) -> None:
    holds(text.encode())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_promises_on_any_bytes(data: bytes) -> None:
    holds(data)
    assert difference(read(data), read(formatted(data, read).data)) is None


def test_drawn_delegations_come_back(tools: Any) -> None:
    @settings(max_examples=40, deadline=None)
    @given(tools.delegation("data_engineer"))
    def comes_back(record: dict[str, Any]) -> None:
        assert holds(_disturbed(de_lint.render(record)).encode())

    comes_back()


def test_drawn_reports_come_back(tools: Any) -> None:
    @settings(max_examples=40, deadline=None)
    @given(tools.report("data_engineer"))
    def comes_back(record: dict[str, Any]) -> None:
        assert holds(_disturbed(de_lint.render(record)).encode())

    comes_back()


def _disturbed(text: str) -> str:
    """Return a canonical text with the colons of labels inside their marks and other bullets."""
    return re.sub(r"(?m)^( *)- ", r"\1* ", re.sub(r"(?m)^\*\*([^*:\n]+)\*\*:", r"**\1:**", text))
