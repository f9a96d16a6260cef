"""`de-lint stats`: counts over the log that `de-lint hook` writes."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import BinaryIO

import click

from de_lint.cli.options import common
from de_lint.cli.shown.streams import complain, write_stdout
from de_lint.project.files.discovery import STDIN, reason, standard_input


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """Return the day that an option names."""
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day such as 2026-03-01.") from None


@click.command()
@click.argument("logs", metavar="LOG…", nargs=-1, required=True, type=click.Path())
@common.list_format()
@click.option("--since", metavar="DATE", callback=_day, help="Count from this day on (YYYY-MM-DD, UTC).")
def command(logs: tuple[str, ...], output_format: str, since: date | None) -> int:
    """Count the verdicts in the LOG of `de-lint hook`.

    Shows what fails, by rule and role, and what was repaired. LOG is a file or - for standard input. Broken lines are
    counted and skipped.
    """
    from de_lint.agents.log_statistics import LogStatistics
    from de_lint.agents.transcripts.log_lines import entry_in, log_lines

    counts, failed = LogStatistics(since), False
    for log in dict.fromkeys(logs):
        try:
            with _opened(log) as stream:
                for line in log_lines(stream):
                    counts.add(entry_in(line.data) if line.data is not None else None)
        except OSError as error:
            complain(log, reason(error))
            failed = True
        except ValueError as error:  # a name that no file can have
            complain(log, str(error))
            failed = True
    write_stdout(_shown(counts.to_json(), output_format == "json"))
    return 2 if failed else 0


def _opened(log: str) -> AbstractContextManager[BinaryIO]:
    if log != STDIN:
        return open(log, "rb")
    return nullcontext(standard_input())


def _shown(counts: dict[str, object], as_json: bool) -> str:
    from de_lint.agents.log_report import statistics_text
    from de_lint.output.json_text import json_text

    return json_text(counts, pretty=True) + "\n" if as_json else statistics_text(counts)
