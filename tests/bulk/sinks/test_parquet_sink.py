"""Documents to Parquet and back: nothing is lost, whatever it is, and a kill changes nothing."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from de_lint.bulk.sinks.parquet import sink
from de_lint.bulk.tables import arrow, parquet_file
from tests.bulk.sinks.conftest import write, write_interrupted

Documents = list[dict[str, Any]]
pq = pytest.importorskip("pyarrow.parquet")


def written(target: Path, work: Path, documents: Iterable[Mapping[str, Any]]) -> None:
    write(sink, target, work, documents)


def rebuilt(target: Path) -> list[dict[str, Any]]:
    """Return the documents that the two files were made from."""
    records = pq.read_table(target).to_pylist()
    documents = []
    for row in pq.read_table(target.with_suffix(".documents.parquet")).to_pylist():
        own = [r for r in records if (r["path"], r["sha256"]) == (row["path"], row["sha256"])]
        assert [r["number"] for r in own] == list(range(row["records"]))
        given = {key: json.loads(row[key]) for key in ("origin", "source_map") if row[key] is not None}
        other = {pointer[1:]: json.loads(value) for pointer, value in row["other"]}
        plain = {key: row[key] for key in ("schema_version", "path", "sha256", "unclaimed", "coverage", "characters")}
        documents.append({**plain, **given, **other, "records": [json.loads(r["record"]) for r in own]})
    return documents


def test_documents_come_back_as_they_were(tmp_path: Path, varied: Documents) -> None:
    written(tmp_path / "out.parquet", tmp_path / "work", varied)
    assert rebuilt(tmp_path / "out.parquet") == varied


def test_values_are_typed_columns(tmp_path: Path, archive: Documents) -> None:
    written(tmp_path / "out.parquet", tmp_path / "work", archive)
    rows = {row["path"]: row for row in pq.read_table(tmp_path / "out.parquet").to_pylist()}
    task, report = rows["2026/orders-task.md"], rows["2026/orders-report.md"]
    assert (task["kind"], task["date"], task["date_text"]) == ("delegation", datetime.date(2026, 1, 12), "2026-01-12")
    steps = task["delegation"]["task"]["steps"]
    assert [s["text"] for s in steps[1]["steps"]] == ["by day", "by shop"]
    assert task["progress_report"] is None
    database = report["progress_report"]["database_status"]
    assert database["health"] == "degraded"
    assert [q["value"] for q in database["performance"]["quantities"]] == [1200.0, 45.0]
    assert report["tickets"] == [{"id": "ISS-0101", "relation": "reference"}]


#: Keys and values that no schema foresees, and what becomes of them.
_ODD = {
    "status": {"not": "text"},
    "progress": 10**400,
    "completed": "no list",
    "blockers": [{"text": 5, "tickets": [], "status": None}, "no item", None],
    "metrics": [{"label": "x", "quantities": [{"value": "many", "unit": 10**30}], "line": 2**70}],
    "database_status": {"health": "purple", "performance": "placeholder", "shards": 3},
    "pilot_status": {"fuel": "full"},
    "sections": [{"title": "\ud800 half", "level": True}],
    "date": "some day",
    "a/b~c": 1,
}


def odd() -> dict[str, Any]:
    record = {"kind": "progress_report", "agent": "nobody", "title": None, **_ODD}
    unknown = {"kind": "sitrep/2", "title": 5, "new": [1]}
    whole = {"schema_version": 1, "path": "odd\udc80.md", "sha256": "0" * 64, "coverage": 1, "unclaimed": []}
    return {**whole, "records": [record, unknown, {}], "added_later": {"x": 1}}


@pytest.mark.parametrize("target", ["out.parquet", "out"])
def test_values_that_fit_no_column_are_kept_beside_them(tmp_path: Path, target: str) -> None:
    written(tmp_path / target, tmp_path / "work", [odd()])
    rows = [
        row
        for file in sorted(tmp_path.glob("out.parquet")) or sorted(tmp_path.glob("out/records/*/*.parquet"))
        for row in pq.ParquetFile(file).read().to_pylist()
    ]
    assert sorted(row["record"] for row in rows) == sorted(arrow_json(r) for r in odd()["records"])
    report = next(row for row in rows if '"nobody"' in row["record"])
    assert report["path"] == "odd\ufffd.md"
    assert (report["date"], report["date_text"]) == (None, "some day")
    assert report["progress_report"]["database_status"]["health"] == "purple"
    other = {pointer: json.loads(text) for pointer, text in report["other"]}
    assert other["/status"] == {"not": "text"}
    assert other["/blockers/0/text"] == 5
    assert other["/metrics/0/quantities/0/value"] == "many"
    assert other["/database_status/performance"] == "placeholder"
    assert other["/database_status/shards"] == 3
    assert other["/pilot_status"] == {"fuel": "full"}
    assert other["/sections/0/level"] is True
    assert other["/a~1b~0c"] == 1
    assert {"/agent", "/progress", "/completed", "/blockers/1", "/metrics/0/line"} <= set(other)


def arrow_json(record: object) -> str:
    from de_lint.output.json_text import json_text

    return json_text(record, pretty=False)


def test_what_the_documents_hold_does_not_change_the_schema(tmp_path: Path, archive: Documents) -> None:
    for name, documents in {"a": archive, "b": [odd()], "c": []}.items():
        written(tmp_path / f"{name}.parquet", tmp_path / name, documents)
    for suffix, table in ((".parquet", "records"), (".documents.parquet", "documents")):
        schemas = [pq.read_schema(tmp_path / f"{name}{suffix}") for name in "abc"]
        assert all(s.equals(arrow.arrow_schema(table)) for s in schemas)
        assert all(s.metadata == arrow.arrow_schema(table).metadata for s in schemas)


def test_finishing_again_changes_nothing(tmp_path: Path, varied: Documents) -> None:
    it = sink(tmp_path / "all.parquet", tmp_path)
    it.open(None)
    it.add(varied[0])
    it.finish()
    before = (tmp_path / "all.parquet").read_bytes()
    it.finish()  # a kill between the end and its note
    it.close()
    assert (tmp_path / "all.parquet").read_bytes() == before


def test_a_kill_changes_nothing(tmp_path: Path, varied: Documents) -> None:
    written(tmp_path / "whole.parquet", tmp_path / "whole", varied)
    write_interrupted(sink, tmp_path / "killed.parquet", tmp_path / "work", varied)
    for suffix in (".parquet", ".documents.parquet"):
        killed, whole = (tmp_path / f"{name}{suffix}" for name in ("killed", "whole"))
        assert killed.read_bytes() == whole.read_bytes()


def test_a_journal_that_lost_something_is_refused(tmp_path: Path) -> None:
    it = sink(tmp_path / "out.parquet", tmp_path)
    with pytest.raises(OSError, match=r"without --resume.*documents"):
        it.open({"bytes": 5})
    it.open(None)
    it.close()
    with pytest.raises(OSError, match=r"without --resume.*documents"):
        it.open({"bytes": 5})


def test_nothing_is_there_before_the_end(tmp_path: Path) -> None:
    it = sink(tmp_path / "out.parquet", tmp_path)
    it.open(None)
    it.add(odd())
    it.commit()
    it.close()
    assert not (tmp_path / "out.parquet").exists()


def test_a_folder_grows_and_the_same_documents_come_once(tmp_path: Path, archive: Documents) -> None:
    out, work = tmp_path / "out", tmp_path / "work"
    written(out, work, archive[:3])
    written(out, work, archive[3:])
    written(out, work, archive[:3])
    duckdb = pytest.importorskip("duckdb")
    rows = duckdb.sql(f"SELECT path FROM '{out}/records/*/*.parquet' ORDER BY path").fetchall()
    documents = duckdb.sql(f"SELECT path FROM '{out}/documents/*.parquet' ORDER BY path").fetchall()
    paths = [(document["path"],) for document in archive]
    assert (rows, documents) == ([p for p in paths if p != ("notes.md",)], paths)
    kinds = duckdb.sql(f"SELECT DISTINCT kind FROM '{out}/records/*/*.parquet'")
    assert sorted(kinds.fetchall()) == [("delegation",), ("progress_report",)]
    assert pq.read_table(out / "records").num_rows == len(rows)


def test_a_part_that_a_new_version_has_no_rows_for_is_taken_away(tmp_path: Path, archive: Documents) -> None:
    (first,) = [document for document in archive if document["path"] == "2026/orders-task.md"]
    written(tmp_path / "out", tmp_path / "work", [first])
    written(tmp_path / "out", tmp_path / "work", [{**first, "records": []}])
    assert not list(tmp_path.glob("out/records/*/*"))


def test_many_row_groups_hold_the_same(tmp_path: Path, varied: Documents, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "one.parquet", tmp_path / "work", varied)
    monkeypatch.setattr(parquet_file, "_BATCH_ROWS", 2)
    monkeypatch.setattr(parquet_file, "_GROUP_BYTES", 1)
    written(tmp_path / "many.parquet", tmp_path / "work", varied)
    assert pq.ParquetFile(tmp_path / "many.parquet").num_row_groups > 5
    assert pq.read_table(tmp_path / "many.parquet").equals(pq.read_table(tmp_path / "one.parquet"))


def test_nothing_of_arrow_is_imported_before_it_is_needed() -> None:
    script = "import sys, de_lint.bulk.sinks.parquet, de_lint.bulk.arrow_batches; print('pyarrow' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=900, check=True)
    assert ran.stdout == "False\n"
