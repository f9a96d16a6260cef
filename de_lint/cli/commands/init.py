"""`de-lint init`: what a repository holds, and the configuration that makes sense of it."""

from __future__ import annotations

from pathlib import Path

import click

from de_lint.cli.options import common, of_runs
from de_lint.cli.shown.streams import complain

#: Looking at so many files of a few pages takes about a minute on two processors.
MOST_FILES = 3000


@click.command()
@click.option("--write", is_flag=True, help="Write the configuration, and the baseline if it has one.")
@common.list_format()
@click.option(
    "--baseline/--no-baseline", "wants_baseline", default=None,
    help="Propose a baseline of today's findings, or none.  [default: for more than 10]",
)  # fmt: skip
@click.option(
    "--max-files", metavar="N", type=click.IntRange(min=0), default=MOST_FILES, show_default=True,
    help="Look at no more than N files, spread over all folders; 0 means no limit.",
)  # fmt: skip
@common.exclude
@common.config
@common.isolated
@of_runs.jobs
@common.quiet
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

    Prints what was found and a configuration that fits, with the reason for each setting. --write saves it in
    pyproject.toml, or in .de-lint.toml if there is none. An existing configuration is never changed: init prints what
    it lacks.
    """
    if write and isolated:
        raise click.UsageError("--write and --isolated cannot be combined.")
    where = common.Inputs((".",), exclude=exclude, config=config, isolated=isolated)
    projects = where.projects()
    settings = projects.of_folder(Path.cwd())
    if write and settings.configuration.file:
        why = "there is a configuration already, which is not changed; run init without --write to see what it lacks"
        complain(settings.configuration.name, why)
        return 2
    from de_lint.cli.runs.initial import Initial

    initial, found = Initial(projects, where.projects, jobs), where.found(projects)
    return initial.run(found, common.split(exclude), max_files, wants_baseline, write, output_format == "json")
