"""Documents to SQLite: all tables agree with the JSON, and a kill changes nothing."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from de_lint.bulk.sinks import sqlite
from de_lint.bulk.sinks.sqlite import sink
from tests.bulk.sinks.conftest import write, write_interrupted

Documents = list[dict[str, Any]]


def written(target: Path, work: Path, documents: Iterable[Mapping[str, Any]]) -> sqlite3.Connection:
    write(sink, target, work, documents)
    return sqlite3.connect(target)


def rebuilt(connection: sqlite3.Connection) -> Documents:
    documents = []
    for own, path, sha256, coverage, origin, records, other in connection.execute("SELECT * FROM documents"):
        held = connection.execute("SELECT record FROM records WHERE document = ? ORDER BY number", [own]).fetchall()
        assert len(held) == records
        left = connection.execute(
            "SELECT start_line, end_line, text FROM unclaimed WHERE document = ? ORDER BY position", [own]
        )
        unclaimed = [dict(zip(("start_line", "end_line", "text"), row, strict=True)) for row in left]
        given = {"origin": json.loads(origin)} if origin else {}
        plain = {"path": path, "sha256": sha256, "coverage": coverage, "unclaimed": unclaimed}
        documents.append({**plain, **given, **json.loads(other), "records": [json.loads(r) for (r,) in held]})
    return documents


def test_documents_come_back_as_they_were(tmp_path: Path, varied: Documents) -> None:
    assert rebuilt(written(tmp_path / "out.sqlite", tmp_path / "work", varied)) == varied


def test_keys_hold_and_the_file_is_one(tmp_path: Path, varied: Documents) -> None:
    (tmp_path / "out.sqlite-wal").write_bytes(b"left by an older database")
    connection = written(tmp_path / "out.sqlite", tmp_path / "work", varied)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["out.sqlite"]


def test_rows_are_counted_as_the_json_has_them(tmp_path: Path, varied: Documents) -> None:
    connection = written(tmp_path / "out.sqlite", tmp_path / "work", varied)
    records = [record for document in varied for record in document["records"]]
    counts = {
        "records": len(records),
        "metrics": sum(len(m["quantities"]) for r in records for m in r.get("metrics", ())),
        "tickets": sum(len(r["tickets"]) for r in records),
        "extra_fields": sum(len(r["extra"]) for r in records),
        "unclaimed": sum(len(document["unclaimed"]) for document in varied),
    }
    found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in counts}
    assert found == counts
    assert min(counts.values()) > 5


def test_steps_keep_their_nesting(tmp_path: Path, archive: Documents) -> None:
    connection = written(tmp_path / "out.sqlite", tmp_path / "work", archive)
    nested = connection.execute(
        "SELECT above.text, steps.position, steps.text FROM steps JOIN steps AS above ON above.id = steps.parent"
        " ORDER BY steps.id"
    )
    assert nested.fetchall() == [("Check the totals", 0, "by day"), ("Check the totals", 1, "by shop")]
    blockers = "SELECT text FROM items WHERE list = 'blockers' AND text LIKE 'Waiting%'"
    assert connection.execute(blockers).fetchall() == [("Waiting for the shop list",)]


def test_odd_values_are_rows_too(tmp_path: Path) -> None:
    record = {
        "kind": "progress_report",
        "agent": 5,
        "status": ["x"],
        "progress": 10**400,
        "title": "\ud800",
        "span": [],
    }
    document = {"path": "p\udc80", "sha256": "0", "coverage": 1, "records": [record], "unclaimed": [], "new": True}
    connection = written(tmp_path / "out.sqlite", tmp_path / "work", [document])
    (row,) = connection.execute("SELECT path, status, record FROM records JOIN documents ON document = documents.id")
    assert row[:2] == ("p\ufffd", '["x"]')
    assert json.loads(row[2]) == record


def test_words_are_found(tmp_path: Path, archive: Documents, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = written(tmp_path / "out.sqlite", tmp_path / "work", archive)
    if connection.execute("SELECT value FROM about WHERE name = 'search'").fetchone()[0].startswith("full-text"):
        found = connection.execute("SELECT rowid FROM search WHERE search MATCH 'shop list'").fetchall()
        assert len(found) == 1
    monkeypatch.setattr(sqlite, "_has_full_text_index", lambda _connection: False)
    connection = written(tmp_path / "plain.sqlite", tmp_path / "work", archive)
    assert len(connection.execute("SELECT rowid FROM search WHERE text LIKE '%shop list%'").fetchall()) == 1
    (told,) = connection.execute("SELECT value FROM about WHERE name = 'search'").fetchone()
    assert "without FTS5" in told


def dump(file: Path) -> list[str]:
    """Return all rows of a database, with what a search finds."""
    connection = sqlite3.connect(file)
    found = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' ORDER BY name"
    tables = [name for (name,) in connection.execute(found).fetchall()]
    rows = [str(row) for name in tables for row in connection.execute(f"SELECT * FROM {name}")]
    words = connection.execute("SELECT rowid FROM search WHERE search MATCH 'the' ORDER BY rowid").fetchall()
    return [*tables, *rows, str(words)]


def test_a_lost_process_changes_nothing(tmp_path: Path, varied: Documents) -> None:
    written(tmp_path / "whole.sqlite", tmp_path / "whole", varied).close()
    write_interrupted(sink, tmp_path / "killed.sqlite", tmp_path / "work", varied)
    assert dump(tmp_path / "killed.sqlite") == dump(tmp_path / "whole.sqlite")


_RUN = """
import json, os, signal, sys
from pathlib import Path
from de_lint.bulk.sinks.sqlite import sink
documents = json.loads(Path(sys.argv[2]).read_text())
it = sink(Path(sys.argv[1]) / "out.sqlite", Path(sys.argv[1]))
it.open(None)
for document in documents[:5]:
    it.add(document)
print(json.dumps(it.commit()), flush=True)
for document in documents[5:]:
    it.add(document)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="has no SIGKILL")
def test_a_killed_process_changes_nothing(tmp_path: Path, archive: Documents) -> None:
    given, work = tmp_path / "given.json", tmp_path / "work"
    given.write_text(json.dumps(archive))
    work.mkdir()
    command = [sys.executable, "-c", _RUN, str(work), str(given)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    it = sink(tmp_path / "out.sqlite", work)
    it.open(json.loads(ran.stdout))
    for document in archive[5:]:
        it.add(document)
    it.finish()
    it.close()
    assert rebuilt(sqlite3.connect(tmp_path / "out.sqlite")) == archive


def test_a_database_that_is_gone_is_refused(tmp_path: Path, archive: Documents) -> None:
    it = sink(tmp_path / "out.sqlite", tmp_path)
    it.open(None)
    it.add(archive[0])
    mark = it.commit()
    it.close()
    it.open(None)
    with pytest.raises(OSError, match=r"without --resume.*documents"):
        it.open(mark)
    (tmp_path / "documents.sqlite").unlink()
    with pytest.raises(OSError, match=r"without --resume.*documents"):
        it.open(mark)


def test_a_kill_right_after_the_end_changes_nothing(tmp_path: Path, archive: Documents) -> None:
    target = tmp_path / "out.sqlite"
    it = sink(target, tmp_path)
    it.open(None)
    for document in archive:
        it.add(document)
    mark = it.commit()
    it.finish()
    it.close()
    again = sink(target, tmp_path)
    again.open(mark)
    assert again.commit() == mark
    again.finish()
    again.close()
    assert rebuilt(sqlite3.connect(target)) == archive
    with pytest.raises(OSError, match=r"without --resume.*documents"):
        sink(target, tmp_path).open({**mark, "documents": 3})
