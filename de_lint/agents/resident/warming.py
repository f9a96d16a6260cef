"""What the resident helper reads and makes before the first event: what any process of the program would, once more."""

from __future__ import annotations

import json
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages

from de_lint.patterns import compile_all

_ROOMS = ("vocabulary", "reading", "judging", "learning", "output", "project", "agents")
_FORM = (
    "✅ QA Agent Progress Report\n- Task: Check the import (ISS-0415)\n- Date: 2026-03-02\n- Status: purple\n"
    "- Test Results:\n  - Passed: 12\n  - Failed: 0\n- Coverage: 87%\n- Notes: all 12 tests pass; see reports/qa.md\n"
)
_HEADINGS = (
    "# QA Agent Progress Report\n\n**Status**: ✅ done, 3 of 4\n**Date**: March 2, 2026\n\n## Summary\n\nThe import "
    "reads 1,200 rows/sec (ISS-0415). Changed `src/orders.py`; all tests pass.\n\n## Test results\n\n"
    "| Suite | Passed | Failed |\n|---|---|---|\n| unit | 40 | 3 |\n\n- [x] Read the file\n"
    "- [ ] Load it by 2026-03-05\n  1. In 12 ms\n\n"
    "## Next steps\n\n- None\n\n```\n40 passed, 3 failed\n```\n"
)
_ASKED = (
    "**QA Agent**: Run the suite\n\n**Task**: Run it\n1. Start it\n2. Read what it says\n",
    "Look into src/orders.py and tell me why the import is slow. Report back with a list of causes when done.",
)


def warm() -> None:
    """Import what events need, and judge some reports and delegations of our own; nothing is remembered of them."""
    from de_lint.agents.hook import answer

    for room in _ROOMS:
        package = import_module(f"de_lint.{room}")
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            with suppress(ImportError):  # an event that needs it says so
                import_module(module.name)
    compile_all()
    stop = {"hook_event_name": "SubagentStop"}
    events: list[dict[str, object]] = [
        {**stop, "agent_type": agent, "last_assistant_message": text}
        for agent in ("qa", "Explore")
        for text in (_FORM, _HEADINGS, "Done. All tests pass.")
    ]
    started = {"hook_event_name": "PreToolUse", "tool_name": "Agent"}
    events += [{**started, "tool_input": {"subagent_type": "qa", "prompt": text}} for text in _ASKED]
    for event in events:
        answer(json.dumps(event).encode(), isolated=True, record=False)
