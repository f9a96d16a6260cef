"""`--watch`: the same command again after every change."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import complain, warn
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import STDIN, reason


def repeat(ctx: click.Context) -> int:
    """Run the command of a context, without `--watch`, now and after each change, until it is interrupted."""
    from de_lint.project.runs.watching import rounds

    given = {**ctx.params, "watch": False}
    if STDIN in (*_inputs(given).chosen(given["transcripts"]), *given["transcripts"]):
        raise click.UsageError("--watch needs files, not standard input.")
    try:
        for number in rounds(lambda: _files(given)):
            if sys.stdout is not None and sys.stdout.isatty():
                click.clear()
            _once(ctx, given, first=number == 0)
            warn("watching; Ctrl-C ends it")
    except KeyboardInterrupt:
        return 0
    return 0


def _once(ctx: click.Context, given: Mapping[str, Any], first: bool) -> None:
    """Run the command; what is wrong with a file or the configuration may be right the next time."""
    callback = ctx.command.callback
    assert callback is not None
    try:
        callback(**given)
    except ConfigurationError as error:
        complain(error.file, error.why)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        complain(str(error.filename or "-"), reason(error))
    except click.ClickException as error:
        if first:
            raise
        error.show()


def _inputs(given: Mapping[str, Any]) -> common.Inputs:
    return common.Inputs(**{each.name: given[each.name] for each in fields(common.Inputs)})


def _files(given: Mapping[str, Any]) -> Iterator[str | os.PathLike[str]]:
    """Yield the files that the command reads now, and those that its settings are read from."""
    try:
        projects = _inputs(given).projects()
        inputs = _inputs(given).found(projects, given["transcripts"])
        settings = {projects.of(each.file): None for each in inputs if each.file}
        settings[projects.of_folder(Path.cwd())] = None
    except ConfigurationError as error:
        yield error.file.rpartition(":")[0] or error.file
        return
    yield from (each.file for each in inputs if each.file)
    yield from given["transcripts"]
    for one in settings:
        yield from one.configuration.files()
