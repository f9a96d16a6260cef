"""The benchmark's own checks, on a small archive: rows are records, and a killed run resumes to the same output.

What kills do to each format is held by the tests of sinks.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "convert_archive.py"
FILES = 1500


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_an_archive_killed_and_resumed() -> None:
    command = [sys.executable, str(SCRIPT), "--files", str(FILES), "--to", "sqlite", "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the resumed output is the same" in done.stdout
    kept = re.search(r"continuing after ([\d,]+) inputs", done.stdout)
    # The kill comes at half of the largest size, which an output with indexes may reach behind the last input only.
    assert kept and 0 < int(kept[1].replace(",", "")) <= FILES, done.stdout
