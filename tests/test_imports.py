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
#: What no run has to know in which nothing has changed.
READERS = ("de_lint.reading", "de_lint.judging", "de_lint.writing", "markdown_it", "jsonschema", "jsonschema_rs",
           "yaml", "pathspec", "importlib.metadata", "xml", "concurrent.futures")  # fmt: skip
TWICE = """
import contextlib, io, sys
from de_lint.cli.main import run
with contextlib.redirect_stdout(io.StringIO()):
    code = run(["check", "--exit-zero", "--cache-dir", sys.argv[1], sys.argv[2]])
print(code, *(name for name in sys.argv[3:] if name in sys.modules))
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
    result = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert result.stdout.splitlines()[-1] == "0", result.stderr


def test_a_run_in_which_nothing_has_changed_imports_no_reader(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for name, text in (("prose.md", PROSE), ("report.md", REPORT), ("bad.md", REPORT.replace("2025-09-03", "soon"))):
        (tmp_path / "documents" / name).write_text(text)
    command = [sys.executable, "-c", TWICE, str(tmp_path / "cache"), str(tmp_path / "documents"), *READERS]
    printed = []
    for _ in range(2):
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False)
        printed.append(result.stdout.splitlines()[-1:])
    assert printed[0][0].startswith("0 de_lint.reading de_lint.judging"), result.stderr
    assert printed[1] == ["0"]


def test_the_version_is_told_without_the_command_line(tmp_path: Path) -> None:
    script = "import sys; sys.argv[1:] = ['--version']; import de_lint.__main__ as m; m.main()"
    check = "import atexit, sys; atexit.register(lambda: print(*(n for n in ('click', 'json') if n in sys.modules)))\n"
    command = [sys.executable, "-c", check + script]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900, check=True)
    assert result.stdout == f"de-lint {de_lint.__version__}\n\n"


def test_a_hook_imports_only_what_it_needs(tmp_path: Path) -> None:
    event = {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": REPORT}
    script = HOOK_SCRIPT.replace("EVENT", repr(json.dumps(event).encode()))
    command = [sys.executable, "-c", script, *HEAVY, "click", "tempfile"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False)
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
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False)
    assert (result.stdout.splitlines()[-1], result.stderr) == ("0", "")


def test_importing_the_package_imports_nothing_else() -> None:
    script = "import sys, de_lint; print(*(name for name in sys.modules if name.startswith('de_lint.')))"
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, capture_output=True, text=True, timeout=900, check=True)
    assert result.stdout == "\n"


def test_the_package_lists_its_public_names() -> None:
    assert dir(de_lint) == sorted(de_lint.__all__)
    assert all(hasattr(de_lint, name) for name in dir(de_lint))
