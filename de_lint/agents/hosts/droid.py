"""Factory Droid: Claude Code's layout; an agent's end tells neither its message nor its type."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from de_lint.agents.hosts.claude import ClaudeHost


class DroidHost(ClaudeHost):
    """Factory Droid."""

    name = "droid"
    title = "Factory Droid"
    file = Path(".factory/hooks.json")
    traces = (".factory",)
    program = "droid"
    agents = Path(".factory/droids")
    chooses_agents = False
    by_agent = ()
    by_tool: ClassVar[Mapping[str, str]] = {"PreToolUse": "Task", "PostToolUse": "Task"}
    sample_tool = "Task"
    file_tools = frozenset({"Create", "Edit", "MultiEdit", "Write"})


HOST = DroidHost()
