"""What `render` says of JSON that holds no records: one line with the place, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from de_lint.cli.main import run

Capture = pytest.CaptureFixture[str]
DEEP = '{"text": "a", "steps": [' * 5000 + "]}" * 5000


def report(**more: object) -> str:
    return json.dumps({"kind": "progress_report", "agent": {"name": "QA", "type": "qa"}, **more})


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rendered(text: str, capfd: Capture) -> tuple[int, str, str]:
    Path("given.json").write_text(text, encoding="utf-8")
    code = run(["render", "given.json"])
    return code, *capfd.readouterr()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"kind": "delegation", "task": 5}', " /task: this is 5, not an object"),
        ('{"records": [{"kind": "progress_report", "completed": [5]}]}', " /records/0/completed/0: this is 5"),
        (report(completed=[{"text": "a"}, None]), " /completed/1: this is null"),
        (report(sections=[{"tables": [{"header": ["a"], "rows": [1]}]}]), " /sections/0/tables/0/rows/0: this is 1"),
        (report(coverage=[]), " /coverage: this is a list, not an object"),
        (report(status="fine"), ' /status: "fine" is not one of in_progress'),
        (report(agent=5), " /agent: this is 5, not an object"),
        (report(tickets=["x" * 9000]), " /tickets/0: this is "),
        ('{"kind": ["qa"]}', " this is no record: its 'kind'"),
        ("[5]", " /0: this is no record"),
        ('{"kind": "delegation", "title": NaN}', " this is not JSON: NaN is not a number"),
        ('{"kind": "delegation", "title": 1e999}', " this is not JSON: the number 1e999 is too large"),
        ('{"kind": "delegation", "title": %s}' % ("1" * 5000), "… has 5000 digits"),
        ("[" * 100_000, " it is nested too deeply"),
        ('{"kind": "delegation", "context_notes": [' + DEEP + "]}", " it is nested too deeply"),
        ('{"kind": "delegation"}\n\n{"kind": }\n', " line 3, column 10: this is not JSON"),
        ('{"kind": "delegation"}\n{"kind": Infinity}\n', " line 2: this is not JSON: Infinity"),
        ('{"kind": "delegation"}\n{"kind": "delegation", "task": 3}\n', "given.json:2: /task: this is 3"),
        ('{\n"kind": }', " line 2, column 9: this is not JSON"),
    ],
)
def test_wrong_json_is_one_line(text: str, why: str, capfd: Capture) -> None:
    code, out, err = rendered(text, capfd)
    assert (code, out) == (2, "")
    assert why in err
    assert err.startswith("de-lint: given.json:")
    assert len(err.splitlines()) == 1 and len(err) < 400


@pytest.mark.parametrize("text", ["[]", '{"records": []}'])
def test_no_records_is_a_note(text: str, capfd: Capture) -> None:
    assert rendered(text, capfd) == (0, "", "de-lint: given.json: it contains no records\n")


@pytest.mark.parametrize(
    "more",
    [
        {"agent": None, "completed": None, "metrics": []},
        {"completed": [{"text": "Set up"}], "test_results": {"passed": {"text": "3"}}},
        {"coverage": {"text": "lots", "quantities": []}, "own": 5},
    ],
)
def test_records_need_not_be_whole(more: dict[str, object], capfd: Capture) -> None:
    code, out, err = rendered(report(**more), capfd)
    assert (code, err) == (0, "")
    assert "Report" in out


@pytest.mark.parametrize("file", ["absent.json", "."])
def test_unreadable_file_is_one_line(file: str, capfd: Capture) -> None:
    assert run(["render", file]) == 2
    assert len(capfd.readouterr().err.splitlines()) == 1
