"""Each format's text for the canned findings. `--update-goldens` writes the files anew; read their diff."""

from __future__ import annotations

from pathlib import Path

import pytest

import de_lint
from de_lint.output.formats import finding_formats

from .canned import CONTEXT, FINDINGS

GOLDENS = Path(__file__).parent / "goldens"
SUFFIXES = {"json": "json", "sarif": "json", "gitlab": "json", "rdjson": "json", "junit": "xml"}


@pytest.mark.parametrize("name", sorted(finding_formats()))
def test_golden(name: str, request: pytest.FixtureRequest) -> None:
    shown = finding_formats()[name](FINDINGS, CONTEXT)
    shown = shown.replace(f'"semanticVersion": "{de_lint.__version__}"', '"semanticVersion": "0.0.0"')
    golden = GOLDENS / f"{name}.{SUFFIXES.get(name, 'txt')}"
    if request.config.getoption("--update-goldens"):
        golden.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == golden.read_text(encoding="utf-8")


def test_each_golden_has_its_format() -> None:
    assert {each.stem for each in GOLDENS.iterdir()} == set(finding_formats())
