"""`de-lint format` as people run it: files, folders, standard input, exit codes."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from de_lint.cli.main import run

CANONICAL = "Some * prose\n\n**QA Agent**: Run\n**Task**: x\n- y\n**Authority**: z\n"
WRITTEN = CANONICAL.replace("**Authority**:", "**Authority:**").replace("- y", "* y")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text(WRITTEN, newline="")
    (tmp_path / "b.markdown").write_text(CANONICAL, newline="")
    (tmp_path / "c.txt").write_text(WRITTEN, newline="")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_formats_folders_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "sub" / "a.md").chmod(0o640)
    assert run(["format"]) == 0
    assert capsys.readouterr() == ("", "de-lint: formatted sub/a.md\n")
    assert (folder / "sub" / "a.md").read_text() == CANONICAL
    assert (folder / "c.txt").read_text() == WRITTEN
    assert (folder / "sub" / "a.md").stat().st_mode & 0o777 == 0o640
    assert run(["format", "--check", "."]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["format", "--check", "."]) == 1
    assert capsys.readouterr() == ("", "de-lint: sub/a.md: is not formatted\n")
    assert (folder / "sub" / "a.md").read_text() == WRITTEN
    assert run(["format", "--check", "--exclude", "sub/", "."]) == 0


def test_diff_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["format", "--diff", "."]) == 1
    out = capsys.readouterr().out
    assert "-* y\n-**Authority:** z\n+- y\n+**Authority**: z\n" in out and "sub/a.md" in out and "b.markdown" not in out
    assert (folder / "sub" / "a.md").read_text() == WRITTEN
    assert run(["format", "--diff", "b.markdown"]) == 0


@pytest.mark.parametrize(("flag", "out", "code"), [(None, CANONICAL, 0), ("--check", "", 1)])
def test_standard_input(
    flag: str | None, out: str, code: int, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRITTEN.replace("\n", "\r\n").encode() + b"\xff")))
    assert run(["format", "-", *([flag] if flag else [])]) == code
    assert capsysbinary.readouterr().out == (out.replace("\n", "\r\n").encode() + b"\xff" if out else b"")


def test_prose(folder: Path) -> None:
    (folder / "sub" / "a.md").write_text("* a\n\n" + WRITTEN.partition("\n\n")[2])
    assert run(["format", "--prose", "sub"]) == 0
    assert (folder / "sub" / "a.md").read_text() == "- a\n\n" + CANONICAL.partition("\n\n")[2]


def test_configuration_counts(folder: Path) -> None:
    (folder / ".de-lint.toml").write_text('exclude = ["sub/"]\n[aliases]\n"Befugnis" = "authority"\n')
    written = WRITTEN.replace("Authority:", "befugnis:")
    (folder / "b.markdown").write_text(written)
    assert run(["format"]) == 0
    assert (folder / "b.markdown").read_text() == CANONICAL.replace("Authority", "Befugnis")
    assert (folder / "sub" / "a.md").read_text() == WRITTEN
    assert run(["format", "--check", "--isolated", "sub"]) == 1
    (folder / ".de-lint.toml").write_text("nonsense = 1\n")
    assert run(["format"]) == 2


def test_what_cannot_be_read_is_a_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["format", "none.md", "sub"]) == 2
    assert "none.md: " in capsys.readouterr().err
    assert (folder / "sub" / "a.md").read_text() == CANONICAL


@pytest.mark.parametrize("flags", [[], ["--check"], ["--diff"]])
def test_a_file_left_alone(
    flags: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from de_lint.writing import formatting

    monkeypatch.setattr(formatting, "difference", lambda *a, **k: "'task' of record 1 would change")
    assert run(["format", *flags, "sub"]) == 1
    assert capsys.readouterr() == ("", "de-lint: sub/a.md: left alone: 'task' of record 1 would change\n")
    assert (folder / "sub" / "a.md").read_text() == WRITTEN
