"""Every path, command and link in the documents for contributors is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from de_lint.agents.hosts import NAMES
from de_lint.agents.transcripts.readers import Readers

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "AGENTS.md", "SECURITY.md", "RELEASING.md", "docs/architecture.md"]
PACKAGE = ROOT / "de_lint"
_PATH = re.compile(
    r"(?<![\w./-])((?:\.github|\.ci|benchmarks|de_lint|demo|docs|editors|fixtures|schemas|skills|templates|tests)/[\w./*-]*)"
)
#: A file or folder as the pages name it within a sentence, also by its place in the package.
_QUOTED = re.compile(r"`(?![/~])([\w.-]*/[\w./-]*|[\w-]+\.(?:md|py|toml|yml|json|tsv))`")
_MADE_UP = {"fixtures/KIND/CASE/"}
TARGETS = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_are_there(document: str) -> None:
    text = re.sub(r"https?://\S+", "", text_of(document))
    missing = {path.rstrip(".") for path in _PATH.findall(text) if not (ROOT / path.rstrip(".")).exists()}
    assert missing - _MADE_UP == set()


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "AGENTS.md", "docs/architecture.md"])
def test_files_and_folders_are_there_by_the_end_of_their_path(document: str) -> None:
    named = set(_QUOTED.findall(text_of(document))) - _MADE_UP
    assert named
    missing = {path for path in named if not path.startswith("build/") and not (ROOT / path).exists()}
    folders = [ROOT / name for name in ("de_lint", "benchmarks", "fixtures")]
    assert {p for p in missing if not any(any(one.rglob(p.rstrip("/"))) for one in folders)} == set()


def test_every_room_is_in_the_table_of_rooms() -> None:
    rooms = {each.name for each in PACKAGE.iterdir() if each.name[0] not in "._" and each.suffix in ("", ".py")}
    told = re.findall(r"`de_lint/([\w.]+)/?`", text_of("docs/architecture.md"))
    assert rooms == set(told)


def test_every_host_is_named_where_contributors_are_told_to_name_it() -> None:
    assert "`de_lint/agents/hosts/__init__.py`" in text_of("CONTRIBUTING.md")
    files = (PACKAGE / "agents" / "hosts").glob("*.py")
    assert sorted(NAMES) == sorted(file.stem for file in files if "\nHOST = " in file.read_text(encoding="utf-8"))


def test_every_reader_of_a_log_is_named_where_contributors_are_told_to_name_it() -> None:
    assert "`de_lint/agents/transcripts/readers.py`" in text_of("CONTRIBUTING.md")
    files = (PACKAGE / "agents" / "transcripts").glob("*.py")
    classes = re.findall(r"^class (\w+Log)\b", "\n".join(f.read_text(encoding="utf-8") for f in files), re.MULTILINE)
    assert set(classes) == {type(reader).__name__ for reader in Readers()._all}


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
