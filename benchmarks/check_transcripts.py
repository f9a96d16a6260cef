"""How much memory and time `de-lint check --transcript` takes for a session log of 200 MB, with a line of 20 MB.

    python benchmarks/check_transcripts.py --megabytes 200 --huge 20

The log is made: results of tools for the most part, and among them delegations to agents with their reports, in the
session itself, in logs of agents within it and in the background. The numbers are only printed: time depends on the
machine.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MEGABYTE = 1_000_000
#: A delegation with its report, per so many bytes of the log.
EVERY = 400_000
COMMAND = ["check", "--isolated", "--exit-zero", "--format", "concise", "--transcript"]
#: The process says its own peak: what the operating system counts for it may include that of its parent.
MEASURED = """
import sys
from de_lint.cli.main import run
code = run(sys.argv[1:])
try:
    status = open("/proc/self/status").read()
    peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS
print(code, peak, file=sys.stderr)
"""
DELEGATION = "**QA Agent**: Check part {n}\n\n**Task**: Run the suite of part {n}\n**Ticket Reference**: ISS-{n:04}\n"
REPORT = "QA Agent Progress Report\n\n- Task: Check part {n}\n- Status: {status}\n- Ticket: ISS-{n:04}\n"
REPORT += "- Notes: {words}\n"
WORDS = ("the", "import", "ran", "twice", "größer", "table", "“quoted”", "index", "\\path\\to", "{brace}", "done")


def entries(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Yield the entries of one delegation and what is said until its report is there."""
    use, agent = f"toolu_{number:08}", f"a{number:07}"
    side = {"isSidechain": True, "agentId": agent}
    asked = {"prompt": DELEGATION.format(n=number % 10_000), "subagent_type": "qa"}
    report = REPORT.format(n=number % 10_000, status=chance.choice(["completed", "done-ish"]), words=words(chance, 60))
    yield _entry("assistant", [{"type": "tool_use", "id": use, "name": "Agent", "input": asked}])
    for step in range(4):
        tool = f"{use}_{step}"
        block = {"type": "tool_use", "id": tool, "name": "Bash", "input": {"command": "ls"}}
        yield _entry("assistant", [block], **side)
        size = chance.choice([200, 2_000, 20_000])
        yield _entry("user", [_result(tool, words(chance, size))], toolUseResult={"stdout": "…"}, **side)
    yield _entry("assistant", [{"type": "text", "text": report}], **side)
    yield _entry("user", [_result(use, [{"type": "text", "text": report}])], toolUseResult={"agentId": agent})


def _entry(kind: str, content: list[Any], **more: Any) -> dict[str, Any]:
    facts = {"parentUuid": None, "isSidechain": False, "sessionId": "s1", "type": kind, **more}
    return {**facts, "message": {"role": kind, "content": content}, "uuid": "u"}


def _result(use: str, content: Any) -> dict[str, Any]:
    return {"tool_use_id": use, "type": "tool_result", "content": content}


def words(chance: random.Random, count: int) -> str:
    """Return so many words."""
    return " ".join(chance.choices(WORDS, k=count))


def write_log(file: Path, size: int, huge: int) -> None:
    """Write a log of about `size` bytes, with a line of `huge` bytes in its middle."""
    chance = random.Random(7)
    filler = [_entry("user", [_result(f"x{n}", words(chance, 6_000))]) for n in range(8)]
    lines = [json.dumps(each, ensure_ascii=bool(n % 2)).encode() + b"\n" for n, each in enumerate(filler)]
    written, number, huge_is_due = 0, 0, huge > 0
    with file.open("wb") as stream:
        while written < size:
            if written >= number * EVERY:
                number += 1
                for entry in entries(number, chance):
                    written += stream.write(json.dumps(entry).encode() + b"\n")
            if huge_is_due and written * 2 >= size - huge:
                line = json.dumps(_entry("user", [_result("toolu_00000001", "")])).encode()
                written += stream.write(line[:-1] + b', "data": "' + b"x" * huge + b'"}\n')
                huge_is_due = False
            written += stream.write(lines[number % len(lines)])


def measured(file: Path) -> tuple[int, int, subprocess.CompletedProcess[str]]:
    """Return the exit code and the peak memory in bytes of a check of a log, and what it printed."""
    command = [sys.executable, "-c", MEASURED, *COMMAND, str(file)]
    ran = subprocess.run(command, cwd=file.parent, capture_output=True, encoding="utf-8", check=True)
    code, peak = ran.stderr.splitlines()[-1].split()
    return int(code), int(peak), ran


def main() -> None:
    """Make the log, check it and print the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=200, metavar="N", help="size of the log (default: 200)")
    parser.add_argument("--huge", type=int, default=20, metavar="N", help="megabytes of one line (default: 20)")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="de-lint-transcripts-"))
    try:
        file = folder / "session.jsonl"
        write_log(file, given.megabytes * MEGABYTE, given.huge * MEGABYTE)
        size = file.stat().st_size / MEGABYTE
        started = time.perf_counter()
        code, peak, ran = measured(file)
        taken = time.perf_counter() - started
        print(f"{size:.0f} MB, exit code {code}, {len(ran.stdout.splitlines())} lines of findings")
        print("".join(f"  {line}\n" for line in ran.stderr.splitlines()[:-1]), end="")
        print(f"peak {peak / MEGABYTE:.1f} MB, {taken:.1f} s, {size / taken:.0f} MB/s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
