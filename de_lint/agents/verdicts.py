"""What is found in the text or file that an event gives, and the forms to mend it by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import DELEGATION, REPORT, Given, Unreadable
from de_lint.diagnostics import Finding, Severity, Span
from de_lint.vocabulary.kinds import Kind, using

if TYPE_CHECKING:
    from de_lint.project.settings import Settings
    from de_lint.reading.document import Document

#: Longer texts take longer than a host waits.
LONGEST_TEXT = 500_000
_NAMES = {REPORT: "report", DELEGATION: "delegation"}
_SUFFIXES = (".md", ".markdown")
_EMPTY = "empty-report"
_MISSING_FIELD = "missing-field"
#: How the end of a text tells that the rest of it is missing: a mark, a heading or label without anything below it.
_CUT = re.compile(
    r"[\[(<](?:…|\.\.\.)?\s*(?:(?:output|response|message|text|report)\s+)?truncated[^\n\])>]{0,40}[\])>]\Z"
    r"|(?:\A|\n)(?:#{1,6} [^\n]*|[-*+]|[^\n]*:\**)\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings in what an event gives, and texts to fill in, the best first: they are made when they are asked for.

    They must be asked for under the vocabulary that the verdict was found with.
    """

    kind: str | None
    findings: Sequence[Finding] = ()
    forms: Iterable[str] = ()

    @property
    def refuses(self) -> bool:
        """Tell whether anything weighs enough to refuse it."""
        return any(f.severity is Severity.ERROR for f in self.findings)


def role_of(agent: str, settings: Settings) -> Kind | None:
    """Return the role that an agent's type, as its host calls it, names; None for any other agent."""
    from de_lint.vocabulary.folding import fold

    known = settings.vocabulary
    word = fold(agent.rpartition(":")[2].replace("_", " ").replace("-", " "))
    for name in (word, word.removesuffix(" agent")):
        found = known.roles.get(name.replace(" ", "_")) or known.roles.get(known.role_by_name.get(name, ""))
        if found is not None:
            return found
    return None


def judged(given: Given, role: Kind | None, settings: Settings, folder: Path) -> Verdict:
    """Return the verdict on what an event gives, under the settings of a folder; Unreadable for a text too long."""
    if given.file is not None:
        return _file_verdict(folder / given.file, settings)
    if given.kind is None:
        return Verdict(None)
    if len(given.text) > LONGEST_TEXT:
        raise Unreadable(f"the text has more than {LONGEST_TEXT} characters")
    with using(settings.vocabulary):
        document, findings = _found(given, given.kind, role, settings, folder / _NAMES[given.kind])
    if not findings:
        return Verdict(given.kind)
    from de_lint.agents.skeletons import forms

    return Verdict(given.kind, findings, forms(document, given.kind, role, findings))


def _found(
    given: Given, kind: str, role: Kind | None, settings: Settings, place: Path
) -> tuple[Document | None, list[Finding]]:
    """Return how a text reads, None for a blank one, and what is found in it."""
    if kind == REPORT and not given.text.strip():
        return None, [] if given.any_text else _empty("The report is empty", (1, 1), settings, place)
    document = _read(given.text, kind, role, settings)
    if (kind == DELEGATION or given.any_text) and not any(r.kind == kind for r in document.records):
        return document, []
    # What a report quotes of other kinds is not its own.
    findings = [f for f in settings.check(document, place) if f.kind in (kind, None)]
    if kind == REPORT and role is not None and _lacks_title(document):
        # Its first line is no title but a fact, and as one it is heeded.
        document, findings = _with_title(given.text, role, settings, place, findings)
    if kind == REPORT and not any(f.name == _EMPTY for f in findings):
        findings += _cut_off(given.text, document, settings, place)
    return document, findings


def _lacks_title(document: Document) -> bool:
    from de_lint.reading.records.report_titles import is_strong_title

    first = document.records[0] if document.records else None
    if first is None or first.layout != "form":
        return False
    return not is_strong_title(document.source.lines[first.head.start_line - 1].text)


def _with_title(
    text: str, role: Kind, settings: Settings, place: Path, findings: list[Finding]
) -> tuple[Document, list[Finding]]:
    """Return a report as it reads below its form's title, and those of its findings that are left then."""
    from de_lint.agents.skeletons import lacking_in, titled

    document = _read(titled(text, role), REPORT, role, settings)
    still = lacking_in(settings.check(document, place))
    return document, [f for f in findings if f.name != _MISSING_FIELD or f.pointer in still]


def _read(text: str, kind: str, role: Kind | None, settings: Settings) -> Document:
    from de_lint.reading.document import read

    forced = REPORT if kind == REPORT and role else None
    name = role.type if role else None
    document = read(text, _NAMES[kind], kind=forced, role=name, vocabulary=settings.vocabulary)
    for record in document.records:
        if forced and record.layout == "message":
            record.layout = "form"  # an agent with a role answers in its form
    return document


def _cut_off(text: str, document: Document, settings: Settings, place: Path) -> list[Finding]:
    """Return the finding in a text that ends before it is finished."""
    fence = next((b for b in document.blocks if b.kind == "fence" and not b.closed), None)
    if fence is None and not _CUT.search(text.rstrip()):
        return []
    from de_lint.reading.source import read_source

    lines = [line.raw.rstrip() for line in read_source(text).lines]  # the document may have a title more
    number = max(n for n, line in enumerate(lines, 1) if line)
    return _empty("The report breaks off here", (number, len(lines[number - 1]) + 1), settings, place)


def _empty(message: str, at: tuple[int, int], settings: Settings, place: Path) -> list[Finding]:
    """Return the finding that a report has no content, or not all of it, unless the settings do without it."""
    from de_lint.judging.rules import all_rules

    rule = next(r for r in all_rules() if r.name == _EMPTY)
    effective = settings.of(place)
    if effective.codes is not None and rule.code not in effective.codes:
        return []
    severity = effective.severities.get(rule.code, rule.severity)
    return [Finding(rule.code, rule.name, severity, message, _NAMES[REPORT], Span(*at, *at), REPORT)]


def _file_verdict(file: Path, settings: Settings) -> Verdict:
    """Return the verdict on a Markdown file; one that is gone, or no document, has no findings."""
    if file.suffix.lower() not in _SUFFIXES or not file.is_file():
        return Verdict(None)
    if file.stat().st_size > LONGEST_TEXT:
        raise Unreadable(f"the file has more than {LONGEST_TEXT} bytes")
    from de_lint.project.discovery import shown

    if settings.excludes(file, is_folder=False):
        return Verdict(None)
    document = settings.read(file.read_bytes(), shown(file), file)
    return Verdict(None, settings.check(document, file))
