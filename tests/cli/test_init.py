"""`de-lint init`: what is in a repository, and the configuration that makes sense of it, on the real command line."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from de_lint.cli.main import run
from de_lint.project.configuration.files import Configuration
from de_lint.project.files import discovery

Capture = pytest.CaptureFixture[str]

QA = """---
name: qa
description: Tests what the others built, and says what does not work.
---

You are the QA agent of the shop. You run the tests of every change and say what failed.

## Report format

**Task**: [what was tested]
**Status**: [completed | blocked | failed]
**Ticket**: [SHOP-…]
**Tests Run**: [number]

### Defects
- [defect]
"""
BACKEND = """---
name: backend
description: Builds and repairs the services of the shop.
---

You are the backend agent. You write Python and keep the tests green.

- Work in small steps.
"""
REPORT = """# QA Agent Progress Report

**Task**: Test the checkout of guests
**Status**: completed
**Ticket**: SHOP-{number}
**Tests Run**: 41

### Defects
- none
"""
DELEGATION = """# Task for Backend Agent: move the cart

**Temporal Context**: Today: 2026-03-02
**Task**: Move the cart to the new session store
1. Read the session id from the cookie
2. Expire carts after a day

**Context**: The old store is switched off in June.
**Authority**: Full write access to `services/cart`
**Ticket Reference**: SHOP-118
**Expected Results**:
- Carts survive a restart

**Progress Reporting**: Report when it is deployed.
"""
README = """# Shop

The shop of the Alder team. Install with `make install`.

## Status

Stable since SHOP-90; see [#31](https://github.com/alder/shop/issues/31).

## TODO

- Write the docs
"""
PLAIN = """# Platform notes of {day}

**Agent**: Platform
**Date**: 2026-03-0{day}
**Status**: in progress
**Ticket**: {ticket}

## Completed
- Read the session id from the cookie

## Remaining
- Expire old carts
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: str, text: str) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def shop() -> None:
    """A repository with Jira ids, agent definitions, reports and pages that are none of these."""
    put(".claude/agents/qa.md", QA)
    put(".claude/agents/backend.md", BACKEND)
    for number in range(3):
        put(f"docs/reports/qa-{number}.md", REPORT.format(number=111 + number))
    put("tasks/cart.md", DELEGATION)
    put("README.md", README)
    put("CHANGELOG.md", "# Changes\n\n## 2.1\n\n- Fixed the cart (SHOP-90)\n")


@dataclass
class Result:
    returncode: int
    stdout: str
    stderr: str


def program(*arguments: str) -> Result:
    """Run the command line in this process, which is quicker than a new one."""
    held = [BytesIO(), BytesIO()]
    out, err = (TextIOWrapper(one, "utf-8", write_through=True) for one in held)
    with redirect_stdout(out), redirect_stderr(err):
        code = run(list(arguments))
    return Result(code, *(one.getvalue().decode() for one in held))


