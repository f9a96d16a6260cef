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
    with common.needed("lsp"):
        from de_lint.server.program import serve
    common.projects(config, isolated)  # what is wrong with a named file is said at once
    from de_lint.server.options import Options

    return serve(Options(config and os.path.abspath(config), isolated))
