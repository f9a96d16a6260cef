"""Recorded events: fixtures/hook/<event>/<case>/payload.json and the exact answer. To add a test, add a folder.

An `answer.json` names the host. `pytest tests/agents --update-goldens` writes the answers anew; read their diff.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from de_lint.agents.answers import LONGEST
from de_lint.agents.hook import answer

CASES = sorted((Path(__file__).resolve().parents[2] / "fixtures" / "hook").glob("*/*/payload.json"))


@pytest.mark.parametrize("file", CASES, ids=lambda f: f"{f.parent.parent.name}-{f.parent.name}")
def test_answer(file: Path, request: pytest.FixtureRequest) -> None:
    recorded = file.with_name("answer.json")
    host = json.loads(recorded.read_text(encoding="utf-8"))["host"]
    given = answer(file.read_bytes(), host, isolated=True)
    written = {
        "host": host,
        "exit_code": given.exit_code,
        "stdout": json.loads(given.stdout) if given.stdout else None,
        "stderr": given.stderr,
    }
    if request.config.getoption("--update-goldens"):
        recorded.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    assert written == json.loads(recorded.read_text(encoding="utf-8"))
    assert all(len(text) <= LONGEST for text in _strings(written))


@pytest.mark.parametrize("file", CASES, ids=lambda f: f"{f.parent.parent.name}-{f.parent.name}")
def test_names_say_what_happens(file: Path) -> None:
    """A wrong golden file does not pass unseen: what is bad is refused, and what is good is not."""
    recorded = json.loads(file.with_name("answer.json").read_text(encoding="utf-8"))
    said = recorded["stdout"] or {}
    words = (said.get("decision"), said.get("permission"), said.get("hookSpecificOutput", {}).get("permissionDecision"))
    refuses = recorded["exit_code"] == 2 or "followup_message" in said or bool({"block", "deny"} & set(words))
    name = file.parent.name.removesuffix(f"_{recorded['host']}")
    silent = name.startswith(("good", "other_tool", "unknown", "nothing", "launched", "free_agent")) or (
        name == "prose" and file.parent.parent.name != "SubagentStop"
    )
    if name in ("free_agent_blank", "free_agent_bad_report"):
        silent = False
    if silent:
        assert (said, recorded["exit_code"], recorded["stderr"]) == ({}, 0, "")
    elif file.parent.parent.name == "SubagentStart" or name.endswith("_again"):
        assert (said or recorded["stderr"]) and not refuses
    else:
        assert refuses


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for below in value.values() for text in _strings(below)]
    return [value] if isinstance(value, str) else []
