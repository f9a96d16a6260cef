"""One mistake is one finding: whatever is broken in a clean record, it is said once and not left unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from de_lint.diagnostics import Finding
from de_lint.judging.adoption import contract_of
from de_lint.judging.check import check
from de_lint.judging.line_edits import extent
from de_lint.judging.places import label_span
from de_lint.reading.document import read
from de_lint.reading.fields import Node
from de_lint.reading.records.record import Record
from de_lint.vocabulary.kinds import Property, kind
from de_lint.vocabulary.schemas import role_names
from de_lint.writing.scaffold import new

_ROOT = Path(__file__).resolve().parents[2] / "fixtures"
_FILES = sorted(f for kind in ("delegation", "progress_report", "mixed") for f in _ROOT.glob(f"{kind}/*/input.md"))
_FILLED = {
    "/sec": "9 queries/sec",
    "date": "2025-05-05",
    "ISS": "ISS-0345",
    "remaining": "none",
    "blockers": "none",
    "progress %": "100%",
}
_WRONG = {
    "status": "purple",
    "progress": "140%",
    "temporal_context": "Today is 2025-02-30",
    "date": "2025-02-30",
    "tickets": "ISS 0512",
}


def filled(form: str) -> str:
    """Return a blank form with something in the place of each placeholder: the first choice of several."""

    def value(match: re.Match[str]) -> str:
        asked = match[1]
        known = next((v for k, v in _FILLED.items() if k in asked), None)
        choice = "completed" if "completed" in asked else asked.partition("/")[0] if "/" in asked else "12 ms, 98%"
        return known or choice

    return re.sub(r"\[([^\]]*)\]", value, form)


TEXTS = {f"{f.parent.parent.name}-{f.parent.name}": f.read_bytes().decode("utf-8", "replace") for f in _FILES}
_KINDS = ("delegation", "progress_report")
FORMS = {f"{name}-{role}": filled(new(name, role)) for role in role_names() for name in _KINDS}


def labelled(text: str) -> Iterator[tuple[Record, Node, Property, bool]]:
    """Yield the fields of a text's records that a label on a line names, and whether they stand in another."""
    seen: set[int] = set()
    for record in read(text).records:
        for claim in record.claims if record.context != "template" else ():
            prop = claim.property
            within = prop.properties if prop else ()
            inner = [(c, p, True) for c in claim.field.children for p in within if p.claims(c.key)]
            for one, target, below in [(claim.field, prop, False), *inner]:
                if target and one.label and one.form in ("label", "item") and id(one) not in seen:
                    seen.add(id(one))
                    yield record, one, target, below


def broken(text: str, one: Node, prop: Property) -> Iterator[tuple[str, str]]:
    """Yield what is broken of a field, and the text with that."""
    lines, (first, last), span = text.split("\n"), extent(one), label_span(one)
    row, start, end = span.start_line - 1, span.start_column - 1, span.end_column - 1
    line, value = lines[row], one.value
    yield "dropped", "\n".join([*lines[:first], *lines[last + 1 :]])
    label = line[start:end]
    if len(label) > 4 and label[2] != label[3]:
        slip = f"{line[:start]}{label[:2]}{label[3]}{label[2]}{label[4:]}{line[end:]}"
        yield "misspelled", "\n".join([*lines[:row], slip, *lines[row + 1 :]])
    if not value:
        yield "emptied", "\n".join([*lines[: row + 1], *lines[last + 1 :]])
        return
    before, after = line[: value.span.start_column - 1], line[value.span.end_column - 1 :]
    rest = lines[max(last, value.span.end_line - 1) + 1 :]
    if value.span.start_line != row + 1 or value.span.end_line != row + 1:
        return
    yield "emptied", "\n".join([*lines[:row], (before + after).rstrip(), *rest])
    wrong = "purple" if prop.choices else "lots" if prop.shape == "measure" else _WRONG.get(prop.name)
    if wrong:
        yield f"{wrong} in it", "\n".join([*lines[:row], before + wrong + after, *rest])


def found(text: str) -> list[Finding]:
    return check(read(text))


