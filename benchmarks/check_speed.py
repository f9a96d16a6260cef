"""How many files a second `de-lint check` reads: anew, from the cache, in two processes, and beside two peers.

    pip install mdformat pymarkdownlnt   # the peers; one that is not installed is left out
    python benchmarks/check_speed.py --files 400

The documents are made from `fixtures/`, each a little different. The numbers are only printed: they depend on the
machine, and the peers do other work on the same text (mdformat formats, pymarkdown knows style rules).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
DE_LINT = ["-m", "de_lint", "check", "--isolated", "--exit-zero", "--format", "concise"]
# What runs before what is measured: the cache is filled by the run that is called cold.
RUNS: tuple[tuple[str, str, list[str]], ...] = (
    ("de-lint, no cache", "de_lint", [*DE_LINT, "--no-cache", "--jobs", "1"]),
    ("de-lint, no cache, 2 jobs", "de_lint", [*DE_LINT, "--no-cache", "--jobs", "2"]),
    ("de-lint, cold cache", "de_lint", [*DE_LINT, "--jobs", "1"]),
    ("de-lint, warm cache", "de_lint", [*DE_LINT, "--jobs", "1"]),
    ("de-lint, warm cache, 2 jobs", "de_lint", [*DE_LINT, "--jobs", "2"]),
    ("mdformat --check", "mdformat", ["-m", "mdformat", "--check"]),
    ("pymarkdown scan", "pymarkdown", ["-m", "pymarkdown", "scan", "--recurse"]),
)


def documents(folder: Path, count: int) -> int:
    """Write `count` documents below `folder`, none like another; return their size in bytes."""
    texts = [file.read_bytes() for file in sorted(FIXTURES.glob("*/*/input.md"))]
    size = 0
    for number in range(count):
        data = texts[number % len(texts)].rstrip() + b"\n\nThis is document %d.\n" % number
        place = folder / f"{number // 100:03}" / f"{number:05}.md"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)
        size += len(data)
    return size


def seconds(arguments: list[str], folder: Path) -> float:
    """Return how long a program takes over a folder, from its start to its end."""
    started = time.perf_counter()
    command = [sys.executable, *arguments, "."]
    # Some peers end with 1 for what they find and stop at nothing; what they say is not the point.
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - started
    if result.returncode not in (0, 1):
        print(f"  {' '.join(arguments)} ended with {result.returncode}: {result.stderr.strip()[-200:]}")
    return taken


def installed(module: str) -> bool:
    """Tell whether this Python can run a module."""
    probe = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def main() -> None:
    """Make the documents, run every program over them and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=400, metavar="N", help="how many documents (default: 400)")
    count = parser.parse_args().files
    folder = Path(tempfile.mkdtemp(prefix="de-lint-speed-"))
    try:
        size = documents(folder, count)
        print(f"{count} files, {size / 1024:.0f} KiB, Python {sys.version.split()[0]}")
        first: float | None = None
        for name, module, arguments in RUNS:
            if not installed(module):
                print(f"{name:<30} not installed")
                continue
            taken = seconds(arguments, folder)
            first = first or taken
            print(f"{name:<30} {taken:7.2f} s {count / taken:9.0f} files/s {first / taken:7.2f} x", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
