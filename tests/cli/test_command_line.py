"""Options, streams and exit codes, against a reader that finds BAD (an error) and ODD (a warning)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from de_lint.cli import main


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    runner = CliRunner()
    with runner.isolation(input=given) as (out, err, _):
        code = main.run(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
        return Result(code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))


@pytest.fixture(autouse=True)
def here(fakes: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "bad.md").write_text("a BAD ticket\n")
    (tmp_path / "odd.md").write_text("an ODD label\n")
    (tmp_path / "good.md").write_text("prose\n")
    return tmp_path


def test_nothing_found_prints_nothing_but_a_sum() -> None:
    result = run("check", "good.md")
    assert (result.code, result.out) == (0, "")
    bare = "de-lint: good.md: contains no delegation, report or template\n"
    assert result.err == f"{bare}de-lint: 1 file: none with records, no findings\n"
    for silent in ("json", "concise"):
        assert run("check", "--format", silent).err == ""


def test_findings_exit_with_1() -> None:
    result = run("check")
    assert result.code == 1
    assert result.out == (
        "bad.md:1:3: T201 BAD found [malformed-ticket]\n"
        "odd.md:1:4: F101 ODD found [misspelled-label, warning]\n"
        "Found 1 error, 1 warning in 2 files.\n"
    )


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["odd.md"], 0),
        (["odd.md", "--fail-on", "warning"], 1),
        (["bad.md", "--fail-on", "never"], 0),
        (["bad.md", "--exit-zero"], 0),
        (["bad.md", "--ignore", "T"], 0),
        (["odd.md", "--select", "malformed-ticket", "--fail-on", "warning"], 0),
        (["bad.md", "--select", "F", "--extend-select", "T201"], 1),
        (["missing.md"], 2),
        (["missing.md", "--exit-zero"], 2),
        (["good.md", "--select", "Z9"], 2),
        (["good.md", "--format", "nonsense"], 2),
        (["good.md", "--output", "text"], 2),
        (["good.md", "--output", "nonsense:x"], 2),
        (["good.md", "--role", "nonsense"], 2),
        (["good.md", "--role", "Data Engineer", "--kind", "progress_report"], 0),
        (["good.md", "--nonsense"], 2),
    ],
)
def test_exit_codes(options: list[str], code: int) -> None:
    assert run("check", *options).code == code


def test_an_unreadable_path_does_not_stop_the_others() -> None:
    result = run("check", "missing.md", "bad.md")
    assert result.code == 2
    assert result.err == "de-lint: missing.md: No such file or directory\n"
    assert result.out.startswith("bad.md:1:3: T201")


def test_a_crash_of_one_document_is_one_line(here: Path) -> None:
    (here / "crash.md").write_text("CRASH")
    result = run("check")
    assert result.code == 2
    assert result.err == "de-lint: crash.md: internal failure: RecursionError: too deep\n"
    assert "T201" in result.out


@pytest.mark.parametrize("command", ["check", "convert"])
def test_an_interruption_is_quiet(command: str, here: Path) -> None:
    (here / "a.md").write_text("INTERRUPT")
    result = run(command)
    assert (result.code, result.out, result.err) == (130, "", "")


def test_standard_input_has_a_name() -> None:
    assert run("check", "-", given="BAD").out.startswith("-:1:1: T201")
    assert run("check", "--stdin-filename", "docs/x.md", given="BAD").out.startswith("docs/x.md:1:1: T201")


def test_json_and_output_files(here: Path) -> None:
    result = run("check", "--format", "json", "--output", "text:out.txt", "--output", "json:out.json")
    document = json.loads(result.out)
    assert document["summary"] == {"files": 3, "error": 1, "warning": 1, "info": 0, "fixable": 0}
    assert (here / "out.json").read_text() == result.out
    assert (here / "out.txt").read_text().endswith("Found 1 error, 1 warning in 2 files.\n")
    assert sorted(each.name for each in here.iterdir() if each.name.startswith(".de-lint-")) == []


def test_an_output_file_that_cannot_be_written_is_reported() -> None:
    result = run("check", "bad.md", "--output", "json:nowhere/out.json")
    assert result.code == 2
    assert result.err == "de-lint: nowhere/out.json: No such file or directory\n"
    assert "T201" in result.out


def test_statistics_and_show_files() -> None:
    counted = run("check", "--statistics").out
    assert counted == "1  F101  [ ]  misspelled-label\n1  T201  [ ]  malformed-ticket\n"
    result = run("check", "--show-files", "--exclude", "g*,odd.md")
    assert (result.code, result.out) == (0, "bad.md\n")


@pytest.mark.parametrize(
    ("flag", "environment", "colored"),
    [
        ("auto", {}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color(flag: str, environment: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("check", "bad.md", "--color", flag).out) is colored


def test_one_input_converts_to_a_pretty_document() -> None:
    result = run("convert", "good.md", "--source-map")
    assert result.code == 0
    assert result.out.startswith('{\n  "schema_version": 1,\n  "path": "good.md"')
    assert json.loads(result.out)["source_map"] == {}


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_several_inputs_convert_to_json_lines_in_input_order() -> None:
    assert [each["path"] for each in lines(run("convert", "odd.md", "bad.md").out)] == ["odd.md", "bad.md"]
    assert [each["path"] for each in lines(run("convert").out)] == ["bad.md", "good.md", "odd.md"]


def test_to_json_of_several_inputs_is_an_array(here: Path) -> None:
    assert len(json.loads(run("convert", "--to", "json").out)) == 3
    (here / "empty").mkdir()
    assert json.loads(run("convert", "empty", "--to", "json").out) == []
    assert run("convert", "good.md", "--to", "jsonl").out.count("\n") == 1


def test_the_output_name_chooses_the_format(here: Path) -> None:
    assert run("convert", ".", "-o", "all.jsonl").code == 0
    assert len(lines((here / "all.jsonl").read_text())) == 3
    assert run("convert", "good.md", "-o", "one.json").code == 0
    assert json.loads((here / "one.json").read_text())["path"] == "good.md"
    assert run("convert", "good.md", "-o", "one.xyz").code == 2
    assert run("convert", "good.md", "-o", "one.xyz", "--to", "jsonl").code == 0
    result = run("convert", "good.md", "-o", "nowhere/one.json")
    assert (result.code, result.err) == (2, "de-lint: nowhere/one.json: No such file or directory\n")


def test_what_cannot_be_converted_is_quarantined(here: Path) -> None:
    (here / "crash.md").write_text("CRASH")
    result = run("convert", ".", "missing.md", "--strict", "--quarantine", "refused")
    assert result.code == 1
    assert [each["path"] for each in lines(result.out)] == ["good.md", "odd.md"]
    assert (here / "refused" / "bad.md").read_text() == "a BAD ticket\n"
    assert json.loads((here / "refused" / "bad.md.reason.json").read_text()) == {
        "path": "bad.md",
        "reason": "line 1: T201 BAD found",
    }
    assert (here / "refused" / "missing.md.reason.json").exists()
    assert not (here / "refused" / "missing.md").exists()
    # The next walk does not take in what this one refused.
    assert "refused" not in run("convert", ".", "--quarantine", "refused").out


def test_text_that_utf8_cannot_hold_is_escaped() -> None:
    assert run("convert", "-", given="好 \u2028").out.count("好") == 1


def test_rules_and_explain() -> None:
    assert run("rules").out.splitlines()[0] == "F101  misspelled-label  warning  *   Finds it."
    listed = json.loads(run("rules", "--format", "json").out)["rules"]
    assert listed[1] == {
        "code": "T201", "name": "malformed-ticket", "severity": "error", "summary": "Finds it.",
        "fixable": False, "default": True,
    }  # fmt: skip
    assert run("explain", "t201").out == "# Page\n\nWhat it does.\n"
    assert json.loads(run("explain", "malformed-ticket", "--format", "json").out)["documentation"]
    result = run("explain", "malformed-tikcet")
    assert result.code == 2 and "Did you mean T201" in result.err


def test_help_and_version() -> None:
    assert run("--version").out.startswith("de-lint 0.")
    assert all(name in run("--help").out for name in ("check", "convert", "rules", "explain"))
    assert run("nonsense").code == 2
