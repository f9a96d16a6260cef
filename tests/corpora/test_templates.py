"""Every template at hand: its form filled in passes, and the form itself is refused as unfilled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from de_lint.diagnostics import Finding
from de_lint.judging.check import check
from de_lint.learning.infer import infer
from de_lint.learning.placeholder_types import value_type
from de_lint.reading.document import Document, read
from de_lint.vocabulary.kinds import Kind, Property, Vocabulary, using
from de_lint.vocabulary.schemas import Schema
from de_lint.writing.form_filling import filled_form

from ..learning.conftest import with_role

OPEN = {"unfilled-placeholder", "placeholder-ticket", "empty-field", "empty-report"}
DIGITS = {"year": "2025", "month": "03", "day": "14", "hour": "09", "minute": "30", "second": "15"}
OF_VALUE = {"date": "2025-03-14", "version": "1.2.3", "url": "https://example.com/x", "commit": "0a1b2c3d"}
WORDS = "3 words of the writer"
MOST_BLANKS = 80


def masked(pattern: str, parts: Iterable[str]) -> str:
    """Return a value of the form that a mask shows."""
    left = iter(parts)
    bare = pattern.lstrip("^").partition("(?!")[0].partition("(?:[-+]")[0].replace("v?", "").replace("[ T]", " ")
    put = re.sub(r"\[0-9\]\{\d\}", lambda m: DIGITS[next(left, "day")], bare)
    return re.sub(r"\[(.)\]", r"\1", re.sub(r"\[0-9(?:A-Za-z)?\]\+", "12", put))


def value(asked: Schema) -> str:
    """Return a value that keeps to what a field asks for."""
    shape = str(asked.get("$ref", "")).rpartition("/")[2]
    if asked.get("enum"):
        return str(asked["enum"][0])
    if str(asked.get("pattern", "")).startswith("^") and asked.get("x-value") != "commit":
        return masked(asked["pattern"], asked.get("x-parts", ()))
    if "x-quantities" in asked:
        return f"{asked.get('x-range', [0, 3])[1]}" + (" %" if asked["x-quantities"][0] == "percentage" else "")
    return OF_VALUE.get(str(asked.get("x-value")), {"boolean": "yes", "tickets": "ISS-0345"}.get(shape, WORDS))


def values(properties: Iterable[Property], above: str = "") -> dict[str, list[str]]:
    """Return a value for each field of a form, by its dotted name."""
    found: dict[str, list[str]] = {}
    for prop in properties:
        if prop.shape == "object":
            found |= values(prop.properties, f"{above}{prop.name}.")
        elif "x-columns" not in prop.schema:  # a table's cells are filled in one by one
            said = {"pairs": "Copied the rows: done"}.get(prop.shape) or value(prop.schema)
            found[above + prop.name] = ["None" if prop.name == "blockers" else said]
    return found


def with_blanks_filled(text: str, vocabulary: Vocabulary) -> str:
    """Return a form without the blanks that stand outside of its fields: in its title, its tables, its notes."""
    text = text.replace("[ ] [", "[x] [")
    for _ in range(MOST_BLANKS):
        last = next(
            (f for f in reversed(judged(text, vocabulary)) if f.name in ("unfilled-placeholder", "placeholder-ticket")),
            None,
        )
        if last is None:
            break
        lines, number = text.split("\n"), last.span.start_line - 1
        line, start, end = lines[number], last.span.start_column - 1, last.span.end_column - 1
        lines[number] = line[:start] + value(value_type(line[start:end]).schema) + line[end:]
        text = "\n".join(lines)
    return text


def judged(text: str, vocabulary: Vocabulary) -> list[Finding]:
    return check(as_report(text, vocabulary))


def as_report(text: str, vocabulary: Vocabulary) -> Document:
    return read(text, "work/report.md", vocabulary=vocabulary)


def forms(shared: Path) -> Iterable[tuple[Path, Kind, Vocabulary]]:
    """Yield the templates of the corpora that have the form of a report, each with its role."""
    for file in [*sorted((shared / "corpus").rglob("*.md")), *sorted((shared / "corpus2").glob("*.md"))]:
        document = read(file.read_bytes(), file.name)
        if any(r.kind == "agent_template" for r in document.records):
            learnt = infer(document).schema
            if "x-form" in learnt:
                vocabulary = with_role(learnt)
                yield file, vocabulary.roles[learnt["x-type"]], vocabulary


def test_every_template_is_a_contract_that_can_be_met(shared: Path) -> None:
    if not (shared / "corpus2").is_dir():
        pytest.skip(f"there are no documents at {shared / 'corpus2'}")
    faults: dict[str, list[str]] = {}
    found_forms = list(forms(shared))
    for file, role, vocabulary in found_forms:
        with using(vocabulary):
            text = with_blanks_filled(filled_form(role, values(role.fields)), vocabulary)
        (record,) = as_report(text, vocabulary).records
        found = [
            f"{f.name} in line {f.span.start_line}: {f.message}"
            for f in judged(text, vocabulary)
            if f.severity == "error"
        ]
        found += [] if record.role is role else [f"read as {record.kind} of {record.role}"]
        blank = [f.name for f in judged(role.form, vocabulary) if f.severity != "info"]
        found += [] if OPEN & set(blank) else ["the form is not refused"]
        if found:
            faults[file.name] = found
    assert faults == {}
    assert len(found_forms) >= 60
