"""`de-lint mcp`: the tools for agents, as a server of the Model Context Protocol."""

from __future__ import annotations

import click

from de_lint.cli.options import common


@click.command()
@common.config
@common.isolated
def command(config: str | None, isolated: bool) -> None:
    """Run the MCP server for agents, on standard input and output.

    An agent host starts it. With its tools, an agent gets the form of its report, checks reports and delegations before
    handing them on, looks up rules, and reads documents as JSON. Files outside the working directory are not read.
    """
    with common.needed("mcp"):
        from de_lint.agents.mcp_server import serve_tools
    common.projects(config, isolated)  # what is wrong with a named file is said at once
    serve_tools(config, isolated)
