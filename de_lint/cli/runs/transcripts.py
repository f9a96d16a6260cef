"""`--transcript`: findings in the session logs of agent hosts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from de_lint.cli.shown.streams import complain, is_quiet, write_stdout
from de_lint.project.files.discovery import STDIN, Input, shown_path
from de_lint.project.runs.judging import Judged

if TYPE_CHECKING:
    from de_lint.cli.runs.outcome import RunOutcome
    from de_lint.project.configuration.projects import Projects

_LOGS = (".jsonl", ".ndjson")
option = click.option(
    "--transcript", "transcripts", metavar="FILE", multiple=True, type=click.Path(),
    help="Check the delegations and reports in the session log of an agent host; repeatable.",
)  # fmt: skip


convert_option = click.option(
    "--transcript", "transcripts", metavar="FILE", multiple=True, type=click.Path(),
    help="Convert the session log of an agent host: its records, and each claim with the call that proves it; "
    "repeatable.",
)  # fmt: skip


def require_one_stdin(paths: Sequence[str], transcripts: Sequence[str]) -> None:
    """Fail where standard input would be a document and a log at once."""
    if STDIN in paths and STDIN in transcripts:
        raise click.UsageError("Standard input is a document or a --transcript, not both.")


def hint(paths: Sequence[str]) -> None:
    """Say on stderr which of the paths may be session logs, and are about to be read as Markdown."""
    for path in () if is_quiet() else paths:
        if path.lower().endswith(_LOGS) and Path(path).is_file():
            complain(shown_path(path), "read as Markdown; use --transcript FILE to read a session log")


def inputs(transcripts: Sequence[str]) -> list[Input]:
    """Return the logs as inputs."""
    return [Input(file if file == STDIN else shown_path(file), None) for file in dict.fromkeys(transcripts)]


def judge(outcome: RunOutcome, transcripts: Sequence[str], projects: Projects, kind: str | None) -> None:
    """Add what is found in session logs, by the settings of the working directory; with `kind` only in such texts."""
    if not transcripts:
        return
    from de_lint.agents.transcripts.judging import TranscriptJudge
    from de_lint.agents.transcripts.logs import judged_logs

    here = Path.cwd()
    settings = projects.of_folder(here)
    for each in judged_logs(transcripts, TranscriptJudge(settings, here, kind), _say):
        if each.failure is not None:
            outcome.fail(each.name, each.failure)
        if each.failure is None or each.texts:
            outcome.add(Input(each.name, None), Judged(tuple(each.findings), (), ("text",) * each.texts), None)


def convert(transcripts: Sequence[str], projects: Projects, to: str | None, output: str | None) -> int:
    """Print session logs as documents, or write them to a file; return the exit code."""
    from de_lint.agents.transcripts.converting import document_of

    single = len(set(transcripts)) == 1
    suffix = Path(output).suffix if output else ""
    to = to or {".jsonl": "jsonl", ".json": "json"}.get(suffix, "json" if single and not suffix else suffix or "jsonl")
    if to not in ("json", "jsonl"):
        raise click.UsageError("--transcript can only be converted to json or jsonl.")
    settings, texts, failed = projects.of_folder(Path.cwd()), [], 0
    for file in dict.fromkeys(transcripts):
        document = document_of(file, settings, _say)
        if isinstance(document, str):
            complain(file if file == STDIN else shown_path(file), document)
            failed += 1
        elif to == "jsonl":
            texts.append(json.dumps(document, ensure_ascii=False) + "\n")
        else:
            texts.append(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    if output in (None, "-"):
        write_stdout("".join(texts))
    else:
        from de_lint.project.files.writing import atomic

        with atomic(str(output)) as stream:
            stream.write("".join(texts).encode("utf-8"))
    return 1 if failed else 0


def _say(name: str, line: int | None, why: str) -> None:
    complain(name if line is None else f"{name}:{line}", why)
