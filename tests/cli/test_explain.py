"""`convert --explain`: kinds, facts and evidence, with lines, for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from de_lint.cli.main import run

Capture = pytest.CaptureFixture[str]
REPORT = """# Search index rebuild: completion report

**Agent**: Data Engineer
**Status**: completed

## Completed
- Rebuilt the index

## Next steps
- Watch the load
"""
PROSE = "# Coffee\n\nA page about coffee, with no delegation and no report.\n"
TASK = """Notes of a meeting, with what was handed out in it.

**QA Agent**: Run the smoke tests
**Task**: Run them on staging
**Authority**: read only
**Expected Results**: a list of failures
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def explained(capfd: Capture, *paths: str) -> str:
    assert run(["convert", "--explain", *paths]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    return out


def test_a_report_says_what_made_it_one(capfd: Capture) -> None:
    Path("a.md").write_text(REPORT)
    lines = explained(capfd, "a.md").splitlines()
    assert lines[:2] == ["a.md", "  lines 1-10: progress_report (instance)"]
    assert lines[2].startswith("    evidence: report ")
    assert any("words of the title (report)  line 1: # Search index rebuild" in line for line in lines)
    assert any("status completed  line 4" in line for line in lines)
    assert "    status: completed  line 4: a status label, in the header" in lines
    assert any(line.startswith("    agent: data_engineer  line 3: a label") for line in lines)
    assert "    next_steps: 1 item  line 10" in lines


def test_a_document_without_records_says_why(capfd: Capture) -> None:
    Path("coffee.md").write_text(PROSE)
    lines = explained(capfd, "coffee.md").splitlines()
    assert lines[:2] == ["coffee.md", "  no record"]
    assert lines[2].startswith("  evidence: none of these ")


def test_a_record_in_another_text_says_what_opened_it(capfd: Capture) -> None:
    Path("minutes.md").write_text(TASK)
    out = explained(capfd, "minutes.md")
    assert "  lines 3-6: delegation (instance)\n    read as delegation: a line names its agent" in out
    assert "    agent: qa  line 3: a head line" in out


def test_several_documents_and_hostile_ones(capfd: Capture) -> None:
    Path("a.md").write_text(REPORT)
    Path("b.md").write_bytes(b"\xff\x00\n\x1b[31m: x\n")
    Path("c.md").write_bytes(b"")
    out = explained(capfd, ".")
    assert [line for line in out.splitlines() if line[:1].strip()] == ["a.md", "b.md", "c.md"]
    assert "\x1b" not in out


@pytest.mark.parametrize("option", [["-o", "x.jsonl"], ["--to", "json"], ["--engine", "dask"]])
def test_it_is_text_for_people(option: list[str], capfd: Capture) -> None:
    Path("a.md").write_text(REPORT)
    assert run(["convert", "--explain", *option, "a.md"]) == 2
    assert "--explain prints text" in capfd.readouterr().err


def test_a_missing_file(capfd: Capture) -> None:
    Path("a.md").write_text(REPORT)
    assert run(["convert", "--explain", "a.md", "b.md"]) == 1
    out, err = capfd.readouterr()
    assert out.startswith("a.md\n") and err.startswith("de-lint: b.md: No such file")
