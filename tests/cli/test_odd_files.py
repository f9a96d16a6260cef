"""Names and files that no one expects: each is one line on stderr, and nothing waits for a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

LONG = "x" * 5000 + ".md"
TASK = "**QA Agent:** Run the suite\n\n**Authority**: all\n**Ticket Reference**: ISS-0001\n"


def de_lint(*arguments: str | bytes) -> tuple[int, str, list[str]]:
    """Run the program; a run that waits for a pipe fails."""
    command = [sys.executable, "-c", "from de_lint.cli.main import main; main()", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, timeout=900, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8").splitlines()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "task.md").write_text(TASK)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pipe(name: str) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes here")
    os.mkfifo(name)


@pytest.mark.parametrize("command", [["check", "--force-exclude"], ["convert", "--quarantine", "refused"]])
def test_a_name_that_is_too_long_stops_no_other(command: list[str]) -> None:
    code, out, err = de_lint(*command, LONG, "a" * 250 + ".md", "task.md")
    assert code == (2 if command[0] == "check" else 1)
    assert "task.md" in out
    assert any("too long" in line for line in err)
    assert all(line.startswith("de-lint: ") and len(line) < 1500 for line in err)


def test_ignore_file_that_is_a_pipe_is_passed_over() -> None:
    pipe(".gitignore")
    assert de_lint("check", "--show-files") == (0, "task.md\n", [])


@pytest.mark.parametrize("sort", ["folder", "link", "pipe"])
def test_configuration_that_is_no_file(sort: str) -> None:
    name = ".de-lint.toml"
    make: dict[str, Callable[[str], object]] = {"folder": os.mkdir, "pipe": pipe}
    make["link"] = lambda name: os.symlink("nowhere", name)
    make[sort](name)
    code, out, err = de_lint("check")
    words = {"folder": "a folder", "link": "a broken link", "pipe": "no regular file"}
    assert (code, out, err) == (2, "", [f"de-lint: .de-lint.toml: this is {words[sort]}"])


@pytest.mark.parametrize(
    ("text", "why"), [("[tool]\nde-lint = 5", "5 is"), ("[[tool.de-lint]]", "a list of tables is")]
)
def test_configuration_that_is_no_table(text: str, why: str) -> None:
    Path("pyproject.toml").write_text(text + "\n")
    code, out, err = de_lint("check")
    assert (code, out, len(err)) == (2, "", 1)
    assert err[0].startswith("de-lint: pyproject.toml:")
    assert err[0].endswith(f"tool.de-lint: {why} not a table")


def test_registries_that_are_pipes() -> None:
    pipe("tickets.txt")
    Path(".de-lint.toml").write_text('tickets.registry = "tickets.txt"\n')
    code, _, err = de_lint("check")
    assert (code, len(err)) == (2, 1)
    assert "regular file" in err[0]
    os.mkdir("tickets")
    pipe("tickets/ISS-0001.md")
    Path(".de-lint.toml").write_text('tickets.registry = "tickets"\nexclude = ["tickets/"]\n')
    assert de_lint("check", "--ignore", "ALL")[:2] == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode there")
def test_names_that_are_no_text() -> None:
    for name in (b"a\xff.md", rb"a\xff.md"):
        with open(name, "w") as stream:
            stream.write(TASK)
    code, out, _ = de_lint("convert", "--to", "json", ".")
    assert code == 0
    assert [each["path"] for each in json.loads(out)] == [r"a\xff.md", r"a\xff.md", "task.md"]
    for form in ("json", "sarif", "gitlab"):
        assert "\\ud" not in de_lint("check", "--format", form, b"a\xff.md")[1]


@pytest.mark.parametrize("form", ["sarif", "junit", "jsonl", "github", "gitlab", "rdjson"])
def test_statistics_are_text_or_json(form: str) -> None:
    code, out, err = de_lint("check", "--statistics", "--format", form)
    assert (code, out) == (2, "")
    assert err[-1] == f"Error: --statistics and --format {form} cannot be combined."


def test_ticket_pattern_with_flags() -> None:
    Path(".de-lint.toml").write_text('[[tickets.custom]]\nname = "own"\npattern = "(?i)req-[0-9]+"\n')
    code, _, err = de_lint("check")
    assert (code, len(err)) == (2, 1)
    assert ".de-lint.toml:3: " in err[0]
    assert "write '(?i:…)'" in err[0]


def test_verbose_names_files_without_records() -> None:
    Path("prose.md").write_text("Only prose.\n")
    summed = "de-lint: 2 files: 1 with records (1 delegation), no findings"
    bare = "de-lint: prose.md: contains no delegation, report or template"
    assert de_lint("check", "--ignore", "ALL") == (0, "", [summed])
    assert de_lint("check", "--ignore", "ALL", "prose.md", "task.md")[2] == [bare, summed]
    for _ in ("anew", "remembered"):
        code, out, err = de_lint("check", "-v", "--ignore", "ALL")
        assert (code, out) == (0, "")
        assert err == [bare, summed]


def test_report_template_alone_is_no_failure() -> None:
    Path("agent.md").write_text(
        "# Pilot Agent\n\n## Progress Report Format\n\n```\n🛫 Pilot Progress Report\n- Task: [task]\n"
        "- Status: [in progress/completed]\n- Altitude: [metres]\n```\n"
    )
    code, out, err = de_lint("schema", "infer", "agent.md")
    assert code == 0
    assert "altitude" in json.loads(out)["properties"]
    assert not any("delegation" in line for line in err)
    assert any("note: it describes reports alone" in line for line in de_lint("schema", "infer", "-v", "agent.md")[2])
