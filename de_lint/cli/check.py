"""`de-lint check`: lint, and print the findings."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import click

from de_lint.cli import _options
from de_lint.cli._streams import complain, silence_stdout, wants_color, write_stdout
from de_lint.diagnostics import Finding, Severity
from de_lint.output.context import OutputContext
from de_lint.output.default_format import default_format
from de_lint.output.formats import formats
from de_lint.project.discovery import Input, discover, reason

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
@_options.stdin_filename
@_options.force_exclude
@_options.exclude
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
    stdin_filename: str | None,
    force_exclude: bool,
    exclude: tuple[str, ...],
    color: str,
) -> int:
    """Lint delegations, progress reports and agent templates.

    PATHS are files, folders or - for standard input; the working directory when none is named.
    """
    inputs = discover(
        _options.chosen_paths(paths, stdin_filename),
        stdin_name=stdin_filename,
        exclude=_options.split(exclude),
        force_exclude=force_exclude,
    )
    if show_files:
        return _show_files(inputs)
    codes = _codes(select, ignore, extend_select)
    role_type = _role_type(role)
    outcome = Outcome()
    for each in inputs:
        _check(each, kind, role_type, codes, outcome)
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


def _codes(select: tuple[str, ...], ignore: tuple[str, ...], extend: tuple[str, ...]) -> list[str] | None:
    """Return the codes of the rules to apply, or None for the default ones."""
    if not (select or ignore or extend):
        return None
    from de_lint.project.selection import UnknownSelector, selected_codes

    chosen = _options.split(select) if select else None
    try:
        return selected_codes(chosen, _options.split(ignore), _options.split(extend))
    except UnknownSelector as error:
        raise click.UsageError(f"Unknown rule selector: {error}. `de-lint rules` lists the rules.") from None


def _role_type(role: str | None) -> str | None:
    """Return the type of a role given by its type or one of its names; None when none is given."""
    if role is None:
        return None
    from de_lint.vocabulary.folding import fold
    from de_lint.vocabulary.kinds import role_by_name
    from de_lint.vocabulary.schemas import role_names

    found = role if role in role_names() else role_by_name().get(fold(role))
    if found is None:
        raise click.UsageError(f"Unknown role: {role}. There are {', '.join(role_names())}.")
    return found


def _check(
    given: Input, kind: str | None, role: str | None, codes: list[str] | None, outcome: Outcome
) -> None:
    """Read and judge one input."""
    from de_lint.judging.check import check
    from de_lint.reading.document import read

    try:
        data = given.read()
    except OSError as error:
        outcome.fail(given.path, reason(error))
        return
    try:
        document = read(data, given.path, kind=kind, role=role)
        findings = check(document, select=codes)
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
