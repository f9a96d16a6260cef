"""`de-lint pair`: tell whether a report answers a delegation."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from de_lint.cli.options import common, results
from de_lint.cli.runs.outcome import RunOutcome
from de_lint.cli.shown.streams import complain, silence_stdout, wants_color, write_stdout
from de_lint.output.formats import finding_formats
from de_lint.project.files.discovery import STDIN, Input, shown_path
from de_lint.project.pairs.answers import DELEGATION, REPORT, GivenDocument, NotOfThatKind, judged_pair, read_as
from de_lint.vocabulary.kinds import UnknownRole, using

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.reading.document import Document


@click.command()
@click.argument("delegation", type=click.Path())
@click.argument("report", type=click.Path())
@results.output_format
@results.outputs
@results.select
@results.ignore
@results.extend_select
@results.role
@results.fail_on
@results.exit_zero
@click.option("--no-suppressions", is_flag=True, help="Ignore suppression comments.")
@click.option("--ledger", is_flag=True, help="Print how each step, result and criterion is answered.")
@click.option(
    "--transcript", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
    help="With --ledger: the session log that proves the report's claims.",
)  # fmt: skip
@common.stdin_filename
@common.config
@common.isolated
@results.color
def command(
    delegation: str,
    report: str,
    output_format: str,
    outputs: list[tuple[str, str]],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    role: str | None,
    fail_on: str,
    exit_zero: bool,
    no_suppressions: bool,
    ledger: bool,
    transcript: str | None,
    stdin_filename: str | None,
    config: str | None,
    isolated: bool,
    color: str,
) -> int:
    """Report which parts of DELEGATION the REPORT leaves unanswered.

    One of the two may be - for standard input. If there are several delegations, a report belongs to the one with its
    ticket and agent (or --role), else with its ticket, else with its agent, else to the next one.
    """
    if delegation == report == STDIN:
        raise click.UsageError("Standard input is either the delegation or the report.")
    if ledger and output_format not in ("text", "json"):
        raise click.UsageError("--ledger is printed as text or json.")
    if transcript and not ledger:
        raise click.UsageError("--transcript needs --ledger.")
    given = results.command_line(select, ignore, extend_select, None, role, not no_suppressions)
    projects = common.projects(config, isolated, given)
    results.require_known(given, lambda: [projects.of(stdin_filename or report)])
    outcome = RunOutcome(projects)
    table = ""
    try:
        both = _judge(_given(delegation, stdin_filename), _given(report, stdin_filename), projects, outcome)
        table = _ledger(*both, transcript, output_format) if ledger else ""
    except UnknownRole as error:
        raise click.UsageError(str(error)) from None
    except NotOfThatKind as error:
        complain(error.path, error.why)
        return 2
    results.write_files(outputs, outcome, unsafe=False)
    context = results.context(outcome, wants_color(color), unsafe=False)
    text = table or finding_formats()[output_format](outcome.findings, context)
    try:
        write_stdout(text)
    except BrokenPipeError:  # the reader has seen enough; the verdict stands
        silence_stdout()
    return outcome.exit_code(fail_on, exit_zero)


def _given(path: str, stdin_name: str | None) -> GivenDocument:
    """Return what a path stands for; OSError says why it cannot be read."""
    file = Path(os.path.abspath((stdin_name or STDIN) if path == STDIN else path))
    called = STDIN if path == STDIN and stdin_name is None else shown_path(file)
    try:
        return GivenDocument(Input(called, None if path == STDIN else str(file)).read(), called, file)
    except OSError as error:
        error.filename = called
        raise


def _ledger(delegations: Document, reports: Document, transcript: str | None, output_format: str) -> str:
    from de_lint.agents.ledger.answered import answer_rows, answer_table, to_json
    from de_lint.agents.session_claims import ledger_of
    from de_lint.project.pairs.answers import answers

    known = ledger_of(Path(transcript)) if transcript else None
    if transcript and known is None:
        complain(transcript, "contains no session log")
    with using(reports.vocabulary):
        found = list(answer_rows(answers(delegations, reports), reports.source, known))
    return (
        json.dumps(to_json(found), ensure_ascii=False, indent=2) + "\n"
        if output_format == "json"
        else answer_table(found)
    )


def _judge(
    asked: GivenDocument, given: GivenDocument, projects: Projects, outcome: RunOutcome
) -> tuple[Document, Document]:
    delegations = read_as(DELEGATION, asked, projects.of(asked.file))
    reports = read_as(REPORT, given, projects.of(given.file))
    outcome.files.append(given.path)
    outcome.findings = judged_pair(delegations, reports, projects.of(given.file), given.file)
    outcome.sources[given.path] = [line.raw for line in reports.source.lines]
    return delegations, reports
