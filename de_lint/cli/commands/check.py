"""`de-lint check`: lint, and print the findings."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from de_lint.cli.options import common, of_runs, results
from de_lint.cli.options.outputs import require_other_file
from de_lint.cli.options.sections import in_sections
from de_lint.cli.runs import transcripts as session_logs
from de_lint.cli.runs.mending import Mending
from de_lint.cli.runs.mending import options as mending_options
from de_lint.cli.runs.outcome import RunOutcome
from de_lint.cli.shown.progress import with_progress
from de_lint.cli.shown.streams import complain, is_quiet, silence_stdout, wants_color, warn, write_bytes, write_stdout
from de_lint.output.context import OutputContext
from de_lint.output.formats import finding_formats
from de_lint.project.files.discovery import Input
from de_lint.vocabulary.unknown import UnknownRole

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.configuration.settings import Settings
    from de_lint.project.runs.judging import Failed, Judged

#: Formats for people and agents: what was read and found is summed up on stderr.
_SUMMED_UP = ("text", "full", "agent")
#: Formats in which counts can be printed; the others are read by programs that expect findings.
_COUNTABLE = ("text", "full", "concise", "agent", "json")
Found = tuple[Input, "Judged | Failed"]
KINDS = ("delegation", "progress_report", "agent_template")


_SECTIONS = {
    "Selection": ["--select", "--ignore", "--extend-select", "--kind", "--role", "--changed", "--base"],
    "Output": [
        "--format", "--output", "--statistics", "--quiet", "--verbose", "--color", "--fail-on", "--exit-zero",
        "--show-files", "--show-settings",
    ],
    "Fixing": [
        "--fix", "--unsafe-fixes", "--diff", "--exit-non-zero-on-fix",
        "--no-suppressions", "--add-suppressions", "--reason",
    ],
    "Baseline": ["--baseline", "--no-baseline", "--write-baseline"],
    "Inputs": [
        "--exclude", "--force-exclude", "--stdin-filename", "--transcript", "--config", "--isolated", "--watch",
    ],
    "Performance": ["--jobs", "--no-cache", "--cache-dir"],
}  # fmt: skip


@click.command(cls=in_sections(_SECTIONS))
@results.output_format
@results.outputs
@results.select
@results.ignore
@results.extend_select
@click.option("--kind", type=click.Choice(KINDS), help="Treat every record as this kind.")
@results.role
@results.fail_on
@results.exit_zero
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them.")
@common.quiet
@click.option("--verbose", "-v", is_flag=True, help="Also list files without a record on stderr.")
@click.option("--show-files", is_flag=True, help="List the files that would be checked, and stop.")
@click.option("--show-settings", is_flag=True, help="Show every setting and its source, and stop.")
@session_logs.option
@common.read_inputs
@mending_options
@of_runs.jobs
@of_runs.no_cache
@of_runs.cache_dir
@of_runs.changed
@of_runs.base
@of_runs.watch
@results.color
def command(
    inputs: common.Inputs,
    mending: Mending,
    output_format: str,
    outputs: list[tuple[str, str]],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    kind: str | None,
    role: str | None,
    fail_on: str,
    exit_zero: bool,
    statistics: bool,
    verbose: bool,
    show_files: bool,
    show_settings: bool,
    transcripts: tuple[str, ...],
    jobs: int | None,
    no_cache: bool,
    cache_dir: str | None,
    changed: bool,
    base: str | None,
    watch: bool,
    color: str,
) -> int:
    """Check delegations, progress reports and agent definitions.

    PATHS are files, folders or - for standard input. Without PATHS and --transcript, the working directory is checked.
    """
    if watch:
        from de_lint.cli.runs.watching import repeat

        return repeat(click.get_current_context())
    if statistics and output_format not in _COUNTABLE:
        raise click.UsageError(f"--statistics and --format {output_format} cannot be combined.")
    if verbose and is_quiet():
        raise click.UsageError("--quiet and --verbose cannot be combined.")
    given = results.command_line(select, ignore, extend_select, kind, role, not mending.no_suppressions, base)
    projects = inputs.projects(given)
    chosen = inputs.chosen(transcripts)
    session_logs.require_one_stdin(chosen, transcripts)
    session_logs.hint(inputs.paths)
    found = inputs.found(projects, transcripts)
    results.require_known(given, partial(_settings, found, projects))
    _spare(outputs, mending, [*(each.place for each in found if each.place), *transcripts], projects)
    changes = of_runs.changes(changed, base, found, projects)
    if changes is not None:
        found = [each for each in found if each.error or changes.touches(each.file or each.path)]
    if show_files:
        return _show_files([*found, *session_logs.inputs(transcripts)])
    if show_settings:
        return _show_settings(found, projects, output_format == "json")
    if select or extend_select:
        of_runs.tell_of_silence(projects)
    outcome = RunOutcome(projects)
    found = mending.held(found, changed)
    checking = of_runs.checking(projects, partial(inputs.projects, given), found, jobs, cache_dir, no_cache)
    verdicts = []
    try:
        for each, verdict in with_progress(checking.verdicts(found), len(found)):
            outcome.add(each, verdict, changes)
            verdicts.append((each, verdict))
        logs = inputs.projects(replace(given, suppressions=False))
        session_logs.judge(outcome, transcripts, logs, kind)
    except UnknownRole as error:
        raise click.UsageError(str(error)) from None
    outcome.tell_bare(None if verbose else {os.path.abspath(path) for path in chosen})
    mending.apply_fixes(outcome, found, projects, changes)
    # Whether a delegation has one answer only can be told when all files are read.
    outcome.add_answers(checking.answers(verdicts) if changes is None else ())
    outcome.findings.sort(key=lambda finding: finding.sort_key)
    configured = mending.configured(found, projects, changed)
    mending.compare(outcome, configured, all_rules=not (select or ignore or extend_select))
    mending.silence(outcome, found, projects)
    results.write_files(outputs, outcome, mending.unsafe_fixes)
    context = results.context(outcome, wants_color(color), mending.unsafe_fixes)
    try:
        _print(_rendered(outcome, context, output_format, statistics), mending)
    except BrokenPipeError:  # the reader has seen enough; the verdict stands
        silence_stdout()
    if outcome.files and not outcome.failed and not is_quiet() and (verbose or output_format in _SUMMED_UP):
        of_runs.tell_of_formless_templates(projects, verbose)
        outcome.sum_up()
    return mending.exit_code(outcome.exit_code(fail_on, exit_zero), exit_zero)


def _spare(outputs: Sequence[tuple[str, str]], mending: Mending, inputs: Sequence[str], projects: Projects) -> None:
    """Fail where anything that is written would take the place of what is read or relied on."""
    for name, file in outputs:
        require_other_file(file, [*inputs, *filter(None, [mending.baseline])], projects, markdown=name == "markdown")
    require_other_file(mending.write_baseline)  # what is no baseline already is not replaced


def _rendered(outcome: RunOutcome, context: OutputContext, output_format: str, statistics: bool) -> str:
    """Return the findings in a format, or how many of each rule there are."""
    if not statistics:
        return finding_formats()[output_format](outcome.shown, context)
    from de_lint.output.statistics import render_statistics

    return render_statistics(outcome.findings, as_json=output_format == "json")


def _print(text: str, mending: Mending) -> None:
    """Print the findings; where stdout gets a diff or the fixed standard input, they make way."""
    if mending.diff:
        write_stdout("".join(mending.diffs))
    elif mending.text is not None:
        write_bytes(mending.text)
        for line in text.splitlines():
            warn(line)
    else:
        write_stdout(text)


def _show_files(inputs: Sequence[Input]) -> int:
    from de_lint.output.plain_text import neutralised

    for each in inputs:
        if each.error is not None:
            complain(each.path, each.error)
    write_stdout("".join(f"{neutralised(each.path)}\n" for each in inputs if each.error is None))
    return 2 if any(each.error is not None for each in inputs) else 0


def _settings(inputs: Sequence[Input], projects: Projects) -> list[Settings]:
    """Return the settings of each input; without inputs, those of the working directory."""
    return [projects.of(each.file or each.path) for each in inputs] or [projects.of(".de-lint")]


def _show_settings(inputs: Sequence[Input], projects: Projects, as_json: bool) -> int:
    """Print the settings of each configuration that an input is under; without inputs, the working directory's."""
    from de_lint.project.configuration.effective import settings_json, settings_text

    settings = _settings(inputs, projects)
    groups = Counter(settings) if inputs else dict.fromkeys(settings, 0)
    write_stdout(settings_json(groups) if as_json else settings_text(groups))
    return 0
