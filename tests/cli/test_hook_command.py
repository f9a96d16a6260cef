"""`de-lint hook` as a host starts it: a process whose exit code and output are all that counts."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from de_lint.agents.deadline import SECONDS
from de_lint.agents.hosts.host import TIMEOUT
from de_lint.patience import PATIENCE

STOP = {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": ""}


def hook(folder: Path, *arguments: str, given: bytes = b"") -> tuple[int, str, str]:
    command = [sys.executable, "-m", "de_lint", "hook", *arguments]
    result = subprocess.run(command, cwd=folder, input=given, capture_output=True, timeout=900, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def run(folder: Path, script: str, *arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the program after a script that breaks something in it."""
    start = f"import sys\n{script}\nfrom de_lint.__main__ import main\nmain()\n"
    command = [sys.executable, "-c", start, *arguments]
    more.setdefault("stdout", subprocess.PIPE)
    event = json.dumps(STOP).encode()
    return subprocess.run(command, cwd=folder, input=event, stderr=subprocess.PIPE, timeout=900, check=False, **more)


BROKEN = {
    "a module is gone": "sys.modules['de_lint.agents.answers'] = None",
    "the reader is gone": "sys.modules['de_lint.reading.document'] = None",
    "interrupted": "import de_lint.agents.hook as h\ndef answer(*a, **k): raise KeyboardInterrupt\nh.answer = answer",
    "ended": "import de_lint.agents.hook as h\ndef answer(*a, **k): sys.exit(2)\nh.answer = answer",
    "stdin is closed": "sys.stdin.close()",
    "no stdin": "sys.stdin = None",
}


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN.keys())
def test_what_breaks_refuses_nothing(tmp_path: Path, script: str) -> None:
    result = run(tmp_path, script, "hook")
    assert (result.returncode, result.stderr) == (0, b"")
    assert json.loads(result.stdout)["systemMessage"].startswith("de-lint could not check this: ")
    result = run(tmp_path, script, "hook", "--fail-closed")
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.startswith(b"de-lint could not check this: ") and result.stderr.count(b"\n") == 1


def test_an_event_that_is_too_large(tmp_path: Path) -> None:
    given = b'{"hook_event_name": "SubagentStop", "x": "' + b"a" * 20_000_000 + b'"}'
    why = "de-lint could not check this: the event holds more than 20 MB"
    code, out, _ = hook(tmp_path, given=given)
    assert code == 0 and json.loads(out)["systemMessage"].startswith(why)
    code, out, err = hook(tmp_path, "--fail-closed", given=given)
    assert (code, out) == (2, "") and err.startswith(why)


