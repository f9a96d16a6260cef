"""Both JSON Schema libraries come to the same verdict on records."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import de_lint
from de_lint.judging.adoption import contracts
from de_lint.judging.violations import violations
from de_lint.vocabulary import schemas
from de_lint.vocabulary.schemas import all_schemas

_ROOT = Path(__file__).resolve().parents[2]


def test_libraries_agree() -> None:
    assert agreed_violations(sorted(_ROOT.glob("fixtures/*/*/input.md")))


def agreed_violations(files: Iterable[Path]) -> int:
    """Assert that both libraries find the same, and return how much that is."""
    registry = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in all_schemas() if "$schema" in s)
    wrong = 0
    for file in files:
        for top in de_lint.read(file.read_bytes(), file.name).records:
            for record in top.walk():
                if record.kind == "agent_template":
                    continue
                expected = set()
                for schema in (spec.schema for spec in contracts(record)):
                    for error in Draft202012Validator(schema, registry=registry).iter_errors(_stated(record.data)):
                        if error.validator != "required":
                            pointer = "".join(f"/{part}" for part in error.absolute_path)
                            expected.add((pointer, error.validator, str(error.validator_value)))
                found = {(v.pointer, v.keyword, str(v.expected)) for v in violations(record) if v.keyword != "required"}
                assert {f[:2] for f in found} == {e[:2] for e in expected}, file.name
                assert {f for f in found if f[1] in ("enum", "minimum", "maximum", "minItems")} <= expected
                wrong += len(found)
    return wrong


@pytest.mark.parametrize("text", ["\ud800 purple", "1e999", "purple\0", "9" * 5000 + "%"])
def test_odd_values_are_judged(text: str) -> None:
    document = de_lint.read(f"QA Agent Progress Report\n- Status: {text}\n- Progress: {text}\n- Coverage: {text}\n")
    assert "invalid-status" in {finding.name for finding in de_lint.check(document)}


def _stated(value: object) -> object:
    """Return a value without what is null or empty, as absent facts are."""
    if isinstance(value, dict):
        kept = {k: _stated(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v not in (None, "", [], {}) or k == "quantities"}
    return [_stated(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", ["delegation", "progress_report"])
def test_a_document_knows_what_its_records_hold(kind: str) -> None:
    known = schemas.schema("document")["$defs"][kind]["properties"]
    assert set(schemas.schema(kind)["properties"]) <= set(known)