def process(*arguments: str) -> Result:
    """Run it as users do."""
    command = [sys.executable, "-m", "de_lint", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    return Result(done.returncode, done.stdout, done.stderr)


def proposed(capfd: Capture, *arguments: str) -> dict[str, Any]:
    code = run(["init", "--format", "json", *arguments])
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    assert (code, found["schema_version"]) == (0, 1)
    return found


def settings(found: dict[str, Any]) -> dict[str, Any]:
    return {".".join(s["path"]): s["value"] for s in found["configuration"]["settings"] if s["active"]}


def test_it_says_what_is_there_and_writes_what_makes_sense_of_it() -> None:
    shop()
    looked = process("init")
    assert (looked.returncode, looked.stderr) == (0, "")
    for line in (
        "8 Markdown files, 6 with records:",
        "  3 reports in docs/reports",
        "  2 agent definitions in .claude/agents; 1 with a form for reports or delegations",
        "  1 delegation in tasks",
        "  ticket ids: 4 Jira (SHOP)",
        "  3 reports follow .claude/agents/qa.md",
        "Proposed for .de-lint.toml; `de-lint init --write` writes it:",
    ):
        assert line in looked.stdout.splitlines()
    assert not Path(".de-lint.toml").exists()

    written = process("init", "--write")
    assert (written.returncode, written.stderr) == (0, "")
    text = Path(".de-lint.toml").read_text()
    assert tomllib.loads(text) == {
        "templates": [".claude/agents/*.md"],
        "tickets": {"systems": ["jira"], "projects": {"jira": ["SHOP"]}},
        "per-path": {"docs/reports/**": {"kind": "progress_report"}},
    }
    assert text.partition("\n\n")[2] in looked.stdout
    lines = text.splitlines()
    for before, line in pairwise(lines):
        assert " = " not in line or before.startswith("# "), f"nothing supports {line}"
    assert "SHOP: 4 ids in 4 files" in text


def test_the_next_check_knows_the_tickets_and_judges_reports_by_the_definitions() -> None:
    shop()
    process("init", "--write")
    assert process("check").returncode == 0
    good = REPORT.format(number=118)
    put("docs/reports/short.md", good.replace("**Tests Run**: 41\n", ""))
    put("docs/reports/ticket.md", good.replace("SHOP-118", "shop-118"))
    put("docs/reports/status.md", good.replace("completed", "in progress"))
    found = json.loads(process("check", "--format", "json").stdout)["findings"]
    assert [(f["path"], f["name"]) for f in found] == [
        ("docs/reports/short.md", "missing-field"),
        ("docs/reports/status.md", "invalid-enum"),
        ("docs/reports/ticket.md", "malformed-ticket"),
    ]
    assert "'Tests Run' is missing" in found[0]["message"]
    assert "SHOP-118" in found[2]["message"]


def test_the_first_day_of_an_engineer_who_adds_it_to_pre_commit() -> None:
    """It knew our tickets and agents, was silent on my READMEs, found two real mistakes, showed the line, fixed one."""
    shop()
    put("services/cart/README.md", README.replace("Shop", "Cart"))
    put("docs/reports/qa-1.md", REPORT.format(number=112).replace("SHOP-112", "shop-112"))
    put("docs/reports/qa-2.md", REPORT.format(number=113).replace("**Tests Run**: 41\n", ""))
    looked = process("init", "--write").stdout
    assert "ticket ids: 3 Jira (SHOP)" in looked
    assert "3 reports follow .claude/agents/qa.md, 1 without an error" in looked
    assert "docs/reports/qa-1.md:5:13: T201 'shop-112'" in looked
    assert "docs/reports/qa-2.md:1:3: S101 'Tests Run' is missing" in looked
    assert "README" not in looked

    # pre-commit names the files of a commit.
    named = sorted(str(file) for file in Path().rglob("*.md"))
    first = process("check", *named)
    assert first.returncode == 1
    assert [line.partition(" ")[0] for line in first.stdout.splitlines()[:-1]] == [
        "docs/reports/qa-1.md:5:13:", "docs/reports/qa-2.md:1:3:",
    ]  # fmt: skip
    assert "README" not in first.stdout

    fixed = process("check", "--fix", *named)
    assert fixed.returncode == 1
    assert "fixed 1 finding in 1 file" in fixed.stderr
    assert "**Ticket**: SHOP-112\n" in Path("docs/reports/qa-1.md").read_text()
    put("docs/reports/qa-2.md", REPORT.format(number=113))
    last = process("check", *named)
    assert (last.returncode, last.stdout) == (0, "")


def test_many_findings_become_a_baseline_and_only_new_ones_count() -> None:
    shop()
    for number in range(12):
        put(f"docs/reports/old-{number}.md", REPORT.format(number=120).replace("**Tests Run**: 41\n", ""))
    looked = program("init")
    assert "12 findings in 12 files today" in looked.stdout
    assert "… and 7 more" in looked.stdout
    assert not Path(".de-lint-baseline.json").exists()
    program("init", "--write")
    assert tomllib.loads(Path(".de-lint.toml").read_text())["baseline"] == ".de-lint-baseline.json"
    assert (program("check").returncode, program("check", "--no-baseline").returncode) == (0, 1)
    put("docs/reports/new.md", REPORT.format(number=120).replace("**Tests Run**: 41\n", ""))
    assert program("check").stdout.splitlines()[0].startswith("docs/reports/new.md:1:3: S101")


def test_a_few_findings_are_no_baseline_unless_one_is_asked_for() -> None:
    shop()
    put("docs/reports/short.md", REPORT.format(number=120).replace("**Tests Run**: 41\n", ""))
    assert '# baseline = ".de-lint-baseline.json"' in program("init").stdout
    assert "baseline" not in program("init", "--no-baseline").stdout
    assert program("init", "--write", "--baseline").returncode == 0
    assert json.loads(Path(".de-lint-baseline.json").read_text())["counts"] == {"docs/reports/short.md": {"S101": 1}}
    assert program("check").returncode == 0


def test_a_baseline_that_is_there_is_never_overwritten() -> None:
    shop()
    put("docs/reports/short.md", REPORT.format(number=120).replace("**Tests Run**: 41\n", ""))
    put(".de-lint-baseline.json", "mine")
    refused = program("init", "--write", "--baseline")
    assert refused.returncode == 2
    assert ".de-lint-baseline.json: this file is there already" in refused.stderr
    assert (Path(".de-lint-baseline.json").read_text(), Path(".de-lint.toml").exists()) == ("mine", False)


def test_github_only(capfd: Capture) -> None:
    for day in (1, 2):
        put(f"notes/{day}.md", PLAIN.format(day=day, ticket=f"#48{day}"))
    put("README.md", README)
    found = proposed(capfd)
    assert settings(found) == {"tickets.systems": ["github"]}
    assert "could be gitlab" in found["configuration"]["text"]
    assert found["tickets"] == [{"system": "github", "ids": 2, "files": 2, "keys": {}}]


def test_ids_that_several_systems_have_go_to_the_one_that_is_named_here(capfd: Capture) -> None:
    for day in (1, 2):
        put(f"notes/{day}.md", PLAIN.format(day=day, ticket=f"ENG-48{day}"))
    put("CONTRIBUTING.md", "See https://linear.app/alder/issue/ENG-481 for what to do.\n")
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "remote", "add", "origin", "https://gitlab.com/alder/shop.git"], check=True)
    put("notes/3.md", PLAIN.format(day=3, ticket="#483"))
    assert settings(proposed(capfd)) == {
        "tickets.systems": ["linear", "gitlab"], "tickets.projects.linear": ["ENG"],
        "per-path.notes/**.kind": "progress_report",
    }  # fmt: skip


