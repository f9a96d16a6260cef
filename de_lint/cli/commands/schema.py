"""`de-lint schema …`: the contract itself; a subcommand is one file in `schema_commands`."""

from __future__ import annotations

import click

from de_lint.cli.commands import schema_commands
from de_lint.cli.folder import Folder


class SchemaCommands(Folder):
    """The subcommands of `de-lint schema`."""

    package = schema_commands


@click.command(cls=SchemaCommands)
def command() -> None:
    """Show, infer and compare schemas, and write prompts from them."""
