"""What is found in the text or file that an event gives, and the forms to mend it by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import DELEGATION, REPORT, Given, Unreadable
from de_lint.diagnostics import Finding, Severity, Span
from de_lint.patterns import compiled
from de_lint.reading.file_names import is_markdown
from de_lint.vocabulary.kinds import Kind, using

if TYPE_CHECKING:
    from de_lint.project.settings import Settings
    from de_lint.reading.document import Document

#: Longer texts take longer than a host waits.
LONGEST_TEXT = 250_000
_NAMES = {REPORT: "report", DELEGATION: "delegation"}
_EMPTY = "empty-report"
_MISSING_FIELD = "missing-field"
#: The host waits.
_MOST_PASSES = 5
#: How the end of a text tells that the rest of it is missing: a mark, a heading or label without anything below it.
_CUT = compiled(
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
    return settings.vocabulary.role_named(agent.rpartition(":")[2])


def judged(given: Given, role: Kind | None, settings: Settings, folder: Path) -> Verdict:
    """Return the verdict on what an event gives, under the settings of a folder; Unreadable for a text too long."""
    if given.file is not None:
        return _file_verdict(folder / given.file, settings)
    if given.kind is None:
        return Verdict(None)
    if len(given.text) > LONGEST_TEXT:
        raise Unreadable(f"the text has more than {LONGEST_TEXT} characters")
    place = folder / _NAMES[given.kind]
    with using(settings.vocabulary):
        document, findings = _found(given, given.kind, role, settings, place)
    if not findings:
        return Verdict(given.kind)
    mends = any(f.fix and f.fix.safe for f in findings)
    return Verdict(given.kind, findings, _forms(given, document, role, settings, place, mends))


def _forms(
    given: Given, document: Document | None, role: Kind | None, settings: Settings, place: Path, mends: bool
) -> Iterator[str]:
    """Yield the forms for a text, with what is wrong in it mended where that is safe."""
    from de_lint.agents.skeletons import LONGEST_FORM, forms

    kind = given.kind or ""
    if document is not None and mends and len(given.text) <= LONGEST_FORM:
        mended = _mended(given.text, kind, role, settings, place)
        document, _ = _found(replace(given, text=mended), kind, role, settings, place)
    yield from forms(document, kind, role, settings.check(document, place) if document else [])


def _mended(text: str, kind: str, role: Kind | None, settings: Settings, place: Path) -> str:
    from de_lint.writing.fixing import fix

    def read(data: bytes) -> Document:
        return _read(data.decode(), kind, role, settings)

    try:
        return fix(text.encode(), read, lambda d: settings.check(d, place), passes=_MOST_PASSES).data.decode()
    except UnicodeError:  # halves of characters
        return text


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
    prose = kind == REPORT and role is not None and _is_prose(document)
    if kind == REPORT and role is not None and _lacks_title(document):
        # Its first line is no title but a fact, and as one it is heeded.
        document, findings = _with_title(given.text, role, settings, place, findings)
    broken = _cut_off(given.text, document, settings, place) if kind == REPORT else []
    if prose and role is not None:
        return document, _formless(findings, role, settings, place) + broken
    return document, findings + ([] if any(f.name == _EMPTY for f in findings) else broken)


def _is_prose(document: Document) -> bool:
    """Tell whether a text has neither a report's title nor any of its fields."""
    from de_lint.reading.records.report_titles import is_strong_title

    lines = document.source.lines
    return len(document.records) == 1 and not any(
        is_strong_title(lines[r.head.start_line - 1].text) or any(c.property and c.field.label for c in r.claims)
        for r in document.records
    )


def _formless(findings: list[Finding], role: Kind, settings: Settings, place: Path) -> list[Finding]:
    """Return what is found in prose: one finding in the place of one for each field of the role's reports."""
    none = _empty(f"This has none of the fields of a {role.names[0]} Agent's report", (1, 1), settings, place)
    replaced = (_EMPTY, _MISSING_FIELD) if none and _lacks(findings) else (_EMPTY,)
    return [*(none if _lacks(findings) else []), *(f for f in findings if f.name not in replaced)]


def _lacks(findings: Iterable[Finding]) -> bool:
    return any(f.name == _MISSING_FIELD for f in findings)


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
    if not is_markdown(file.name) or not file.is_file():
        return Verdict(None)
    if file.stat().st_size > LONGEST_TEXT:
        raise Unreadable(f"the file has more than {LONGEST_TEXT} bytes")
    from de_lint.project.discovery import shown

    if settings.excludes(file, is_folder=False):
        return Verdict(None)
    document = settings.read(file.read_bytes(), shown(file), file)
    return Verdict(None, settings.check(document, file))
