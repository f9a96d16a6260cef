"""Both JSON Schema libraries come to the same verdict on records."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import de_lint
from de_lint.judging import substitute
from de_lint.judging import violations as verdicts
from de_lint.judging.adoption import contracts
from de_lint.judging.field_demands import at_least, choosing, forbidden, there
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


@pytest.fixture
def without_rust(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SchemaJudge by jsonschema, as where there is no jsonschema-rs."""
    monkeypatch.setattr(verdicts, "Draft202012Validator", substitute.SchemaJudge)
    monkeypatch.setattr(verdicts, "RegexOptions", substitute.LinearPatterns)
    monkeypatch.setattr(verdicts, "Registry", substitute.ShippedSchemas)
    monkeypatch.setattr(verdicts, "ValidationError", substitute.BadSchema)
    made = (verdicts._registry, verdicts._validator_of, verdicts._document_validator)
    for one in made:
        one.cache_clear()
    yield
    for one in made:
        one.cache_clear()


def judged() -> list[list[dict[str, Any]]]:
    """The findings of every fixture."""
    files = sorted(_ROOT.glob("fixtures/*/*/input.md"))
    return [[f.to_json() for f in de_lint.check(de_lint.read(file.read_bytes()))] for file in files]


def test_findings_are_the_same_without_rust(request: pytest.FixtureRequest) -> None:
    native = judged()
    request.getfixturevalue("without_rust")
    assert judged() == native
    assert {"S101", "V302"} <= {finding["code"] for findings in native for finding in findings}


@pytest.mark.usefixtures("without_rust")
def test_schemas_are_refused_without_rust() -> None:
    for schema, why in (
        ({"type": "purple"}, "'purple' is not valid"),
        ({"properties": {"a": {"$ref": "https://example.org/schema"}}}, "only shipped schemas can be referred to"),
    ):
        assert why in str(verdicts.unusable(schema))
    assert verdicts.unusable({"$ref": "urn:de-lint:values"}) is None
    with pytest.raises(ValueError, match="need jsonschema-rs"):
        verdicts.linear(choosing(("status",), ["open"]))
    for demand, value, places in (
        (there(("task",)), {}, [(("task",), None)]),
        (forbidden(("task",)), {"task": "x"}, [(("task",), "x")]),
        (at_least(("steps",), 2), {"steps": ["x"]}, [(("steps",), ["x"])]),
    ):
        assert list(verdicts.breaks(verdicts.linear(demand), value)) == places
    assert verdicts.is_document(de_lint.read("Coffee.\n").to_json()) and not verdicts.is_document({})


def test_jsonschema_rs_is_replaced_in_a_browser() -> None:
    script = (
        "import sys; sys.modules['jsonschema_rs'] = None; sys.platform = 'emscripten'\n"
        "from de_lint.judging import violations; print(violations.Draft202012Validator.__module__)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.stdout == "de_lint.judging.substitute\n", ran.stderr


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
