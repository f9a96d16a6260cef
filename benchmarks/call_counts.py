"""How many calls reading, judging and remembering a few documents takes: a measure that no busy machine changes.

    python benchmarks/call_counts.py            # beside the recorded figures
    python benchmarks/call_counts.py --update   # record them anew, in benchmarks/call_counts.json

Calls of Python functions and of built-in ones are counted, after a first run that fills what is computed once. What
regular expressions do is no call. `tests/test_call_counts.py` fails where a figure is far from the record, so that a
change that makes the program slower is seen with it. The figures are those of one version of Python and of the
libraries: with others, they are not compared.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORD = Path(__file__).with_suffix(".json")
DOCUMENTS = (
    "progress_report/data_engineer_form", "progress_report/weekly_table", "progress_report/chat_message",
    "delegation/plain", "delegation/brief_with_phases", "agent_template/agent_profile", "mixed/delegation_and_report",
    "none/readme", "none/how_to",
)  # fmt: skip
LIBRARIES = ("markdown-it-py", "jsonschema-rs", "PyYAML")


def counted(function: Callable[[], object]) -> int:
    """Return how many calls a function makes."""
    count = 0

    def seen(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


def counts() -> dict[str, int]:
    """Return the calls of each kind of work."""
    import de_lint
    from de_lint.cli.main import run
    from de_lint.project.runs import cache

    cache._YOUNG = -(10**12)  # whether a file is young depends on how fast this machine is
    texts = [(ROOT / "fixtures" / name / "input.md").read_text(encoding="utf-8") for name in DOCUMENTS]
    read = [de_lint.read(text) for text in texts]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for number in range(20):
            (folder / f"{number:02}.md").write_text(f"{texts[number % len(texts)]}\n{number}\n", encoding="utf-8")
        command = ["check", "--isolated", "--exit-zero", "--jobs", "1", "--format", "jsonl"]
        command += ["--cache-dir", str(folder / ".cache"), "."]
        (folder / ".git").mkdir()  # how deep the folder lies makes no difference then
        os.chdir(folder)
        work: dict[str, Callable[[], object]] = {
            "read": lambda: [de_lint.read(text) for text in texts],
            "check": lambda: [de_lint.check(document) for document in read],
            "JSON": lambda: [json.dumps(document.to_json()) for document in read],
            "check 20 files again": lambda: run(command),
        }
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - the end of the process closes it
        found = {}
        for what, function in work.items():
            function()
            function()
            found[what] = counted(function)
        sys.stdout = sys.__stdout__
        os.chdir(ROOT)
    return found


def depends_on() -> dict[str, str]:
    """Return the versions that the figures hold for."""
    return {"Python": "{}.{}".format(*sys.version_info), **{name: version(name) for name in LIBRARIES}}


def fresh() -> dict[str, int]:
    """Return the calls of each kind of work in a process of its own, whose sets are in a fixed order."""
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    command = [sys.executable, __file__, "--count"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    found: dict[str, int] = json.loads(ran.stdout)
    return found


def main() -> None:
    """Count and print, or record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="record the figures")
    parser.add_argument("--count", action="store_true", help="print the figures of this process as JSON")
    given = parser.parse_args()
    if given.count:
        print(json.dumps(counts()))
        return
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))["calls"] if RECORD.exists() else {}
    found = fresh()
    for what, count in found.items():
        print(f"{what:24} {count:>9,} calls, recorded {recorded.get(what, 0):>9,}")
    if given.update:
        text = json.dumps({"versions": depends_on(), "calls": found}, indent=1)
        RECORD.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
