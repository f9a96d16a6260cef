"""Documents that archives are made of, and the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from .. import in_process

REPORT = """🧪 QA Agent Progress Report
- Task: Test the login form
- Status: completed
- Ticket: ISS-{number:04}
- Completed:
  - {number} tests
"""
TASK = "**QA Agent:** Run suite {number}\n\n**Authority**: all\n**Ticket Reference**: ISS-0001\n"
PROSE = "# Notes {number}\n\nNothing to hand over.\n"


def text(number: int) -> str:
    """One of a few documents, each with its number in it."""
    return (REPORT, TASK, PROSE)[number % 3].format(number=number)


class Ran(NamedTuple):
    code: int
    out: str
    err: list[str]

    @property
    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def paths(self) -> list[str]:
        return [each["path"] for each in self.documents]


@pytest.fixture
def convert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Return a function that runs `de-lint convert` in the test's folder.

    It has a process of its own where the run starts others, or needs an environment or `script`, Python to begin with.
    """
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, given: bytes = b"", script: str = "", **environment: str) -> Ran:
        several = "--engine" in arguments or ("--jobs" in arguments and "1" not in arguments)
        if not (several or script or environment):
            ended, out, err = in_process.run("convert", *arguments, given=given)
            return Ran(ended, out, err.splitlines())
        code = f"{script}\nfrom de_lint.cli.main import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, "convert", *arguments],
            input=given, capture_output=True, timeout=900, check=False, env={**os.environ, **environment},
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8").splitlines())

    return run
