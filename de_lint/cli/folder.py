"""Groups of commands that are found by listing a folder."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

import click


class Folder(click.Group):
    """A group whose commands are the files of a folder; each is imported only when it is asked for.

    Folders are no commands.
    """

    package: ModuleType
    #: What the environment variables of options begin with.
    variables = "DE_LINT"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(_commands_in(tuple(self.package.__path__)))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Do as click does, and say which command was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from de_lint.vocabulary.spelling import did_you_mean

            raise click.UsageError(error.message + did_you_mean(args[0], self.list_commands(ctx)), ctx) from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, or None if there is no such file."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{self.package.__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        variables = f"{self.variables}_{variable_part(cmd_name)}"
        if isinstance(command, Folder):
            command.variables = variables
        elif not isinstance(command, click.Group):  # a host's event is answered by what its command line says
            take_from_environment(command, variables)
        return command


@cache
def _commands_in(folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(folders) if not m.ispkg))


def take_from_environment(command: click.Command, variables: str) -> None:
    """Let each option of a command be set by a variable, such as DE_LINT_CHECK_FAIL_ON."""
    for option in command.params:
        if isinstance(option, click.Option) and option.envvar is None:
            option.envvar = f"{variables}_{variable_part(max(option.opts, key=len).lstrip('-'))}"


def variable_part(name: str) -> str:
    """Return the name of a command or option as it stands in a variable."""
    return name.replace("-", "_").upper()
