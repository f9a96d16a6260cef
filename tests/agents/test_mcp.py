"""The tools for agents, asked by the client of the protocol's own SDK over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

from mcp import ClientSession, StdioServerParameters, stdio_client

REPORT = """QA Agent Progress Report
- Task: Check the import (iss-0412)
- Status: completed
- Test Results:
  * Passed: 12
  * Failed: 0
  * Skipped: 0
- Coverage: 81%
- Critical Issues: none
- Quality Metrics:
  * Code Quality: good
  * Performance: good
  * Security: good
- Recommendations: none
- Blockers: none
"""
RIGHT = REPORT.replace("iss-0412", "ISS-0412")
DELEGATION = "**QA Agent**: Test the export\n\n**Task**: Export a year of invoices\n**Authority**: ALL decisions\n"
Answer = tuple[bool, str]
Call = Callable[..., Awaitable[Answer]]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / ".git").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("# Harmattan\n", encoding="utf-8")
    return folder


def session(workspace: Path, talk: Callable[[Call, ClientSession], Awaitable[None]], *options: str) -> None:
    """Start the server in a folder and talk to it as an agent's host does."""

    async def run() -> None:
        arguments = ["-m", "de_lint", "mcp", *options]
        started = StdioServerParameters(command=sys.executable, args=arguments, cwd=workspace, env=dict(os.environ))
        async with stdio_client(started) as streams, ClientSession(*streams) as client:
            await client.initialize()

            async def call(name: str, **arguments: Any) -> Answer:
                answer = await client.call_tool(name, arguments)
                return not answer.is_error, "".join(part.text for part in answer.content if part.type == "text")

            await talk(call, client)

    asyncio.run(run())


def test_an_agent_gets_the_form_and_checks_its_report_until_it_is_accepted(workspace: Path) -> None:
    async def talk(call: Call, client: ClientSession) -> None:
        tools = (await client.list_tools()).tools
        names = ["new_report", "check_report", "check_delegation", "explain_rule", "read"]
        assert [tool.name for tool in tools] == names
        assert all(tool.description and tool.annotations and tool.annotations.read_only_hint for tool in tools)
        is_right, form = await call("new_report", role="qa")
        assert is_right and "QA Agent Progress Report" in form and "- Coverage: [coverage %]" in form
        told = (await call("check_report", text=form, role="qa"))[1]
        assert "this report is not accepted. Call check_report again" in told and "[coverage %]" in told
        told = (await call("check_report", text=REPORT, role="qa"))[1]
        assert "report:2:27 T201 malformed-ticket: 'iss-0412'" in told and "write ISS-0412" in told
        assert await call("check_report", text=RIGHT, role="qa") == (True, "This report is accepted.")
        task = "**QA Agent**: Check it\n\n**Task**: Check the import (ISS-0412)\n1. Rotate the keys of the mail relay\n"
        told = (await call("check_report", text=RIGHT, role="qa", delegation=task))[1]
        assert told.startswith("This report is accepted. de-lint found:") and "X903 unanswered-step" in told

    session(workspace, talk)


def test_delegations_rules_and_documents(workspace: Path) -> None:
    async def talk(call: Call, _: ClientSession) -> None:
        form = (await call("new_report", role="QA", kind="delegation"))[1]
        assert "**Expected Results**: [what is to be handed back]" in form
        told = (await call("check_delegation", text=DELEGATION, role="qa"))[1]
        assert "this delegation is not accepted" in told
        assert "delegation:1:1 S101 missing-field: 'Expected Results' is missing" in told
        right = DELEGATION + "**Expected Results**: A list\n**Progress Reporting**: At the end\n"
        assert (await call("check_delegation", text=right))[1].startswith("This delegation is accepted.")
        assert "No delegation is read in this." in (await call("check_delegation", text="Good morning"))[1]
        assert "## Why is this bad?" in (await call("explain_rule", rule="t201"))[1]
        is_right, page = await call("explain_rule", rule="malformed-tickt")
        assert not is_right and "Did you mean malformed-ticket?" in page
        document = json.loads((await call("read", text=RIGHT))[1])
        assert document["records"][0]["status"] == "completed"
        is_right, told = await call("new_report", role="qaa")
        assert not is_right and "Did you mean qa?" in told

    session(workspace, talk)