def demanded(record: Record) -> set[str]:
    """Return the folded labels that a record has to have, or should."""
    specs = [kind(record.kind), *([record.role] if record.role else [])]
    names = {name for one in specs for word in ("required", "x-recommended") for name in one.schema.get(word, ())}
    return {key for one in specs for p in one.properties if p.name in names for key in p.keys}


def told(name: str, what: str, findings: list[Finding]) -> str:
    return "\n".join([f"{name} {what}", *(f"{f.code} {f.span.start_line} {f.message}" for f in findings)])


def value_at(document: object, pointer: str) -> object:
    """Return what a pointer leads to; None where there is nothing, as of a field that is not there."""
    for key in pointer.split("/")[1:]:
        if isinstance(document, list):
            document = document[int(key)]
        elif isinstance(document, dict):
            document = document.get(key)
    return document


@pytest.mark.parametrize("name", [*FORMS, *TEXTS])
def test_what_is_said_of_a_field_is_what_its_json_holds(name: str) -> None:
    text = {**FORMS, **TEXTS}[name]
    broken_ones = [each for _, one, prop, _ in labelled(text) for each in broken(text, one, prop)]
    for what, each in [("as it is", text), *broken_ones]:
        document = read(each)
        data, findings = document.to_json(), check(document)
        for finding in findings:
            held = value_at(data, finding.pointer) if finding.pointer else None
            if finding.name in ("missing-field", "invalid-status"):
                assert held in (None, []), told(name, what, findings)
            if finding.name in ("invalid-enum", "completed-with-blockers", "completed-with-remaining", "unknown-agent"):
                assert str(held).casefold() in finding.message.casefold(), told(name, what, findings)
            assert "/span/" not in (finding.pointer or ""), told(name, what, findings)
        pointed = {finding.pointer for finding in findings}
        for number, record in enumerate(document.records):
            asked = kind("delegation") if record.kind == "delegation" and name in FORMS else contract_of(record)
            read_fields = {claim.property.name for claim in record.claims if claim.property}
            if asked and record.context == "instance":
                lacking = set(asked.schema.get("required", ())) - read_fields
                unsaid = [field for field in lacking if f"/records/{number}/{field}" not in pointed]
                assert [field for field in unsaid if not record.data.get(field)] == [], told(name, what, findings)


@pytest.mark.parametrize("name", FORMS)
def test_forms(name: str) -> None:
    text, tried = FORMS[name], 0
    assert found(text) == []
    for record, one, prop, below in labelled(text):
        for what, wrong in broken(text, one, prop):
            tried += 1
            findings = found(wrong)
            due = what != "dropped" or below or one.key in demanded(record)
            assert len(findings) == due, told(one.name, what, findings)
    assert tried > 10


@pytest.mark.parametrize("name", [n for n, text in TEXTS.items() if not found(text)])
def test_fixtures(name: str) -> None:
    text = TEXTS[name]
    for record, one, prop, below in labelled(text):
        if record.layout == "form":
            asked = record.kind == "delegation" or contract_of(record)
            for what, wrong in broken(text, one, prop):
                findings = found(wrong)
                # What a label is that nothing knows, below a section, only a reader can say.
                least = 1 if asked and not below and what != "dropped" and "\n#" not in text else 0
                assert least <= len(findings) <= 1, told(one.name, what, findings)


@pytest.mark.parametrize(
    "text",
    [
        "**QA Agent**: Run it\n\n**Date**: 2025-03-04\n**Task**: Run all\n**Authority**: ALL tests\n"
        "**Expected Results**: counts\n**Progress Reporting**: Report failures\n",
        "**QA Agent**: Run it by 2025-03-04\n\n**Issued on**: March 3, 2025\n**Task**: Run all\n"
        "**Authority**: ALL tests\n**Expected Results**: counts\n**Progress Reporting**: Report failures\n",
        "# QA Agent Progress Report\n\n### Status: blocked by the freeze\n\n### Next Steps\n- Wait\n",
    ],
)
def test_what_is_read_is_neither_missing_nor_empty(text: str) -> None:
    assert found(text) == []
