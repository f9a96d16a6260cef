"""The command line in the process of the tests, for all that needs no process of its own."""

from __future__ import annotations

import sys
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from de_lint.cli import main


def run(*arguments: str, given: bytes = b"", folder: str | Path = ".") -> tuple[int, str, str]:
    """Run `de-lint` in a folder; return the exit code and what it prints on stdout and on stderr."""
    with chdir(folder), CliRunner().isolation(input=given) as (out, err, _):
        code = main.run([*arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        return code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8")
