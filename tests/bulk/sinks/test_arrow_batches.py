"""`convert_batch`, called as Spark and Ray call it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import de_lint

pa = pytest.importorskip("pyarrow")

ARCHIVE = Path(__file__).with_name("archive")
Documents = list[dict[str, Any]]


def given() -> dict[str, list[Any]]:
    files = sorted(ARCHIVE.rglob("*.md"))
    names = [file.relative_to(ARCHIVE).as_posix() for file in files]
    return {"path": names, "text": [file.read_text(encoding="utf-8") for file in files], "team": [*"abcdef", None]}


def rebuilt(rows: Documents) -> Documents:
    """Return the documents that a batch tells of, by their rows without a kind."""
    documents: Documents = []
    for row in rows:
        if row["kind"] is not None:
            documents[-1]["records"].append(json.loads(row["record"]))
            continue
        assert row["error"] is None
        plain = {key: row[key] for key in ("path", "sha256", "coverage", "characters", "unclaimed")}
        documents.append({"schema_version": 1, **plain, "records": []})
    return documents


def test_a_batch_gives_a_batch_with_every_document(archive: Documents) -> None:
    out = de_lint.convert_batch(pa.RecordBatch.from_pydict(given()))
    assert isinstance(out, pa.RecordBatch)
    assert out.schema.equals(de_lint.arrow_schema())
    assert rebuilt(out.to_pylist()) == archive
    accounts = [row for row in out.to_pylist() if row["kind"] is None]
    assert [row["records"] for row in accounts] == [1] * 6 + [0]
    assert [row["origin"] for row in accounts][::6] == ['{"team":"a"}', None]


def test_spark_passes_an_iterator_and_takes_one(archive: Documents) -> None:
    asked: list[int] = []

    def batches() -> Iterator[Any]:
        for number, batch in enumerate(pa.Table.from_pydict(given()).to_batches(max_chunksize=2)):
            asked.append(number)
            yield batch

    out = de_lint.convert_batch(batches())
    assert next(iter(out)).schema.equals(de_lint.arrow_schema())
    assert asked == [0]  # one at a time, whatever there are of them
    rows = [row for batch in de_lint.convert_batch(batches()) for row in batch.to_pylist()]
    assert rebuilt(rows) == archive


def test_ray_passes_a_table_and_takes_one(archive: Documents) -> None:
    out = de_lint.convert_batch(pa.Table.from_pydict(given()))
    assert isinstance(out, pa.Table)
    assert rebuilt(out.to_pylist()) == archive
    empty = de_lint.convert_batch(pa.table({"text": pa.array([], pa.string())}))
    assert (empty.num_rows, empty.schema.equals(de_lint.arrow_schema())) == (0, True)


@pytest.mark.parametrize("kind", ["string", "large_string", "binary", "large_binary"])
def test_any_kind_of_text(kind: str) -> None:
    text: Any = "# Café\n" if "string" in kind else b"# Caf\xe9\xff\n\x00"
    out = de_lint.convert_batch(pa.table({"text": pa.array([text], getattr(pa, kind)())}))
    assert out.to_pylist()[0] | {"path": "-", "error": None} == out.to_pylist()[0]


def test_what_cannot_be_converted_is_a_row_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(text: str, path: str) -> None:
        raise RecursionError("too deep \udc80")

    rows = de_lint.convert_batch(
        pa.table({"path": ["a", None], "text": pa.array([None, None], pa.string())})
    ).to_pylist()
    assert [(r["path"], r["kind"], r["error"]) for r in rows] == [
        ("a", None, "TypeError: the text is null"),
        ("-", None, "TypeError: the text is null"),
    ]
    assert "int" in de_lint.convert_batch(pa.table({"text": [5]})).to_pylist()[0]["error"]
    monkeypatch.setattr("de_lint.reading.document.read", failing)
    (row,) = de_lint.convert_batch(pa.table({"text": ["x"], "n": [1]})).to_pylist()
    assert (row["error"], row["origin"], len(row["sha256"])) == ("RecursionError: too deep \ufffd", '{"n":1}', 64)


def test_other_columns_are_kept_whatever_they_are() -> None:
    values = {"when": datetime.date(2026, 1, 2), "raw": b"\xff", "nested": {"a": [1, None]}, "number": 1.5}
    row = de_lint.convert_batch(pa.Table.from_pylist([{"text": "x", **values}])).to_pylist()[0]
    assert json.loads(row["origin"]) == {
        "when": "2026-01-02", "raw": "\\xff", "nested": {"a": [1, None]}, "number": 1.5,
    }  # fmt: skip


def test_misuse_is_an_error_at_once() -> None:
    with pytest.raises(ValueError, match="no column 'text' among body"):
        de_lint.convert_batch(pa.table({"body": ["x"]}))
    for wrong in ("text", 5, {"text": ["x"]}):
        with pytest.raises(TypeError, match="no pyarrow RecordBatch"):
            de_lint.convert_batch(wrong)


def test_spark_itself() -> None:
    sql = pytest.importorskip("pyspark.sql")
    types = pytest.importorskip("pyspark.sql.pandas.types")
    session = sql.SparkSession.builder.master("local[1]").getOrCreate()
    frame = session.createDataFrame([("a.md", "**QA Agent**: Run\n\n**Task**: Run it\n")], "path string, text string")
    rows = frame.mapInArrow(de_lint.convert_batch, types.from_arrow_schema(de_lint.arrow_schema())).collect()
    assert [row.kind for row in rows] == [None, "delegation"]


def test_ray_itself() -> None:
    data = pytest.importorskip("ray.data")
    dataset = data.from_arrow(pa.table({"text": ["**QA Agent**: Run\n\n**Task**: Run it\n"]}))
    rows = dataset.map_batches(de_lint.convert_batch, batch_format="pyarrow").take_all()
    assert [row["kind"] for row in rows] == [None, "delegation"]


def test_cells_that_python_has_no_value_for_are_kept_as_text() -> None:
    late = pa.array([1_700_000_000_123_456_789], pa.timestamp("ns"))
    (row, *_) = de_lint.convert_batch(pa.RecordBatch.from_pydict({"text": ["x"], "t": late})).to_pylist()
    assert row["origin"] == '{"t":"2023-11-14 22:13:20.123456789"}'


def test_text_that_is_no_utf_8_is_read_as_bytes_are() -> None:
    offsets, data = pa.py_buffer(b"\x00\x00\x00\x00\x02\x00\x00\x00"), pa.py_buffer(b"a\xff")
    broken = pa.Array.from_buffers(pa.string(), 1, [None, offsets, data])
    (row,) = de_lint.convert_batch(pa.RecordBatch.from_arrays([broken], ["text"])).to_pylist()
    assert (row["error"], row["unclaimed"][0]["text"]) == (None, "a\\xff")


def test_an_iterable_of_other_things_is_refused() -> None:
    with pytest.raises(TypeError, match="this is int"):
        list(de_lint.convert_batch([1]))
