"""`de-lint convert`: Markdown to JSON."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from de_lint.cli import _options, _run_options
from de_lint.cli._progress import with_progress
from de_lint.cli._streams import complain, write_stdout
from de_lint.project.conversion import SHAPES, Conversion, Converted
from de_lint.project.converting import Conclusion, Converter, Refused, converted, converter_of
from de_lint.project.discovery import Input, discover, reason
from de_lint.project.pool import Pool, jobs_for
from de_lint.project.quarantine import Quarantine

_BY_SUFFIX = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@click.command()
@_options.paths
@click.option("-o", "output", metavar="FILE", type=click.Path(), help="Write to a file: .json or .jsonl.")
@click.option("--to", "shape", type=click.Choice(list(SHAPES)), help="The format, whatever the file's name.")
@click.option("--source-map", is_flag=True, help="Say of every value where it stands in the source.")
@click.option("--strict", is_flag=True, help="Quarantine documents that check finds errors in.")
@click.option(
    "--quarantine", metavar="DIR", type=click.Path(file_okay=False),
    help="Copy inputs that were not converted here, each with the reason.",
)  # fmt: skip
@_options.stdin_filename
@_options.force_exclude
@_options.exclude
@_options.config
@_options.isolated
@_run_options.jobs
def command(
    paths: tuple[str, ...],
    output: str | None,
    shape: str | None,
    source_map: bool,
    strict: bool,
    quarantine: str | None,
    stdin_filename: str | None,
    force_exclude: bool,
    exclude: tuple[str, ...],
    config: str | None,
    isolated: bool,
    jobs: int | None,
) -> int:
    """Turn Markdown into JSON.

    PATHS are files, folders or - for standard input; the working directory when none is named.
    One input prints one pretty document, several (or a folder) print a document a line.
    """
    chosen = _options.chosen_paths(paths, stdin_filename)
    projects = _options.projects(config, isolated)
    inputs = discover(
        chosen,
        stdin_name=stdin_filename,
        exclude=_options.split(exclude),
        exclude_folders=[Path(quarantine)] if quarantine else [],
        force_exclude=force_exclude,
        configured=projects.excludes,
    )
    single = len(chosen) == 1 and not os.path.isdir(chosen[0])
    shape = shape or _shape_of(output, single)
    refused = Quarantine(quarantine)
    many, make_projects = jobs_for(len(inputs), jobs), partial(_options.projects, config, isolated)
    here = Converter(Conversion(projects, source_map, strict)) if jobs is None or many == 1 else None
    pool = Pool[Conclusion](many, partial(converter_of, make_projects, source_map, strict), here)
    documents = _documents(inputs, pool, refused)
    _write(SHAPES[shape](documents, single), output)
    return refused.exit_code


def _shape_of(output: str | None, single: bool) -> str:
    """Return the format that the output file's name asks for, or the one that suits the inputs."""
    if output is None or output == "-":
        return "json" if single else "jsonl"
    suffix = os.path.splitext(output)[1].lower()
    if suffix not in _BY_SUFFIX:
        raise click.UsageError(f"{output}: the name must end in {', '.join(_BY_SUFFIX)}, or give --to.")
    return _BY_SUFFIX[suffix]


def _documents(inputs: Sequence[Input], pool: Pool[Conclusion], refused: Quarantine) -> Iterator[Converted]:
    """Yield each input's document; quarantine those that have none."""
    for each, document in with_progress(converted(inputs, pool), len(inputs)):
        if isinstance(document, Refused):
            complain(each.path, document.why)
            try:
                refused.add(each.path, document.data, document.why)
            except OSError as error:  # such as a name that is too long with an ending
                complain(each.path, f"cannot be quarantined: {reason(error)}")
        else:
            yield document


def _write(pieces: Iterator[str], output: str | None) -> None:
    if output is None or output == "-":
        for piece in pieces:
            write_stdout(piece)
        return
    from de_lint.project.writing_files import atomic

    with atomic(output) as stream:
        for piece in pieces:
            stream.write(piece.encode("utf-8"))
