"""Options that several commands take."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from de_lint.classes import dataclass, fields
from de_lint.cli.shown.streams import QUIET
from de_lint.project.files.discovery import shown_path

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.configuration.settings import CommandLine, Settings
    from de_lint.project.files.discovery import Input
    from de_lint.vocabulary.kinds import Vocabulary

Decorated = Callable[..., Any]


@contextmanager
def needed(extra: str) -> Iterator[None]:
    """Say of a library that cannot be imported in which extra of the package it comes."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("de_lint"):
            raise
        raise click.ClickException(f"the server needs optional packages: pip install 'de-lint[{extra}]'") from None


paths = click.argument("paths", nargs=-1, type=click.Path())
stdin_filename = click.option("--stdin-filename", metavar="PATH", help="Path to show for standard input.")
exclude = click.option(
    "--exclude",
    metavar="PATTERNS",
    multiple=True,
    help="Skip what matches these .gitignore patterns, separated by commas.",
)
force_exclude = click.option(
    "--force-exclude", is_flag=True, help="Also apply exclusions to files named on the command line."
)

config = click.option(
    "--config", metavar="FILE", type=click.Path(), help="Use this configuration file instead of the nearest one."
)
isolated = click.option("--isolated", is_flag=True, help="Ignore configuration files.")


def require_an_input(paths: Sequence[str], lacking: Sequence[str]) -> None:
    """Fail where there is nothing at any of the paths: what an earlier run wrote would be replaced by nothing."""
    if paths and len(lacking) == len(paths):
        names = ", ".join(shown_path(path) for path in lacking)
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), names)


def require_other_folder(kept: str | None, paths: Sequence[str]) -> None:
    """Fail where a folder for refused inputs is itself an input: the next run would take them for more."""
    if kept is not None and os.path.isdir(kept) and any(os.path.isdir(p) and os.path.samefile(p, kept) for p in paths):
        raise click.UsageError(f"{kept}: the folder is an input and cannot be the quarantine.")


def projects(config: str | None, isolated: bool, command_line: CommandLine | None = None) -> Projects:
    """Return where the settings of files come from."""
    if config is not None and isolated:
        raise click.UsageError("--config and --isolated cannot be combined.")
    from de_lint.project.configuration.projects import Projects

    return Projects(config, isolated, command_line)


def settings(config: str | None, isolated: bool) -> Settings:
    """Return the settings that hold in the working directory."""
    return projects(config, isolated).of_folder(Path.cwd())


def vocabulary(config: str | None, isolated: bool) -> Vocabulary:
    """Return the kinds, roles and words that are in force in the working directory."""
    return settings(config, isolated).vocabulary


def split(values: tuple[str, ...]) -> list[str]:
    """Return the parts of comma-separated values."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a command reads, and the settings that it is read under, as the options say."""

    paths: tuple[str, ...]
    stdin_filename: str | None = None
    force_exclude: bool = False
    exclude: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False

    def projects(self, command_line: CommandLine | None = None) -> Projects:
        """Return where the settings of the files come from."""
        return projects(self.config, self.isolated, command_line)

    def chosen(self, instead: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the paths; when none is named, standard input if it has a name, else the working directory.

        With something else to read `instead`, none need be named.
        """
        usual = () if instead else (".",)
        return self.paths or (("-",) if self.stdin_filename else usual)

    def found(self, projects: Projects, instead: tuple[str, ...] = ()) -> list[Input]:
        """Return what the paths stand for under the options and the configuration."""
        from de_lint.project.files.discovery import discover

        return discover(
            self.chosen(instead),
            stdin_name=self.stdin_filename,
            exclude=split(self.exclude),
            force_exclude=self.force_exclude,
            configured=projects.excludes,
            includes=projects.includes,
        )


def as_one(parameter: str, made: type, *options: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """Return what gives a command options that it takes as one parameter: an object with a field for each of them."""
    names = [field.name for field in fields(made) if field.init]

    def decorate(command: Decorated) -> Decorated:
        @wraps(command)
        def packed(**given: Any) -> Any:
            return command(**{parameter: made(**{name: given.pop(name) for name in names})}, **given)

        decorated: Decorated = packed
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


read_inputs = as_one("inputs", Inputs, paths, stdin_filename, force_exclude, exclude, config, isolated)


def _be_quiet(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.meta[QUIET] = True


quiet = click.option(
    "--quiet", "-q", is_flag=True, expose_value=False, callback=_be_quiet, help="Print nothing on stderr but errors."
)


def list_format() -> Callable[[Decorated], Decorated]:
    """Return the `--format` option of commands that list things."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Output format.",
    )
