"""`de-lint server`: the language server."""

from __future__ import annotations

import os

import click

from de_lint.cli.options import common


@click.command()
@common.config
@common.isolated
def command(config: str | None, isolated: bool) -> int:
    """Run the language server for editors, on standard input and output.

    An editor starts it. It reports problems while you write, explains fields and rules, completes labels and values,
    and offers fixes.
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
