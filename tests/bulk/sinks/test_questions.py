"""The questions that docs/query.md answers, asked of a small archive."""

from __future__ import annotations

import datetime
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from de_lint.bulk.sinks import parquet, sqlite

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "query.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^```sql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
JANUARY, FEBRUARY = "2026/nightly-january.md", "2026/nightly-february.md"
ANSWERS: list[list[tuple[Any, ...]]] = [
    [("ISS-0202", "2026/search-task.md", "Test the search", datetime.date(2026, 2, 2))],
    [("data_engineer", "2026-01", 2, 1), ("qa", "2026-01", 1, 0), ("qa", "2026-02", 1, 1)],
    [(datetime.date(2026, 1, 30), JANUARY, 90.0), (datetime.date(2026, 2, 27), FEBRUARY, 95.0)],
    [("No disk space left", 2), ("Waiting for the shop list", 1)],
    [("data_engineer", 1, 1), ("qa", 1, 0)],
    [("notes.md", 0.0, 0, 3)],
]
FOUND = [(FEBRUARY, "Progress Report"), ("2026/orders-report.md", "Progress Report")]


@pytest.fixture
def folder(tmp_path: Path, archive: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Hold the archive as the page has it."""
    for module in (parquet, sqlite):
        sink = module.sink(tmp_path / f"archive.{module.NAME}", tmp_path)
        sink.open(None)
        for document in archive:
            sink.add(document)
        sink.finish()
        sink.close()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_duckdb_answers_them_from_parquet(folder: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    asked = [question for question in QUESTIONS if ".parquet" in question]
    assert [duckdb.sql(question).fetchall() for question in asked] == ANSWERS


def test_sqlite_answers_the_last(folder: Path) -> None:
    (question,) = [question for question in QUESTIONS if ".parquet" not in question]
    connection = sqlite3.connect("archive.sqlite")
    if "without FTS5" in str(connection.execute("SELECT value FROM about").fetchall()):
        pytest.skip("this SQLite has no full-text index")
    rows = connection.execute(question).fetchall()
    assert [row[:2] for row in rows] == FOUND
    assert all("[disk] [space]" in row[2] for row in rows)
