"""VS Code: an agent's end tells no text, so its report is judged where the tool that started it returns."""

from __future__ import annotations

from de_lint.agents.hosts.github_hooks import GitHubHost


class VSCodeHost(GitHubHost):
    """VS Code."""

    name = "vscode"
    title = "VS Code"
    traces = (".vscode",)
    program = "code"
    sample_tool = "runSubagent"


HOST = VSCodeHost()
