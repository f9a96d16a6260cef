"""`check --transcript` as a user runs it: every format, beside other inputs, and in little memory."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from de_lint.judging.validate import document_errors, findings_errors
from de_lint.output.formats import finding_formats

from ..in_process import run

ROOT = Path(__file__).resolve().parents[2]
REPORT = "QA Agent Progress Report\n\n- Task: Check the import, see ISS0345\n- Status: completed\n"
DELEGATION = "**QA Agent**: Run it\n\n**Task**: Run it\n**Ticket Reference**: iss207\n"


def entry(kind: str, **block: Any) -> dict[str, Any]:
    return {"type": kind, "message": {"role": kind, "content": [block]}}


def entries(delegation: str = DELEGATION, report: str = REPORT) -> list[dict[str, Any]]:
    asked = {"prompt": delegation, "subagent_type": "qa"}
    return [
        entry("assistant", type="tool_use", id="t1", name="Agent", input=asked),
        entry("user", type="tool_result", tool_use_id="t1", content=report),
    ]


def written(folder: Path, *lines: dict[str, Any] | str, name: str = "log.jsonl") -> Path:
    file = folder / name
    texts = (json.dumps(line) if isinstance(line, dict) else line for line in lines)
    file.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return file


def check(folder: Path, *arguments: str, given: bytes = b"") -> tuple[int, str, str]:
    return run("check", "--isolated", "--no-cache", *arguments, given=given, folder=folder)


def test_findings_have_their_line_in_the_log(tmp_path: Path) -> None:
    written(tmp_path, {"type": "summary"}, *entries())
    code, out, err = check(tmp_path, "--transcript", "log.jsonl", "--format", "text", "--select", "T201")
    assert (code, err) == (1, "de-lint: 1 file: 1 with records (2 texts), 2 errors\n")
    first, second, summary = out.splitlines()
    assert first.startswith("log.jsonl:2:1: T201 in the delegation to agent 'qa', line 4 column 23: 'iss207' is not")
    assert second.startswith("log.jsonl:3:1: T201 in the report of agent 'qa', line 3 column 31: 'ISS0345' is not")
    assert summary == "Found 2 errors in 1 file."


def test_full_shows_the_line_of_the_text(tmp_path: Path) -> None:
    written(tmp_path, *entries())
    _, out, _ = check(tmp_path, "--transcript", "log.jsonl", "--format", "full", "--select", "T201")
    assert "--> log.jsonl:2:1\n" in out
    assert "3 | - Task: Check the import, see ISS0345\n  |" + " " * 31 + "^^^^^^^\n" in out


@pytest.mark.parametrize("name", finding_formats())
def test_every_format(tmp_path: Path, name: str) -> None:
    written(tmp_path, *entries())
    code, out, _ = check(tmp_path, "--transcript", "log.jsonl", "--format", name, "--output", f"{name}:out")
    assert code == 1 and "log.jsonl" in out
    assert (tmp_path / "out").read_text(encoding="utf-8").count("log.jsonl") == out.count("log.jsonl")
    if name in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(out)


def test_json_has_the_place_within(tmp_path: Path) -> None:
    written(tmp_path, *entries())
    _, out, _ = check(tmp_path, "--transcript", "log.jsonl", "--format", "json", "--select", "T201")
    assert findings_errors(json.loads(out)) == []
    (finding,) = [f for f in json.loads(out)["findings"] if f["line"] == 2]
    assert (finding["path"], finding["column"], finding["fix"]) == ("log.jsonl", 1, None)
    assert finding["within"] == {
        "text": "report of agent 'qa'", "line": 3, "column": 31, "end_line": 3, "end_column": 38,
    }  # fmt: skip


def test_options_of_check_hold(tmp_path: Path) -> None:
    written(tmp_path, *entries())
    log = ("--transcript", "log.jsonl", "--format", "concise")
    assert check(tmp_path, *log, "--exit-zero")[0] == 0
    assert check(tmp_path, *log, "--fail-on", "never")[0] == 0
    assert check(tmp_path, *log, "--select", "V") == (0, "", "")
    assert "log.jsonl:2:" not in check(tmp_path, *log, "--kind", "delegation")[1]
    assert check(tmp_path, *log, "--role", "nobody")[0] == 2
    assert "T201" in check(tmp_path, "--transcript", "log.jsonl", "--statistics", "--format", "text")[1]
    assert check(tmp_path, *log, "--write-baseline", "b.json")[0] == 0
    assert check(tmp_path, *log, "--baseline", "b.json") == (0, "", "")
    assert check(tmp_path, *log, "--verbose")[2].startswith("de-lint: 1 file: 1 with records (2 texts), ")
    written(tmp_path, {"type": "summary"})
    assert "log.jsonl: contains no delegation, report or template" in check(tmp_path, *log, "--verbose")[2]


def test_beside_other_inputs(tmp_path: Path) -> None:
    written(tmp_path, *entries())
    written(tmp_path, *entries(), name="more.jsonl")
    (tmp_path / "a.md").write_text(REPORT)
    both = ("--transcript", "more.jsonl", "--transcript", "log.jsonl", "--select", "T201", "--format", "concise")
    code, out, _ = check(tmp_path, *both)
    assert code == 1
    assert [line.split(":")[0] for line in out.splitlines()] == ["log.jsonl"] * 2 + ["more.jsonl"] * 2
    assert check(tmp_path, ".", *both, "--show-files")[1].splitlines() == ["a.md", "more.jsonl", "log.jsonl"]
    assert check(tmp_path, "a.md", *both)[1].startswith("a.md:3:31: T201")
    assert check(tmp_path, ".", *both)[1].startswith("a.md:3:31: T201")


def test_the_configuration_of_the_working_directory_holds(tmp_path: Path) -> None:
    written(tmp_path, *entries())
    (tmp_path / ".de-lint.toml").write_text('ignore = ["ALL"]\n')
    assert run("check", "--transcript", "log.jsonl", folder=tmp_path)[0] == 0


def test_standard_input(tmp_path: Path) -> None:
    file = written(tmp_path, *entries(), entry("assistant", type="text", text=REPORT.replace("0345", "0346")))
    given = ("--transcript", "-", "--select", "T201", "--format", "concise")
    code, out, _ = check(tmp_path, *given, given=file.read_bytes())
    assert code == 1 and [line.split(" ")[0] for line in out.splitlines()] == ["-:1:1:", "-:2:1:", "-:3:1:"]
    assert check(tmp_path, "-", *given)[0] == 2


def test_a_log_without_the_option_is_hinted_at(tmp_path: Path) -> None:
    written(tmp_path, *entries())
    (tmp_path / "a.md").write_text("Prose.\n")
    told = "de-lint: log.jsonl: read as Markdown; use --transcript FILE to read a session log\n"
    assert check(tmp_path, "log.jsonl", "a.md")[2].startswith(told)
    for path in (".", "a.md"):
        code, out, err = check(tmp_path, path)
        assert (code, out) == (0, "") and "log.jsonl" not in err


def test_a_file_that_is_no_log_is_one_line(tmp_path: Path) -> None:
    for lines in ([{"a": 1}], ["# Report", "- a line", "- another"]):
        written(tmp_path, *lines)
        told = "de-lint: log.jsonl: holds no entry of a session log\n"
        assert check(tmp_path, "--transcript", "log.jsonl") == (2, "", told)


@pytest.mark.parametrize("name", ["none.jsonl", ".", "a/b"])
def test_a_log_that_cannot_be_read_stops_no_other(tmp_path: Path, name: str) -> None:
    written(tmp_path, *entries())
    code, out, err = check(tmp_path, "--transcript", name, "--transcript", "log.jsonl", "--format", "concise")
    assert code == 2 and "log.jsonl:2:1" in out
    assert err.count("\n") == 1 and err.startswith("de-lint: ")


def test_broken_lines_are_told_on_stderr(tmp_path: Path) -> None:
    written(tmp_path, "oops", *entries(), '{"type": "assistant", "mess')
    code, out, err = check(tmp_path, "--transcript", "log.jsonl", "--format", "concise")
    assert code == 1 and "log.jsonl:3:1" in out
    told = [line.removeprefix("de-lint: ").split(": ")[0] for line in err.splitlines()]
    assert told == ["log.jsonl:1", "log.jsonl:4"]


@pytest.fixture
def benchmark_of_transcripts() -> ModuleType:
    file = ROOT / "benchmarks" / "check_transcripts.py"
    spec = importlib.util.spec_from_file_location("check_transcripts", file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_memory_does_not_grow_with_the_log(tmp_path: Path, benchmark_of_transcripts: ModuleType) -> None:
    of = benchmark_of_transcripts
    peaks = {}
    for size, huge in ((1, 0), (20, 8)):
        file = tmp_path / f"{size}.jsonl"
        of.write_log(file, size * of.MEGABYTE, huge * of.MEGABYTE)
        code, peaks[size], ran = of.measured(file)
        assert code == 0
        asked = file.read_bytes().count(b'"name": "Agent"')
        assert asked > size and ran.stdout.count("'Authority' is missing") == asked
        assert ran.stderr.count("bytes and is passed over") == bool(huge)
    assert peaks[20] < 100 * of.MEGABYTE
    assert peaks[20] - peaks[1] < 10 * of.MEGABYTE


def claiming_log(tmp_path: Path, *, report: str = "All tests pass.", output: str = "3 failed, 39 passed in 1s") -> Path:
    block = {"type": "tool_use", "id": "t", "name": "Bash", "input": {"command": "pytest | tail -1"}}
    result = {"type": "tool_result", "tool_use_id": "t", "content": output}
    entries = [
        {"type": "assistant", "message": {"content": [block]}},
        {"type": "user", "message": {"content": [result]}},
        {"type": "assistant", "message": {"content": [{"type": "text", "text": report}]}},
    ]
    log = tmp_path / "claims.jsonl"
    log.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return log


def test_a_claim_that_the_log_contradicts(tmp_path: Path) -> None:
    claiming_log(tmp_path)
    code, out, _ = check(tmp_path, "--transcript", "claims.jsonl", "--format", "json")
    (found,) = json.loads(out)["findings"]
    assert (found["name"], found["line"], found["within"]["line"]) == ("contradicted-claim", 3, 1)
    assert "(line 1) failed: 3 failed, 39 passed" in found["message"]
    assert code == 1
    assert check(tmp_path, "--transcript", "claims.jsonl", "--ignore", "E910")[0] == 0


def test_what_is_unproven_is_a_warning(tmp_path: Path) -> None:
    claiming_log(tmp_path, report="Pushed to main.")
    assert check(tmp_path, "--transcript", "claims.jsonl")[0] == 0
    assert check(tmp_path, "--transcript", "claims.jsonl", "--fail-on", "warning")[0] == 1


def test_a_message_that_goes_on_is_not_the_last_word(tmp_path: Path) -> None:
    log = claiming_log(tmp_path)
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join([*lines, lines[0], lines[1], lines[2].replace("All tests pass.", "3 tests fail.")]))
    assert check(tmp_path, "--transcript", "claims.jsonl", "--format", "concise")[:2] == (0, "")


def convert(folder: Path, *arguments: str) -> tuple[int, str, str]:
    return run("convert", "--isolated", *arguments, folder=folder)


def test_a_log_is_converted(tmp_path: Path) -> None:
    claiming_log(tmp_path)
    code, out, _ = convert(tmp_path, "--transcript", "claims.jsonl")
    document = json.loads(out)
    assert code == 0 and not document_errors(document)
    (claim,) = document["claims"]
    assert claim["call"] == {"line": 1, "id": "t", "command": "pytest | tail -1"}
    assert (claim["line"], claim["text"]) == (3, "All tests pass.")
    assert (claim["what"], claim["verdict"]) == ("tests", "contradicted")
    assert json.loads(convert(tmp_path, "--transcript", "claims.jsonl", "--to", "jsonl")[1]) == document
    assert convert(tmp_path, "--transcript", "claims.jsonl", "-o", "out.jsonl")[:2] == (0, "")
    assert json.loads((tmp_path / "out.jsonl").read_text()) == document


@pytest.mark.parametrize("options", [["README.md"], ["--to", "parquet"]])
def test_what_does_not_go_with_a_log(tmp_path: Path, options: list[str]) -> None:
    claiming_log(tmp_path)
    code, _, err = convert(tmp_path, *options, "--transcript", "claims.jsonl")
    assert code == 2 and "Traceback" not in err


def test_a_log_that_cannot_be_converted(tmp_path: Path) -> None:
    (tmp_path / "notes.jsonl").write_text('{"a": 1}\n')
    for file in ("notes.jsonl", "gone.jsonl"):
        code, out, err = convert(tmp_path, "--transcript", file)
        assert (code, out) == (1, "") and err.count("\n") == 1
