"""What an agent says, read as what it was given as: its message is a report, and what it is asked is a delegation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from de_lint.agents.events import DELEGATION, REPORT, EventInput
from de_lint.classes import replace
from de_lint.vocabulary.kinds import Kind

if TYPE_CHECKING:
    from de_lint.project.configuration.settings import Settings
    from de_lint.reading.document import Document

#: What a text is called, by its kind.
NAMES = {REPORT: "report", DELEGATION: "delegation"}


def read_message(given: EventInput, role: Kind | None, settings: Settings) -> Document:
    """Return how a text reads that an agent gives, or is given, as a report or delegation."""
    from de_lint.project.files.contexts import make_instances
    from de_lint.reading.document import read

    kind = given.kind or ""
    forced = REPORT if kind == REPORT and role and not given.any_text else None
    name = role.type if role else None
    document = read(given.text, NAMES[kind], kind=forced, role=name, vocabulary=settings.vocabulary)
    if forced:  # an agent with a role answers in its form
        own = [replace(r, layout="form") if r.layout == "message" else r for r in document.records]
        document = replace(document, records=own)
    if forced or not (_may_be_a_draft(given) or document.unclaimed()):
        make_instances(document.records, kind)
    return document


def _may_be_a_draft(given: EventInput) -> bool:
    """Tell whether nobody is known to have to fill a form in: a session may answer its user with a blank one."""
    return given.any_text or given.is_session


def is_prose(document: Document) -> bool:
    """Tell whether a text has neither a report's title nor any of its fields."""
    from de_lint.reading.records.report_titles import is_report_title

    lines = document.source.lines
    return len(document.records) == 1 and not any(
        is_report_title(lines[r.head.start_line - 1].text) or any(c.property and c.field.label for c in r.claims)
        for r in document.records
    )


def lacks_title(document: Document) -> bool:
    """Tell whether a report in its role's form has something else than a title in its first line."""
    from de_lint.reading.records.report_titles import is_report_title

    first = document.records[0] if document.records else None
    if first is None or first.layout != "form" or (first.role and first.role.form):
        return False
    return not is_report_title(document.source.lines[first.head.start_line - 1].text)
