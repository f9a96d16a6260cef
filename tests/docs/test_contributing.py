"""Every path, command and link in the documents for contributors is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "AGENTS.md", "SECURITY.md", "RELEASING.md", "docs/architecture.md"]
_PATH = re.compile(r"(?<![\w./-])((?:\.github|\.ci|benchmarks|de_lint|demo|docs|fixtures|schemas|tests)/[\w./*-]*)")
_MADE_UP = {"fixtures/KIND/CASE/"}
TARGETS = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_are_there(document: str) -> None:
    text = re.sub(r"https?://\S+", "", text_of(document))
    missing = {path.rstrip(".") for path in _PATH.findall(text) if not (ROOT / path.rstrip(".")).exists()}
    assert missing - _MADE_UP == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    folder = (ROOT / document).parent
    for target in re.findall(r"\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)", text_of(document)):
        path, anchor = target
        linked = folder / path if path else ROOT / document
        assert linked.exists(), path
        if anchor:
            headings = re.findall(r"^#+ (.*)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor[1:] in {slug(heading) for heading in headings}, target


def slug(heading: str) -> str:
    """Return the anchor of a heading, as GitHub and mkdocs make it."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_are_there(document: str) -> None:
    assert set(re.findall(r"\bmake ([a-z]+)(?=[`\s]|$)", text_of(document), re.MULTILINE)) - {"in", "the"} <= TARGETS


def test_only_tests_of_corpora_look_beside_the_repository() -> None:
    beside = re.compile(r"""["'/]shared["'/]""")
    tests = [file for file in (ROOT / "tests").rglob("*.py") if beside.search(file.read_text(encoding="utf-8"))]
    assert {file.parent.name for file in tests} - {"corpora", "docs"} == set()
