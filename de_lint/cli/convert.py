"""`de-lint convert`: Markdown to JSON."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from de_lint.cli import _options
from de_lint.cli._streams import complain, write_stdout
from de_lint.project.configuration import ConfigurationError
from de_lint.project.conversion import SHAPES, Conversion, Refusal
from de_lint.project.discovery import Input, discover, reason
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
    documents = _documents(inputs, Conversion(projects, source_map, strict), refused)
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


def _documents(
    inputs: Sequence[Input], conversion: Conversion, refused: Quarantine
) -> Iterator[dict[str, object]]:
    """Yield each input's document; quarantine those that have none."""
    for each in inputs:
        data: bytes | None = None
        try:
            data = each.read()
            document = conversion.document(data, each.path, each.file)
        except OSError as error:
            why, data = reason(error), None
        except Refusal as refusal:
            why = str(refusal)
        except ConfigurationError:
            raise
        except Exception as error:  # one document must not cost the others their conversion
            why = f"internal failure: {type(error).__name__}: {error}"
        else:
            yield document
            continue
        complain(each.path, why)
        refused.add(each.path, data, why)


def _write(pieces: Iterator[str], output: str | None) -> None:
    if output is None or output == "-":
        for piece in pieces:
            write_stdout(piece)
        return
    from de_lint.project.writing_files import atomic

    with atomic(output) as stream:
        for piece in pieces:
            stream.write(piece.encode("utf-8"))
