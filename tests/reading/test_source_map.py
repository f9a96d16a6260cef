"""The source map: every leaf has a place in the source, and the place of a text holds that text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from de_lint.reading.document import Document, read

#: Facts that are derived from their place rather than copied from it.
_DERIVED = frozenset(
    {"date", "deadline", "status", "type", "report_type", "relation", "kind", "context", "path", "unit", "change"}
)


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the JSON Pointer and the value of every scalar below `value`, those of spans excepted."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key != "span":
                yield from leaves(below, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from leaves(below, f"{pointer}/{index}")
    else:
        yield pointer, value


def _source_of(document: Document, span: dict[str, int]) -> str:
    """What stands at a span on one line, after repair of its mojibake."""
    line = document.source.lines[span["start_line"] - 1]
    columns = [line.column(i) for i in range(len(line.text) + 1)]
    start = columns.index(span["start_column"])
    end = len(columns) - 1 - columns[::-1].index(span["end_column"])
    return line.text[start:end]


def _faults(document: Document) -> Iterator[str]:
    written = document.to_json(source_map=True)
    places, lines = written["source_map"], document.source.lines
    for pointer, value in leaves(written["records"], "/records"):
        if pointer.rsplit("/", 1)[-1] in ("kind", "context") and pointer not in places:
            continue  # what a record is has the record's own span
        span = places.get(pointer)
        if span is None:
            yield f"{pointer} has no place"
            continue
        inside = 1 <= span["start_line"] <= span["end_line"] <= len(lines)
        if not inside or not 1 <= span["start_column"] <= len(lines[span["start_line"] - 1].raw) + 1:
            yield f"{pointer} is outside the source: {span}"
        elif not 1 <= span["end_column"] <= len(lines[span["end_line"] - 1].raw) + 1:
            yield f"{pointer} ends outside the source: {span}"
        elif isinstance(value, str) and span["start_line"] == span["end_line"] and not _derived(pointer):
            stands = _source_of(document, span)
            without_comments = re.sub(r"<!--.*?-->", "", stands)
            if _plain(value) not in _plain(stands) and _plain(value) not in _plain(without_comments):
                yield f"{pointer}: {value!r} is not in {stands!r}"
    known = {p for p, _ in leaves(written["records"], "/records")}
    yield from (f"{p} is the place of nothing" for p in places if p not in known and "/span/" not in p)


def _derived(pointer: str) -> bool:
    last = [p for p in pointer.split("/") if not p.isdigit()][-1]
    return last in _DERIVED or "/quantities/" in pointer or "/path/" in pointer


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def test_fixtures(fixture_files: list[Path]) -> None:
    for file in fixture_files:
        assert list(_faults(read(file.read_bytes()))) == [], file.parent.name


_VALUES = st.lists(
    st.sampled_from(
        ["rebuild", "orders", "42", "17%", "ISS-0345", "**bold**", "`code`", "2025-07-20", "[a]", "✅", "done"]
    ),
    max_size=5,
)
_LINES = st.builds(
    lambda form, label, words: form.format(l=label, v=" ".join(words)),
    st.sampled_from(
        [
            "**{l}**: {v}",
            "- {l}: {v}",
            "  * {l}: {v}",
            "- {v}",
            "  - {v}",
            "{v}",
            "## {l}",
            "| {l} | {v} |",
            "> {l}: {v}",
        ]
    ),
    st.sampled_from(
        ["Task", "Status", "Authority", "Blockers", "Date", "Agent", "Owner", "Health", "Summary", "Completed"]
    ),
    _VALUES,
)
_TITLES = st.sampled_from(
    [
        "# Orders Report",
        "üóÑÔ∏è Data Engineer Agent Progress Report",
        "**QA Agent**: Check",
        "\ufeff✅ QA Progress Update:",
    ]
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_TITLES, st.lists(_LINES, max_size=10), st.sampled_from(["\n", "\r\n"]))
def test_drawn_documents(title: str, lines: list[str], newline: str) -> None:
    assert list(_faults(read(newline.join([title, *lines])))) == []
