"""What the resident helper reads and makes before the first event: what any process of the program would, once more."""

from __future__ import annotations

import json
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

_ROOMS = ("vocabulary", "reading", "judging", "learning", "output", "project", "agents")
_TEXTS = {
    "SubagentStop": "✅ QA Agent Progress Report\n- Task: Check the import (ISS-0415)\n- Date: 2026-03-02\n"
    "- Status: purple\n- Test Results:\n  - Passed: 12\n  - Failed: 0\n- Coverage: 87%\n"
    "- Notes: all 12 tests pass; see reports/qa.md\n",
    "PreToolUse": "**QA Agent**: Run the suite\n\n**Task**: Run it\n1. Start it\n2. Read what it says\n",
}


def warm() -> None:
    """Import what events need, and judge a report and a delegation of our own; nothing is remembered of them."""
    from de_lint.agents.hook import answer

    for room in _ROOMS:
        package = import_module(f"de_lint.{room}")
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    for event, text in _TEXTS.items():
        given = {"subagent_type": "qa", "prompt": text}
        payload: dict[str, Any] = {
            "hook_event_name": event, "agent_type": "qa", "last_assistant_message": text, "tool_name": "Agent",
            "tool_input": given,
        }  # fmt: skip
        answer(json.dumps(payload).encode(), isolated=True, record=False)
