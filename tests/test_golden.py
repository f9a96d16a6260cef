"""Golden pairs: fixtures/<kind>/<case>/input.md and the JSON that it reads as. To add a test, add a folder.

`pytest tests/test_golden.py --update-goldens` writes the expected.json files anew; read their diff before committing.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from de_lint.judging.validate import document_errors
from de_lint.reading.document import read

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
KINDS = {"delegation", "progress_report", "agent_template", "mixed", "none", "encoding"}
CASES = sorted(p.parent for p in FIXTURES.glob("*/*/input.md"))


def test_folders_are_kinds() -> None:
    assert {p.parent.name for p in CASES} == KINDS


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.parent.name}-{c.name}")
def test_golden(case: Path, request: pytest.FixtureRequest) -> None:
    written = read((case / "input.md").read_bytes(), path="input.md").to_json()
    assert document_errors(written) == []
    expected = case / "expected.json"
    if request.config.getoption("--update-goldens"):
        expected.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    assert written == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.parent.name != "mixed"], ids=lambda c: f"{c.parent.name}-{c.name}"
)
def test_kinds(case: Path) -> None:
    """A folder's name says which kind its documents hold, so that a wrong golden file does not pass unseen."""
    kinds = {r.kind for r in read((case / "input.md").read_bytes()).records}
    if case.parent.name == "none":
        assert kinds == set()
    elif case.parent.name != "encoding":
        assert kinds == {case.parent.name}
