"""Every non-blank character of a source is in a record's lines or in `unclaimed`; `--report-loss` names the latter."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from de_lint.bulk.account import Account, account_of, non_blank
from de_lint.reading.decoding import decode
from de_lint.reading.document import read

Convert = Callable[..., Any]
HALF = "# Notes\n\nSome prose of no record, and more of it than there is of the record that follows here.\n\n"
TASK = "**QA Agent:** Run it\n\n**Authority**: all\n"


def faults(data: bytes, name: str = "-") -> list[str]:
    account, there = account_of(read(data, name)), non_blank(decode(data).text)
    return [] if account.total == there else [f"{name}: {there} characters, {account}"]


def test_fixtures_to_the_character(fixture_files: list[Path]) -> None:
    assert [fault for file in fixture_files for fault in faults(file.read_bytes(), str(file))] == []


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=200) | st.text(alphabet="#*-_`>|:[]{} \t\r\n\x0b\x1f\x85\u2028\u00a0ab1🗄️é").map(str.encode))
def test_anything_to_the_character(data: bytes) -> None:
    assert faults(data) == []


def test_the_account_of_a_document() -> None:
    account = account_of(read(HALF + TASK))
    assert account == Account(non_blank(TASK), non_blank(HALF))
    assert account.share < 0.5 and account_of(read("")) == Account() and Account().share == 1.0


@pytest.fixture
def three(tmp_path: Path) -> None:
    (tmp_path / "half.md").write_text(HALF + TASK)
    (tmp_path / "prose.md").write_text("Only prose.\n\nMore\nof it.\x1b[2J\n")
    (tmp_path / "task.md").write_text(TASK)


@pytest.mark.parametrize("output", [["-o", "all.jsonl"], ["-o", "all.json"], []])
def test_losses_are_named(output: list[str], three: None, convert: Convert, tmp_path: Path) -> None:
    assert convert(".", "--report-loss", "loss.jsonl", *output).code == 0
    found = [json.loads(line) for line in (tmp_path / "loss.jsonl").read_text().splitlines()]
    assert [(each["path"], each["start_line"], each["end_line"]) for each in found] == [
        ("half.md", 1, 3), ("prose.md", 1, 4)
    ] or [(each["path"], each["start_line"]) for each in found] == [
        ("half.md", 1), ("half.md", 3), ("prose.md", 1), ("prose.md", 3)
    ]  # fmt: skip
    assert sum(non_blank(each["text"]) for each in found) == sum(
        account_of(read((tmp_path / name).read_bytes())).unclaimed for name in ("half.md", "prose.md", "task.md")
    )


def test_losses_as_text(three: None, convert: Convert, tmp_path: Path) -> None:
    assert convert("prose.md", "--report-loss", "loss.txt").code == 0
    text = (tmp_path / "loss.txt").read_text()
    assert text.startswith("prose.md:1-") and "    Only prose.\n" in text and "\x1b" not in text


def test_losses_of_a_run_that_fails_are_not_written(three: None, convert: Convert, tmp_path: Path) -> None:
    (tmp_path / ".de-lint.toml").write_text("templates = ['none.md']\n")
    assert convert("task.md", "--report-loss", "loss.txt").code == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == [".de-lint.toml", "half.md", "prose.md", "task.md"]


def test_coverage_below_a_threshold_is_quarantined(three: None, convert: Convert) -> None:
    ran = convert(".", "--min-coverage", "0.5")
    assert (ran.code, ran.paths) == (1, ["prose.md", "task.md"])
    assert ran.err == ["de-lint: half.md: records account for 31% of its characters, less than 50%"]
    assert convert(".", "--min-coverage", "0.3").code == convert(".").code == 0
    # A threshold goes with --strict, which refuses what check finds errors in, too.
    assert [line.split(": ", 2)[1:] for line in convert(".", "--strict").err if "half.md" in line] == [
        ["half.md", convert("half.md", "--strict").err[0].split(": ", 2)[2]]
    ]
    assert convert(".", "--min-coverage", "1.5").code == 2
