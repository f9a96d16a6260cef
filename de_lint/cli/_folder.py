"""Groups of commands that are found by listing a folder."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType

import click


class Folder(click.Group):
    """A group whose commands are the files of a folder; each is imported only when it is asked for.

    Files that start with `_`, folders, and `main` are no commands.
    """

    package: ModuleType

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        names = [m.name for m in pkgutil.iter_modules(self.package.__path__) if not m.ispkg]
        return sorted(name.replace("_", "-") for name in names if name != "main" and not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, or None if there is no such file."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{self.package.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command