def test_the_settings_of_the_workspace_count(workspace: Path) -> None:
    file = workspace / ".de-lint.toml"
    file.write_text('[rules.U001]\nfor = "qa"\nfield = "Coverage"\nat_least = 90\nwhy = "So."\n', encoding="utf-8")

    async def talk(call: Call, _: ClientSession) -> None:
        told = (await call("check_report", text=RIGHT, role="qa"))[1]
        assert "report:8:13 U001 too-little-coverage: 'Coverage' is 81, less than 90" in told
        assert "So." in (await call("explain_rule", rule="U001"))[1]
        file.write_text("nonsense = 1\n", encoding="utf-8")
        is_right, told = await call("check_report", text=RIGHT, role="qa")
        assert not is_right and ".de-lint.toml:1: nonsense: there is no such setting" in told
        file.unlink()
        assert (await call("check_report", text=RIGHT, role="qa"))[1] == "This report is accepted."

    session(workspace, talk)
    file.write_text("nonsense = 1\n", encoding="utf-8")

    async def isolated(call: Call, _: ClientSession) -> None:
        assert (await call("check_report", text=RIGHT, role="qa"))[1] == "This report is accepted."

    session(workspace, isolated, "--isolated")


def test_what_is_lacking_is_said_in_a_line(workspace: Path) -> None:
    script = "import sys; sys.modules['mcp'] = None; from de_lint.cli.main import run; sys.exit(run(['mcp']))"
    for command, why in (
        (["-c", script], "Error: the server needs optional packages: pip install 'de-lint[mcp]'\n"),
        (["-m", "de_lint", "mcp", "--config", "gone.toml"], "de-lint: gone.toml: No such file or directory\n"),
    ):
        ran = subprocess.run([sys.executable, *command], capture_output=True, text=True, cwd=workspace, check=False)
        assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", why)


def test_files_of_the_workspace_are_read_and_no_others(workspace: Path, tmp_path: Path) -> None:
    (workspace / "report.md").write_text(REPORT, encoding="utf-8")
    (workspace / "linked.md").symlink_to(tmp_path / "secret.md")
    (workspace / "below").symlink_to(tmp_path)
    (workspace / "notes.txt").write_text(REPORT, encoding="utf-8")
    (workspace / "long.md").write_text("a" * 100_001, encoding="utf-8")
    (workspace / "folder.md").mkdir()
    os.mkfifo(workspace / "pipe.md")
    refused = {
        "../secret.md": "outside of the workspace",
        str(tmp_path / "secret.md"): "outside of the workspace",
        "linked.md": "outside of the workspace",
        "below/secret.md": "outside of the workspace",
        "notes.txt": "no Markdown file",
        "long.md": "more than 100000 bytes",
        "folder.md": "",
        "pipe.md": "no regular file",
        "gone.md": "No such file",
        "a\0.md": "null",
    }

    async def talk(call: Call, _: ClientSession) -> None:
        told = (await call("check_report", path="report.md", role="qa"))[1]
        assert "the report in report.md" in told and "report.md:2:27 T201" in told
        assert json.loads((await call("read", path="report.md"))[1])["path"] == "report.md"
        for path, why in refused.items():
            for tool in ("read", "check_report", "check_delegation"):
                is_right, told = await call(tool, path=path)
                assert not is_right and why in told and "\n" not in told, (path, told)
                assert "Harmattan" not in told and "Traceback" not in told
        for arguments in ({}, {"text": "x", "path": "report.md"}):
            is_right, told = await call("read", **arguments)
            assert not is_right and "give either text or path" in told
        is_right, told = await call("check_report", text="a" * 100_001)
        assert not is_right and "more than 100000 characters" in told
        is_right, told = await call("check_report", text=REPORT, delegation="a" * 100_001)
        assert not is_right and "the delegation has more than 100000 characters" in told
        for tool, argument in (("new_report", "role"), ("explain_rule", "rule")):
            is_right, told = await call(tool, **{argument: "x" * 1_000_000})
            assert not is_right and f"the {argument} has more than 200 characters" in told

    session(workspace, talk)


def test_the_skill_names_tools_that_there_are_and_holds_no_record(workspace: Path) -> None:
    import re

    from de_lint import check, read

    skill = Path(__file__).parents[2] / "skills" / "de-lint" / "SKILL.md"
    text = skill.read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)` with", text))

    async def talk(_: Call, client: ClientSession) -> None:
        assert {tool.name for tool in (await client.list_tools()).tools} >= named
        for tool in (await client.list_tools()).tools:
            used = re.findall(rf"`{tool.name}` with ([^\n]*)", text)
            arguments = {word for line in used for word in re.findall(r"`(\w+)", line.partition(", then")[0])}
            assert arguments <= {*tool.input_schema["properties"]}, tool.name

    session(workspace, talk)
    assert len(named) == 5 and check(read(text, path="SKILL.md")) == []
