"""Qwen Code: Claude Code's layout with other names of tools, and milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from de_lint.agents.hosts.claude import ClaudeHost
from de_lint.agents.hosts.host import TIMEOUT


class QwenHost(ClaudeHost):
    """Qwen Code."""

    name = "qwen"
    title = "Qwen Code"
    file = Path(".qwen/settings.json")
    traces = (".qwen", "QWEN.md")
    program = "qwen"
    agents = Path(".qwen/agents")
    by_tool: ClassVar[Mapping[str, str]] = {"PreToolUse": "^(?:agent|task)$", "PostToolUse": "^(?:agent|task)$"}
    sample_tool = "agent"
    agent_tools = frozenset({"agent", "task", "Agent", "Task"})
    file_tools = frozenset({"write_file", "edit", "Write", "Edit"})

    def run(self) -> dict[str, Any]:
        """Return how the host is to run de-lint."""
        return {**super().run(), "timeout": TIMEOUT * 1_000}


HOST = QwenHost()
