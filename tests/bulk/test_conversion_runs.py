"""What a run writes beside its output, says on stderr, and refuses to begin."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from de_lint.bulk.formats import by_suffix, table_formats
from de_lint.bulk.quarantine import Quarantine
from de_lint.judging.validate import document_errors, faults
from tests.bulk.conftest import text

Convert = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        (tmp_path / f"{number}.md").write_text(text(number), encoding="utf-8")
    return tmp_path


def test_a_summary_beside_the_output(folder: Path, convert: Convert) -> None:
    ran = convert(".", "missing.md", "-o", "all.jsonl", "--quarantine", "refused")
    assert (ran.code, ran.out) == (1, "")
    summary = json.loads((folder / "all.jsonl.summary.json").read_text())
    assert faults("run_summary", summary) == []
    assert (summary["files"], summary["converted"], summary["without_records"]) == (7, 6, 2)
    assert summary["records"] == {
        "delegation": {"total": 2, "roles": {"qa": 2}}, "progress_report": {"total": 2, "roles": {"qa": 2}}
    }  # fmt: skip
    assert sum(each["files"] for each in summary["coverage"]) == 4
    assert summary["quarantine"] == [{"path": "missing.md", "reason": "No such file or directory"}]
    assert ran.err[0] == "de-lint: missing.md: No such file or directory"
    assert ran.err[1].startswith("de-lint: 7 files in ") and ran.err[1].endswith(", 1 quarantined")
    assert ran.err[2:4] == ["de-lint: 2 delegations: qa 2", "de-lint: 2 reports: qa 2"]
    share = summary["characters"]["in_records"] / summary["characters"]["total"]
    assert ran.err[4] == f"de-lint: coverage: {int(share * 1000) / 10:g} % of all characters are in records"
    assert ran.err[5] == "de-lint: files with records by coverage: 100 % 4; 2 without records"
    assert sorted(each.name for each in folder.iterdir() if "partial" in each.name) == []


def test_runs_differ_in_seconds_only(folder: Path, convert: Convert) -> None:
    for name, jobs in (("a", "1"), ("b", "2")):
        assert convert(".", "-o", f"{name}.jsonl", "--jobs", jobs).code == 0
    assert (folder / "a.jsonl").read_bytes() == (folder / "b.jsonl").read_bytes()
    one, other = (json.loads((folder / f"{n}.jsonl.summary.json").read_text()) for n in "ab")
    assert {**one, "seconds": 0} == {**other, "seconds": 0}


def test_few_inputs_are_silent(folder: Path, convert: Convert) -> None:
    assert convert("0.md").err == convert(".").err == convert("0.md", "-o", "one.json").err == []
    assert "schema_version" in json.loads((folder / "one.json").read_text())
    assert not (folder / "one.json.summary.json").exists()
    for number in range(60):
        (folder / f"more{number}.md").write_text(text(number), encoding="utf-8")
    ran = convert(".", "--jobs", "1")
    assert len(ran.documents) == 66 and ran.err[0].startswith("de-lint: 66 files in ")


def test_sinks_and_streams_write_the_same(folder: Path, convert: Convert) -> None:
    for name in ("json", "jsonl"):
        printed = convert(".", "--to", name).out
        assert convert(".", "-o", f"all.{name}").code == 0
        assert (folder / f"all.{name}").read_text(encoding="utf-8") == printed
    (folder / "empty").mkdir()
    assert convert("empty", "-o", "none.json").code == 0
    assert json.loads((folder / "none.json").read_text()) == []


def test_documents_with_an_origin_are_valid(folder: Path, convert: Convert) -> None:
    (folder / "log.jsonl").write_text(json.dumps({"id": 1, "text": text(0)}))
    (document,) = convert("log.jsonl", "--field", "text").documents
    assert document_errors(document) == [] and list(document)[:3] == ["schema_version", "path", "origin"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "nowhere/all.jsonl"], "nowhere/all.jsonl: No such file or directory"),
        (["-o", "0.md/all.jsonl"], "0.md/all.jsonl: Not a directory"),
        (["-o", "taken.jsonl"], "taken.jsonl: Is a directory"),
        (["-o", "all.jsonl", "--report-loss", "nowhere/loss.txt"], "nowhere/loss.txt: No such file or directory"),
        (["-o", "s3://bucket/all.jsonl"], "the output must be a local file"),
        (["--git", "HEAD", "--field", "x"], "--git and --field cannot be combined"),
        (["-o", "all.xyz"], "the name must end in"),
    ],
)  # fmt: skip
def test_a_run_that_cannot_begin(arguments: list[str], said: str, folder: Path, convert: Convert) -> None:
    (folder / "taken.jsonl").mkdir()
    ran = convert(*(["."] if "--git" not in arguments else []), *arguments)
    assert (ran.code, ran.out) == (2, "") and said in ran.err[-1]
    assert not [each for each in folder.iterdir() if each.name.endswith((".partial", ".summary.json"))]


def test_formats_are_the_files_of_a_folder() -> None:
    assert {"json", "jsonl"} <= table_formats().keys()
    assert by_suffix()[".ndjson"] is table_formats()["jsonl"]
    assert importlib.util.find_spec("pyarrow") is None or not any(each.missing for each in table_formats().values())


def test_help_imports_nothing_heavy(convert: Convert) -> None:
    script = (
        "import sys, atexit\n"
        "atexit.register(lambda: print([m for m in ('pyarrow', 'fsspec', 'markdown_it', 'jsonschema') "
        "if m in sys.modules], file=sys.stderr))"
    )
    ran = convert("--help", script=script)
    assert ran.code == 0 and "--resume" in ran.out and ran.err == ["[]"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/null")
def test_devices_are_written_to(folder: Path, convert: Convert) -> None:
    assert convert(".", "-o", "/dev/null", "--to", "jsonl").code == 0
    assert not Path("/dev/null.partial").exists()


@pytest.mark.parametrize("output", [("-o", "out.jsonl"), ()])
def test_a_mended_input_leaves_the_quarantine(tmp_path: Path, convert: Convert, output: tuple[str, ...]) -> None:
    log, kept = tmp_path / "log.jsonl", tmp_path / "q" / "log.jsonl:1"
    command = ("log.jsonl", "--field", "text", "--quarantine", "q", *output)
    log.write_text('{"other": 1}\n{"other": 2}\n')
    assert convert(*command).code == 1
    assert sorted(each.name for each in (tmp_path / "q").iterdir()) == [
        "log.jsonl:1.reason.json", "log.jsonl:2.reason.json"
    ]  # fmt: skip
    kept.write_text("kept")
    (tmp_path / "q" / "log.jsonl:3").write_text("mine")
    log.write_text('{"text": "# A"}\n{"other": 2}\n{"text": "# B"}\n')
    assert convert(*command).code == 1
    assert sorted(each.name for each in (tmp_path / "q").iterdir()) == ["log.jsonl:2.reason.json", "log.jsonl:3"]


def test_only_what_the_quarantine_wrote_leaves_it(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "q")
    quarantine.add("a/b.md", b"x", "odd")
    quarantine.add("c.md", b"x", "odd")
    (tmp_path / "q" / "c.md.reason.json").write_text('{"path": "other.md", "reason": "mine"}')
    for path in ("a/b.md", "c.md", "none.md"):
        quarantine.remove(path)
    assert sorted(each.name for each in (tmp_path / "q").iterdir()) == ["c.md", "c.md.reason.json"]


def test_a_copy_is_no_reason_of_another(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    for path in ("a.md.reason.json", "a.md", "a\0b.md", "\ud800.md", "..", "", "/"):
        quarantine.add(path, path.encode("utf-8", "replace"), "odd")
        quarantine.add(path, path.encode("utf-8", "replace"), "still odd")
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert (tmp_path / "a.md").read_text() == "a.md"
    assert len(files) == 2 * 7
    for path in ("a.md.reason.json", "a.md", "a\0b.md", "\ud800.md", "..", "", "/"):
        quarantine.remove(path)
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_a_quarantine_is_no_input(tmp_path: Path, convert: Convert) -> None:
    (tmp_path / "in").mkdir()
    ran = convert("in", "--quarantine", "in/.", "-o", "out.jsonl")
    assert (ran.code, ran.out) == (2, "") and "the folder is an input" in ran.err[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files")
@pytest.mark.parametrize("name", ["out.jsonl", "out.json", "out.parquet"])
def test_a_full_disk_is_said_of_the_output(name: str, tmp_path: Path, convert: Convert) -> None:
    for number in range(150):
        (tmp_path / f"{number}.md").write_text(text(0) * 2)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000))"
    ran = convert("-o", name, ".", script=limit)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err[-1] == f"de-lint: {name}: File too large"
    assert not (tmp_path / name).exists()
