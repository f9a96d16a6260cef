"""No output takes the place of what is read, of what configures the run, or of what is git's."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from de_lint.cli.main import program

REPORT = "QA Agent Progress Report\n- Task: Check the import (ISS-0415)\n- Status: purple\n"
TEMPLATE = "# QA Agent\n\n## Progress Reporting\n\n```\nQA Agent Progress Report\n- Task: [task]\n- Status: [s]\n```\n"
ENTRY = {"type": "user", "message": {"role": "user", "content": "hello"}}
FILES = {
    "a.md": REPORT,
    "notes.txt": REPORT,
    "templates/qa.md": TEMPLATE,
    "tickets.txt": "ISS-0415\n",
    "known.json": json.dumps({"schema_version": 1, "counts": {}}),
    "given.json": json.dumps({"schema_version": 1, "counts": {}}),
    "log.jsonl": json.dumps(ENTRY) + "\n",
    ".gitignore": "build\n",
    ".git/config": "[core]\n",
    ".de-lint.toml": 'include = ["*.txt"]\ntemplates = ["templates/*.md"]\nbaseline = "known.json"\n'
    '[tickets]\nregistry = "tickets.txt"\n',
}
OTHERS = ["--baseline", "given.json", "--transcript", "log.jsonl"]
#: What makes the output: {} is its file.
COMMANDS = {
    "check": ["check", "--output", "json:{}", *OTHERS, "."],
    "check of a file": ["check", "--output", "sarif:{}", *OTHERS, "a.md"],
    "convert": ["convert", "-o", "{}", "--to", "json", "."],
    "convert of a file": ["convert", "-o", "{}", "--to", "json", "a.md"],
    "losses": ["convert", "-o", "out.jsonl", "--report-loss", "{}", "."],
    "dashboard": ["dashboard", "-o", "{}", "."],
}
TAKEN = [".de-lint.toml", "sub/.de-lint.toml", "pyproject.toml", ".gitignore", ".git/config", ".git/hooks/new", "a.md"]
NAMED = ["templates/qa.md", "tickets.txt", "known.json"]
LINKS = {"linked.json": "a.md", "git": ".git", "settings": ".de-lint.toml"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / ".git" / "hooks").mkdir()
    (tmp_path / "sub").mkdir()
    for name, target in LINKS.items():
        (tmp_path / name).symlink_to(target)
    os.link(tmp_path / "a.md", tmp_path / "twin.json")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(arguments: Sequence[str], output: str) -> Result:
    return CliRunner().invoke(program, [each.replace("{}", output) for each in arguments], standalone_mode=False)


def state(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def refused(project: Path, arguments: Sequence[str], output: str) -> str:
    """Return why an output is refused; nothing has been written."""
    before = state(project)
    result = run(arguments, output)
    assert isinstance(result.exception, Exception) and not isinstance(result.exception, OSError), output
    assert state(project) == before, output
    return str(getattr(result.exception, "message", ""))


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_read_or_relied_on_stays(project: Path, command: str) -> None:
    outputs = [*TAKEN, *NAMED, "linked.json", "twin.json", "git/config", "settings", str(project / ".git" / "HEAD")]
    if command.startswith("check"):
        outputs += ["given.json", "log.jsonl"]
    for output in outputs:
        if output == "twin.json" and command in ("convert", "losses", "dashboard"):
            continue  # what a folder holds is found later on
        assert f"{output}: the output would " in refused(project, COMMANDS[command], output)


def test_others_say_the_same(project: Path) -> None:
    for output in (".git/config", ".de-lint.toml"):
        for arguments in (
            ["check", "--write-baseline", "{}", "a.md"],
            ["schema", "infer", "templates/qa.md", "-o", "{}"],
            ["convert", "--transcript", "log.jsonl", "--to", "json", "-o", "{}"],
        ):
            assert "the output would" in refused(project, arguments, output)
    assert "git's" in refused(project, ["convert", "-o", "x.jsonl", "--quarantine", "{}", "."], ".git/kept")
    assert "input" in refused(project, ["schema", "infer", "templates/qa.md", "-o", "{}"], "templates/qa.md")
    assert "input" in refused(
        project, ["convert", "--transcript", "log.jsonl", "--to", "json", "-o", "{}"], "log.jsonl"
    )


def test_other_files_are_replaced(project: Path) -> None:
    for output in ("out.json", "sub/out.json", "gitignore", "de-lint.toml"):
        for _ in range(2):
            assert run(["check", "--output", "json:{}", "a.md"], output).exception is None
            assert json.loads((project / output).read_text(encoding="utf-8"))["findings"]
    (project / "summary.md").write_text("# Findings\n", encoding="utf-8")
    run(["check", "--output", "markdown:{}", "a.md"], "summary.md")
    assert "### de-lint" in (project / "summary.md").read_text(encoding="utf-8")
    assert "input" in refused(project, ["check", "--output", "json:{}", "a.md"], "summary.md")
    assert "input" in refused(project, ["check", "--output", "markdown:{}", "a.md"], "a.md")
