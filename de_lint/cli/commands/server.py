"""`de-lint server`: the language server."""

from __future__ import annotations

import os

import click

from de_lint.cli.options import common


@click.command()
@common.config
@common.isolated
def command(config: str | None, isolated: bool) -> int:
    """Serve an editor over standard input and output.

    The Language Server Protocol tells it what is wrong while documents are written, what they mean, and how to fix it.
    """
    try:
        from de_lint.server.program import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("de_lint"):
            raise
        raise click.ClickException("the server needs optional packages: pip install 'de-lint[lsp]'") from None
    common.projects(config, isolated)  # what is wrong with a named file is said at once
    from de_lint.server.options import Options

    return serve(Options(config and os.path.abspath(config), isolated))
