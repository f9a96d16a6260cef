"""What belongs to the program as a whole: its version, variables, completion, sections of help, and its cache."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import ModuleType

import pytest
from click import Option

from de_lint.cli import main
from de_lint.cli.commands import check, convert

BAD = "**QA Agent**: Run the suite\n\n**Task**: Run it\n**Authority**: ALL testing decisions\n"


@dataclass
class Ran:
    exit_code: int
    stdout: str
    stderr: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program in a folder with a delegation that lacks fields, and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("DE_LINT_CACHE_DIR", raising=False)
    (tmp_path / "task.md").write_text(BAD)

    def ran(*arguments: str, env: Mapping[str, str] | None = None, given: str = "") -> Ran:
        with monkeypatch.context() as changed:
            for name, value in (env or {}).items():
                changed.setenv(name, value)
            changed.setattr(sys, "stdin", TextIOWrapper(BytesIO(given.encode())))
            try:
                code = main.run(list(arguments))
            except SystemExit as ended:  # completion ends the process
                code = int(ended.code or 0)
        return Ran(code, *capsys.readouterr())

    return ran


def test_the_version_as_json(run: Run) -> None:
    for arguments in (["--version", "--json"], ["--json", "--version"]):
        said = json.loads(run(*arguments).stdout)
        assert run("--version").stdout == f"de-lint {said['version']}\n"
        assert {"schema_version": 1, "name": "de-lint"}.items() <= said.items()
        assert {"python", "platform"} <= said.keys()
    assert "--json goes with --version" in run("--json", "rules").stderr


def test_a_variable_sets_an_option_and_the_command_line_wins(run: Run) -> None:
    given = {"DE_LINT_CHECK_FORMAT": "json", "DE_LINT_CHECK_IGNORE": "ALL"}
    assert json.loads(run("check", env=given).stdout)["findings"] == []
    assert run("check", "--format", "concise", "--ignore", "T", env=given).stdout.startswith("task.md:1:")
    assert run("check", env={"DE_LINT_CHECK_EXIT_ZERO": "1"}).exit_code == 0
    assert json.loads(run("schema", "list", env={"DE_LINT_SCHEMA_LIST_FORMAT": "json"}).stdout)


def test_a_wrong_value_in_a_variable_is_a_usage_error_that_names_the_option(run: Run) -> None:
    failed = run("check", env={"DE_LINT_CHECK_FAIL_ON": "sometimes"})
    assert failed.exit_code == 2
    assert "'--fail-on'" in failed.stderr and "sometimes" in failed.stderr


def test_no_variable_answers_for_a_host(run: Run) -> None:
    """A host's event is answered by the command line that is installed, whatever else is in the environment."""
    assert run("hook", given="{}", env={"DE_LINT_HOOK_HOST": "nobody"}).exit_code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_variable_that_answers_them(run: Run, shell: str) -> None:
    script = run("completion", shell).stdout
    assert f"_DE_LINT_COMPLETE={shell}_complete" in script
    listed = run(env={"_DE_LINT_COMPLETE": "zsh_complete", "COMP_WORDS": "de-lint che", "COMP_CWORD": "1"}).stdout
    assert listed.splitlines()[:2] == ["plain", "check"]


@pytest.mark.parametrize("module", [check, convert], ids=["check", "convert"])
def test_every_option_is_in_one_section(module: ModuleType, run: Run) -> None:
    command, sections = module.command, module._SECTIONS
    named = [name for names in sections.values() for name in names]
    options = [each for each in command.params if isinstance(each, Option)]
    assert sorted(named) == sorted(max(each.opts, key=lambda o: (o in named, len(o))) for each in options)
    shown = run(module.__name__.rpartition(".")[2], "--help").stdout
    assert re.findall(r"^(\w.*):$", shown, re.MULTILINE) == [*sections, "Other options"]


def test_quiet_prints_errors_only(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n")
    assert "2 files" in run("check", "notes.md", "task.md").stderr
    quiet = run("check", "--quiet", "--fail-on", "warning", "notes.md", "task.md")
    assert (quiet.stderr, quiet.exit_code) == ("", 1) and "S101" in quiet.stdout
    assert "missing.md" in run("check", "--quiet", "missing.md").stderr
    assert run("check", "--quiet", "--verbose").exit_code == 2


def test_quiet_commands_say_errors_only(run: Run, tmp_path: Path) -> None:
    more = [f"{n}.md" for n in range(12)]
    for name in more:
        (tmp_path / name).write_bytes((tmp_path / "task.md").read_bytes())
    out = str(tmp_path / "out.jsonl")
    assert "coverage" in run("convert", *more, "-o", out).stderr
    assert run("convert", "--quiet", *more, "-o", out).stderr == ""
    assert run("convert", *more, "-o", out, env={"DE_LINT_CONVERT_QUIET": "1"}).stderr == ""
    (tmp_path / "log.jsonl").write_text("{}\n")
    assert "--field" in run("convert", "log.jsonl").stderr
    assert run("convert", "-q", "log.jsonl").stderr == ""
    assert "missing.md" in run("convert", "-q", "missing.md").stderr
    assert run("dashboard", "--quiet", *more, "-o", str(tmp_path / "page.html")).stderr == ""
    (tmp_path / "0.md").write_text("**QA Agent:** Run it\n\n**Authority**: all\n")
    assert "formatted 0.md" in run("format", "0.md").stderr
    (tmp_path / "0.md").write_text("**QA Agent:** Run it\n\n**Authority**: all\n")
    assert run("format", "--quiet", "0.md").stderr == ""


def files_in(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_clean_deletes_what_was_kept_and_nothing_else(run: Run, tmp_path: Path) -> None:
    event = {"hook_event_name": "SubagentStart", "session_id": "one", "agent_type": "qa", "agent_id": "a",
             "cwd": str(tmp_path)}  # fmt: skip
    run("check")
    run("hook", given=json.dumps(event))
    (own,) = (tmp_path / "cache" / "de-lint").iterdir()
    kept = files_in(own)
    assert any(name.endswith(".verdicts") for name in kept)
    (own / "ab").mkdir(exist_ok=True)
    (own / "ab" / "mine.txt").write_text("mine")
    done = run("clean")
    assert (done.exit_code, files_in(own)) == (0, [os.path.join("ab", "mine.txt")])
    assert done.stderr.startswith(f"de-lint: deleted {len(kept)} files, ")
    assert run("clean").stderr == "de-lint: deleted 0 files, 0.0 MB\n"


def test_clean_leaves_folders_alone_that_bear_no_mark(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "entry.verdicts").write_text("{}")
    run("clean", "--cache-dir", "other")
    assert files_in(tmp_path / "other") == ["entry.verdicts"]


def test_clean_all_takes_every_project(run: Run, tmp_path: Path) -> None:
    run("check")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / ".de-lint.toml").write_text("")
    (tmp_path / "deeper" / "task.md").write_text(BAD)
    os.chdir(tmp_path / "deeper")
    run("check")
    assert len(list((tmp_path / "cache" / "de-lint").iterdir())) == 2
    run("clean", "--all")
    assert files_in(tmp_path / "cache") == []


def test_a_command_that_is_nearly_one_is_named(run: Run) -> None:
    wrong = run("chek")
    assert wrong.exit_code == 2 and "No such command 'chek'. Did you mean check?" in wrong.stderr
    assert "`de-lint rules` lists the rules" in run("explain", "Z1").stderr