def test_an_own_form_of_ids(capfd: Capture) -> None:
    for day in (1, 2):
        put(f"notes/{day}.md", PLAIN.format(day=day, ticket=f"TCK-0001{day}"))
    assert proposed(capfd)["tickets"] == [{"system": "tck", "ids": 2, "files": 2, "keys": {"TCK": 2}}]
    assert run(["init", "--write"]) == 0
    assert tomllib.loads(Path(".de-lint.toml").read_text())["tickets"] == {
        "systems": [],
        "custom": [{"name": "tck", "prefixes": ["TCK"], "pattern": "<prefix>-[0-9]{5}", "example": "TCK-00011"}],
    }
    capfd.readouterr()
    put("notes/3.md", PLAIN.format(day=3, ticket="tck-00013"))
    assert run(["check"]) == 1
    assert "write TCK-00013" in capfd.readouterr().out


def test_one_mention_is_no_tracker(capfd: Capture) -> None:
    put("notes/1.md", PLAIN.format(day=1, ticket="none").replace("cookie", "cookie, as HX-500 does"))
    found = proposed(capfd)
    assert settings(found) == {}
    assert found["notes"] == ["not proposed, because they may be no ticket ids: HX-500 (in 1 file)"]


def test_one_id_among_very_many_is_no_tracker(capfd: Capture) -> None:
    for number in range(60):
        put(f"notes/{number}.md", PLAIN.format(day=1, ticket=f"SHOP-{100 + number}"))
    put("notes/level.md", PLAIN.format(day=1, ticket="CRITICAL-001"))
    found = proposed(capfd)
    assert settings(found)["tickets.systems"] == ["jira"]
    assert "tickets.custom" not in settings(found)
    assert found["notes"] == ["not proposed, because they may be no ticket ids: CRITICAL-001 (in 1 file)"]


def test_many_folders_are_named_by_the_one_that_they_are_in(capfd: Capture) -> None:
    for month in range(1, 6):
        put(f"docs/reports/2026/{month:02}/a.md", PLAIN.format(day=month, ticket="ISS-0345"))
    put("notes/a.md", PLAIN.format(day=1, ticket="ISS-0345"))
    assert "  6 reports in docs/reports/2026 (5), notes (1)" in program("init").stdout.splitlines()
    assert "per-path.docs/reports/**.kind" in settings(proposed(capfd))


FRONT = "---\nname: rider\ndescription: Rides bikes\n---\n\n"
FORM = "You unlock bikes and ride them.\n\n## Report format\n\n### Summary\n[one paragraph]\n\n### Failures\n- [what]\n"


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (".claude/agents/rider.md", FRONT + FORM, [".claude/agents/rider.md"]),
        (".opencode/agent/team/rider.md", FRONT + FORM, [".opencode/agent/team/rider.md"]),
        (".claude/agents/rider.md", FORM, None),
        (".claude/skills/rider.md", FRONT + FORM, None),
        (".claude/agents/rider.md", FRONT + "Ride bikes.\n", None),
    ],
)
def test_what_a_host_takes_for_an_agent_is_one_whatever_its_first_words(
    path: str, text: str, found: list[str] | None, capfd: Capture
) -> None:
    put(path, text)
    assert settings(proposed(capfd)).get("templates") == found