ENDLESS = """
import re, de_lint.agents.deadline, de_lint.agents.verdicts
de_lint.agents.deadline.SECONDS = 1.0
de_lint.agents.verdicts._found = lambda *_: re.match("(a+)+b", "a" * 90)
"""
LATE_FORM = """
import signal, de_lint.agents.verdicts
de_lint.agents.verdicts._forms = lambda *_: (signal.raise_signal(signal.SIGALRM) for _ in "a")
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers")
def test_what_takes_too_long_is_told_before_the_host_stops_waiting(tmp_path: Path) -> None:
    result = run(tmp_path, ENDLESS, "hook")
    assert (result.returncode, result.stderr) == (0, b"")
    message = json.loads(result.stdout)["systemMessage"]
    assert message == "de-lint could not check this: it takes longer than 1 seconds"
    result = run(tmp_path, ENDLESS, "hook", "--fail-closed")
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr == f"{message}\n".encode()
    assert SECONDS / PATIENCE < TIMEOUT


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers")
def test_a_form_that_takes_too_long_costs_no_verdict(tmp_path: Path) -> None:
    answered = json.loads(run(tmp_path, LATE_FORM, "hook").stdout)
    assert answered["decision"] == "block"
    assert "empty-report" in answered["reason"]


def test_an_event_needs_no_command_line_library(tmp_path: Path) -> None:
    result = run(tmp_path, "sys.modules['click'] = None", "hook", "--host=codex")
    assert (result.returncode, result.stderr) == (0, b"")
    assert json.loads(result.stdout)["decision"] == "block"


@pytest.mark.parametrize("close", ["import os; os.close(1)", "sys.stdout.close()", "sys.stdout = None"])
@pytest.mark.parametrize("arguments", [["hook"], ["--bogus", "hook"], ["--host", "claude", "hook"]])
def test_an_answer_that_nobody_takes(tmp_path: Path, close: str, arguments: list[str]) -> None:
    assert run(tmp_path, close, *arguments).returncode == 0
    assert run(tmp_path, close, *arguments, "--fail-closed").returncode == 2


def test_a_broken_pipe(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert run(tmp_path, "", "hook", stdout=writer).returncode == 0
        assert run(tmp_path, "", "hook", "--fail-closed", stdout=writer).returncode == 2
    finally:
        os.close(writer)


@pytest.mark.parametrize("before", [["--bogus"], ["--bogus=x"], ["-x"]])
def test_a_wrong_option_before_the_command_refuses_nothing(tmp_path: Path, before: list[str]) -> None:
    result = run(tmp_path, "", *before, "hook")
    assert (result.returncode, result.stderr) == (0, b"")
    assert "No such option" in json.loads(result.stdout)["systemMessage"]
    assert run(tmp_path, "", *before, "hook", "--fail-closed").returncode == 2
    assert run(tmp_path, "", *before, "hook", "install").returncode == 2


def test_an_event_on_standard_input(tmp_path: Path) -> None:
    code, out, err = hook(tmp_path, given=json.dumps(STOP).encode())
    assert (code, err) == (0, "")
    assert json.loads(out)["decision"] == "block"


def test_nothing_to_say(tmp_path: Path) -> None:
    other = json.dumps({"hook_event_name": "PreToolUse", "tool_name": "Bash"}).encode()
    assert hook(tmp_path, given=other) == (0, "", "")
    assert hook(tmp_path, "--host", "codex", given=other) == (0, "{}\n", "")


def test_exit_code_two_where_the_host_wants_it(tmp_path: Path) -> None:
    code, out, err = hook(tmp_path, given=json.dumps({**STOP, "hook_event_name": "TeammateIdle"}).encode())
    assert (code, out) == (2, "")
    assert "S105 empty-report" in err


@pytest.mark.parametrize(
    "arguments", [["--bogus"], ["--host", "nobody"], ["--host"], ["instal"], ["--config", "none.toml"],
                  ["--config", "x", "--isolated"]],
)  # fmt: skip
def test_wrong_usage_refuses_nothing(tmp_path: Path, arguments: list[str]) -> None:
    code, out, err = hook(tmp_path, *arguments, given=json.dumps(STOP).encode())
    assert (code, err) == (0, "")
    assert list(json.loads(out)) == ["systemMessage"]
    code, out, err = hook(tmp_path, "--fail-closed", *arguments, given=json.dumps(STOP).encode())
    assert (code, out) == (2, "")
    assert err.startswith("de-lint could not check this: ")


def test_replay(tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(json.dumps(STOP))
    code, out, _ = hook(tmp_path, "replay", "event.json")
    assert (code, json.loads(out)["decision"]) == (0, "block")


def test_a_replay_is_not_recorded(tmp_path: Path) -> None:
    (tmp_path / ".de-lint.toml").write_text('[hook]\nlog = "hook.jsonl"\n')
    asked = {"prompt": "Look at it.", "subagent_type": "qa"}
    event = {"hook_event_name": "PreToolUse", "tool_name": "Task", "tool_input": asked}
    event |= {"session_id": "s", "tool_use_id": "t"}
    (tmp_path / "event.json").write_text(json.dumps({**event, "cwd": str(tmp_path)}))
    there = sorted(tmp_path.iterdir())
    assert hook(tmp_path, "replay", "event.json") == (0, "", "")
    assert sorted(tmp_path.iterdir()) == there


@pytest.mark.parametrize("arguments", [["--host", "codex", "replay"], ["replay", "--host", "codex"]])
def test_a_replay_for_another_host(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "event.json").write_text('{"hook_event_name": "PreToolUse", "tool_name": "Bash"}')
    assert hook(tmp_path, *arguments, "event.json") == (0, "{}\n", "")


@pytest.mark.parametrize("name", ["none.json", "odd.bin", ".", "list.json"])
def test_a_replay_without_an_event_is_a_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "odd.bin").write_bytes(bytes(range(256)))
    (tmp_path / "list.json").write_text("[]")
    code, out, err = hook(tmp_path, "replay", name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"de-lint: {name}: ")


def test_install_prints(tmp_path: Path) -> None:
    code, out, _ = hook(tmp_path, "install", "--host", "claude", "--agent", "qa-agent", "--agent", "ops")
    hooks = json.loads(out)["hooks"]
    run = [{"type": "command", "command": "de-lint hook", "timeout": 10}]
    assert code == 0
    assert hooks == {
        "SubagentStart": [{"matcher": "^(?:qa-agent|ops)$", "hooks": run}],
        "SubagentStop": [{"matcher": "^(?:qa-agent|ops)$", "hooks": run}],
        "PreToolUse": [{"matcher": "Agent|Task|SubagentHandback|SendMessage", "hooks": run}],
        "PostToolUse": [{"matcher": "Agent|Task", "hooks": run}],
    }
    assert list(tmp_path.iterdir()) == []


def test_install_for_other_hosts(tmp_path: Path) -> None:
    command = {"type": "command", "command": "de-lint hook --host codex", "timeout": 10}
    code, out, err = hook(tmp_path, "install", "--host", "codex", "--agent", "qa")
    assert code == 0 and ".codex/hooks.json" in err and err.count("\n") == 1
    assert json.loads(out)["hooks"]["SubagentStop"] == [{"matcher": "qa", "hooks": [command]}]
    assert hook(tmp_path, "install", "--host", "vscode", "--agent", "qa")[0] == 2
    code, out, err = hook(tmp_path, "install", "--host", "vscode", "--write")
    assert (code, out, err) == (0, "", "de-lint: added the hooks to .github/hooks/de-lint.json\n")
    there = (tmp_path / ".github" / "hooks" / "de-lint.json").read_text(encoding="utf-8")
    for host in ("vscode", "copilot"):  # they read the same file, and answer each other's events
        code, out, err = hook(tmp_path, "install", "--host", host, "--write")
        assert (code, out, err) == (0, "", "de-lint: .github/hooks/de-lint.json already has these hooks\n")
    assert (tmp_path / ".github" / "hooks" / "de-lint.json").read_text(encoding="utf-8") == there


def test_a_shared_file_denies_nothing_where_de_lint_is_not_installed(tmp_path: Path) -> None:
    file = tmp_path / ".github" / "hooks" / "de-lint.json"
    file.parent.mkdir(parents=True)
    old = {"type": "command", "command": "de-lint hook --host vscode", "timeout": 10}
    file.write_text(json.dumps({"hooks": {"PreToolUse": [old], "SubagentStart": [old]}}))
    assert hook(tmp_path, "install", "--host", "copilot", "--write")[0] == 0
    hooks = json.loads(file.read_text(encoding="utf-8"))
    assert hooks["version"] == 1
    for event, entries in hooks["hooks"].items():
        [entry] = entries
        assert entry["timeout"] == entry["timeoutSec"] == 10
        assert ("matcher" in entry) is (event in ("PreToolUse", "PostToolUse"))
        for command in (entry["command"], entry["bash"]):
            run = subprocess.run(["/bin/sh", "-c", command], env={"PATH": str(tmp_path)}, check=False, timeout=900)
            assert run.returncode == 0


def test_install_merges_and_does_so_once(tmp_path: Path) -> None:
    file = tmp_path / ".claude" / "settings.json"
    file.parent.mkdir()
    mine = {"model": "größer", "hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": []}], "Stop": []}}
    file.write_text(json.dumps(mine), encoding="utf-8")
    file.chmod(0o600)
    done = "de-lint: added the hooks to .claude/settings.json\n"
    assert hook(tmp_path, "install", "--host", "claude", "--write") == (0, "", done)
    once = file.read_text(encoding="utf-8")
    written = json.loads(once)
    assert written["model"] == "größer"
    assert [e["matcher"] for e in written["hooks"]["PreToolUse"]] == ["Bash", "Agent|Task|SubagentHandback|SendMessage"]
    assert written["hooks"]["SubagentStop"][0]["matcher"] == "*"
    again = hook(tmp_path, "install", "--host", "claude", "--write")
    assert again == (0, "", "de-lint: .claude/settings.json already has these hooks\n")
    assert file.read_text(encoding="utf-8") == once
    assert [f.name for f in file.parent.iterdir()] == ["settings.json"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_install_for_other_agents_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / ".claude" / "settings.json"
    file.parent.mkdir()
    mine = {"type": "command", "command": ".venv/bin/de-lint hook --fail-closed", "timeout": 30}
    other = {"type": "command", "command": "say done"}
    file.write_text(json.dumps({"hooks": {"SubagentStop": [{"hooks": [other, mine]}]}}))
    code, out, err = hook(tmp_path, "install", "--host", "claude", "--write", "--agent", "qa")
    assert (code, out) == (0, "")
    assert "de-lint: SubagentStop: 'qa' replaces '*'\n" in err
    hooks = json.loads(file.read_text())["hooks"]
    assert hooks["SubagentStop"] == [{"hooks": [other]}, {"matcher": "qa", "hooks": [mine]}]
    assert [entry["matcher"] for entry in hooks["SubagentStart"]] == ["qa"]


def test_install_for_a_second_agent_keeps_the_first(tmp_path: Path) -> None:
    file = tmp_path / ".claude" / "settings.json"
    assert hook(tmp_path, "install", "--host", "claude", "--write", "--agent", "qa")[0] == 0
    _, _, err = hook(tmp_path, "install", "--host", "claude", "--write", "--agent", "engineer")
    assert err == (
        "de-lint: added the hooks to .claude/settings.json\n"
        "de-lint: SubagentStart: 'qa|engineer' replaces 'qa'\n"
        "de-lint: SubagentStop: 'qa|engineer' replaces 'qa'\n"
    )
    hooks = json.loads(file.read_text())["hooks"]
    for event in ("SubagentStart", "SubagentStop"):
        assert [entry["matcher"] for entry in hooks[event]] == ["qa|engineer"]
    assert [entry["matcher"] for entry in hooks["PostToolUse"]] == ["Agent|Task"]
    there = file.read_text()
    for agents in (["engineer"], ["qa"], ["engineer", "qa"]):
        options = [word for agent in agents for word in ("--agent", agent)]
        told = "de-lint: .claude/settings.json already has these hooks\n"
        assert hook(tmp_path, "install", "--host", "claude", "--write", *options) == (0, "", told)
    assert file.read_text() == there
    told = hook(tmp_path, "install", "--host", "claude", "--write")[2]
    assert "SubagentStop: '*' replaces 'qa|engineer'" in told


def test_install_says_which_agents_are_known_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = tmp_path / ".claude" / "agents"
    (folder / "more").mkdir(parents=True)
    (folder / "reviewer.md").write_text("Looks at code.\n")
    (folder / "more" / "a.md").write_text('---\ndescription: x\nname: "release-notes"  # writes them\n---\n')
    (tmp_path / "home/.claude/agents").mkdir(parents=True)
    (tmp_path / "home/.claude/agents/mine.md").write_text("---\nname: my-own\n---\n")
    known = ["qa", "QA Agent", "team:qa", "reviewer", "release-notes", "my-own"]
    options = [word for agent in [*known, "nosuch"] for word in ("--agent", agent)]
    code, out, err = hook(tmp_path, "install", "--host", "claude", *options)
    assert (code, "nosuch" in out) == (0, True)
    assert err.splitlines()[:-1] == ["de-lint: no role and no file in .claude/agents is called 'nosuch'"]
    err = hook(tmp_path, "install", "--host", "codex", "--agent", "reviewer")[2]
    assert err.startswith("de-lint: no role is called 'reviewer'\n")


@pytest.mark.parametrize("text", ["{", "[]", '{"hooks": []}', '{"hooks": {"PreToolUse": 3}}'])
def test_install_leaves_alone_what_it_cannot_add_to(tmp_path: Path, text: str) -> None:
    file = tmp_path / ".claude" / "settings.json"
    file.parent.mkdir()
    file.write_text(text)
    code, _, err = hook(tmp_path, "install", "--host", "claude", "--write")
    assert code == 2 and ".claude/settings.json: " in err
    assert file.read_text() == text
