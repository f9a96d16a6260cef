"""The findings in session logs: each text judged as the hook would have, each finding at its line of the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.answering import in_answer
from de_lint.agents.events import REPORT, EventInput
from de_lint.agents.session_claims import claim_findings
from de_lint.agents.transcripts.said import LogText, Place
from de_lint.agents.transcripts.transcript import Transcript
from de_lint.agents.verdicts import role_of, verdict_on
from de_lint.diagnostics import Finding, PlaceWithin, Span
from de_lint.vocabulary.kinds import Kind

if TYPE_CHECKING:
    from de_lint.project.configuration.settings import Settings

#: What is kept of the line that a finding is in, before and after its place.
_BEFORE, _AFTER = 500, 1_500
_LONGEST_NAME = 100


class TranscriptJudge:
    """Judges texts of logs by the settings of a folder, reports also by the delegations that they answer.

    With `kind`, texts of other kinds are passed over.
    """

    def __init__(self, settings: Settings, folder: Path, kind: str | None = None) -> None:
        self._settings = settings
        self._folder = folder
        self._kind = kind

    def findings(self, said: LogText, log: Transcript) -> list[Finding] | None:
        """Return what is found in a text of a log, None if it was not judged; Unreadable for a text too long."""
        if self._kind not in (None, said.kind):
            return None
        given = EventInput("", said.kind, said.text, said.agent, any_text=said.any_text)
        role = self._role(said)
        found = list(verdict_on(given, role, self._settings, self._folder).findings)
        found += self._in_answer(said, role, log)
        return list(_placed(found, said)) if found else []

    def claims(self, log: Transcript) -> list[Finding]:
        """Return what a log says against the claims of its agents' last words, once it is read."""
        if self._kind not in (None, REPORT):
            return []
        found: list[Finding] = []
        for message in log.telling.last_words():
            said = LogText(REPORT, message.text, "", Place(log.name, message.line, 0), any_text=True)
            about = claim_findings(message.text, message.verdicts, self._settings, self._folder)
            found += _placed(about, said, "message that ends a turn")
        return found

    def _in_answer(self, report: LogText, role: Kind | None, log: Transcript) -> Sequence[Finding]:
        """Return what a report leaves open of the delegation with the same use of a tool."""
        if report.answers is None:
            return []
        return in_answer(log.delegation_at(report.answers, report.use), report.text, role, self._settings)

    def _role(self, said: LogText) -> Kind | None:
        known = role_of(said.agent, self._settings) if said.agent else None
        if known is not None or said.any_text or said.agent:
            return known
        # A role on the command line is for those of whom the log tells none.
        given = self._settings.of(self._folder / "report").role
        return self._settings.vocabulary.roles[given] if given else None


def _placed(findings: Sequence[Finding], said: LogText, name: str = "") -> Iterator[Finding]:
    """Yield findings in a text as findings in its log, where nothing can be fixed: their place is told."""
    from de_lint.reading.source import read_source

    lines = [line.raw for line in read_source(said.text).lines]
    name = name or _name(said)
    here = Span(said.place.line, 1, said.place.line, 2)
    for finding in findings:
        span = finding.span
        line = lines[span.start_line - 1] if span.start_line <= len(lines) else ""
        cut = max(0, span.start_column - 1 - _BEFORE)
        within = PlaceWithin(name, span, line[cut : span.start_column + _AFTER], cut)
        message = f"in the {name}, line {span.start_line} column {span.start_column}: {finding.message}"
        yield replace(finding, path=said.place.log, span=here, message=message, fix=None, within=within)


def _name(said: LogText) -> str:
    if said.any_text:
        return "last message of the session"
    agent = f"agent '{said.agent[:_LONGEST_NAME]}'" if said.agent.strip() else "an agent"
    return f"report of {agent}" if said.kind == REPORT else f"delegation to {agent}"
