"""The format of a run that names none."""

from __future__ import annotations

from collections.abc import Mapping

# What the hosts of agents set for the programs that their agents run.
AGENT_VARIABLES = (
    "AI_AGENT",
    "ANTIGRAVITY_AGENT",
    "AUGMENT_AGENT",
    "CLAUDECODE",
    "CLINE_ACTIVE",
    "CODEX_CI",
    "CODEX_SANDBOX",
    "CODEX_THREAD_ID",
    "CURSOR_AGENT",
    "GEMINI_CLI",
    "OPENCODE",
)
_OFF = {"", "0", "false"}


def default_format(environment: Mapping[str, str], terminal: bool) -> str:
    """Return `agent` when an agent's host runs the program and stdout is no terminal, else `text`."""
    run_by_agent = any(environment.get(name, "").lower() not in _OFF for name in AGENT_VARIABLES)
    return "agent" if run_by_agent and not terminal else "text"
