"""The tools for agents, served by the Model Context Protocol on standard input and output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from de_lint.agents.deadline import SECONDS, DeadlinePassed, within
from de_lint.agents.tools import AgentTools
from de_lint.output.program import NAME_OF_PROGRAM, version
from de_lint.project.configuration.files import ConfigurationError

_INSTRUCTIONS = (
    "Before you write a progress report, get the form of your role from new_report. Before you hand the report in, "
    "check it with check_report, correct what it names, and check it again until it is accepted. Before you give work "
    "to another agent, check the delegation with check_delegation."
)
Text = Annotated[str | None, Field(description="The Markdown text itself; give this or path.")]
Path = Annotated[str | None, Field(description="A Markdown file in the workspace; give this or text.")]
Role = Annotated[str | None, Field(description="The agent's role, by its type or name, such as qa.")]
Kind = Literal["progress_report", "delegation"]


def serve_tools(config: str | None = None, isolated: bool = False) -> None:
    """Answer on standard input and output until the client goes."""
    made(AgentTools(config, isolated)).run("stdio")


def made(tools: AgentTools) -> MCPServer[object]:
    """Return the server of some tools. They run one after the other, in the thread that heeds the deadline."""
    server: MCPServer[object] = MCPServer(
        NAME_OF_PROGRAM, instructions=_INSTRUCTIONS, version=version(), log_level="ERROR"
    )
    tool = server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False), structured_output=False)

    @tool
    async def new_report(
        role: Annotated[str, Field(description="The role whose form it is, by its type or name, such as qa.")],
        kind: Annotated[Kind, Field(description="A report of that role, or a delegation to it.")] = "progress_report",
    ) -> str:
        """Get the blank form of a role's progress report, or of a delegation to it, to fill in."""
        return _answered(lambda: tools.new_report(role, kind))

    @tool
    async def check_report(
        text: Text = None,
        path: Path = None,
        role: Role = None,
        delegation: Annotated[str, Field(description="The task that the report answers, as it was given.")] = "",
    ) -> str:
        """Check a progress report before it is handed in: what is wrong, at which line, and what would be right."""
        return _answered(lambda: tools.check_report(text, path, role, delegation))

    @tool
    async def check_delegation(text: Text = None, path: Path = None, role: Role = None) -> str:
        """Check a delegation before it is given to an agent: what is wrong, at which line, and what would be right."""
        return _answered(lambda: tools.check_delegation(text, path, role))

    @tool
    async def explain_rule(
        rule: Annotated[str, Field(description="The code or name of a rule, such as T201 or malformed-ticket.")],
    ) -> str:
        """Explain a rule: what it finds, why that is bad, and an example of how to write it right."""
        return _answered(lambda: tools.explain_rule(rule))

    @tool
    async def read(text: Text = None, path: Path = None, kind: Kind | None = None, role: Role = None) -> str:
        """Read the delegations and reports in a text or file, as JSON."""
        return _answered(lambda: tools.read(text, path, kind, role))

    return server


def _answered(ask: Callable[[], str]) -> str:
    """Return an answer; whatever goes wrong is told in one line."""
    try:
        with within(SECONDS):
            return ask()
    except ConfigurationError as error:
        raise ToolError(f"{error.file}: {error.why}") from None
    except (Exception, DeadlinePassed) as error:
        raise ToolError(" ".join(str(error).split()) or type(error).__name__) from None
