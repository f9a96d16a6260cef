"""A run over session logs: all are read before last words are judged, for a report may come back in another log."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from de_lint.agents.events import Unreadable, event_text
from de_lint.agents.transcripts.judging import TranscriptJudge
from de_lint.agents.transcripts.said import LogText, RunMemory
from de_lint.agents.transcripts.transcript import Open, Transcript
from de_lint.classes import dataclass, field
from de_lint.diagnostics import Finding
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import STDIN, reason, shown_path, standard_input
from de_lint.vocabulary.kinds import UnknownRole

#: A log that is none at all would be complained of line by line.
MOST_COMPLAINTS = 20
_LONGEST_FACTS = 100_000

#: Is told of a log, a line of it or None, and what is wrong there.
Complain = Callable[[str, int | None, str], None]


@dataclass(slots=True)
class LogVerdict:
    """What was found in a log; `failure` says why it has no verdict, or not a whole one."""

    name: str
    findings: list[Finding] = field(default_factory=list)
    texts: int = 0
    failure: str | None = None
    #: How many lines are wrong, and the first of them with what is wrong there.
    complaints: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def tell(self, complain: Complain) -> None:
        """Complain of the lines that are wrong in what is a log: of another file every line is."""
        for line, why in self.wrong:
            complain(self.name, line, why)
        if self.complaints > MOST_COMPLAINTS:
            complain(self.name, None, f"{self.complaints - MOST_COMPLAINTS} more lines were skipped")


def judged_logs(files: Sequence[str], judge: TranscriptJudge, complain: Complain) -> Iterator[LogVerdict]:
    """Yield the verdict on each log; `-` is standard input. One that cannot be read stops no other."""
    known = RunMemory()
    logs = [log_of(file, known) for file in dict.fromkeys(files)]
    for log, verdict in logs:
        _judge(verdict, log, log.texts, judge, complain)
        if log.is_one:
            verdict.tell(complain)
        elif log.entries or verdict.complaints:
            verdict.failure = verdict.failure or "holds no entry of a session log"
    for log, verdict in logs:
        if verdict.failure is None:
            _judge(verdict, log, log.last_words, judge, complain)
            verdict.findings += judge.claims(log)
        yield verdict


def log_of(file: str, known: RunMemory) -> tuple[Transcript, LogVerdict]:
    """Return a log that is to be read, and what takes in what is found in it."""
    name = STDIN if file == STDIN else shown_path(file)
    verdict = LogVerdict(name)

    def told(line: int, why: str) -> None:
        verdict.complaints += 1
        if verdict.complaints <= MOST_COMPLAINTS:
            verdict.wrong.append((line, why))

    open_log = _standard_input() if file == STDIN else partial(_opened, Path(file))
    return Transcript(name, open_log, known, told, _agent_beside(Path(file))), verdict


def _judge(
    verdict: LogVerdict,
    log: Transcript,
    texts: Callable[[], Iterator[LogText]],
    judge: TranscriptJudge,
    complain: Complain,
) -> None:
    """Judge texts of a log; what goes wrong with one costs no other its findings."""
    try:
        for said in texts():
            try:
                found = judge.findings(said, log)
            except Unreadable as error:
                complain(log.name, said.place.line, str(error))
            except (ConfigurationError, UnknownRole):
                raise
            except Exception as error:
                complain(log.name, said.place.line, f"internal failure: {type(error).__name__}: {error}")
                verdict.failure = "not all of it was checked"
            else:
                verdict.findings += found or []
                verdict.texts += found is not None
    except OSError as error:
        verdict.failure = reason(error)


def _opened(file: Path) -> AbstractContextManager[BinaryIO]:
    try:
        return file.open("rb")
    except ValueError as error:  # a name that no file can have
        raise OSError(0, str(error)) from None


def _standard_input() -> Open:
    """Return what opens standard input as often as is wanted: its bytes are kept in a file, not in memory."""
    kept: list[BinaryIO] = []

    @contextmanager
    def again() -> Iterator[BinaryIO]:
        if not kept:
            given = standard_input()
            kept.append(cast(BinaryIO, tempfile.TemporaryFile()))  # noqa: SIM115 - it goes when nobody holds it
            shutil.copyfileobj(given, kept[0])
        stream = kept[0]
        here = stream.tell()
        stream.seek(0)
        try:
            yield stream
        finally:
            stream.seek(here)  # somebody may be in the midst of it

    return again


def _agent_beside(file: Path) -> str:
    """Return the type of the agent whose log a file is, as the file beside it tells: agent-1.meta.json."""
    beside = file.with_name(f"{file.stem}.meta.json") if file.suffix else file
    try:
        if beside == file or not beside.is_file() or beside.stat().st_size > _LONGEST_FACTS:
            return ""
        facts = json.loads(beside.read_bytes())
    except (OSError, ValueError, RecursionError):
        return ""
    return event_text(facts, "agentType") if isinstance(facts, dict) else ""