def test_two_definitions_of_a_role(capfd: Capture) -> None:
    shop()
    put(".claude/agents/old/qa.md", QA)
    (note,) = proposed(capfd)["notes"]
    assert note.endswith("the last one counts: qa (.claude/agents/old/qa.md, .claude/agents/qa.md)")


def test_many_templates_stand_in_a_line_each() -> None:
    shop()
    for number in range(5):
        put(f"agents-of-team-{number}/testing/qa.md", QA.replace("name: qa", f"name: qa{number}"))
    program("init", "--write")
    text = Path(".de-lint.toml").read_text()
    assert '\n    "agents-of-team-0/testing/qa.md",\n' in text
    assert len(tomllib.loads(text)["templates"]) == 6


def test_the_ids_that_are_known_without_a_configuration_need_none(capfd: Capture) -> None:
    put("notes/1.md", PLAIN.format(day=1, ticket="ISS-0345"))
    found = proposed(capfd)
    assert (settings(found), found["tickets"][0]["system"]) == ({}, "built-in")


@pytest.mark.parametrize("pages", [[], ["README.md", "docs/README.md", "docs/guide.md"]], ids=["nothing", "READMEs"])
def test_where_there_is_nothing_to_configure_no_file_is_written(pages: list[str], capfd: Capture) -> None:
    for page in pages:
        put(page, README)
    assert run(["init", "--write"]) == 0
    out, err = capfd.readouterr()
    assert out.splitlines() == [
        f"{len(pages)} Markdown files, 0 with records.", "", "There is nothing to configure: the defaults fit.",
    ]  # fmt: skip
    assert "no file was written" in err
    assert not list(Path().glob(".de*"))


@pytest.mark.parametrize("before", ['[project]\nname = "shop"\n', '[project]\r\nname = "shop"', ""])
def test_a_pyproject_keeps_what_it_says_and_gets_a_table(before: str) -> None:
    shop()
    Path("pyproject.toml").write_bytes(b"\xef\xbb\xbf" + before.encode())
    written = program("init", "--write")
    assert "Written to pyproject.toml:" in written.stdout
    data = Path("pyproject.toml").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + before.encode())
    assert data.count(b"\n") == data.count(b"\r\n") or b"\r" not in data
    table = tomllib.loads(data.decode("utf-8-sig"))["tool"]["de-lint"]
    assert table["tickets"]["projects"] == {"jira": ["SHOP"]}
    assert not Path(".de-lint.toml").exists()
    assert program("check").returncode == 0


@pytest.mark.parametrize("broken", ["[project\n", 'tool = "x"\n', "a." * 2_000 + "a = 1\n"])
def test_a_pyproject_that_takes_no_table_stays_as_it_is(broken: str) -> None:
    shop()
    put("pyproject.toml", broken)
    assert "Written to .de-lint.toml:" in program("init", "--write").stdout
    assert Path("pyproject.toml").read_text() == broken


def test_a_configuration_that_is_there_is_respected(capfd: Capture) -> None:
    shop()
    text = '[project]\nname = "shop"\n\n[tool.de-lint]\nignore = ["label-order"]\ntickets = {systems = ["github"]}\n'
    put("pyproject.toml", text)
    refused = program("init", "--write")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "pyproject.toml: there is a configuration already, which is not changed" in refused.stderr
    found = proposed(capfd)
    assert found["configuration"]["exists"] is True
    assert settings(found) == {
        "templates": [".claude/agents/*.md"],
        "tickets.systems": ["github", "jira"],
        "tickets.projects.jira": ["SHOP"],
        "per-path.docs/reports/**.kind": "progress_report",
    }
    said = program("init").stdout
    assert 'pyproject.toml says already: ignore = ["label-order"], tickets = {"systems":["github"]}' in said
    assert "[tool.de-lint.tickets.projects]" in said
    assert Path("pyproject.toml").read_text() == text


def test_what_init_wrote_lacks_nothing() -> None:
    shop()
    program("init", "--write")
    again = program("init").stdout
    assert again.endswith("Nothing is missing.\n")
    assert "Under this" not in again
    put("docs/reports/eng.md", REPORT.format(number=7).replace("SHOP-7", "ENG-207"))
    assert 'jira = ["SHOP", "ENG"]' in program("init").stdout


def test_a_folder_below_may_have_a_configuration_of_its_own(capfd: Capture) -> None:
    shop()
    put("packages/other/.de-lint.toml", "")
    for day in (1, 2, 3):
        put(f"packages/other/notes/{day}.md", PLAIN.format(day=day, ticket="#12"))
    found = proposed(capfd)
    assert (found["files"]["found"], settings(found)["tickets.systems"]) == (8, ["jira"])


