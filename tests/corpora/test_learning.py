"""What is learnt from real templates: it enforces itself, and the shipped roles agree with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from de_lint.judging.check import check
from de_lint.learning.infer import infer
from de_lint.reading.document import read
from de_lint.vocabulary.kinds import using
from de_lint.vocabulary.schemas import Schema, schema

from ..learning.conftest import judged, with_role
from ..learning.test_infer import test_the_template_enforces_itself

__all__ = ["judged", "test_the_template_enforces_itself"]


@pytest.fixture
def data_engineer(shared: Path) -> Path:
    return next((shared / "seed").glob("*.md"))


IGNORED = {"x-line", "x-placeholder", "title", "description", "x-aliases"}


def bare(found: Any) -> Any:
    """What two descriptions of one property have to agree on."""
    if isinstance(found, dict):
        return {k: bare(v) for k, v in found.items() if k not in IGNORED or not isinstance(v, (str, int, list))}
    return found


def agreed(type_: str, found: Schema) -> None:
    ours = schema(f"roles/{type_}")
    assert bare(found["properties"]) == bare(ours["properties"])
    for word in ("x-order", "required", "x-icon", "type", "$id", "x-type", "title"):
        assert found[word] == ours[word], word
    assert set(found["x-names"]) <= set(ours["x-names"])
    assert found.get("x-authority", ours["x-authority"]) == ours["x-authority"]
    assert found["x-core"]["status"]["x-choices"] == ours["x-core"]["status"]["x-choices"]
    labels = {n: c["x-label"] for n, c in found["x-core"].items()}
    assert {n: c["x-label"] for n, c in ours["x-core"].items()}.items() <= labels.items()


TEMPLATES = ("data_engineer", "documentation", "qa", "research", "security")
FORMATS = ("data_engineer", "documentation", "ops", "qa", "security", "ticketing")
SHOWN = [(each, "templates/*__claude_pm__agents__templates__{}_agent.md") for each in TEMPLATES]
SHOWN += [(each, "reports/*__{}_agent__*Agent-Progress-Report*") for each in FORMATS]


@pytest.mark.parametrize(("type_", "where"), SHOWN)
def test_shipped_roles_agree_with_their_templates_and_formats(type_: str, where: str, shared: Path) -> None:
    files = sorted((shared / "corpus").glob(where.format(type_)))
    assert files
    for file in files:
        agreed(type_, infer(read(file.read_bytes(), file.name)).schema)


def test_examples_of_templates_pass_under_their_own_schema(shared: Path) -> None:
    files = [
        f
        for f in sorted((shared / "corpus" / "templates").glob("*.md"))
        if b"Progress Reporting Format" in f.read_bytes()
    ]
    assert len(files) >= 15
    for file in files:
        data = file.read_bytes()
        found = infer(read(data, file.name))
        assert found.has_format
        fields = {*found.schema["properties"], *found.schema["x-core"]}
        assert set(found.schema["x-order"]) == fields
        with using(with_role(found.schema)):
            errors = [f for f in check(read(data, file.name)) if f.severity == "error"]
        assert errors == [], file.name
