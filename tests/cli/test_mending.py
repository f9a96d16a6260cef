"""What the command line does about findings: fixes, diffs, suppressions and baselines."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from de_lint.cli.main import program, run
from de_lint.project.files import discovery

BAD = (
    "**QA Agent**: Run the suite\r\n\r\nTEMPORAL CONTEXT: Today is 2025-03-04.\r\n\r\n"
    "**Task**: Run every suite for iss-0345\r\n**Autority**: ALL test operations\r\n"
    "**Progress Reporting**: Report failures\r\n"
).encode("utf-8-sig")
SAFE = BAD.replace(b"iss-0345", b"ISS-0345").replace(b"Autority", b"Authority")
UNSAFE = SAFE.replace(b"**Progress", b"**Expected Results**: [what is to be handed back]\r\n**Progress")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_bytes(BAD)
    (tmp_path / "a.md").chmod(0o640)
    (tmp_path / "other.md").write_bytes(BAD)
    return tmp_path


def check(*arguments: str, data: bytes | None = None) -> Result:
    return configured("--isolated", *arguments, data=data)


def configured(*arguments: str, data: bytes | None = None) -> Result:
    @click.command
    @click.argument("words", nargs=-1)
    def flushed(words: tuple[str, ...]) -> object:
        try:
            return program.main(list(words), standalone_mode=False)
        finally:
            sys.stderr.flush()  # click 8.2.0 does not

    command = ["check", "--no-cache", "--format", "concise", *arguments]
    return CliRunner().invoke(flushed, ["--", *command], input=data, standalone_mode=False)


def codes(result: Result) -> list[str]:
    return [line.split()[1] for line in result.stdout.splitlines()]


def test_fix_mends_what_is_safe_in_the_named_file_alone(folder: Path) -> None:
    result = check("--fix", "a.md")
    assert (codes(result), result.return_value) == (["S101"], 1)
    assert "fixed 2 findings in 1 file" in result.stderr
    assert (folder / "a.md").read_bytes() == SAFE
    assert stat.S_IMODE(os.stat("a.md").st_mode) == 0o640
    assert (folder / "other.md").read_bytes() == BAD
    assert sorted(os.listdir()) == ["a.md", "other.md"]


def test_unsafe_fixes_need_fix(folder: Path) -> None:
    assert check("--unsafe-fixes", "a.md").return_value == 1
    assert (folder / "a.md").read_bytes() == BAD
    result = check("--fix", "--unsafe-fixes", "--ignore", "P401", "--exit-non-zero-on-fix", "a.md")
    assert (codes(result), result.return_value) == ([], 1)
    assert (folder / "a.md").read_bytes() == UNSAFE
    again = check("--fix", "--unsafe-fixes", "--ignore", "P401", "--exit-non-zero-on-fix", "a.md")
    assert (again.return_value, again.stdout) == (0, "")


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ([], "2 fixable with --fix, 1 more with --unsafe-fixes"),
        (["--unsafe-fixes"], "3 fixable with --fix --unsafe-fixes"),
    ],
)
def test_summary_says_what_could_be_fixed(option: list[str], said: str) -> None:
    assert f"({said})" in check("--format", "text", *option, "a.md").stdout


def test_diff_changes_nothing(folder: Path) -> None:
    result = check("--diff", "a.md")
    assert result.return_value == 1
    rows = result.stdout_bytes.decode().split("\n")
    assert rows[:2] == ["--- a.md", "+++ a.md"]
    assert "-**Autority**: ALL test operations\r" in rows
    assert "+**Authority**: ALL test operations\r" in rows
    assert (folder / "a.md").read_bytes() == BAD
    (folder / "a.md").write_bytes(SAFE)
    again = check("--diff", "a.md")
    assert (again.stdout, again.return_value) == ("", 0)


def test_standard_input_is_printed_fixed() -> None:
    result = check("--fix", "-", data=BAD)
    assert result.stdout_bytes == SAFE
    assert "S101" in result.stderr
    assert check("--fix", "-", data=b"nothing\n").stdout_bytes == b"nothing\n"
    assert check("--diff", "-", data=b"nothing\n").stdout_bytes == b""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_fails_the_run(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        assert check("--fix", "a.md").return_value == 2
    finally:
        folder.chmod(0o755)
    assert (folder / "a.md").read_bytes() == BAD


def test_a_baseline_lets_only_what_is_new_through(folder: Path) -> None:
    written = check("--write-baseline", "base.json")
    assert (written.stdout, written.return_value) == ("", 0)
    assert json.loads((folder / "base.json").read_text())["counts"]["a.md"] == {"F701": 1, "S101": 1, "T201": 1}
    assert check("--baseline", "base.json").return_value == 0
    (folder / "a.md").write_bytes(BAD.replace(b"failures", b"TSK 0012"))
    result = check("--baseline", "base.json")
    assert (codes(result), result.return_value) == (["T201"], 1)
    assert "TSK 0012" in result.stdout


def test_stale_entries_are_reported_and_shrunk(folder: Path) -> None:
    check("--write-baseline", "base.json")
    (folder / "a.md").write_bytes(SAFE.replace(b"failures", b"TSK 0012 and TSK 0013"))
    stale = check("--baseline", "base.json")
    assert "a.md: the baseline allows 1 of F701, there are 0" in stale.stderr
    assert "a.md" not in check("--baseline", "base.json", "--select", "S").stderr
    shrunk = check("--baseline", "base.json", "--write-baseline", "base.json")
    assert (codes(shrunk), "baseline" in shrunk.stderr) == (["T201"], False)
    assert json.loads((folder / "base.json").read_text())["counts"]["a.md"] == {"S101": 1, "T201": 1}


def test_a_broken_baseline_is_a_usage_error(folder: Path) -> None:
    (folder / "base.json").write_text("[]")
    assert run(["check", "--baseline", "base.json"]) == 2
    assert run(["check", "--baseline", "none.json"]) == 2


def test_a_configuration_names_its_baseline(folder: Path) -> None:
    below = folder / "below"
    below.mkdir()
    (below / "c.md").write_bytes(BAD)
    (below / ".de-lint.toml").write_text("")
    (folder / ".de-lint.toml").write_text('baseline = "base.json"\n')
    configured("--write-baseline", "base.json", "a.md")
    (folder / "a.md").write_bytes(BAD.replace(b"failures", b"TSK 0012"))
    result = configured("a.md", "below")
    assert [line for line in result.stdout.splitlines() if line.startswith("a.md")] == [
        line for line in result.stdout.splitlines() if "TSK 0012" in line
    ]
    assert len(codes(result)) == 4, "a folder with a configuration of its own has another baseline, or none"
    assert "S101" in codes(configured("--no-baseline", "a.md"))
    assert codes(configured("--baseline", "base.json", "a.md")) == ["T201"]
    (folder / "a.md").write_bytes(b"# Coffee\n")
    assert "the baseline allows 1 of S101, there are 0" in configured("a.md").stderr


def test_a_configured_baseline_that_cannot_be_read_is_said_where_it_is_named(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / ".de-lint.toml").write_text('ignore = ["F"]\nbaseline = "none.json"\n')
    assert run(["check"]) == 2
    assert capfd.readouterr().err == "de-lint: .de-lint.toml:2: baseline: none.json: No such file or directory\n"
    assert run(["check", "--no-baseline"]) == 1
    assert run(["check", "--no-baseline", "--baseline", "none.json"]) == 2


def test_suppressions_are_added_and_heeded(folder: Path) -> None:
    result = check("--add-suppressions", "--reason", 'the "old" tracker -->', "a.md")
    assert (result.stdout, result.return_value) == ("", 0)
    text = (folder / "a.md").read_bytes().decode("utf-8-sig")
    comment = "<!-- de-lint: ignore {} reason=\"the 'old' tracker '\" -->\r\n"
    assert comment.format("T201") + "**Task**" in text
    assert comment.format("S101") + "**QA Agent**" in text
    assert "\n" not in text.replace("\r\n", "")
    assert codes(check("--no-suppressions", "a.md")) == ["S101", "T201", "F701"]
    unchanged = (folder / "a.md").read_bytes()
    check("--add-suppressions", "a.md")
    assert (folder / "a.md").read_bytes() == unchanged


def test_suppressions_where_no_comment_fits_stand_at_the_top(folder: Path) -> None:
    text = "---\nstatus: done\n---\n# QA Agent Progress Report\n\n| Task | Ticket |\n|---|---|\n| x | iss-1 |\n"
    (folder / "a.md").write_text(text)
    assert "T201" in codes(check("a.md"))
    assert check("--add-suppressions", "a.md").stdout == ""
    assert [line for line in (folder / "a.md").read_text().splitlines() if "de-lint" not in line and line] == [
        line for line in text.splitlines() if line
    ]


@pytest.mark.parametrize(
    "arguments",
    [("--add-suppressions", "-"), ("--add-suppressions", "--diff", "a.md"), ("--changed", "--baseline", "x", "a.md")],
)
def test_what_does_not_go_together_is_a_usage_error(arguments: tuple[str, ...], folder: Path) -> None:
    os.system("git init -q .")
    assert run(["check", *arguments]) == 2


@pytest.mark.parametrize(("command", "reads"), [("check --fix", 2), ("check --add-suppressions", 2), ("format", 1)])
def test_what_somebody_else_writes_meanwhile_stays(
    folder: Path, command: str, reads: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read, said, seen = discovery._bytes_of, b"**QA Agent**: Run it all\n", list[Path]()

    def edited(file: Path, reader: Any) -> bytes:
        data = read(file, reader)
        seen.extend([file] if file.name == "a.md" else [])
        if len(seen) == reads:
            (folder / "a.md").write_bytes(said)  # by an editor that waits for nobody
        return data

    monkeypatch.setattr(discovery, "_bytes_of", edited)
    assert run([*command.split(), "a.md"]) == 2
    assert "a.md: somebody else changed it in the meantime; nothing was written" in capsys.readouterr().err
    assert (folder / "a.md").read_bytes() == said
    assert not list(folder.glob(".de-lint-*"))


def test_a_diff_commands_neither_terminal_nor_runner(folder: Path) -> None:
    commands = "\x1b[31m\tred ##[error]x\u202e\r\n::error::x\r\n".encode()
    (folder / "a.md").write_bytes(BAD.replace(b"**Progress", commands + b"**Progress"))
    rows = check("--diff", "a.md").stdout_bytes.decode().split("\n")
    assert "\u241b[31m\tred ##\u200b[error]x\\u202e\r" in [row[1:] for row in rows]
    assert ":\u200b:error::x\r" in [row[1:] for row in rows]
    assert rows[:2] == ["--- a.md", "+++ a.md"]
