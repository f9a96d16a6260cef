"""The file of hooks that VS Code and Copilot CLI both read: Claude Code's layout, other tools, keys in either spelling.

Copilot CLI denies every tool that a failing command is asked about, and takes a decision outside of
`hookSpecificOutput`; VS Code heeds no choice of tools. So the command is guarded, names its tools, and each is answered
in both places. Events that Copilot CLI is asked for in camelCase name themselves nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from de_lint.agents.events import EventInput, Payload, first_text
from de_lint.agents.hosts.claude import ClaudeHost, denied
from de_lint.agents.hosts.host import EVERY, TIMEOUT
from de_lint.patterns import compiled

_TOOLS = "Agent|Task|runSubagent|task"
#: What only one event holds, the most telling first.
_TELLING = {
    "tool_result": "PostToolUse",
    "tool_name": "PreToolUse",
    "response": "SubagentStop",
    "stop_reason": "Stop",
    "agent_name": "SubagentStart",
}
#: Usual names, and others for the same.
_SAME = {
    "last_assistant_message": ("response",),
    "tool_input": ("tool_args",),
    "tool_response": ("tool_result",),
    "agent_type": ("agent_name",),
}
_TEXTS = ("text_result_for_llm", "textResultForLlm")
_GUARD = "command -v de-lint >/dev/null || exit 0"
_HUMP = compiled(r"(?<=[a-z0-9])[A-Z]")


class GitHubHost(ClaudeHost):
    """A host that reads `.github/hooks`."""

    file = Path(".github/hooks/de-lint.json")
    agents = Path(".github/agents")
    chooses_agents = False
    by_tool: ClassVar[Mapping[str, str]] = {"PreToolUse": _TOOLS, "PostToolUse": _TOOLS}
    agent_tools = frozenset(_TOOLS.split("|"))
    file_tools = ClaudeHost.file_tools | {
        "create_file", "replace_string_in_file", "multi_replace_string_in_file", "insert_edit_into_file", "create",
        "edit",
    }  # fmt: skip

    def plain(self, payload: Payload) -> Payload:
        """Return an event with the names that most hosts use."""
        plain = {_HUMP.sub(lambda m: f"_{m[0].lower()}", name): value for name, value in payload.items()}
        if "hook_event_name" not in plain and "session_id" in plain:
            plain["hook_event_name"] = next((event for name, event in _TELLING.items() if name in plain), "unknown")
        for usual, others in _SAME.items():
            plain[usual] = next((plain[name] for name in (usual, *others) if plain.get(name) is not None), None)
        return plain

    def returned(self, response: object) -> str | None:
        """Return the report in a tool's response, None if it has none."""
        text = first_text(response, _TEXTS) if isinstance(response, dict) else ""
        return text or super().returned(response)

    def block(self, given: EventInput, reason: str, /) -> dict[str, Any]:
        """Return the object that refuses what was done, in both of the places that are read."""
        blocked = super().block(given, reason)
        return {**blocked, "hookSpecificOutput": {"hookEventName": given.event, **blocked}}

    def denial(self, given: EventInput, reason: str, /) -> dict[str, Any]:
        """Return the object that denies the use of a tool, in both of the places that are read."""
        return {**denied(reason), **super().denial(given, reason)}

    def hooks(self, chosen: str = EVERY, /) -> dict[str, Any]:
        """Return what the host's file is to hold."""
        return {"version": 1, **super().hooks(chosen)}

    def entry(self, _: str, matcher: str, /) -> dict[str, Any]:
        """Return the entry for an event in the host's file."""
        command = self.command()
        windows = f"if (Get-Command de-lint -ErrorAction SilentlyContinue) {{ {command} }}"
        guarded = f"{_GUARD}; {command}"
        run: dict[str, Any] = {"type": "command", "command": guarded, "bash": guarded, "powershell": windows}
        run |= {"windows": f'powershell -NoProfile -Command "{windows}"', "timeout": TIMEOUT, "timeoutSec": TIMEOUT}
        return run if matcher == EVERY else {"matcher": matcher, **run}

    def keeps(self, run: Mapping[str, Any], /) -> bool:
        """Tell whether a command that is there already may stay: one that may fail must not."""
        return _GUARD in str(run.get("command", ""))
