"""`de-lint dashboard`: one self-contained page over many records."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from de_lint.cli.options import common, of_runs
from de_lint.cli.options.outputs import require_other_file
from de_lint.cli.shown.progress import with_progress
from de_lint.cli.shown.streams import complain, write_stdout
from de_lint.project.files.discovery import Input
from de_lint.project.runs.pool import ProcessPool

if TYPE_CHECKING:
    from de_lint.bulk.dashboard.entries import Conclusion
    from de_lint.bulk.dashboard.gathering import Archive, Recorded


@click.command()
@click.option("-o", "output", metavar="FILE", required=True, type=click.Path(), help="Write to FILE; - is stdout.")
@click.option("--title", default="Delegations and reports", show_default=True, help="Heading of the page.")
@click.option("--as-of", metavar="DATE", help="Date to print at the top of the page.  [default: none]")
@common.read_inputs
@of_runs.jobs
@common.quiet
def command(
    inputs: common.Inputs,
    output: str,
    title: str,
    as_of: str | None,
    jobs: int | None,
) -> int:
    """Write one HTML page about many delegations and reports.

    PATHS are Markdown files, folders, - for standard input, or the output of convert (.jsonl, .json); by default, the
    working directory. The page needs no network. With the output of convert, records have neither source nor findings.
    """
    from de_lint.bulk.dashboard.charting import MissingLibrary, require_library
    from de_lint.bulk.inputs.sources import lacking

    try:
        require_library()
    except MissingLibrary as error:
        raise click.ClickException(str(error)) from None
    common.require_an_input(inputs.paths, lacking(inputs.paths))
    projects = inputs.projects()
    found = inputs.found(projects)
    require_other_file(output, inputs.paths, projects)
    from de_lint.bulk.dashboard.entries import EntryReader, entry_reader
    from de_lint.bulk.dashboard.page import page

    make = partial(entry_reader, inputs.projects)
    pool: ProcessPool[Conclusion | Recorded] = ProcessPool.suited(
        len(found), jobs, make, partial(EntryReader, projects)
    )
    archive = _archive(found, pool)
    _write(page(archive, title, as_of), output)
    return 2 if archive.failures else 0


def _archive(inputs: Sequence[Input], pool: ProcessPool[Conclusion | Recorded]) -> Archive:
    """Read the inputs; say on stderr which of them could not be."""
    from de_lint.bulk.dashboard.gathering import Archive, gathered

    archive = Archive()
    for each, found in with_progress(gathered(inputs, pool), len(inputs)):
        for one in found:
            archive.add(each.path, one)
    for path, why in archive.failures:
        complain(path, why)
    return archive


def _write(text: str, output: str) -> None:
    if output == "-":
        write_stdout(text)
        return
    from de_lint.project.files.writing import atomic

    with atomic(os.fspath(output)) as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))
