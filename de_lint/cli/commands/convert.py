"""`de-lint convert`: Markdown to JSON, JSON Lines or tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from de_lint.bulk.conversion import Conversion
from de_lint.bulk.converting import Conclusion, Converter, converted, converter_of
from de_lint.bulk.inputs.json_lines import SUFFIXES as JSON_LINES
from de_lint.bulk.inputs.sources import Sources
from de_lint.cli.options import common, of_convert, of_runs
from de_lint.cli.options.of_convert import ConvertOptions
from de_lint.cli.options.outputs import require_other_file
from de_lint.cli.options.sections import in_sections
from de_lint.cli.runs import transcripts as session_logs
from de_lint.cli.runs.converting import Convert, Refusals, into_archive, into_stream, number_of_inputs
from de_lint.cli.runs.engines import absolute, into_parts, on_cluster, part_folder
from de_lint.cli.shown.explanations import explained
from de_lint.cli.shown.streams import complain, is_quiet
from de_lint.project.files.discovery import STDIN, Discovery
from de_lint.project.files.ignoring import Exclusion
from de_lint.project.runs.pool import ProcessPool, jobs_for

if TYPE_CHECKING:
    from de_lint.bulk.cluster.part_folder import PartFolder
    from de_lint.project.configuration.projects import Projects


_SECTIONS = {
    "Output": ["-o", "--to", "--source-map", "--explain", "--quiet"],
    "Refusing and losses": ["--strict", "--min-coverage", "--quarantine", "--report-loss"],
    "Inputs": [
        "--git", "--field", "--transcript", "--exclude", "--force-exclude", "--stdin-filename",
        "--config", "--isolated",
    ],
    "Performance": ["--jobs", "--resume", "--engine", "--scheduler", "--partition-size"],
}  # fmt: skip


@click.command(cls=in_sections(_SECTIONS))
@of_convert.options
@common.read_inputs
@of_runs.jobs
@session_logs.convert_option
@common.quiet
def command(
    inputs: common.Inputs,
    asked: ConvertOptions,
    jobs: int | None,
    transcripts: tuple[str, ...],
) -> int:
    """Turn Markdown into JSON, JSON Lines or tables.

    PATHS are files, folders, quoted patterns, zip and tar archives, URLs such as s3://bucket/folder, or - for standard
    input; by default, the working directory. One file becomes one indented document; several files, or a folder,
    become one document per line.
    """
    projects = inputs.projects()
    if transcripts:
        if inputs.paths:
            raise click.UsageError("PATHS and --transcript cannot be combined.")
        require_other_file(asked.output, transcripts, projects)
        return session_logs.convert(transcripts, projects, asked.to, asked.output)
    paths = inputs.chosen() if asked.revisions is None else inputs.paths
    refusals = Refusals(Path(asked.quarantine) if asked.quarantine else None)
    left_out = Exclusion(common.split(inputs.exclude), refusals.folders, projects.excludes, projects.includes)
    discovery = Discovery(left_out, inputs.force_exclude, inputs.stdin_filename)
    sources = Sources(tuple(dict.fromkeys(paths)), discovery, inputs.stdin_filename, asked.field, asked.revisions)
    _find_contradictions(asked, sources, jobs)
    _spare(asked, sources, projects)
    _hint(asked, paths)
    if asked.explain:
        return explained(sources, projects, refusals)
    written, target = asked.written(sources.single), asked.target
    folder = part_folder(asked, written)
    make_projects = replace(inputs, config=absolute(inputs.config)).projects
    losses = Path(asked.report_loss) if asked.report_loss else None
    with _engine(asked, written.name, sources, projects, make_projects, folder, jobs) as convert:
        if target is None or _is_device(target) or (sources.single and written.stream and not target.is_dir()):
            return into_stream(sources, convert, written, target, refusals, losses)
        given = {f"--{name.replace('_', '-')}": value for name, value in asdict(inputs).items() if name != "paths"}
        given |= {"paths": list(sources.paths), "--exclude": list(inputs.exclude)}
        settings = asked.settings(projects, format=written.name, **given)
        if folder is not None:
            settings, written = {**settings, "--engine": asked.engine}, into_parts(written, folder)
        return into_archive(sources, convert, written, target, refusals, losses, settings, asked.resume)


@contextmanager
def _engine(
    asked: ConvertOptions,
    written: str,
    sources: Sources,
    projects: Projects,
    make_projects: Callable[[], Projects],
    folder: PartFolder | None,
    jobs: int | None,
) -> Iterator[Convert]:
    if asked.engine != "local":
        with on_cluster(asked, written, projects, make_projects, folder, jobs) as convert:
            yield convert
        return
    many, terms = jobs_for(number_of_inputs(sources, few=True), jobs), asked.terms
    here = Converter(Conversion(projects, terms)) if jobs is None or many == 1 else None
    yield partial(converted, pool=ProcessPool[Conclusion](many, partial(converter_of, make_projects, terms), here))


def _is_device(target: Path) -> bool:
    return target.exists() and not target.is_file() and not target.is_dir()


def _hint(asked: ConvertOptions, paths: tuple[str, ...]) -> None:
    """Say on stderr which files are JSON Lines that are about to be read as Markdown."""
    for path in paths if asked.field is None and asked.revisions is None and not is_quiet() else ():
        if path.lower().endswith(JSON_LINES) and Path(path).is_file():
            complain(path, "read as Markdown; use --field NAME to read the text in that column of each line")


def _spare(asked: ConvertOptions, sources: Sources, projects: Projects) -> None:
    """Fail where anything that is written would take the place of what is read or relied on."""
    for output in (asked.output, asked.report_loss):
        require_other_file(output, sources.matches(), projects)
    require_other_file(asked.quarantine)
    common.require_other_folder(asked.quarantine, sources.paths)


def _find_contradictions(asked: ConvertOptions, sources: Sources, jobs: int | None) -> None:
    if asked.resume and asked.target is None:
        raise click.UsageError("--resume needs -o FILE: printed output cannot be resumed.")
    if asked.explain and (asked.output or asked.to or asked.resume or asked.engine != "local"):
        raise click.UsageError("--explain prints text: it cannot be combined with -o, --to, --resume or --engine.")
    if asked.revisions is not None and STDIN in sources.paths:
        raise click.UsageError("--git cannot be combined with standard input.")
    if asked.revisions is not None and asked.field is not None:
        raise click.UsageError("--git and --field cannot be combined.")
    common.require_an_input(sources.paths, sources.lacking)
    if asked.output and "://" in asked.output:
        raise click.UsageError(f"{asked.output}: the output must be a local file.")
    if asked.engine == "local" and (asked.scheduler is not None or asked.partition_size is not None):
        raise click.UsageError("--scheduler and --partition-size need --engine dask.")
    if asked.scheduler is not None and jobs is not None:
        raise click.UsageError("--jobs is for a cluster of this machine: one with a --scheduler has its workers.")
