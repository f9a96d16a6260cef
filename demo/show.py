"""Show in one screen what de-lint is for: a delegation, its answer, what is wrong with it, and the answer as a row."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = [sys.executable, "-m", "de_lint"]
ROW = """
SELECT agent_type AS agent, status, progress, task,
       (SELECT group_concat(text, '; ') FROM items WHERE record = records.id AND list = 'blockers') AS blockers
FROM records
"""


def main() -> None:
    """Print the demonstration."""
    show("What was asked (demo/delegation.md)")
    print(indented("demo/delegation.md"))
    show("What the agent answered (demo/report.md)")
    print(indented("demo/report.md"))
    show("What is wrong with the answer: de-lint check demo")
    subprocess.run([*PROGRAM, "check", "--format", "text", "--isolated", "demo"], cwd=ROOT, check=False)
    print()
    show("The same answer as a row: de-lint convert demo/report.md -o reports.sqlite")
    print(row())


def show(heading: str) -> None:
    """Print a heading, in bold where stdout is a terminal."""
    print(f"\033[1m{heading}\033[0m" if sys.stdout.isatty() else heading, flush=True)


def indented(path: str) -> str:
    """Return a file's lines, numbered and followed by an empty one."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return "".join(f"{number:4} {line}\n" for number, line in enumerate(lines, 1))


def row() -> str:
    """Return the report's row in a table, under the names of its columns."""
    with tempfile.TemporaryDirectory() as folder:
        table = str(Path(folder, "reports.sqlite"))
        command = [*PROGRAM, "convert", "demo/report.md", "--isolated", "-o", table]
        subprocess.run(command, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
        database = sqlite3.connect(table)
        found = database.execute(ROW)
        names = [column[0] for column in found.description]
        values = [str(value) for value in found.fetchone()]
        database.close()
    widths = [max(map(len, pair)) for pair in zip(names, values, strict=True)]
    return "\n".join("  ".join(map(str.ljust, cells, widths)).rstrip() for cells in (names, values))


if __name__ == "__main__":
    main()
