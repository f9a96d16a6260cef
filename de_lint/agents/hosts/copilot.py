"""Copilot CLI and its cloud agent: what a tool has returned can only be commented on."""

from __future__ import annotations

from typing import Any

from de_lint.agents.answers import capped
from de_lint.agents.events import EventInput
from de_lint.agents.hosts.github_hooks import GitHubHost


class CopilotHost(GitHubHost):
    """Copilot CLI."""

    name = "copilot"
    title = "Copilot CLI"
    traces = (".github/hooks", ".github/copilot-instructions.md")
    program = "copilot"

    def block(self, given: EventInput, reason: str, /) -> dict[str, Any]:
        """Return the object that refuses what was done."""
        more = {"additionalContext": capped(reason)} if given.returned else {}
        return {**super().block(given, reason), **more}


HOST = CopilotHost()
