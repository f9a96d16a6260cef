"""How long a host waits for `de-lint hook`: whole processes, as a multiple of `python -c pass`.

    python -m compileall -q de_lint   # once, where Python is told not to write bytecode
    python benchmarks/check_hook.py

Every event is sent in turn with Python's own start, so that a busy machine slows all of them; what is printed is the
median of the runs. Each is sent to a process on its own, and to one that finds the resident helper.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
#: The most that a host should wait with the helper, in starts of Python.
BOUNDS = {"nothing to judge": 4.0, "words, no report": 4.0, "a report and its log": 10.0}
BOUND = 7.0


def text(head: str) -> str:
    """Return a text of about 5 KB with this beginning."""
    lines = (LINE.format(n=n) for n in range(1, 1_000))
    while len(head) < SIZE:
        head += next(lines)
    return head


def log(file: Path) -> str:
    """Write the log of a session that edits and tests a hundred times, and return its name."""
    entries = []
    for n in range(100):
        for name, given, said in (
            ("Edit", {"file_path": f"src/part_{n}.py", "old_string": "a", "new_string": "b"}, "edited"),
            ("Bash", {"command": "python -m pytest -q"}, f"{n + 1} passed in 0.12s"),
        ):
            use = {"type": "tool_use", "id": f"{name}-{n}", "name": name, "input": given}
            done = {"type": "tool_result", "tool_use_id": use["id"], "content": said}
            entries.append({"type": "assistant", "message": {"role": "assistant", "content": [use]}})
            entries.append({"type": "user", "message": {"role": "user", "content": [done]}})
    file.write_text("".join(json.dumps({**entry, "sessionId": "s"}) + "\n" for entry in entries), encoding="utf-8")
    return str(file)


def events(folder: Path) -> dict[str, dict[str, object]]:
    """Return the events that are measured, by what they hold."""
    stop = {"session_id": "s", "hook_event_name": "SubagentStop", "agent_id": "a", "agent_type": "qa"}
    found: dict[str, dict[str, object]] = {
        "nothing to judge": {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}},
        "words, no report": {**stop, "agent_type": "Explore", "last_assistant_message": "It is in src/orders.py."},
    }
    found |= {name: {**stop, "last_assistant_message": text(head)} for name, head in HEADS.items()}
    claims = f"{text(HEADS['a good report'])}  - All 100 tests pass, and src/part_7.py is changed\n"
    found["a report and its log"] = {
        **stop, "last_assistant_message": claims, "agent_transcript_path": log(folder / "agent.jsonl"),
    }  # fmt: skip
    given = {"prompt": text(DELEGATION), "subagent_type": "qa"}
    found["a bad delegation"] = {"hook_event_name": "PreToolUse", "tool_name": "Agent", "tool_input": given}
    return found


def milliseconds(command: list[str], data: bytes, environment: dict[str, str], folder: str) -> float:
    """Return how long a command takes, from its start to its end."""
    started = time.perf_counter()
    subprocess.run(command, input=data, cwd=folder, env=environment, capture_output=True, check=True)
    return 1_000 * (time.perf_counter() - started)


@contextmanager
def surroundings() -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield a folder to work in, and an environment whose caches and helpers are below it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "project").mkdir()
        yield folder, {**os.environ, "XDG_CACHE_HOME": name, "XDG_RUNTIME_DIR": "", "DE_LINT_RESIDENT": "1"}


def wait_for_helper(folder: Path) -> None:
    """Wait until a helper listens."""
    until = time.monotonic() + 60
    while not list(folder.glob("de-lint/resident/*.socket")):
        if time.monotonic() > until:
            raise SystemExit("no helper has started")
        time.sleep(0.05)


def main() -> int:
    """Measure and print; with --strict, return 1 where an event takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--command", help="the program, in the place of `python -m de_lint`")
    parser.add_argument("--strict", action="store_true", help="fail where an event takes longer than it may")
    given = parser.parse_args()
    program = [given.command] if given.command else [sys.executable, "-m", "de_lint"]
    with surroundings() as (folder, environment):
        where = str(folder / "project")
        sent = {name: json.dumps({**event, "cwd": where}).encode() for name, event in events(folder).items()}
        alone = {**environment, "DE_LINT_RESIDENT": "0"}
        milliseconds([*program, "hook"], sent["a bad report"], environment, where)
        wait_for_helper(folder)
        taken: dict[tuple[str, bool], list[float]] = {}
        python: list[float] = []
        try:
            for _ in range(given.runs):
                for name, data in sent.items():
                    python.append(milliseconds([sys.executable, "-c", "pass"], b"", environment, where))
                    for helped in (False, True):
                        one = milliseconds([*program, "hook"], data, environment if helped else alone, where)
                        taken.setdefault((name, helped), []).append(one)
        finally:
            subprocess.run([*program, "hook", "stop"], env=environment, cwd=where, capture_output=True, check=True)
    return told(python, taken, given.strict)


def told(python: list[float], taken: dict[tuple[str, bool], list[float]], strict: bool) -> int:
    """Print the medians, and return the exit code."""
    alone = statistics.median(python)
    print("\n## An event of a hook, a whole process\n")
    runs = 2 * len(python) // len(taken)
    print(f"Medians of {runs} runs, as a multiple of `python -c pass`, which took {alone:.0f} ms.\n")
    print(f"| {'event':26} | {'with the helper':>15} | {'without it':>15} | may take |")
    print(f"|{'-' * 28}|{'-' * 16}:|{'-' * 16}:|---------:|")
    late = []
    for name in dict.fromkeys(name for name, _ in taken):
        helped, own = (statistics.median(taken[name, one]) for one in (True, False))
        bound = BOUNDS.get(name, BOUND)
        if helped / alone > bound:
            late.append(name)
        cells = (f"{time / alone:.1f} ({time:.0f} ms)" for time in (helped, own))
        print(f"| {name:26} | {' | '.join(cell.rjust(15) for cell in cells)} | {bound:8g} |")
    return 1 if strict and late else 0


if __name__ == "__main__":
    sys.exit(main())
