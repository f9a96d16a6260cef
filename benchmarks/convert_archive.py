"""How fast and in how much memory `de-lint convert` turns an archive into a table, and what a kill does to it.

    python benchmarks/convert_archive.py --files 20000 --to jsonl

The documents are made here, each a little different, from a fixed seed. Three runs convert them: one to its end, one
that is killed with SIGKILL about halfway, and one that resumes it. Printed are files a second, the largest memory of
each process, the rows of the output against the records of the documents, and whether the resumed output is the same.
The numbers depend on the machine; the exit code is 1 when outputs differ or records are missing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROLES = {
    "Data Engineer": "🗄️",
    "QA": "🧪",
    "Ops": "🚀",
    "Security": "🔒",
    "Research": "🔬",
    "Documentation": "📚",
    "Engineer": "🛠️",
    "Version Control": "🌿",
}
STATUSES = ("completed", "in progress", "blocked", "failed", "pending", "mostly there")
SUBJECTS = ("the order tables", "the login form", "the nightly export", "the search index", "the payment queue")
MEASURES = ("rows checked", "tests passed", "queries slower than before", "alerts raised", "pages reviewed")
DELEGATION = """**{role} Agent**: Look after {subject}

TEMPORAL CONTEXT: Today is {date}.

**Task**: Find out why {subject} changed
1. Read the log of run {number}
2. Compare {count} entries with the week before
   - Note what is new
3. Report what is left

**Context**: Batch {number} of the yearly review.
**Authority**: Read and write below `reviews/{number}`
**Expected Results**: A list of {count} findings
**Ticket Reference**: ISS-{ticket:04}
**Progress Reporting**: Report the counts and every blocker
"""
REPORT = """{icon} {role} Agent Progress Report
- Task: Look after {subject}
- Status: {status}
- Ticket: ISS-{ticket:04}
- Date: {date}
- Completed:
  - Read the log of run {number}
  - Compared {count} entries, {share}% of them equal
- Remaining:
  - {left} entries
- Blockers: {blocker}
- Metrics:
  - {measure}: {count}/{whole}
  - Duration: {left} min
"""
LEGACY = """# {role} Agent Report: {subject} ({date})

Written after run {number}. **Status**: {status}

## Summary

{share}% of {whole} {measure}, see ISS-{ticket:04}.

## Results

| Part | Before | After |
|---|---|---|
| {subject} | {left} | {count} |
| Total | {whole} | {count} |

## Next steps

- [x] Compare run {number}
- [ ] Ask for the log of run {whole}

