"""Every command that takes `-`, started with its standard input closed: one line that says so, and no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CLOSED = "standard input is closed"
COMMANDS = {
    "check": ["check", "-"],
    "check, fixing": ["check", "--fix", "-"],
    "check a log": ["check", "--transcript", "-"],
    "convert": ["convert", "-"],
    "convert lines": ["convert", "--field", "text", "-"],
    "dashboard": ["dashboard", "-", "-o", "page.html"],
    "format": ["format", "-"],
    "infer": ["schema", "infer", "-"],
    "pair": ["pair", "-", "report.md"],
    "render": ["render", "-"],
    "stats": ["stats", "-"],
}


def without_input(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = "import os, sys; os.close(0); os.execv(sys.executable, [sys.executable, '-m', 'de_lint', *sys.argv[1:]])"
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=900, check=False)


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS.keys())
def test_closed_standard_input_is_one_clear_line(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "report.md").write_text("# Report\n")
    result = without_input(tmp_path, *arguments)
    assert result.returncode in (1, 2)
    assert "Traceback" not in result.stderr
    assert sum(CLOSED in line for line in result.stderr.splitlines()) == 1


def test_an_event_is_let_through(tmp_path: Path) -> None:
    result = without_input(tmp_path, "hook")
    assert (result.returncode, result.stderr) == (0, "")
    assert CLOSED in json.loads(result.stdout)["systemMessage"]
    assert without_input(tmp_path, "hook", "--fail-closed").returncode == 2
