"""Options that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Decorated = Callable[..., Any]

paths = click.argument("paths", nargs=-1, type=click.Path())
stdin_filename = click.option("--stdin-filename", metavar="PATH", help="What standard input is called.")
exclude = click.option(
    "--exclude",
    metavar="PATTERNS",
    multiple=True,
    help="Leave out what fits these .gitignore patterns, separated by commas.",
)
force_exclude = click.option("--force-exclude", is_flag=True, help="Apply exclusions to named files, too.")


def split(values: tuple[str, ...]) -> list[str]:
    """Return the parts of comma-separated values."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def chosen_paths(paths: tuple[str, ...], stdin_name: str | None) -> tuple[str, ...]:
    """Return the paths; when none is named, standard input if it has a name, else the working directory."""
    return paths or (("-",) if stdin_name else (".",))


def list_format() -> Callable[[Decorated], Decorated]:
    """Return the `--format` option of commands that list things."""
    return click.option(
        "--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True
    )
