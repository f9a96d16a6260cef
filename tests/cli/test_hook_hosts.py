"""`de-lint hook install` and `doctor` for every host: what is here is found, and what is installed answers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from de_lint.agents.hosts import NAMES, host_named

from ..in_process import run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return an empty project, with the program on the path of what is run in it."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "de-lint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m de_lint "$@"\n')
    program.chmod(0o755)
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def hook(project: Path, *arguments: str, given: str = "", programs: bool = True) -> tuple[int, str, str]:
    path = "/usr/bin:/bin" + (f":{project.parent / 'programs'}" if programs else "")
    environment = {**os.environ, "PATH": path, "DE_LINT_CACHE_DIR": str(project.parent / "cache")}
    command = [sys.executable, "-m", "de_lint", "hook", *arguments]
    result = subprocess.run(
        command, cwd=project, input=given, capture_output=True, text=True, timeout=900, check=False, env=environment
    )
    return result.returncode, result.stdout, result.stderr


@pytest.mark.parametrize("name", NAMES)
def test_what_is_installed_fires(project: Path, name: str) -> None:
    host = host_named(name)
    install = ("hook", "install", "--host", name, "--write")
    assert run(*install, folder=project)[0] == 0
    assert (project / host.file).is_file()
    code, out, _ = hook(project, "doctor")
    lines = out.splitlines()
    assert code == 0 and len(lines) >= 2
    for line in lines:
        assert line.startswith(f"ok  {host.title}, ") and ": refused: de-lint: " in line
    assert run(*install, folder=project)[2].endswith("already has these hooks\n")
    assert not (project.parent / "cache").exists()


def test_what_does_not_fire_is_told(project: Path) -> None:
    assert hook(project, "doctor") == (2, "", hook(project, "doctor")[2])
    assert hook(project, "install", "--host", "claude", "--write")[0] == 0
    code, out, _ = hook(project, "doctor", programs=False)
    assert code == 1 and out.count("NOT ") == out.count("the command ends with 127") == 3
    (project / ".de-lint.toml").write_text('[hook]\nmode = "shadow"\n')
    code, out, _ = hook(project, "doctor")
    assert code == 1 and out.count("let through") == 3
    (project / ".de-lint.toml").unlink()
    file = project / ".claude" / "settings.json"
    settings = json.loads(file.read_text())
    del settings["hooks"]["PreToolUse"]
    settings["hooks"]["SubagentStop"][0]["matcher"] = "reviewer"
    file.write_text(json.dumps(settings))
    code, out, _ = hook(project, "doctor", "--host", "claude")
    assert code == 1 and out.count("nothing in .claude/settings.json asks de-lint about it") == 2
    file.write_text("{")
    err = hook(project, "doctor", "--host", "claude")[2]
    assert err.startswith("de-lint: .claude/settings.json: it is not JSON\n")


def test_a_recorded_event_is_sent_through_what_is_installed(project: Path) -> None:
    assert hook(project, "install", "--host", "codex", "--write")[0] == 0
    event = {"hook_event_name": "SubagentStop", "agent_type": "reviewer", "last_assistant_message": "All is well."}
    (project / "event.json").write_text(json.dumps(event))
    code, out, err = hook(project, "doctor", "event.json")
    assert code == 0 and out.startswith("ok  Codex, SubagentStop: let through (")
    assert "/hooks" in err
    assert hook(project, "doctor", "none.json")[0] == 2


def test_what_is_here_is_offered(project: Path) -> None:
    for folder in (".claude", ".codex"):
        (project / folder).mkdir()
    code, out, err = hook(project, "install", "--write", given="n\ny\n")
    assert (code, out.strip()) == (0, "")  # some versions of click put a blank there
    assert "Claude Code (.claude is here): .claude/settings.json" in err and "Codex (.codex is here)" in err
    assert not (project / ".claude" / "settings.json").exists()
    assert (project / ".codex" / "hooks.json").is_file()


def test_where_nobody_answers_only_what_is_plain_is_done(project: Path) -> None:
    code, _, err = hook(project, "install", "--write")
    assert code == 2 and "--host" in err
    (project / ".gemini").mkdir()
    assert hook(project, "install", "--write")[0] == 0
    assert (project / ".gemini" / "settings.json").is_file()
    (project / ".cursor").mkdir()
    code, _, err = hook(project, "install", "--write")
    assert code == 2 and "here are gemini, cursor" in err


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node")
def test_the_plugin_throws_what_is_refused(project: Path) -> None:
    assert hook(project, "install", "--host", "opencode", "--write")[0] == 0
    plugin = (project / ".opencode/plugins/de-lint.ts").read_text()
    (project / "plugin.mjs").write_text(plugin)
    (project / "try.mjs").write_text(
        """
import { DeLint } from "./plugin.mjs"
const hooks = await DeLint({ directory: process.cwd() })
const said = async (when, input, output) => {
  try { await hooks[when]({ sessionID: "s", callID: "c", ...input }, output); return "passes" }
  catch (error) { return error.message.split("\\n")[0] }
}
const ask = (prompt) => ({ args: { subagent_type: "qa", prompt } })
console.log(await said("tool.execute.before", { tool: "task" }, ask("**Task**: x\\n**Ticket Reference**: ISS0345\\n")))
console.log(await said("tool.execute.before", { tool: "task" }, ask("Look at the tests.")))
console.log(await said("tool.execute.before", { tool: "bash" }, { args: { command: "ls" } }))
console.log(await said("tool.execute.after", { tool: "task", ...ask("x") }, { output: "" }))
"""
    )
    path = f"{project.parent / 'programs'}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "DE_LINT_CACHE_DIR": str(project.parent / "cache")}
    run = subprocess.run(
        ["node", "try.mjs"], cwd=project, capture_output=True, text=True, env=environment, timeout=900, check=True
    )
    asked, prose, other, blank = run.stdout.splitlines()
    assert asked == "de-lint: this delegation is not accepted. Send it again, complete and corrected:"
    assert blank.startswith("de-lint: the report of agent 'qa' is not accepted.")
    assert prose == other == "passes"
