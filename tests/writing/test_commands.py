"""render, new and schema on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import de_lint
from de_lint.cli import main
from de_lint.writing.scaffold import new

REPORT = new("progress_report", "pm", {"task": "Plan it", "status": "completed"})
DELEGATION = new("delegation", "qa", {"title": "Run the suite"})


def run(*arguments: str, given: str | None = None) -> tuple[int, str, str]:
    with CliRunner().isolation(input=given) as (out, err, _):
        code = main.run(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
        return code, out.getvalue().decode(), err.getvalue().decode()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_render_takes_documents_lines_and_records(here: Path) -> None:
    document = de_lint.read(REPORT).to_json()
    (here / "one.json").write_text(json.dumps(document, indent=2))
    assert run("render", "one.json") == (0, REPORT, "")
    assert run("render", "-", given=json.dumps(document["records"][0])) == (0, REPORT, "")
    lines = "".join(json.dumps(de_lint.read(t).to_json(), ensure_ascii=False) + "\n" for t in (DELEGATION, DELEGATION))
    code, out, _ = run("render", "-", given=lines)
    assert (code, len(de_lint.read(out).records)) == (0, 2)


@pytest.mark.parametrize("given", ["", "{", "[1]", '{"kind": "novel"}', "null"])
def test_render_refuses_other_json(given: str) -> None:
    code, out, err = run("render", "-", given=given)
    assert (code, out) == (2, "")
    assert err.startswith("de-lint: -: ")
    assert len(err.splitlines()) == 1


def test_new_prints_a_form() -> None:
    assert run("new", "report", "--role", "pm", "--set", "task=Plan it", "--set", "status=completed") == (0, REPORT, "")
    code, out, _ = run("new", "delegation", "--role", "qa", "--set", "title=Run the suite")
    assert (code, out) == (0, DELEGATION)
    code, out, _ = run("new", "report", "--role", "qa", "--set", "blockers=a = b", "--set", "blockers=c")
    assert "- Blockers:\n  * a = b\n  * c\n" in out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["report", "--role", "qa", "--set", "coverge=1"], "Did you mean coverage?"),
        (["report", "--role", "q"], "Unknown role: q."),
        (["report", "--role", "qa", "--set", "coverage"], "FIELD=VALUE"),
        (["novel", "--role", "qa"], "'novel' is not one of"),
        (["report"], "--role"),
    ],
)
def test_new_says_what_is_wrong(arguments: list[str], why: str) -> None:
    code, out, err = run("new", *arguments)
    assert (code, out) == (2, "")
    assert why in err


def test_schema_list_and_show() -> None:
    code, out, _ = run("schema", "list")
    assert code == 0
    assert "data_engineer    role" in out
    listed = json.loads(run("schema", "list", "--format", "json")[1])["schemas"]
    assert {"name": "qa", "sort": "role"}.items() <= next(s for s in listed if s["name"] == "qa").items()
    assert json.loads(run("schema", "show", "qa")[1])["title"] == "QA progress report"
    assert run("schema", "show", "qa", "--as", "markdown")[1].startswith("# QA progress report\n")
    assert run("schema", "show", "novel")[0] == 2
    assert run("schema", "show", "values", "--as", "prompt")[0] == 2


def test_splice_writes_and_checks(here: Path) -> None:
    file = here / "AGENTS.md"
    file.write_text("# Agents\n<!-- de-lint: begin qa -->\n<!-- de-lint: end qa -->\nEnd.\n")
    before = file.read_bytes()
    code, _, err = run("schema", "splice", "AGENTS.md", "--role", "qa", "--check")
    assert (code, file.read_bytes()) == (1, before)
    assert "is out of date" in err
    assert run("schema", "splice", "AGENTS.md", "--role", "qa") == (0, "", "")
    assert new("progress_report", "qa") in file.read_text()
    assert run("schema", "splice", "AGENTS.md", "--role", "QA", "--check") == (0, "", "")
    code, _, err = run("schema", "splice", "AGENTS.md", "--role", "ops")
    assert code == 2
    assert "<!-- de-lint: begin ops -->' is missing" in err
