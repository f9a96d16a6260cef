"""The page as a file: what it is made of, what it never holds, and what happens to what cannot be read."""

from __future__ import annotations

import base64
import gzip
import json
import re
import runpy
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from de_lint.bulk.dashboard import charting
from de_lint.bulk.dashboard.coverage import ticket_coverage
from de_lint.bulk.dashboard.facts import Facts, record_facts
from de_lint.bulk.dashboard.figures import OTHERS, by_role, coverage
from de_lint.bulk.dashboard.recorded import recorded
from de_lint.bulk.dashboard.timeline import timeline
from de_lint.bulk.dashboard.trends import trends
from de_lint.cli.main import run
from de_lint.project.runs.judging import Failed

ROOT = Path(__file__).resolve().parents[2]
ASSETS = Path(charting.__file__).parent / "assets"
archive = runpy.run_path(str(ROOT / "benchmarks" / "dashboard_archive.py"))["archive"]
HOSTILE = """# QA Agent Progress Report </script><script>alert(1)</script>

**Task**: <img src=x onerror=alert(2)> [x](javascript:alert(3)) -->
**Status**: blocked
**Date**: 2026-01-02
**Ticket**: ISS0345
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    # Bundling the real library costs seconds; the tests in the browser have it.
    monkeypatch.setattr("de_lint.bulk.dashboard.page.chart_library", lambda: "window.vegaEmbed = null;")
    (tmp_path / "reports").mkdir()
    for name, text in archive(8):
        (tmp_path / "reports" / Path(name).name).write_text(text, encoding="utf-8")
    return tmp_path


def part(html: str, name: str) -> Any:
    found = re.search(rf'id="part-{name}">([^<]*)</script>', html)
    assert found, name
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


def index(html: str) -> Any:
    return part(html, "index")


def rows(html: str) -> list[dict[str, Any]]:
    held = index(html)
    return [dict(zip(held["columns"], row, strict=True)) for row in held["rows"]]


def test_the_page_holds_records_sources_and_findings(folder: Path) -> None:
    (folder / "reports" / "hostile.md").write_text(HOSTILE)
    assert run(["dashboard", "reports", "-o", "page.html"]) == 0
    html = (folder / "page.html").read_text(encoding="utf-8")
    held = index(html)
    assert held["figures"]["kinds"] == {"progress_report": 7, "delegation": 2}
    assert held["figures"]["severities"]["error"] == sum(rule["findings"] for rule in held["rules"]) > 0
    assert held["coverage"]["tickets"][0]["id"] == "ISS-1000"
    own = next(row for row in rows(html) if row["path"] == "reports/hostile.md")
    assert own["id"] == "reports/hostile.md:1" and "eT201" in own["rules"] and own["status"] == "blocked"
    source = part(html, "sources-0")[own["document"]]
    assert source["lines"] == HOSTILE.splitlines()
    assert ("T201", 6, 13) in [(f["code"], f["line"], f["column"]) for f in source["findings"]]
    detail = part(html, "details-0")[own["document"]]
    assert detail["records"][0]["date"] == "2026-01-02" and detail["places"]["/records/0/date"] == [5, 5]
    assert "/records/0/progress" not in detail["places"]  # what is not there has no place


def test_nothing_of_a_document_is_html(folder: Path) -> None:
    (folder / "reports" / "<img src=x>.md").write_text(HOSTILE)
    (folder / "gone").mkdir()
    assert run(["dashboard", "reports", "no<b>.md", "-o", "page.html", "--title", "<i>a</i> & $b"]) == 2
    html = (folder / "page.html").read_text(encoding="utf-8")
    for text in ("alert(", "onerror", "javascript:", "<img", "no<b>", "<i>"):
        assert text not in html
    assert "&lt;i&gt;a&lt;/i&gt; &amp; $b" in html
    scripts = _Scripts()
    scripts.feed(html)
    assert scripts.types.count(None) == 1  # the page's own; the rest is data
    assert set(scripts.types) == {None, "application/octet-stream"}


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.types: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.types.append(dict(attrs).get("type"))


def test_the_page_may_load_nothing(folder: Path) -> None:
    run(["dashboard", "reports", "-o", "page.html"])
    html = (folder / "page.html").read_text(encoding="utf-8")
    assert "http://" not in html and "https://" not in html and "//cdn" not in html
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy and policy[1].startswith("default-src &#x27;none&#x27;; script-src &#x27;sha256-")
    assert "unsafe-eval" not in policy[1] and "connect-src" not in policy[1]
    assert html.index("Content-Security-Policy") < html.index("<style")


def test_own_scripts_make_no_html_of_text() -> None:
    for file in ASSETS.glob("*.js"):
        text = file.read_text(encoding="utf-8")
        assert "</" not in text, file.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            file.name
        )


def test_the_same_input_gives_the_same_bytes(folder: Path) -> None:
    for name, jobs in (("a.html", "1"), ("b.html", "2")):
        assert run(["dashboard", "reports", "-o", name, "--jobs", jobs]) == 0
    assert (folder / "a.html").read_bytes() == (folder / "b.html").read_bytes()


def test_the_page_goes_to_stdout_and_bears_a_date_if_one_is_given(folder: Path, capfdbinary: Any) -> None:
    assert run(["dashboard", "reports", "-o", "-", "--as-of", "2026-02-10"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.startswith(b"<!doctype html>") and b"As of 2026-02-10" in out and err == b""


def test_what_cannot_be_read_is_named_and_stands_on_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.jsonl").write_text('{"records": []}\n{oops\n\n[1]\n')
    assert run(["dashboard", "reports", "missing.md", "bad.jsonl", "-o", "page.html"]) == 2
    err = capsys.readouterr().err
    assert "missing.md: No such file" in err and "bad.jsonl: line 2: this is not JSON" in err and "line 4: " in err
    html = (folder / "page.html").read_text(encoding="utf-8")
    assert [path for path, _ in index(html)["failures"]] == ["missing.md", "bad.jsonl", "bad.jsonl"]
    assert len(rows(html)) == 8


def test_lines_that_are_no_documents_are_told_of_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "log.jsonl").write_text('{"time": "x", "session": {"id": "y"}}\n' * 89)
    assert run(["dashboard", "reports", "log.jsonl", "-o", "page.html"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line == (
        "de-lint: log.jsonl: line 1 and 88 more: this is no document that convert writes; columns with text:"
        " time, session.id (de-lint convert --field NAME turns one into documents)"
    )


def test_inputs_that_are_not_there_replace_no_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "page.html").write_text("before")
    assert run(["dashboard", "reprots", "-o", "page.html"]) == 2
    assert capsys.readouterr().err == "de-lint: reprots: No such file or directory\n"
    assert (folder / "page.html").read_text() == "before"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("all.zip", b"PK\5\6" + bytes(18), "'de-lint convert all.zip -o documents.jsonl'"),
        ("all.sqlite", b"SQLite format 3\0", "'de-lint convert' writes"),
        ("all.parquet", b"PAR1", "'de-lint convert' writes"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\r", "this is not text"),
    ],
)
def test_what_is_no_markdown_says_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, said: str
) -> None:
    (folder / name).write_bytes(data)
    assert run(["dashboard", name, "-o", "page.html"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"de-lint: {name}: ") and said in line
    (folder / "reports" / "wide.md").write_bytes(HOSTILE.encode("utf-16"))
    assert run(["dashboard", "reports", "-o", "page.html"]) == 0


def test_a_page_that_cannot_be_written_leaves_the_old_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["dashboard", "reports", "-o", "no/such/folder.html"]) == 2
    assert capsys.readouterr().err == "de-lint: no/such/folder.html: No such file or directory\n"


def test_a_missing_library_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert run(["dashboard", "reports", "-o", "page.html"]) == 2
    err = capsys.readouterr().err
    assert "pip install 'de-lint[dashboard]'" in err and err.count("\n") == 1
    assert not (folder / "page.html").exists()
    with pytest.raises(charting.MissingLibrary):
        charting.require_library()


@pytest.mark.parametrize("name", ["all.jsonl", "all.json"])
def test_converted_documents_have_the_same_records_without_sources(folder: Path, name: str) -> None:
    assert run(["convert", "reports", "-o", name]) == 0
    assert run(["dashboard", name, "-o", "converted.html"]) == 0
    assert run(["dashboard", "reports", "-o", "read.html"]) == 0
    converted, read = ((folder / f"{page}.html").read_text(encoding="utf-8") for page in ("converted", "read"))
    without = [{**row, "rules": []} for row in rows(read)]
    assert rows(converted) == without
    assert index(converted)["timeline"] == index(read)["timeline"]
    assert part(converted, "sources-0") == [None] * 8
    assert index(converted)["figures"]["judged"] is False


def test_coverage_is_that_of_convert(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "notes.md").write_text("# Notes\n\nNothing that anybody handed in.\n")
    half = "Some words before it.\n\nQA Agent Progress Report\n- Task: Run it\n- Status: done\n"
    (folder / "half.md").write_text(half)
    assert run(["convert", ".", "-o", "all.jsonl"]) == 0
    counted = json.loads((folder / "all.jsonl.summary.json").read_text())["characters"]
    share = counted["in_records"] / counted["total"]
    assert f"coverage: {int(share * 1000) / 10:g} % of all characters" in capsys.readouterr().err
    assert run(["dashboard", ".", "-o", "page.html"]) == 0
    assert index((folder / "page.html").read_text(encoding="utf-8"))["figures"]["coverage"] == share
    assert run(["dashboard", "all.jsonl", "-o", "converted.html"]) == 0
    assert index((folder / "converted.html").read_text(encoding="utf-8"))["figures"]["coverage"] == share


@pytest.mark.parametrize(("shares", "told"), [([1.0, 1.0], 1.0), ([0.25], 0.25), ([1.0, 0.5], None), ([], None)])
def test_coverage_of_what_says_no_length_is_told_where_it_is_known(shares: list[float], told: float | None) -> None:
    data = "\n".join(json.dumps({"records": [], "coverage": share}) for share in shares).encode()
    assert coverage(list(recorded(data, "x.jsonl"))) == told  # type: ignore[arg-type]


_KEYS = st.sampled_from(
    ["agent", "context", "date", "kind", "metrics", "span", "status", "task", "temporal_context", "tickets", "title"]
)
_ODD = st.sampled_from([
    None, True, -1, 2**70, 1e308, float("nan"), "", "2026-13-45", "\udcff", [], [None, 3, "x"], {},
    {"name": 5, "type": []}, {"start_line": -4, "end_line": "x"}, {"start_line": 9, "end_line": 2},
    [{"id": 7}, {"id": "a", "relation": {}}],
    [{"label": "L", "quantities": [{"value": True}, {"value": 1e308, "unit": 3}, {"value": None}, 4]}, {"label": []}],
])  # fmt: skip


@given(st.lists(st.dictionaries(_KEYS, _ODD), max_size=4))
def test_any_json_gives_an_entry_or_a_reason(records: list[Any]) -> None:
    data = json.dumps({"records": records, "coverage": 0.5, "path": "x.md"}).encode()
    (found,) = recorded(data, "x.jsonl")
    assert not isinstance(found, Failed) and len(found.facts) == len(records)
    json.loads(found.detail, parse_constant=pytest.fail)
    timeline(found.facts), ticket_coverage(found.facts), trends(found.facts), by_role(found.facts)


def test_numbers_that_no_browser_reads_and_deep_nesting_are_survived() -> None:
    (found,) = recorded(b'{"records": [{"kind": "x", "progress": 1e999, "n": NaN}]}', "x.jsonl")
    assert not isinstance(found, Failed) and "null" in found.detail
    for text in (b'{"records": [' + b"[" * 100_000, b'{"records": [' + b'{"a":' * 50_000, b"1" * 5_000, b"\xff\x00"):
        (found,) = recorded(text, "x.jsonl")
        assert isinstance(found, Failed)


def fact(status: str = "", day: date | None = None, role: str = "", **more: Any) -> Facts:
    record = {
        "kind": "progress_report",
        "status": status,
        "agent": {"name": role},
        "date": day and day.isoformat(),
        **more,
    }
    return record_facts(record, "x.md", {})


days = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@given(st.lists(st.tuples(st.sampled_from(["completed", "odd", ""]), days | st.none()), max_size=30))
def test_a_timeline_counts_every_dated_report_once(reports: list[tuple[str, date | None]]) -> None:
    found: Any = timeline([fact(status, day) for status, day in reports])
    counted = sum(sum(step["statuses"].values()) for step in found["steps"])
    assert counted + found["undated"] == len(reports)
    starts = [step["start"] for step in found["steps"]]
    assert starts == sorted(set(starts)) and len(starts) < 60


@given(st.lists(st.sampled_from("abcdefghijklmnopqr"), max_size=60))
def test_roles_lose_no_report(roles: list[str]) -> None:
    bars: Any = by_role([fact(role=role) for role in roles])
    assert sum(sum(bar["statuses"].values()) for bar in bars) == len(roles)
    assert len(bars) <= 13 and [bar["role"] for bar in bars].count(OTHERS) <= 1


def test_a_ticket_is_covered_by_any_report_that_names_it() -> None:
    ticket, mention = {"id": "iss-0001", "relation": "reference"}, {"id": "ISS-0002", "relation": "mention"}
    delegation = record_facts({"kind": "delegation", "tickets": [ticket, mention]}, "d.md", {})
    form = record_facts(
        {"kind": "delegation", "context": "template", "tickets": [{**ticket, "id": "ISS-0003"}]}, "t.md", {}
    )
    report = fact(tickets=[{"id": "ISS-0001", "relation": "mention"}])
    assert ticket_coverage([delegation, form, report, fact()]) == {
        "tickets": [{"id": "ISS-0001", "delegations": [0], "reports": [2]}],
        "reports": 2,
        "without_ticket": 1,
    }


def test_a_trend_joins_spellings_and_keeps_units_apart() -> None:
    def measured(day: int, label: str, unit: str, value: float) -> Facts:
        metric = {"label": label, "quantities": [{"value": value, "unit": unit}]}
        return fact(day=date(2026, 1, day), role="QA", metrics=[metric])

    found: Any = trends([
        measured(2, "Coverage", "%", 80), measured(1, "coverage", "%", 70), measured(3, "Coverage", "%", 90),
        measured(1, "Coverage", "ms", 5),
    ])  # fmt: skip
    assert found == [{"label": "Coverage", "unit": "%", "points": [
        ("2026-01-01", 70, "QA", 1), ("2026-01-02", 80, "QA", 0), ("2026-01-03", 90, "QA", 2),
    ]}]  # fmt: skip
