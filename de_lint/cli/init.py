"""`de-lint init`: what a repository holds, and the configuration that makes sense of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from de_lint.cli import _options, _run_options
from de_lint.cli._streams import complain

#: Looking at so many files of a few pages takes about a minute on two processors.
MOST_FILES = 3000


@click.command()
@click.option("--write", is_flag=True, help="Write the configuration, and the baseline if it has one.")
@_options.list_format()
@click.option(
    "--baseline/--no-baseline", "wants_baseline", default=None,
    help="Propose a baseline of today's findings, or none.  [default: for more than 10]",
)  # fmt: skip
@click.option(
    "--max-files", metavar="N", type=click.IntRange(min=0), default=MOST_FILES, show_default=True,
    help="Look at N files at most, spread over all folders; 0 is no limit.",
)  # fmt: skip
@_options.exclude
@_options.config
@_options.isolated
@_run_options.jobs
def command(
    write: bool,
    output_format: str,
    wants_baseline: bool | None,
    max_files: int,
    exclude: tuple[str, ...],
    config: str | None,
    isolated: bool,
    jobs: int | None,
) -> int:
    """Look at the working directory and propose a configuration.

    Printed is what is there and the configuration that makes sense of it, each setting with what supports it. --write
    writes it to pyproject.toml where there is one, else to .de-lint.toml. A configuration that is there already is
    never changed: printed is what it lacks.
    """
    if write and isolated:
        raise click.UsageError("--write and --isolated exclude each other.")
    projects = _options.projects(config, isolated)
    settings = projects.of_folder(Path.cwd())
    if write and settings.configuration.file:
        why = "there is a configuration already, which stays as it is; without --write, init says what it lacks"
        complain(settings.configuration.name, why)
        return 2
    from de_lint.cli._initial import Initial

    inputs = _options.inputs((".",), projects, None, exclude, False)
    initial = Initial(projects, partial(_options.projects, config, isolated), jobs)
    return initial.run(inputs, _options.split(exclude), max_files, wants_baseline, write, output_format == "json")
