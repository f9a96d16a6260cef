"""Configuration as users meet it: one file, and what the commands make of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from de_lint.cli import main

DELEGATION = """**QA Agent**: Test the cart

TEMPORAL CONTEXT: Today is 2025-06-02.

**Task**: Fill it and pay
**Authority**: ALL testing decisions
**Expected Results**: A list of what broke
**Ticket Reference**: {}
**Progress Reporting**: Report failures
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(DELEGATION.format("shop-12"))
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "b.md").write_text(DELEGATION.format("shop-12"))
    return tmp_path


def run(*arguments: str, given: str | None = None) -> tuple[int, str, str]:
    with CliRunner().isolation(input=given) as (out, err, _):
        code = main.run(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
        return code, out.getvalue().decode(), err.getvalue().decode()


def configure(text: str, name: str = ".de-lint.toml") -> None:
    Path(name).write_text(text)


def test_a_project_key_explains_a_wrong_id() -> None:
    configure('[tickets]\nprojects = {jira = ["SHOP"]}\n')
    code, out, _ = run("check", "a.md")
    assert code == 1
    assert out.startswith(
        "a.md:8:23: T201 'shop-12' is not a ticket id: the prefix must be in capitals; write SHOP-12"
    )


def test_exclude_leaves_out_what_is_walked_and_not_what_is_named() -> None:
    configure('exclude = ["old/"]')
    assert run("check", "--show-files")[1] == "a.md\n"
    assert run("check", "--show-files", "old/b.md")[1] == "old/b.md\n"
    assert run("check", "--show-files", "old/b.md", "--force-exclude")[1] == ""
    assert run("check", "--show-files", "--isolated")[1] == "a.md\nold/b.md\n"


def test_include_adds_files_to_those_that_are_walked(here: Path) -> None:
    for name in ("rules/x.mdc", "old/y.mdc", "z.txt"):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(DELEGATION.format("shop-12"))
    configure('include = ["*.mdc"]')
    assert run("check", "--show-files")[1] == "a.md\nold/b.md\nold/y.mdc\nrules/x.mdc\n"
    assert run("check", "--show-files", "--isolated")[1] == "a.md\nold/b.md\n"
    converted = run("convert", ".", "--to", "jsonl")[1]
    assert [json.loads(line)["path"] for line in converted.splitlines()] == [
        "a.md", "old/b.md", "old/y.mdc", "rules/x.mdc"
    ]  # fmt: skip
    configure('include = ["rules/*.mdc", "*.txt"]\nexclude = ["old/"]')
    assert run("check", "--show-files")[1] == "a.md\nrules/x.mdc\nz.txt\n"
    assert "rules/x.mdc:8:23: T201" in run("check")[1]
    configure("include = [3]")
    assert run("check")[::2] == (2, "de-lint: .de-lint.toml:1: include: 3 is not a text\n")


def test_a_folder_of_its_own_configuration(here: Path) -> None:
    configure("", "old/.de-lint.toml")
    configure('select = ["V"]')
    code, out, _ = run("check")
    assert code == 1
    assert "old/b.md" in out and "a.md:" not in out.replace("old/b.md", "")


def test_per_path_and_severity() -> None:
    configure('severity.T201 = "warning"\n[per-path."old/"]\nignore = ["malformed-ticket"]')
    code, out, _ = run("check", "--format", "json")
    findings = json.loads(out)["findings"]
    assert code == 0
    assert [(f["path"], f["severity"]) for f in findings] == [("a.md", "warning")]


@pytest.mark.parametrize("options", [["--isolated"], ["--config", "other.toml"]])
def test_another_configuration_or_none(options: list[str]) -> None:
    configure('ignore = ["T"]')
    configure("", "other.toml")
    assert run("check", "a.md")[0] == 0
    assert run("check", "a.md", *options)[0] == 1


@pytest.mark.parametrize("command", ["check", "convert"])
def test_a_wrong_configuration_ends_with_2(command: str) -> None:
    configure("\nticket = 1")
    code, out, err = run(command, "a.md")
    assert (code, out) == (2, "")
    assert err == "de-lint: .de-lint.toml:2: ticket: there is no such setting; did you mean 'tickets'?\n"
    assert run(command, "a.md", "--isolated")[0] == (1 if command == "check" else 0)


def test_no_configuration_can_be_named_and_declined() -> None:
    assert run("check", "--isolated", "--config", "x.toml")[0] == 2
    code, _, err = run("check", "--config", "x.toml")
    assert (code, err) == (2, "de-lint: x.toml: No such file or directory\n")


def test_standard_input_is_under_the_configuration_of_its_name() -> None:
    configure('ignore = ["T"]', "old/.de-lint.toml")
    text = DELEGATION.format("shop-12")
    assert run("check", "-", given=text)[0] == 1
    assert run("check", "--stdin-filename", "old/c.md", given=text)[0] == 0


def test_convert_reads_with_the_configured_words() -> None:
    configure('[tickets]\nsystems = ["github"]')
    Path("a.md").write_text(DELEGATION.format("#12"))
    (record,) = json.loads(run("convert", "a.md")[1])["records"]
    assert record["tickets"] == [{"id": "#12", "relation": "reference"}]
    (record,) = json.loads(run("convert", "a.md", "--isolated")[1])["records"]
    assert record["tickets"] == [{"id": "#12", "relation": "reference"}]


def test_strict_conversion_judges_as_check_does() -> None:
    assert run("convert", "a.md", "--strict")[0] == 1
    configure('ignore = ["T201"]')
    assert run("convert", "a.md", "--strict")[0] == 0


def shown(*arguments: str) -> list[dict[str, Any]]:
    code, out, _ = run("check", "--show-settings", "--format", "json", *arguments)
    assert code == 0
    configurations: list[dict[str, Any]] = json.loads(out)["configurations"]
    return configurations


def test_settings_are_shown_with_their_origin() -> None:
    configure('ignore = ["T"]\nseverity.V301 = "info"', "pyproject.toml")
    assert shown()[0]["file"] is None  # the table is missing
    configure('[tool.de-lint]\nignore = ["T"]\nseverity.V301 = "info"', "pyproject.toml")
    (one,) = shown("--ignore", "S", "--role", "qa")
    rows = [(r["name"], r["value"], r["origin"]) for r in one["settings"]]
    assert one["files"] == 2
    assert ("ignore", ["T"], "pyproject.toml") in rows and ("ignore", ["S"], "command line") in rows
    assert ("severity", {"V301": "info"}, "pyproject.toml") in rows
    assert ("role", "qa", "command line") in rows
    assert ("tickets.systems", ["built-in"], "default") in rows
    assert not any(code[0] in "TS" for code in one["rules"])
    (one,) = shown("--select", "T")
    assert [r["origin"] for r in one["settings"] if r["name"] == "ignore"] == ["default"]


def test_ticket_systems_that_follow_from_others_are_shown() -> None:
    configure('[tickets]\nprojects = { jira = ["SHOP"] }')
    (one,) = shown()
    values = {row["name"]: row["value"] for row in one["settings"]}
    assert values["tickets.systems"] == ["built-in", "jira"]


def test_settings_are_shown_for_each_configuration() -> None:
    configure("", "old/.de-lint.toml")
    assert [(one["file"], one["files"]) for one in shown()] == [(None, 1), ("old/.de-lint.toml", 1)]
    _, out, _ = run("check", "--show-settings", "a.md")
    assert out.startswith("# no configuration file, 1 file\ntemplates = []  # default\n")
    assert "ignore = []  # default\n" in out


def test_the_hook_s_settings_are_shown() -> None:
    configure('[hook]\nmode = "warn"\n')
    _, out, _ = run("check", "--show-settings", "a.md")
    assert 'hook.mode = "warn"  # .de-lint.toml\nhook.roles = {}  # default\nhook.log = unset  # default\n' in out
    assert "hook.remember = true  # default\n" in out


def test_an_unknown_role_names_those_that_there_are() -> None:
    code, _, err = run("check", "a.md", "--role", "pilot")
    assert code == 2 and "Unknown role: pilot. Known roles: data_engineer" in err
    assert "Unknown role: enginer. Did you mean engineer? Known roles:" in run("check", "--role", "enginer")[2]


def test_without_a_configuration_nothing_is_imported_for_it(here: Path) -> None:
    script = """
import sys
from de_lint.cli.main import run
run(["check", "--format", "concise", "a.md"])
names = ("tomllib", "de_lint.project.configuration.vocabulary", "de_lint.project.repository.ticket_registry")
print(*[n for n in sys.modules if n in names or n.startswith("de_lint.learning")], file=sys.stderr)
"""
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=900, check=True)
    assert result.stderr == "\n"


def test_a_blank_form_shows_no_id_of_a_system_that_is_off(here: Path) -> None:
    assert "**Ticket Reference**: [ISS-XXXX if applicable]" in run("new", "delegation", "--role", "qa")[1]
    (here / ".de-lint.toml").write_text('[tickets]\nsystems = ["jira"]\nprojects.jira = ["SHOP"]\n')
    assert "**Ticket Reference**: [ticket id if applicable]" in run("new", "delegation", "--role", "qa")[1]
