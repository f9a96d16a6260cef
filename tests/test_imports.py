"""What starting the program costs: modules that a check does not need are not imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import de_lint

HEAVY = ("mdformat", "ftfy", "rich", "multiprocessing", "rapidfuzz", "de_lint.judging.matching.match")
PROSE = "# Coffee\n\nA page about coffee.\n"
REPORT = """QA Agent Progress Report
- Task: Test the payment form (ISS-0415)
- Date: 2025-09-03
- Status: in progress
- Completed Operations:
  * Unit tests of the form
- Remaining Work:
  * The form on small screens
- Blockers: None
"""
SCRIPT = """
import sys
from de_lint.cli.main import run
code = run(["check", "--exit-zero", sys.argv[1]])
print(code, *(name for name in sys.argv[2:] if name in sys.modules))
"""
HOOK_SCRIPT = """
import json, sys
from de_lint.agents.hook import answer
said = json.loads(answer(EVENT).stdout)
print(said["decision"], *(name for name in sys.argv[1:] if name in sys.modules))
"""


@pytest.mark.parametrize("text", [PROSE, REPORT], ids=["prose", "a report"])
def test_check_imports_only_what_it_needs(tmp_path: Path, text: str) -> None:
    file = tmp_path / "document.md"
    file.write_text(text)
    command = [sys.executable, "-c", SCRIPT, str(file), *HEAVY]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.stdout.splitlines()[-1] == "0", result.stderr


def test_a_hook_imports_only_what_it_needs(tmp_path: Path) -> None:
    event = {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": REPORT}
    script = HOOK_SCRIPT.replace("EVENT", repr(json.dumps(event).encode()))
    command = [sys.executable, "-c", script, *HEAVY, "click", "tempfile"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (result.stdout, result.stderr) == ("block\n", "")


def test_help_imports_no_format(tmp_path: Path) -> None:
    script = """
import sys
from de_lint.cli.main import run
code = run(["--help"])
print(code, *(name for name in sys.argv[1:] if name in sys.modules))
"""
    unwanted = ("tarfile", "zipfile", "de_lint.bulk.tables.arrow", "de_lint.bulk.tables.sqlite_rows")
    command = [sys.executable, "-c", script, *unwanted]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (result.stdout.splitlines()[-1], result.stderr) == ("0", "")


def test_importing_the_package_imports_nothing_else() -> None:
    script = "import sys, de_lint; print(*(name for name in sys.modules if name.startswith('de_lint.')))"
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout == "\n"


def test_the_package_lists_its_public_names() -> None:
    assert dir(de_lint) == sorted(de_lint.__all__)
    assert all(hasattr(de_lint, name) for name in dir(de_lint))
