"""`de-lint mcp`: the tools for agents, as a server of the Model Context Protocol."""

from __future__ import annotations

import click

from de_lint.cli.options import common


@click.command()
@common.config
@common.isolated
def command(config: str | None, isolated: bool) -> None:
    """Serve tools for agents on standard input and output (Model Context Protocol).

    An agent gets the form of its report, checks reports and delegations before it hands them on, has rules explained,
    and reads documents as JSON. Files outside of the working directory are not read.
    """
    try:
        from de_lint.agents.mcp_server import serve_tools
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("de_lint"):
            raise
        raise click.ClickException("the server needs an optional package: pip install 'de-lint[mcp]'") from None
    common.projects(config, isolated)  # what is wrong with a named file is said at once
    serve_tools(config, isolated)
