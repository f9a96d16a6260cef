"""A result never takes the place of what it is made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from de_lint.cli.main import run

REPORT = "# QA Agent Progress Report\n\n**Status**: completed\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "a.md", "b.md", "-o", "a.md", "--to", "jsonl"],
        ["convert", ".", "-o", "b.md", "--to", "json"],
        ["convert", "log.jsonl", "--field", "text", "-o", "log.jsonl"],
        ["dashboard", "a.md", "-o", "a.md"],
    ],
)
def test_sources_stay(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md", "log.jsonl"):
        Path(name).write_text(REPORT)
    assert run(arguments) == 2
    assert all(Path(name).read_text() == REPORT for name in ("a.md", "b.md", "log.jsonl"))
