"""What is found in the text or file that an event gives, and the forms to mend it by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import DELEGATION, REPORT, EventInput, Unreadable
from de_lint.agents.messages import NAMES, is_prose, lacks_title, read_message
from de_lint.agents.own_findings import EMPTY_REPORT, cut_off, empty, misdirected, unspoken
from de_lint.classes import dataclass, replace
from de_lint.diagnostics import RULE_FAILED, Finding, Severity
from de_lint.vocabulary.kinds import Kind, using

if TYPE_CHECKING:
    from de_lint.agents.skeletons import BlankForm
    from de_lint.project.configuration.settings import Settings
    from de_lint.reading.document import Document

    #: How a text reads that stands in the place of what an event gives.
    _Read = Callable[[str], Document]

#: Longer texts take longer than a host waits.
LONGEST_TEXT = 100_000
_MISSING_FIELD = "missing-field"
#: The host waits.
_MOST_PASSES = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings in what an event gives, and texts to fill in, the best first: they are made when they are asked for.

    They must be asked for under the vocabulary that the verdict was found with.
    """

    kind: str | None
    findings: Sequence[Finding] = ()
    forms: Iterable[BlankForm] = ()
    #: Something is to be said although nothing is refused.
    tells: bool = False

    @property
    def refuses(self) -> bool:
        """Tell whether anything weighs enough to refuse it."""
        return _refuse(self.findings)

    @property
    def is_to_tell(self) -> bool:
        """Tell whether something is to be said although nothing is refused, as that a rule failed."""
        return self.tells or any(f.message.startswith(RULE_FAILED) for f in self.findings)


def _refuse(findings: Iterable[Finding]) -> bool:
    return any(f.severity is Severity.ERROR for f in findings)


def _mendable(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings of which none asks whoever is judged to mend a rule."""
    return [replace(f, severity=Severity.WARNING) if f.message.startswith(RULE_FAILED) else f for f in findings]


def role_of(agent: str, settings: Settings) -> Kind | None:
    """Return the role that an agent's type, as its host calls it, names; None for any other agent."""
    return settings.vocabulary.role_named(agent.rpartition(":")[2])


def verdict_on(given: EventInput, role: Kind | None, settings: Settings, folder: Path) -> Verdict:
    """Return the verdict on what an event gives, under the settings of a folder; Unreadable for a text too long."""
    if given.files:
        return Verdict(None, _mendable(f for name in given.files for f in _found_in_file(folder / name, settings)))
    if given.kind is None:
        return Verdict(None)
    if len(given.text) > LONGEST_TEXT:
        raise Unreadable(f"the text has more than {LONGEST_TEXT} characters")
    place = folder / NAMES[given.kind]

    @cache  # the host waits: of the texts that are tried, each is read once
    def read(text: str) -> Document:
        return read_message(replace(given, text=text), role, settings)

    with using(settings.vocabulary):
        document, findings = _found(given, given.kind, role, settings, place, read)
        # What is said to an agent that runs already goes on from what it was told.
        told = unspoken(document, settings, place) if given.kind == DELEGATION and document and not given.tool else []
        findings = _mendable([*findings, *told])
    if given.source:
        findings = [replace(f, path=given.source) for f in findings]
    if not findings:
        return Verdict(given.kind)
    mends = any(f.fix and f.fix.safe for f in findings)
    return Verdict(given.kind, findings, _forms(given, document, role, settings, place, mends, read), bool(told))


def _forms(
    given: EventInput,
    document: Document | None,
    role: Kind | None,
    settings: Settings,
    place: Path,
    mends: bool,
    read: _Read,
) -> Iterator[BlankForm]:
    """Yield the forms for a text, with what is wrong in it mended where that is safe."""
    from de_lint.agents.skeletons import LONGEST_FORM, forms

    kind, is_mended = given.kind or "", False
    if document is not None and mends and len(given.text) <= LONGEST_FORM:
        document, left = _found(_mended(given, settings, place, read), kind, role, settings, place, read)
        is_mended = not _refuse(left)
    yield from forms(document, kind, role, settings.check(document, place) if document else [], is_mended)


def _mended(given: EventInput, settings: Settings, place: Path, read: _Read) -> EventInput:
    from de_lint.writing.fixing import fix_by

    try:
        data = given.text.encode()
        fixed = fix_by(data, lambda b: read(b.decode()), lambda d: settings.check(d, place), passes=_MOST_PASSES)
        return replace(given, text=fixed.data.decode())
    except UnicodeError:  # halves of characters
        return given


def _found(
    given: EventInput, kind: str, role: Kind | None, settings: Settings, place: Path, read: _Read
) -> tuple[Document | None, list[Finding]]:
    """Return how a text reads, None for a blank one, and what is found in it."""
    if kind == REPORT and not given.text.strip():
        return None, [] if given.any_text else empty("The report is empty", (1, 1), settings, place)
    document = read(given.text)
    if (kind == DELEGATION or given.any_text) and not any(r.kind == kind for r in document.records):
        return document, []
    # What a report quotes of other kinds is not its own.
    findings = [f for f in settings.check(document, place) if f.kind in (kind, None)]
    if kind == DELEGATION:
        return document, findings + misdirected(document, role, settings, place)
    prose = role is not None and is_prose(document)
    if role is not None and lacks_title(document):
        # Its first line is no title but a fact, and as one it is heeded.
        document, findings = _with_title(given, role, settings, place, findings, read)
    broken = cut_off(given.text, document, settings, place)
    if prose and role is not None:
        return document, _formless(findings, role, settings, place) + broken
    return document, findings + ([] if any(f.name == EMPTY_REPORT for f in findings) else broken)


def _formless(findings: list[Finding], role: Kind, settings: Settings, place: Path) -> list[Finding]:
    """Return what is found in prose: one finding in the place of one for each field of the role's reports."""
    none = empty(f"This has none of the fields of the {role.names[0]} Agent's report", (1, 1), settings, place)
    replaced = (EMPTY_REPORT, _MISSING_FIELD) if none and _lacks(findings) else (EMPTY_REPORT,)
    return [*(none if _lacks(findings) else []), *(f for f in findings if f.name not in replaced)]


def _lacks(findings: Iterable[Finding]) -> bool:
    return any(f.name == _MISSING_FIELD for f in findings)


def _with_title(
    given: EventInput, role: Kind, settings: Settings, place: Path, findings: list[Finding], read: _Read
) -> tuple[Document, list[Finding]]:
    """Return a report as it reads below its form's title, and those of its findings that are left then."""
    from de_lint.agents.skeletons import lacking_in, titled

    document = read(titled(given.text, role))
    still = lacking_in(settings.check(document, place))
    return document, [f for f in findings if f.name != _MISSING_FIELD or f.pointer in still]


def _found_in_file(file: Path, settings: Settings) -> list[Finding]:
    """Return what is found in a file; nothing in one that is gone, or no document."""
    if not settings.includes(file) or not file.is_file():
        return []
    if file.stat().st_size > LONGEST_TEXT:
        raise Unreadable(f"the file has more than {LONGEST_TEXT} bytes")
    from de_lint.project.files.discovery import shown_path

    if settings.excludes(file, is_folder=False):
        return []
    document = settings.read(file.read_bytes(), shown_path(file), file)
    return settings.check(document, file)
