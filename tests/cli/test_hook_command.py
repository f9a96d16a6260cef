"""`de-lint hook` as a host starts it: a process whose exit code and output are all that counts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

STOP = {"hook_event_name": "SubagentStop", "agent_type": "qa", "last_assistant_message": ""}


def hook(folder: Path, *arguments: str, given: bytes = b"") -> tuple[int, str, str]:
    command = [sys.executable, "-m", "de_lint", "hook", *arguments]
    result = subprocess.run(command, cwd=folder, input=given, capture_output=True, timeout=60, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


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
    assert err.startswith("de-lint could not judge this: ")


def test_replay(tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text(json.dumps(STOP))
    code, out, _ = hook(tmp_path, "replay", "event.json")
    assert (code, json.loads(out)["decision"]) == (0, "block")
    assert hook(tmp_path, "replay", "none.json")[0] == 2


def test_install_prints(tmp_path: Path) -> None:
    code, out, _ = hook(tmp_path, "install", "--host", "claude", "--agent", "qa-agent", "--agent", "ops")
    hooks = json.loads(out)["hooks"]
    run = [{"type": "command", "command": "de-lint hook", "timeout": 10}]
    assert code == 0
    assert hooks == {
        "SubagentStop": [{"matcher": "qa-agent|ops", "hooks": run}],
        "PreToolUse": [{"matcher": "Agent|Task", "hooks": run}],
    }
    assert list(tmp_path.iterdir()) == []


def test_install_merges_and_does_so_once(tmp_path: Path) -> None:
    file = tmp_path / ".claude" / "settings.json"
    file.parent.mkdir()
    mine = {"model": "größer", "hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": []}], "Stop": []}}
    file.write_text(json.dumps(mine), encoding="utf-8")
    assert hook(tmp_path, "install", "--write") == (0, "", "")
    once = file.read_text(encoding="utf-8")
    written = json.loads(once)
    assert written["model"] == "größer"
    assert [e["matcher"] for e in written["hooks"]["PreToolUse"]] == ["Bash", "Agent|Task"]
    assert written["hooks"]["SubagentStop"][0]["matcher"] == "*"
    assert hook(tmp_path, "install", "--write") == (0, "", "")
    assert file.read_text(encoding="utf-8") == once
    assert [f.name for f in file.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("text", ["{", "[]", '{"hooks": []}', '{"hooks": {"PreToolUse": 3}}'])
def test_install_leaves_alone_what_it_cannot_add_to(tmp_path: Path, text: str) -> None:
    file = tmp_path / ".claude" / "settings.json"
    file.parent.mkdir()
    file.write_text(text)
    code, _, err = hook(tmp_path, "install", "--write")
    assert code == 2 and ".claude/settings.json: " in err
    assert file.read_text() == text
