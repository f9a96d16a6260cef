"""`check --changed` in a scratch repository, and `--watch`, through the real command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from queue import Empty, Queue

import pytest

from ..in_process import run

HEADER = "# Progress Report\n\n**Agent**: QA Agent\n**Date**: 2025-01-02\n"
OLD = HEADER + "**Ticket**: ISS0001\n**Status**: completed\n"
IDENTITY = {
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def check(*arguments: str) -> tuple[int, list[str], str]:
    """Return the exit code, the places of malformed tickets, and what stderr says."""
    code, out, err = run("check", "--format", "concise", "--select", "T201", *arguments)
    return code, [":".join(line.split(":")[:2]) for line in out.splitlines() if " T201 " in line], err


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "two.md").write_text(OLD)
    git("add", "-A")
    git("commit", "-qm", "one")
    return tmp_path


def test_only_changed_lines_count(repository: Path) -> None:
    assert check() == (1, ["old.md:5", "two.md:5"], "")
    assert check("--changed") == (0, [], "")
    (repository / "old.md").write_text(OLD + "**Priority**: high\n")
    assert check("--changed") == (0, [], ""), "the defect was there before"
    (repository / "old.md").write_text(OLD.replace("0001", "0002"))
    assert check("--changed") == (1, ["old.md:5"], "")
    git("add", "-A")
    assert check("--changed") == (1, ["old.md:5"], ""), "what is staged is changed"
    assert check("--changed", "two.md") == (0, [], "")


def test_new_files_count_as_a_whole(repository: Path) -> None:
    names = ["new.md", "sp ace.md", 'quo"te.md', "ünï.md", "tab\tbed.md"]
    for name in names:
        (repository / name).write_text(OLD)
    expected = {f"{name}:5" for name in names if "\t" not in name}
    found = set(check("--changed")[1])
    assert expected <= found and len(found) == len(names)
    git("add", "-A")
    assert set(check("--changed")[1]) == found
    (repository / ".gitignore").write_text("no.md\n")
    (repository / "no.md").write_text(OLD)
    assert set(check("--changed")[1]) == found
    git("commit", "-qm", "more")
    for name in names:
        (repository / name).write_text("intro\n\n" + OLD.replace("0001", "0002"))
    assert len(check("--changed")[1]) == len(names)


def test_a_base_counts_from_where_the_branch_began(repository: Path) -> None:
    git("checkout", "-qb", "feature")
    (repository / "two.md").write_text(OLD.replace("0001", "0002"))
    (repository / "new.md").write_text(OLD + "**Findings**\n\n- a report like no other\n- with more lines\n" * 3)
    git("add", "-A")
    git("commit", "-qm", "work")
    git("checkout", "-q", "main")
    (repository / "old.md").write_text(OLD.replace("0001", "0003"))
    git("commit", "-qam", "elsewhere")
    git("checkout", "-q", "feature")
    assert check("--changed") == (0, [], "")
    assert check("--changed", "--base", "main") == (1, ["new.md:5", "two.md:5"], "")
    git("mv", "new.md", "moved.md")
    (repository / "two.md").unlink()
    assert check("--changed", "--base", "main") == (1, ["moved.md:5"], "")
    git("checkout", "-q", "--orphan", "apart")
    git("commit", "-qm", "apart")
    code, _, err = check("--changed", "--base", "main")
    assert (code, err.count("\n")) == (2, 1) and "no commit in common" in err


def test_a_file_that_only_moved_has_no_changes(repository: Path) -> None:
    git("mv", "old.md", "moved.md")
    assert check("--changed") == (0, [], "")


def test_lines_that_look_like_a_patch(repository: Path) -> None:
    text = "++ b/two.md\n-- a/two.md\n@@ -1 +1 @@\ndiff --git a/two.md b/two.md\n\n"
    (repository / "old.md").write_text(text + OLD.removesuffix("\n"))
    assert check("--changed") == (0, [], "")
    (repository / "two.md").write_text(text.replace("++", "+") + OLD.replace("0001", "0007"))
    assert check("--changed") == (1, ["two.md:10"], "")


def test_it_works_below_the_root_and_before_the_first_commit(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = repository / "below"
    below.mkdir()
    (below / "new.md").write_text(OLD)
    monkeypatch.chdir(below)
    assert check("--changed") == (1, ["new.md:5"], "")
    assert check("--changed", "..") == (1, ["new.md:5"], "")
    monkeypatch.chdir(tmp_path_factory.mktemp("fresh"))
    git("init", "-q")
    Path("a.md").write_text(OLD)
    Path("b.md").write_text(OLD)
    git("add", "a.md")
    assert check("--changed") == (1, ["a.md:5", "b.md:5"], "")
    link = Path("..", "link").absolute()
    link.symlink_to(Path.cwd(), target_is_directory=True)
    monkeypatch.chdir(link)
    assert check("--changed", "a.md") == (1, ["a.md:5"], "")


def test_the_user_s_git_settings_do_not_matter(repository: Path) -> None:
    settings = {"diff.noprefix": "true", "color.ui": "always", "diff.external": "false", "diff.mnemonicPrefix": "true"}
    for name, value in settings.items():
        git("config", name, value)
    (repository / "old.md").write_text(OLD.replace("0001", "0002"))
    assert check("--changed") == (1, ["old.md:5"], "")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--changed", "--base", "nowhere"], "git knows no commit 'nowhere'"),
        (["--changed", "--base", "--output=x"], "git knows no commit '--output=x'"),
        (["--base", "main"], "--base needs --changed"),
        (["--changed", "-"], "not standard input"),
        (["--watch", "-"], "not standard input"),
    ],
)
def test_misuse(repository: Path, options: list[str], said: str) -> None:
    code, places, err = check(*options)
    assert (code, places) == (2, []) and said in err


def test_without_git_or_a_repository(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(repository))
        code, _, err = check("--changed")
    assert (code, err) == (2, "de-lint: --changed: git cannot be run: No such file or directory\n")
    monkeypatch.chdir(tmp_path_factory.mktemp("plain"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    code, _, err = check("--changed")
    assert (code, err.count("\n")) == (2, 1) and "not a git repository" in err


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_watching(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(OLD)
    process = subprocess.Popen(
        [sys.executable, "-m", "de_lint", "check", "--watch", "--format", "concise", "--select", "T201"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said: Queue[str] = Queue()
    assert process.stdout is not None
    threading.Thread(target=lambda out: deque(map(said.put, out)), args=(process.stdout,), daemon=True).start()

    def a_round() -> str:
        text, until = "", time.monotonic() + 900
        while "watching" not in text and time.monotonic() < until:
            try:
                text += said.get(timeout=1)
            except Empty:
                continue
        assert "watching; Ctrl-C ends it" in text
        return text

    try:
        assert "a.md:5" in a_round()
        (tmp_path / "a.md").write_text(OLD.replace("ISS0001", "ISS-0001"))
        assert "T201" not in a_round()
        (tmp_path / "b.md").write_text(OLD)
        assert "b.md:5" in a_round()
        (tmp_path / ".de-lint.toml").write_text("nonsense = 1\n")
        assert ".de-lint.toml:1" in a_round()
        (tmp_path / ".de-lint.toml").write_text("exclude = ['b.md']\n")
        assert "b.md" not in a_round()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=900) == 0
    finally:
        process.kill()
