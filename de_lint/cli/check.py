"""`de-lint check`: lint, and print the findings."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from de_lint.cli import _options
from de_lint.cli._streams import complain, silence_stdout, wants_color, write_stdout
from de_lint.diagnostics import Finding, Severity
from de_lint.output.context import OutputContext
from de_lint.output.default_format import default_format
from de_lint.output.formats import formats
from de_lint.project.configuration import ConfigurationError
from de_lint.project.discovery import Input, discover, reason
from de_lint.project.settings import CommandLine, UnknownRole

if TYPE_CHECKING:
    from de_lint.project.projects import Projects
    from de_lint.project.settings import Settings

KINDS = ("delegation", "progress_report", "agent_template")


@dataclass
class Outcome:
    """What a run has found so far; `failed` when something could not be read, judged or written."""

    findings: list[Finding] = field(default_factory=list)
    sources: dict[str, Sequence[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    failed: bool = False

    def fail(self, path: str, why: str) -> None:
        """Report a path that stopped neither the run nor the other paths."""
        complain(path, why)
        self.failed = True

    def exit_code(self, fail_on: str, exit_zero: bool) -> int:
        """Return the contract's exit code."""
        if self.failed:
            return 2
        if exit_zero or fail_on == "never":
            return 0
        limit = Severity(fail_on).rank
        return int(any(finding.severity.rank <= limit for finding in self.findings))


def _usual_format() -> str:
    """Return the format of a run that names none."""
    return default_format(os.environ, terminal=sys.stdout is not None and sys.stdout.isatty())


def _destinations(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return each FORMAT:FILE as a pair."""
    pairs = []
    for value in values:
        name, _colon, file = value.partition(":")
        if name not in formats() or not file:
            known = ", ".join(formats())
            raise click.BadParameter(f"{value!r} is not FORMAT:FILE, with FORMAT one of {known}.")
        pairs.append((name, file))
    return pairs


@click.command()
@_options.paths
@click.option(
    "--format", "output_format", type=click.Choice(list(formats())), default=_usual_format,
    show_default="text; agent when an agent runs this", help="How findings are printed.",
)  # fmt: skip
@click.option(
    "--output", "outputs", metavar="FORMAT:FILE", multiple=True, callback=_destinations,
    help="Also write findings to a file.",
)  # fmt: skip
@click.option("--select", metavar="RULES", multiple=True, help="Apply only these rules: codes, names, ALL.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Do not apply these rules.")
@click.option("--extend-select", metavar="RULES", multiple=True, help="Apply these rules as well.")
@click.option("--kind", type=click.Choice(KINDS), help="Read every record as this kind.")
@click.option("--role", metavar="ROLE", help="Judge reports as this agent role's.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "never"]), default="error", show_default=True,
    help="The least severity that makes the exit code 1.",
)  # fmt: skip
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even when there are findings.")
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them.")
@click.option("--show-files", is_flag=True, help="List the files that would be read, and read none.")
@click.option("--show-settings", is_flag=True, help="Say of every setting where it is from, and read no file.")
@_options.stdin_filename
@_options.force_exclude
@_options.exclude
@_options.config
@_options.isolated
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
def command(
    paths: tuple[str, ...],
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
    show_files: bool,
    show_settings: bool,
    stdin_filename: str | None,
    force_exclude: bool,
    exclude: tuple[str, ...],
    config: str | None,
    isolated: bool,
    color: str,
) -> int:
    """Lint delegations, progress reports and agent templates.

    PATHS are files, folders or - for standard input; the working directory when none is named.
    """
    given = _command_line(select, ignore, extend_select, kind, role)
    projects = _options.projects(config, isolated, given)
    inputs = discover(
        _options.chosen_paths(paths, stdin_filename),
        stdin_name=stdin_filename,
        exclude=_options.split(exclude),
        force_exclude=force_exclude,
        configured=projects.excludes,
    )
    if show_files:
        return _show_files(inputs)
    if show_settings:
        return _show_settings(inputs, projects, output_format == "json")
    outcome = Outcome()
    for each in inputs:
        _check(each, projects, outcome)
    outcome.findings.sort(key=lambda finding: finding.sort_key)
    _write_files(outputs, outcome)
    if statistics:
        from de_lint.output.statistics import render_statistics

        text = render_statistics(outcome.findings, as_json=output_format == "json")
    else:
        text = formats()[output_format](outcome.findings, _context(outcome, wants_color(color)))
    try:
        write_stdout(text)
    except BrokenPipeError:  # the reader has seen enough; the verdict stands
        silence_stdout()
    return outcome.exit_code(fail_on, exit_zero)


def _show_files(inputs: Sequence[Input]) -> int:
    from de_lint.output.plain_text import neutralised

    for each in inputs:
        if each.error is not None:
            complain(each.path, each.error)
    write_stdout("".join(f"{neutralised(each.path)}\n" for each in inputs if each.error is None))
    return 2 if any(each.error is not None for each in inputs) else 0


def _command_line(
    select: tuple[str, ...], ignore: tuple[str, ...], extend: tuple[str, ...], kind: str | None, role: str | None
) -> CommandLine:
    """Return what the command line says of rules and records; fail for a selector that fits no rule."""
    from de_lint.project.selection import UnknownSelector, selected_codes

    chosen = tuple(_options.split(select)) if select else None
    given = CommandLine(chosen, tuple(_options.split(extend)), tuple(_options.split(ignore)), kind, role)
    try:
        if select or ignore or extend:
            selected_codes(given.select, given.ignore, given.extend_select)
    except UnknownSelector as error:
        raise click.UsageError(f"Unknown rule selector: {error}. `de-lint rules` lists the rules.") from None
    return given


def _show_settings(inputs: Sequence[Input], projects: Projects, as_json: bool) -> int:
    """Print the settings of each configuration that an input is under; without inputs, the working directory's."""
    from de_lint.project.effective_settings import settings_json, settings_text

    groups: dict[Settings, int] = {}
    for each in inputs:
        settings = projects.of(each.file or each.path)
        groups[settings] = groups.get(settings, 0) + 1
    if not groups:
        groups[projects.of(".de-lint")] = 0
    write_stdout(settings_json(groups) if as_json else settings_text(groups))
    return 0


def _check(given: Input, projects: Projects, outcome: Outcome) -> None:
    """Read and judge one input."""
    file = given.file or given.path
    settings = projects.of(file)
    try:
        data = given.read()
    except OSError as error:
        outcome.fail(given.path, reason(error))
        return
    try:
        document = settings.read(data, given.path, file)
        findings = settings.check(document, file)
    except ConfigurationError:
        raise
    except UnknownRole as error:
        raise click.UsageError(str(error)) from None
    except Exception as error:  # one document must not cost the others their findings
        outcome.fail(given.path, f"internal failure: {type(error).__name__}: {error}")
        return
    outcome.files.append(given.path)
    if findings:
        outcome.findings += findings
        outcome.sources[given.path] = [line.raw for line in document.source.lines]


def _context(outcome: Outcome, color: bool) -> OutputContext:
    return OutputContext(len(outcome.files), outcome.sources, color, paths=outcome.files)


def _write_files(outputs: Sequence[tuple[str, str]], outcome: Outcome) -> None:
    from de_lint.project.writing_files import atomic

    for name, file in outputs:
        text = formats()[name](outcome.findings, _context(outcome, color=False))
        try:
            with atomic(file) as stream:
                stream.write(text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            outcome.fail(file, reason(error))
