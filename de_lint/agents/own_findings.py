"""What only the hook can find: it knows who speaks, who is spoken to, and that a message is all that there will be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import DELEGATION, REPORT
from de_lint.agents.messages import NAMES
from de_lint.diagnostics import Finding, Severity, Span
from de_lint.patterns import compiled
from de_lint.vocabulary.kinds import Kind

if TYPE_CHECKING:
    from de_lint.project.configuration.settings import Settings
    from de_lint.reading.document import Document

EMPTY_REPORT = "empty-report"
_ROLE_MISMATCH, _MISSING = "role-mismatch", "missing-field"
#: What tells in prose what is to come back: these fields, or sentences that do this.
_TOLD = ("expected_results", "progress_reporting", "acceptance_criteria")
_TELLING = frozenset({"report_back", "give_back"})
#: How the end of a text tells that the rest of it is missing: a mark, a heading or label without anything below it.
_CUT = compiled(
    r"[\[(<](?:…|\.\.\.)?\s*(?:(?:output|response|message|text|report)\s+)?truncated[^\n\])>]{0,40}[\])>]\Z"
    r"|(?:\A|\n)(?:#{1,6} [^\n]*|[-*+]|[^\n]*:\**)\Z",
    re.IGNORECASE,
)


def empty(message: str, at: tuple[int, int], settings: Settings, place: Path) -> list[Finding]:
    """Return the finding that a report has no content, or not all of it, unless the settings do without it."""
    return list(_own(EMPTY_REPORT, message, Span(*at, *at), REPORT, settings, place))


def cut_off(text: str, document: Document, settings: Settings, place: Path) -> list[Finding]:
    """Return the finding in a text that ends before it is finished."""
    fence = next((b for b in document.blocks if b.kind == "fence" and not b.closed), None)
    if fence is None and not _CUT.search(text.rstrip()):
        return []
    from de_lint.reading.source import read_source

    lines = [line.raw.rstrip() for line in read_source(text).lines]  # the document may have a title more
    number = max(n for n, line in enumerate(lines, 1) if line)
    return empty("The report breaks off here", (number, len(lines[number - 1]) + 1), settings, place)


def misdirected(document: Document, role: Kind | None, settings: Settings, place: Path) -> list[Finding]:
    """Return the finding in the only delegation of a document if it addresses another role than is to get it."""
    asked = [record for record in document.records if record.kind == DELEGATION]
    if role is None or len(asked) != 1 or asked[0].context == "example":
        return []
    agent = asked[0].data.get("agent") or {}
    if agent.get("type") in (None, role.type) or agent["type"] not in settings.vocabulary.roles:
        return []
    from de_lint.judging.places import words_at

    message = f"The delegation addresses '{agent['name']}', but is given to '{role.names[0]}'"
    span = words_at(document.source, asked[0].at("/agent/name"), str(agent["name"]))
    return list(_own(_ROLE_MISMATCH, message, span, DELEGATION, settings, place))


def unspoken(document: Document, settings: Settings, place: Path) -> list[Finding]:
    """Return the finding in a delegation in prose that tells neither what is expected nor how to report.

    Only where the configuration has templates, which say that a team tells its agents so.
    """
    if not settings.configuration.data.get("templates") or settings.hook["prose"] == "shadow":
        return []
    asked = [r for r in document.records if r.kind == DELEGATION]
    if any(r.layout == "form" or any(r.data.get(name) for name in _TOLD) for r in asked):
        return []
    from de_lint.reading.records.cues import cues_in, sentences

    lines = document.source.lines
    if any(_TELLING & cues_in(sentence).keys() for line in lines for sentence in sentences(line.text)):
        return []
    severity = Severity.ERROR if settings.hook["prose"] == "block" else Severity.WARNING
    message = "This delegation names no expected result, and does not say how to report"
    found = _own(_MISSING, message, Span(1, 1, 1, 1), DELEGATION, settings, place)
    return [replace(f, severity=severity) for f in found]


def _own(name: str, message: str, span: Span, kind: str, settings: Settings, place: Path) -> Iterator[Finding]:
    """Yield a finding of the rule of this name, with the severity that the settings give it, unless it is off."""
    from de_lint.judging.rules import all_rules

    rule = next(r for r in all_rules() if r.name == name)
    effective = settings.of(place)
    if effective.codes is None or rule.code in effective.codes:
        severity = effective.severities.get(rule.code, rule.severity)
        yield Finding(rule.code, rule.name, severity, message, NAMES[kind], span, kind)
