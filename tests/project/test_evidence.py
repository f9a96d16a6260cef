"""What lies around a report: the files of its tree, and nothing that is outside of it."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.patience import PATIENCE
from de_lint.project.repository import git as git_room
from de_lint.project.repository import history as history_room
from de_lint.project.repository import working_tree as tree_room
from de_lint.project.repository.evidence import Places, ReportEvidence
from de_lint.project.repository.git import GitFailure
from de_lint.project.repository.history import History
from de_lint.project.repository.working_tree import WorkingTree, inside

ROOT = Path("/srv/tree")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with a few files, and another beside it that nobody may look into."""
    root = tmp_path / "tree"
    for name in ("src/prices.py", "src/deep/cache.py", "docs/cache.md", "reports/one.md", "reports/note.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x\n")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.pem").write_text("x\n")
    (root / "out").symlink_to(tmp_path / "secret")
    (root / "link.pem").symlink_to(tmp_path / "secret" / "key.pem")
    (root / "broken.py").symlink_to(tmp_path / "nowhere")
    return root


def around(tree: Path, report: str = "reports/one.md") -> ReportEvidence:
    return ReportEvidence(Places(outside=tree), tree / report)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("src/prices.py", True),
        ("./src/prices.py", True),
        ("src\\prices.py", True),
        ("prices.py", True),
        ("deep/cache.py", True),
        ("note.txt", True),
        ("tree/src/prices.py", True),
        ("/src/prices.py", True),
        ("src/deep/", True),
        ("deep/", True),
        ("src/price.py", False),
        ("eep/cache.py", False),
        ("src/prices.py/", False),
        ("broken.py", True),
        ("link.pem", True),
        ("../secret/key.pem", None),
        ("src/../../secret/key.pem", None),
        ("out/key.pem", None),
        ("out/no.pem", None),
        ("/etc/passwd", None),
        ("~/.profile", None),
        ("C:\\x.py", None),
        ("a\0b.py", None),
        ("x" * 5000 + ".py", False),
    ],
)
def test_paths_in_the_tree(tree: Path, path: str, there: bool | None) -> None:
    assert around(tree).has(path) is there


def test_absolute_paths_within_the_tree(tree: Path) -> None:
    assert around(tree).has(f"{tree}/src/prices.py") is True
    assert around(tree).has(f"{tree}/src/none.py") is False
    assert around(tree).has(f"{tree}/../secret/key.pem") is None
    assert around(tree).has(f"{tree}-2/key.pem") is None


def test_deleted_files_are_looked_for_only_where_they_are_said_to_be(tree: Path) -> None:
    assert around(tree).has_exactly("src/prices.py") is True
    assert around(tree).has_exactly("prices.py") is False
    assert around(tree).has_exactly("out/key.pem") is None


def test_the_nearest_path_is_named(tree: Path) -> None:
    assert around(tree).near("src/price.py") == "src/prices.py"
    assert around(tree).near("lib/prices.py") == "src/prices.py", "the name counts most"
    assert around(tree).near("zzz.toml") is None
    assert around(tree).near("src/gone.md") is None, "short names are alike by chance"
    assert around(tree).near("src/note.py") is None, "a text is near to texts alone"
    assert around(tree).near("lib/cache.ts") == "src/deep/cache.py"


def test_nothing_is_asked_before_a_rule_asks(tree: Path) -> None:
    one = around(tree)
    assert not one.asked
    one.has("src/prices.py")
    assert one.asked


def test_without_git_there_is_no_history(tree: Path) -> None:
    one = around(tree)
    assert dict(one.commits(["4be71c0"])) == {}
    assert one.changed("src/prices.py") is None
    assert one.changes() is None
    assert one.is_number_of_changes(3) is None


@given(st.text(max_size=40))
def test_no_path_leads_out(path: str) -> None:
    found = inside(path, ROOT)
    if found is not None:
        assert ".." not in found.split("/") and "\0" not in found
        assert (ROOT / found.lstrip("/")).is_relative_to(ROOT)


@given(st.text(alphabet="ab./\\~:\0", max_size=12))
def test_any_path_is_judged_or_not(path: str) -> None:
    assert WorkingTree(Path(__file__).parent).stands(path) in (True, False, None)


def test_a_slow_or_missing_git_is_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)

    def slow(*_: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("git", 3)

    monkeypatch.setattr(subprocess, "run", slow)
    with pytest.raises(GitFailure, match="takes too long"):
        git_room.git(tmp_path, "status", until=time.monotonic() + 3)
    assert dict(History(tmp_path).commits(["4be71c0"])) == {}
    assert History(tmp_path).difference is None
    monkeypatch.undo()
    monkeypatch.setenv("PATH", os.devnull)
    assert dict(History(tmp_path).commits(["4be71c0"])) == {}
    assert WorkingTree(tmp_path).listed == []


def test_a_host_waits_for_no_question_to_git_longer_than_it_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that git lets run on: whatever it is asked, the time for all answers together is bounded."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    clock, asked = [0.0], 0

    def hanging(*_: object, timeout: float | None = None, **__: object) -> None:
        nonlocal asked
        assert timeout is not None
        asked += 1
        clock[0] += timeout
        raise subprocess.TimeoutExpired("git", timeout)

    for room in (git_room, history_room, tree_room):
        monkeypatch.setattr(room, "monotonic", lambda: clock[0])
    monkeypatch.setattr(subprocess, "run", hanging)
    for base in (None, "main"):
        clock[0] = 0.0
        history = History(tmp_path, base)
        assert (history.difference, history.known, dict(history.commits(["4be71c0"]))) == (None, frozenset(), {})
        assert WorkingTree(tmp_path).listed == []
        assert clock[0] / PATIENCE <= 10
    assert asked >= 8
