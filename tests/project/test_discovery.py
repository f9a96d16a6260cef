"""Which files a walk finds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from de_lint.project.files.discovery import discover


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def grow(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")


def ignore(folder: Path, *lines: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("\n".join(lines))


def found(*paths: str, **options: object) -> list[str]:
    return [each.path for each in discover(paths or (".",), **options)]  # type: ignore[arg-type]


def test_a_folder_gives_its_markdown_in_order(here: Path) -> None:
    grow(here, "b.md", "a/x.markdown", "a-b.md", "c.txt", "READ.MD", ".claude/agents/qa.md", "mdx")
    assert found() == [".claude/agents/qa.md", "READ.MD", "a-b.md", "a/x.markdown", "b.md"]


def test_folders_that_hold_no_documents_are_passed_over(here: Path) -> None:
    grow(here, ".git/a.md", ".venv/a.md", "x/node_modules/p/a.md", "x/a.md")
    assert found() == ["x/a.md"]


def test_nested_ignore_files_and_negation(here: Path) -> None:
    grow(here, "build/a.md", "x/draft.md", "x/keep.md", "x/y/z.md", "x/y/k.md", "top.md", "x/top.md")
    ignore(here, "build/", "draft.md", "/top.md", "[broken")
    ignore(here / "x", "*.md", "!keep.md", "!top.md")
    ignore(here / "x" / "y", "!k.md")
    assert found() == ["x/keep.md", "x/top.md", "x/y/k.md"]


def test_ignore_files_above_the_folder_count_up_to_the_repository(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = here / "repo"
    grow(inner, "docs/a.md", "docs/b.md", ".git/HEAD")
    ignore(here, "b.md")
    ignore(inner, "docs/a.md")
    monkeypatch.chdir(inner)
    assert found("docs") == ["docs/b.md"]


def test_ignore_files_count_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    grow(tmp_path, "docs/a.md", "docs/b.md")
    ignore(tmp_path, "b.md")
    assert found("docs") == ["docs/a.md"]


def test_a_child_of_an_ignored_folder_cannot_be_taken_back(here: Path) -> None:
    grow(here, "out/a.md")
    ignore(here, "out/", "!out/a.md")
    assert found() == []


def test_a_folder_named_by_hand_is_entered(here: Path) -> None:
    grow(here, "out/a.md", "out/b.md", "node_modules/c.md")
    ignore(here, "out/")
    ignore(here / "out", "b.md")
    assert found("out", "node_modules") == ["out/a.md", "node_modules/c.md"]
    assert found("out", "node_modules", force_exclude=True) == []


def test_a_named_file_is_always_read_unless_exclusions_are_forced(here: Path) -> None:
    grow(here, "note.txt", "secret.md", "drafts/a.md", "ok.md")
    ignore(here, "secret.md")
    named = ("note.txt", "secret.md", "drafts/a.md", "ok.md", "missing.md")
    assert found(*named, exclude=["drafts"]) == list(named)
    assert found(*named, exclude=["drafts"], force_exclude=True) == ["note.txt", "ok.md", "missing.md"]
    assert found(exclude=["drafts/"]) == ["ok.md"]


def test_each_file_comes_once_in_the_order_named(here: Path) -> None:
    grow(here, "b.md", "a.md")
    assert found("b.md", ".", "./b.md", str(here / "a.md")) == ["b.md", "a.md"]


def test_links_make_no_loops(here: Path) -> None:
    grow(here, "x/a.md")
    os.symlink(here, here / "x" / "loop")
    os.symlink(here / "x" / "a.md", here / "link.md")
    os.symlink(here / "nowhere", here / "broken.md")
    assert found() == ["link.md", "x/a.md"]


def test_pipes_are_passed_over(here: Path) -> None:
    os.mkfifo(here / "pipe.md")
    assert found() == []


def test_paths_are_relative_to_the_working_directory(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(here, "docs/a.md", "sub/b.md")
    monkeypatch.chdir(here / "sub")
    assert found(str(here / "docs"), str(here / "sub" / "b.md")) == ["../docs/a.md", "b.md"]


def test_standard_input(here: Path) -> None:
    ignore(here, "drafts/")
    assert found("-", "-") == ["-"]
    assert found("-", stdin_name="./docs/a.md") == ["docs/a.md"]
    assert found("-", stdin_name="drafts/a.md", force_exclude=True) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_closed_folder_is_an_error_and_not_a_crash(here: Path) -> None:
    grow(here, "closed/a.md")
    (here / "closed").chmod(0)
    try:
        assert [each.error for each in discover(["."])] == ["Permission denied"]
    finally:
        (here / "closed").chmod(0o755)


def test_links_out_of_the_tree_are_not_followed(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("# Report\n")
    (here / "work" / "sub").mkdir(parents=True)
    (here / "work" / "inner.md").write_text("# Report\n")
    (here / "work" / "out.md").symlink_to(secret)
    (here / "work" / "sub" / "up.md").symlink_to("../inner.md")
    (here / "work" / "sub" / "twice.md").symlink_to("../out.md")
    found = [each.path for each in discover(["work"])]
    assert found == ["work/inner.md", "work/sub/up.md"]
    assert [each.path for each in discover(["work/out.md"])] == ["work/out.md"]
