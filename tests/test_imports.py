"""What starting the program costs: modules that a check does not need are not imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import de_lint

HEAVY = ("mdformat", "ftfy", "rich", "multiprocessing")
SCRIPT = """
import sys
from de_lint.cli.main import run
code = run(["check", sys.argv[1]])
print(code, *(name for name in sys.argv[2:] if name in sys.modules))
"""


def test_check_imports_only_what_it_needs(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text("# Coffee\n\nA page about coffee.\n")
    command = [sys.executable, "-c", SCRIPT, str(file), *HEAVY]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (result.stdout, result.stderr) == ("0\n", "")


def test_importing_the_package_imports_nothing_else() -> None:
    script = "import sys, de_lint; print(*(name for name in sys.modules if name.startswith('de_lint.')))"
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout == "\n"


def test_the_package_lists_its_public_names() -> None:
    assert dir(de_lint) == sorted(de_lint.__all__)
    assert all(hasattr(de_lint, name) for name in dir(de_lint))
