"""The demonstration shows what it promises, and the picture of it in the README is what the program prints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'docs'}", "COLUMNS": "200"}
    ran = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_demonstration_shows_the_faults_at_their_lines_and_the_answer_as_a_row() -> None:
    shown = run("demo/show.py")
    lines = shown.splitlines()
    report = (ROOT / "demo" / "report.md").read_text(encoding="utf-8").splitlines()
    found = [line.split(":", 3) for line in lines if line.startswith("demo/report.md:")]
    assert {(int(number), text.split()[0]) for _, number, _, text in found} == {
        (1, "X903"), (6, "T201"), (10, "P401"), (12, "C501"),
    }  # fmt: skip
    assert all(f"  12 {report[11]}" in shown and f"   {number} " in shown for number in (1, 6))
    task, blocker = (report[line].partition(": ")[2] for line in (1, 11))
    assert lines[-1].split() == ["engineer", "completed", "100.0", *task.split(), *blocker.split()]
    assert len(lines) <= 48, "one screen"


def test_the_picture_is_fresh() -> None:
    kept = (ROOT / "docs" / "terminal.svg").read_text(encoding="utf-8")
    assert run("-c", "import picture, sys; sys.stdout.buffer.write(picture.picture().encode())") == kept, (
        "run `python docs/picture.py`"
    )
    assert "http:" not in kept.replace("http://www.w3.org/2000/svg", "") and "https:" not in kept
    ElementTree.fromstring(kept)
