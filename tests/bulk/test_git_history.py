"""`convert --git`: every version of every report in a range of commits, with where it is from."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Convert = Callable[..., Any]
NOBODY = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


class Repository:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.day = 0
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        when = f"2025-01-{self.day or 1:02}T10:00:00+0100"
        environment = {**os.environ, **NOBODY, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def commit(self, **texts: str | None) -> str:
        """Write (or for None, delete) `<name>.md` and commit; return the commit."""
        self.day += 1
        for name, text in texts.items():
            file = self.folder / f"{name}.md"
            if text is None:
                file.unlink()
            else:
                file.write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def versions(ran: Any) -> list[tuple[str, str]]:
    return [(each["path"], each["unclaimed"][0]["text"]) for each in ran.documents]


def test_every_version_oldest_first(repository: Repository, convert: Convert) -> None:
    first = repository.commit(a="one", b="other")
    repository.commit(a="two")
    repository.commit(a=None)
    (repository.folder / "picture.png").write_bytes(b"x")
    last = repository.commit(a="one")
    ran = convert("--git", "HEAD")
    assert (ran.code, ran.err) == (0, [])
    assert versions(ran) == [("a.md", "one"), ("b.md", "other"), ("a.md", "two"), ("a.md", "one")]
    origins = [each["origin"] for each in ran.documents]
    assert (origins[0]["commit"], origins[-1]["commit"]) == (first, last)
    assert origins[0]["type"] == "git" and origins[0]["date"] == "2025-01-01T10:00:00+01:00"
    assert origins[0]["author_date"] == origins[0]["date"] and origins[0]["blob"] == origins[-1]["blob"]
    assert versions(convert("--git", f"{first}..HEAD", "b.md")) == []
    assert versions(convert("--git", "HEAD", "b.md")) == [("b.md", "other")]


def test_renamed_files_say_so(repository: Repository, convert: Convert) -> None:
    repository.commit(old="a text of some length\n" * 5)
    repository.git("mv", "old.md", "nouveau é.md")
    repository.commit()
    ran = convert("--git", "HEAD~..HEAD")
    (document,) = ran.documents
    assert (document["path"], document["origin"]["renamed_from"]) == ("nouveau é.md", "old.md")


def test_a_merge_brings_nothing_twice(repository: Repository, convert: Convert) -> None:
    repository.commit(a="base")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit(b="on the side")
    repository.git("checkout", "-q", "main")
    repository.commit(a="on main")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "side")
    repository.commit(c="made by the merge")
    found = versions(convert("--git", "main"))
    assert sorted(found) == [
        ("a.md", "base"), ("a.md", "on main"), ("b.md", "on the side"), ("c.md", "made by the merge"),
    ]  # fmt: skip


@pytest.mark.parametrize("revisions", ["nowhere..HEAD", "--output=x", "-p"])
def test_a_wrong_range_is_one_line(revisions: str, repository: Repository, convert: Convert) -> None:
    repository.commit(a="one")
    ran = convert(f"--git={revisions}")
    assert (ran.code, ran.out, len(ran.err)) == (2, "", 1)
    assert ran.err[0].startswith(f"de-lint: --git {revisions}: ")
    assert not (repository.folder / "x").exists()


def test_a_bare_repository(tmp_path: Path, convert: Convert) -> None:
    (tmp_path / "work").mkdir()
    repository = Repository(tmp_path / "work")
    repository.commit(a="one")
    repository.commit(a="two")
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    ran = convert("--git", "HEAD", GIT_DIR=str(tmp_path / "bare.git"))
    assert (ran.code, versions(ran)) == (0, [("a.md", "one"), ("a.md", "two")])


def test_outside_of_a_repository(convert: Convert, tmp_path: Path) -> None:
    ran = convert("--git", "HEAD", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (ran.code, ran.out, len(ran.err)) == (2, "", 1)


def test_refused_versions_are_kept_apart(repository: Repository, convert: Convert) -> None:
    commits = [repository.commit(a=f"# Progress Report\n**Agent**: QA\n**Ticket**: ISS{n}\n") for n in (1, 2)]
    ran = convert("--git", "HEAD", "--strict", "--quarantine", "refused")
    assert ran.code == 1
    kept = sorted(each.name for each in (repository.folder / "refused").iterdir() if each.suffix != ".json")
    assert kept == sorted(f"a.md@{commit[:12]}" for commit in commits)


def test_names_that_look_alike_are_two_files(repository: Repository, convert: Convert) -> None:
    for name in (b"\xff.md", rb"\xff.md"):
        (repository.folder / os.fsdecode(name)).write_text("# Progress Report\n**Agent**: QA\n**Ticket**: ISS1\n")
    repository.commit()
    ran = convert("--git", "HEAD", "-o", "all.jsonl")
    assert (ran.code, len((repository.folder / "all.jsonl").read_text("utf-8").splitlines())) == (0, 2)
    for paths in (("--git", "HEAD"), (".",)):
        folder = f"kept by {len(paths)}"
        assert convert(*paths, "--strict", "--quarantine", folder).code == 1
        assert len(list((repository.folder / folder).glob("*.reason.json"))) == 2