def test_a_folder_with_a_page_that_is_no_report_is_no_folder_of_reports(capfd: Capture) -> None:
    shop()
    put("docs/reports/README.md", README)
    found = proposed(capfd)
    assert "per-path.docs/reports/**.kind" not in settings(found)
    assert found["notes"] == ["docs/reports holds reports, but docs/reports/README.md has none"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not have such names")
def test_odd_names_are_written_so_that_they_mean_themselves() -> None:
    put("agents [old]/qa.md", QA)
    put("agents [old]/backend.md", BACKEND)
    for number in range(3):
        put(f"re ports#[1]!/qa-{number}.md", REPORT.format(number=111 + number))
    assert program("init", "--write").returncode == 0
    shown = json.loads(program("check", "--show-settings", "--format", "json").stdout)
    assert shown["configurations"][0]["files"] == 5
    put("re ports#[1]!/short.md", "# Notes\n\nAll done.\n")
    assert "re ports#[1]!/short.md" in program("check").stdout


def test_a_file_that_cannot_be_read_is_told_of_once_and_the_others_count(monkeypatch: pytest.MonkeyPatch) -> None:
    shop()
    put("docs/closed.md", README)
    Path("docs/loop.md").symlink_to("loop.md")
    Path("docs/noise.md").write_bytes(bytes(range(256)) * 9)
    readable = discovery._bytes_of

    def bytes_of(file: Path, reader: Any) -> bytes:
        if file.name == "closed.md":  # whoever runs the tests may be allowed to read everything
            raise PermissionError(13, "Permission denied")
        return readable(file, reader)

    monkeypatch.setattr(discovery, "_bytes_of", bytes_of)
    looked = program("init", "--write")
    assert (looked.returncode, looked.stderr) == (2, "de-lint: docs/closed.md: Permission denied\n")
    assert "3 reports in docs/reports" in looked.stdout
    assert Path(".de-lint.toml").exists()


def test_a_configuration_that_cannot_be_written_leaves_no_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    shop()
    put("docs/reports/short.md", REPORT.format(number=120).replace("**Tests Run**: 41\n", ""))

    def full(configuration: Configuration) -> None:
        raise OSError(28, "No space left on device", str(configuration.file))

    monkeypatch.setattr("de_lint.cli.runs.initial.write_configuration", full)
    failed = program("init", "--write", "--baseline")
    assert (failed.returncode, failed.stderr) == (2, "de-lint: .de-lint.toml: No space left on device\n")
    assert "Written" not in failed.stdout
    assert not list(Path().glob(".de-lint*"))


@pytest.mark.parametrize(
    "broken",
    ["templates = [", "ignor = []", 'baseline = "none.json"', 'templates = ["none/*.md"]', 'ignore = ["nope"]'],
)
def test_a_configuration_that_cannot_be_used_is_said_in_a_line(broken: str) -> None:
    shop()
    put(".de-lint.toml", broken + "\n")
    failed = program("init")
    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (2, "", 1)
    assert failed.stderr.startswith("de-lint: .de-lint.toml")


def test_of_very_many_files_each_folder_gives_some(capfd: Capture) -> None:
    shop()
    for number in range(40):
        put(f"docs/reports/more-{number:02}.md", REPORT.format(number=120 + number))
    found = proposed(capfd, "--max-files", "12")
    assert (found["files"]["found"], found["files"]["read"]) == (48, 12)
    assert found["records"]["agent_template"] == {".claude/agents": 2}
    assert settings(found)["templates"] == [".claude/agents/*.md"]
    assert "12 Markdown files of 48 (--max-files 0 looks at all)" in program("init", "--max-files", "12").stdout


def test_what_is_left_out_by_hand_is_left_out_from_then_on() -> None:
    shop()
    put("old/report.md", REPORT.format(number=120).replace("**Tests Run**: 41\n", ""))
    assert program("init", "--write", "--exclude", "old/").returncode == 0
    assert tomllib.loads(Path(".de-lint.toml").read_text())["exclude"] == ["old/"]
    assert program("check").returncode == 0


def test_a_baseline_needs_all_files() -> None:
    shop()
    for number in range(40):
        put(f"docs/reports/old-{number}.md", REPORT.format(number=120).replace("**Tests Run**: 41\n", ""))
    assert '\n# baseline = ".de-lint-baseline.json"' in program("init", "--max-files", "30", "--baseline").stdout


@pytest.mark.parametrize("arguments", [("--write", "--isolated"), ("--config", "x", "--isolated"), ("more",)])
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert run(["init", *arguments]) == 2
