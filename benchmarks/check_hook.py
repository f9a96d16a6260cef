"""How long a host waits for `de-lint hook`: whole processes, on reports and delegations of 5 KB.

    python -m compileall -q de_lint   # once, where Python is told not to write bytecode
    python benchmarks/check_hook.py

Prints the best and the middle time of 20 runs for each event, beside Python's own start. Nothing is kept warm.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time

SIZE = 5_000
HEADS = {
    "a good report": "✅ QA Agent Progress Report\n- Task: Check the import\n- Status: in progress\n- Test Results:\n"
    "  - Passed: 12\n  - Failed: 0\n  - Skipped: 1\n- Coverage: 87%\n- Critical Issues: none\n- Quality Metrics:\n"
    "  - Code Quality: 9\n  - Performance: good\n  - Security: good\n- Recommendations: none\n- Notes:\n",
    "a bad report": "QA Agent Progress Report\n- Status: purple\n- Notes:\n",
    "a bad report with headings": "# QA Agent Progress Report\n\n**Status**: purple\n\n## Notes\n\n",
}
LINE = "  - Loaded part {n} of the orders in {n} ms, 1,200 rows a second (ISS-0{n:03})\n"
DELEGATION = "**QA Agent**: Run the suite\n\n**Task**: Run it\n"


def text(head: str) -> str:
    """Return a text of about 5 KB with this beginning."""
    lines = (LINE.format(n=n) for n in range(1, 1_000))
    while len(head) < SIZE:
        head += next(lines)
    return head


def events() -> dict[str, dict[str, object]]:
    """Return the events that are measured, by what they hold."""
    stop = {"session_id": "s", "hook_event_name": "SubagentStop", "agent_id": "a", "agent_type": "qa"}
    found: dict[str, dict[str, object]] = {
        name: {**stop, "last_assistant_message": text(head)} for name, head in HEADS.items()
    }
    given = {"prompt": text(DELEGATION), "subagent_type": "qa"}
    found["a bad delegation"] = {"hook_event_name": "PreToolUse", "tool_name": "Agent", "tool_input": given}
    return found


def milliseconds(command: list[str], data: bytes, runs: int, folder: str) -> list[float]:
    """Return how long each run of a command took, from its start to its end."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(command, input=data, cwd=folder, capture_output=True, check=True)
        taken.append(1_000 * (time.perf_counter() - started))
    return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        rows = {"Python alone": ([sys.executable, "-c", "pass"], b"")}
        for name, event in events().items():
            data = json.dumps({**event, "cwd": folder}).encode()
            rows[name] = ([sys.executable, "-m", "de_lint", "hook", "--isolated"], data)
        for name, (command, data) in rows.items():
            taken = milliseconds(command, data, runs, folder)
            print(f"{name:28} best {min(taken):4.0f} ms, middle {statistics.median(taken):4.0f} ms")


if __name__ == "__main__":
    main()