---
*Page {number} of the yearly review*
"""
PROSE = "# Notes on {subject}\n\nOn {date} somebody looked at run {number} and drank {left} coffees.\n"
#: How often each kind of document comes up.
TEXTS = (DELEGATION, REPORT, REPORT, LEGACY, LEGACY, REPORT, DELEGATION, PROSE)
UNDECODABLE = b"\xff\xfe\x80 \xed\xb3\x8a\n"


def document(number: int) -> bytes:
    """Return document number `number`, always the same."""
    chance = random.Random(number)
    role = chance.choice(tuple(ROLES))
    whole = chance.randrange(20, 9000)
    count = chance.randrange(whole)
    text = chance.choice(TEXTS).format(
        role=role, icon=ROLES[role], number=number, count=count, whole=whole, left=whole - count,
        share=round(100 * count / whole, 1), subject=chance.choice(SUBJECTS), measure=chance.choice(MEASURES),
        status=chance.choice(STATUSES), ticket=chance.randrange(1, 2000),
        date=f"20{chance.randrange(22, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        blocker=chance.choice(("none", "none", f"no access to run {whole}")),
    )  # fmt: skip
    data = text.encode("utf-8")
    return data + UNDECODABLE if number % 97 == 5 else data


def write_documents(folder: Path, count: int) -> int:
    """Write `count` documents below `folder`, a hundred to a folder; return their size in bytes."""
    size = 0
    for number in range(count):
        place = folder / f"{number // 100:04}" / f"{number:06}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        size += place.write_bytes(document(number))
    return size


class Run:
    """A conversion that is watched: its time, the most memory that each of its processes took, and its largest size."""

    def __init__(self, folder: Path, output: Path, *options: str) -> None:
        """Start it, in a process group of its own."""
        command = [sys.executable, "-m", "de_lint", "convert", "--isolated", "archive", "-o", str(output), *options]
        self.peaks: dict[int, int] = {}
        #: The largest size, in bytes, of what was not finished.
        self.largest = 0
        self._part = folder / f"{output.name}.partial" / "output"
        self._started = time.perf_counter()
        self._error = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(command, cwd=folder, stderr=self._error, start_new_session=True)

    def wait(self, interval: float = 0.05) -> float:
        """Watch the processes until the run is over; return the seconds it took."""
        while self._process.poll() is None:
            self._look()
            time.sleep(interval)
        return time.perf_counter() - self._started

    def kill_when(self, size: int) -> bool:
        """Kill the run once what is not finished holds more than `size` bytes; tell whether it came to that."""
        while self._process.poll() is None:
            if _size(self._part) > size:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
                return True
            time.sleep(0.01)
        return False

    def said(self) -> str:
        """Return what the run said on stderr."""
        self._error.seek(0)
        return self._error.read().decode("utf-8", "replace")

    def _look(self) -> None:
        for process in _family(self._process.pid):
            self.peaks[process] = max(self.peaks.get(process, 0), _peak(process))
        self.largest = max(self.largest, _size(self._part))


def _family(parent: int) -> Iterator[int]:
    """Yield a process and those that it started."""
    yield parent
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    except OSError:
        return
    for child in children.split():
        yield from _family(int(child))


def _peak(process: int) -> int:
    """Return the largest resident memory of a process so far, in bytes; 0 where the system does not tell."""
    try:
        rows = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith("VmHWM:")), 0)


def _size(place: Path) -> int:
    try:
        return sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    except OSError:  # a file that went away meanwhile
        return 0


def content(output: Path) -> str:
    """Return what tells an output from another with other content: a hash of its bytes, or of its rows."""
    if output.suffix == ".sqlite":
        with sqlite3.connect(output) as database:
            return _hash(line.encode("utf-8", "surrogatepass") for line in database.iterdump())
    if output.suffix == ".parquet":
        import pyarrow.parquet

        return _hash(str(batch.to_pylist()).encode() for batch in pyarrow.parquet.ParquetFile(output).iter_batches())
    return _hash([output.read_bytes()])


def _hash(parts: Iterator[bytes] | list[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def rows(output: Path) -> int:
    """Return how many records an output holds."""
    if output.suffix == ".sqlite":
        with sqlite3.connect(output) as database:
            return int(database.execute("SELECT count(*) FROM records").fetchone()[0])
    if output.suffix == ".parquet":
        import pyarrow.parquet

        return int(pyarrow.parquet.ParquetFile(output).metadata.num_rows)
    if output.suffix == ".json":
        return sum(len(each["records"]) for each in json.loads(output.read_text("utf-8")))
    with output.open(encoding="utf-8", newline="\n") as lines:
        return sum(len(json.loads(line)["records"]) for line in lines)


def summary(output: Path) -> dict[str, object]:
    """Return the summary beside an output, without what differs between equal runs."""
    found: dict[str, object] = json.loads(output.with_name(f"{output.name}.summary.json").read_text("utf-8"))
    return {name: value for name, value in found.items() if name != "seconds"}


def compare(folder: Path, suffix: str, options: list[str]) -> bool:
    """Convert, convert with a kill halfway, resume; print what came of it and return whether all is as it must be."""
    whole, resumed = folder / f"whole.{suffix}", folder / f"resumed.{suffix}"
    run = Run(folder, whole, *options)
    seconds = run.wait()
    if not whole.exists():
        print(run.said())
        return False
    files = int(str(summary(whole)["files"]))
    print(f"{files} files in {seconds:.1f} s: {files / seconds:.0f} files/s")
    peaks = sorted((peak // 1024 // 1024 for peak in run.peaks.values()), reverse=True)
    print("peak memory of each process: " + ", ".join(f"{peak} MB" for peak in peaks))
    kinds = json.loads(json.dumps(summary(whole)["records"]))
    records = sum(kind["total"] for kind in kinds.values())
    print(f"{records} records in the documents, {rows(whole)} rows in the output, {whole.stat().st_size:,} bytes")
    killed = Run(folder, resumed, *options)
    # Not half of the output: the lines that columns are made of at the end take more than the columns.
    was_killed = killed.kill_when(run.largest // 2)
    print("killed halfway" if was_killed else "the run was over before it could be killed")
    again = Run(folder, resumed, "--resume", *options)
    print(f"resumed in {again.wait():.1f} s: {again.said().splitlines()[0]}")
    same = content(whole) == content(resumed) and summary(whole) == summary(resumed)
    print("the resumed output is " + ("the same" if same else "DIFFERENT"))
    return was_killed and same and rows(whole) == records


def main() -> int:
    """Make the documents, run the conversions and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000, metavar="N", help="how many documents (default: 20000)")
    parser.add_argument("--to", choices=["jsonl", "json", "sqlite", "parquet"], default="jsonl")
    parser.add_argument("--jobs", type=int, metavar="N", help="how many processes convert")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="de-lint-archive-"))
    try:
        size = write_documents(folder / "archive", given.files)
        print(f"{given.files} documents, {size / 1024 / 1024:.1f} MiB, Python {sys.version.split()[0]}, to {given.to}")
        return 0 if compare(folder, given.to, ["--jobs", str(given.jobs)] if given.jobs else []) else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
