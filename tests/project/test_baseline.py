"""The baseline: counts by file and rule, lowered and never raised by accident."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from de_lint.diagnostics import Finding, Severity, Span
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.runs.baseline import Baseline, Stale


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md"):
        (tmp_path / name).touch()
    return tmp_path


def finding(line: int, code: str = "T201", path: str = "a.md") -> Finding:
    return Finding(code, "x", Severity.ERROR, "x", path, Span(line, 1, line, 2))


def test_the_first_ones_are_allowed() -> None:
    baseline = Baseline("base.json", {"a.md": {"T201": 2}})
    new = [finding(9), finding(3, "S101"), finding(3, path="b.md")]
    assert baseline.new([finding(1), finding(2), *new]) == new
    assert baseline.counts == {"a.md": {"T201": 2}}


def test_stale_entries_are_those_of_checked_or_lost_files() -> None:
    counts = {"a.md": {"S101": 1, "T201": 2}, "b.md": {"T201": 1}, "gone.md": {"T201": 1}}
    assert Baseline("base.json", counts).stale([finding(1), finding(1, "S101")], ["a.md"]) == [
        Stale("a.md", "T201", 2, 1), Stale("gone.md", "T201", 1, 0),
    ]  # fmt: skip


def test_update_lowers_and_grows_only_when_asked() -> None:
    before = Baseline("base.json", {"a.md": {"T201": 2, "S101": 1}, "b.md": {"T201": 1}, "gone.md": {"T201": 1}})
    now = [finding(1), finding(2, "P401")]
    assert before.updated(now, ["a.md"], grow=False).counts == {"a.md": {"T201": 1}, "b.md": {"T201": 1}}
    assert before.updated(now, ["a.md"], grow=True).counts == {"a.md": {"T201": 1, "P401": 1}, "b.md": {"T201": 1}}


def test_paths_are_as_seen_from_the_baseline(folder: Path) -> None:
    (folder / "below").mkdir()
    baseline = Baseline("below/base.json").updated([finding(1)], ["a.md"], grow=True)
    baseline.write()
    written = json.loads((folder / "below/base.json").read_text())
    assert written == {"schema_version": 1, "counts": {"../a.md": {"T201": 1}}}
    assert Baseline.load("below/base.json").new([finding(1)]) == []
    assert baseline.moved_to("other.json").counts == {"a.md": {"T201": 1}}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema_version": 2, "counts": {}}', '{"schema_version": 1, "counts": {"a": {"T": -1}}}']
)
def test_what_is_no_baseline_says_so(folder: Path, text: str) -> None:
    (folder / "base.json").write_text(text)
    with pytest.raises(ConfigurationError):
        Baseline.load("base.json")


def test_a_missing_baseline_says_so() -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        Baseline.load("base.json")
