"""The skill that teaches agents to use de-lint: as hosts load it, and its commands do what it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from de_lint.cli.main import run

SKILL = Path(__file__).resolve().parents[2] / "skills" / "de-lint" / "SKILL.md"
TEXT = SKILL.read_text(encoding="utf-8")
COMMANDS = re.findall(r"`de-lint ([^`]+)`", TEXT)
Capture = pytest.CaptureFixture[str]


def test_hosts_can_load_it() -> None:
    head = yaml.safe_load(TEXT.split("---\n")[1])
    assert head.keys() == {"name", "description"}
    assert head["name"] == SKILL.parent.name and re.fullmatch(r"[a-z0-9-]{1,64}", head["name"])
    assert 0 < len(head["description"]) <= 1024 and len(TEXT.split("\n")) < 500


def test_its_commands_take_a_form_to_an_accepted_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) == 6

    def does(start: str, end: str = "") -> tuple[int, str]:
        (command,) = (each for each in COMMANDS if each.startswith(start) and each.endswith(end))
        arguments, _, given = command.partition(" < ")
        stdin = os.open(given, os.O_RDONLY) if given else None
        ran = subprocess.run(
            [sys.executable, "-m", "de_lint", *shlex.split(arguments)],
            check=False,
            stdin=stdin,
            capture_output=True,
            encoding="utf-8",
        )
        return ran.returncode, ran.stdout

    code, form = does("new report")
    assert code == 0
    Path("report.md").write_text(form, encoding="utf-8")
    code, told = does("check", "report.md")
    assert code == 1 and "P401" in told
    filled = re.sub(r"\[in progress[^\]]*\]", "completed", form)
    filled = re.sub(r"\[count\]|\[coverage %\]", "12", filled)
    filled = re.sub(r"(Critical Issues|Recommendations|Blockers): \[[^\]]*\]", r"\1: none", filled)
    Path("report.md").write_text(re.sub(r"\[[^\]]*\]", "fine", filled), encoding="utf-8")
    assert does("check", "report.md") == (0, "")
    code, told = does("convert")
    assert code == 0 and '"status": "completed"' in told
    assert does("explain")[0] == 0
    code, form = does("new delegation")
    assert code == 0
    Path("task.md").write_text(form, encoding="utf-8")
    code, told = does("check", "task.md")
    assert code == 1 and "P401" in told


def test_de_lint_has_nothing_to_say_of_it(capfd: Capture) -> None:
    assert run(["check", "--isolated", "--no-cache", "--quiet", "--format", "concise", str(SKILL)]) == 0
    assert capfd.readouterr() == ("", "")
