"""A document that is too large is refused alone, in the same words wherever it lies; one within the limits is small."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from de_lint.cli.main import run
from de_lint.cli.runs import outcome
from de_lint.project.files.limits import LARGEST, MOST_CELLS, MOST_ITEMS, MOST_LINES

REPORT = "# Progress Report: Orders\n\n**Agent**: Engineer\n**Status**: completed\n\n## Results\n\n"
TOO_LARGE = {
    "it is larger than 2 MB": "word " * (LARGEST // 5),
    "it has more than 50,000 lines": "- a\n" * MOST_LINES,
    "its tables have more than 100,000 cells": "|a|b|c|d|\n|-|-|-|-|\n" + "|1|2|3|4|\n" * (MOST_CELLS // 5),
    "it lists more than 150,000 items between commas": "a, " * (MOST_ITEMS + 1),
}
HOW = "; to read it, set DE_LINT_LARGEST, in megabytes, above 2"
COMMANDS = ("check", "check --fix", "format", "convert", "convert --field text")


@pytest.mark.parametrize("why", TOO_LARGE)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_others_go_on(
    tmp_path: Path, command: str, why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = REPORT + TOO_LARGE[why]
    if command.endswith("text"):
        lines = (json.dumps({"text": each}) for each in (text, REPORT))
        Path("old.jsonl").write_text("\n".join(lines), encoding="utf-8")
        names = ["old.jsonl"]
    elif command == "convert":
        with zipfile.ZipFile("old.zip", "w") as archive:
            archive.writestr("a.md", text)
            archive.writestr("b.md", REPORT)
        names = ["old.zip"]
    else:
        Path("a.md").write_text(text, encoding="utf-8")
        Path("b.md").write_text(REPORT, encoding="utf-8")
        names = ["a.md", "b.md"]
    code = run([*command.split(), *names])
    said = capsys.readouterr()
    assert code == (1 if command.startswith("convert") else 2)
    assert f": {why}{HOW}\n" in said.err and said.err.count(HOW) == 1
    if command.startswith("convert"):
        assert '"kind":"progress_report"' in said.out
    else:
        assert Path("a.md").read_text(encoding="utf-8") == text


def test_the_limits_can_be_raised(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(REPORT + "word " * (LARGEST // 5), encoding="utf-8")
    command = [sys.executable, "-m", "de_lint", "convert", "a.md"]
    for megabytes, code in (("3", 0), ("2", 1), ("many", 1)):
        environment = {**os.environ, "DE_LINT_LARGEST": megabytes}
        ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert (ran.returncode, HOW in ran.stderr) == (code, code == 1)


def test_of_findings_that_nobody_reads_one_says_how_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(outcome, "MOST_ALIKE", 10)
    file = tmp_path / "a.md"
    file.write_text(REPORT + "- done on 2026-13-45\n" * 25, encoding="utf-8")
    assert run(["check", "--isolated", "--no-cache", "--format", "json", str(file)]) == 1
    said = capsys.readouterr()
    wrong = [each["message"] for each in json.loads(said.out)["findings"] if each["name"] == "invalid-date"]
    assert len(wrong) == 10 and wrong[-1].endswith("; 15 more of this rule in this file are not shown")


#: As much as the limits allow of what takes most memory for its size.
FULL = {
    "cells": "|a|b|c|d|\n|-|-|-|-|\n" + "|1|2|3|4|\n" * (MOST_CELLS // 5 - 3),
    "items": "- a\n" * (MOST_LINES - 10),
    "items on a line": "---\na: [" + "1," * (MOST_ITEMS - 10) + "]\n---\n" + REPORT,
    "dates": "2026-13-45 " * 100_000,
}


#: Runs `check`, and tells the most memory that the process held, in KiB: of this process alone, which began small.
MEASURED = """
import os, re, sys
from de_lint.cli.main import run
code = run(["check", "--isolated", "--no-cache", "--format", "json", "--output", f"json:{os.devnull}", "a.md"])
print(code, re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="only here the system says how much memory it was")
@pytest.mark.parametrize("what", FULL)
def test_memory(tmp_path: Path, what: str) -> None:
    text = FULL[what] if FULL[what].endswith(REPORT) else REPORT + FULL[what] + "\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", MEASURED]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    code, kibibytes = map(int, ran.stderr.split("\n")[-2].split())
    assert code in (0, 1)
    assert kibibytes * 1024 <= 150 * 2**20 + 100 * len(text)


def test_what_convert_wrote_may_be_larger_than_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(REPORT, encoding="utf-8")
    assert run(["convert", "a.md", "-o", "a.jsonl"]) == 0
    document = json.loads(Path("a.jsonl").read_text(encoding="utf-8"))
    line = json.dumps(document) + "\n"
    Path("a.jsonl").write_text(line * (LARGEST // len(line) + 1), encoding="utf-8")
    assert run(["dashboard", "a.jsonl", "-o", "a.html"]) == 0
    assert run(["render", "a.jsonl"]) == 0
