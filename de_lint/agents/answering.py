"""Reports in a host's session, judged by the delegations that their agents were started with."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import DELEGATION, REPORT, EventInput
from de_lint.agents.sessions import FOLDER, OpenDelegation, Session
from de_lint.agents.verdicts import LONGEST_TEXT, Verdict
from de_lint.vocabulary.kinds import Kind

if TYPE_CHECKING:
    from de_lint.diagnostics import Finding
    from de_lint.project.configuration.settings import Settings
    from de_lint.reading.document import Document

#: The end of a log tells what an agent did last.
_MOST_OF_LOG = 1_000_000
PASS, BLOCK = "pass", "block"


def session_of(found: EventInput, settings: Settings, folder: Path, record: bool = True) -> Session:
    """Return what is known of the session of an event, and remember which agent the event says was started.

    Without `record`, nothing is remembered of this event or from here on.

    Sessions are kept in the cache folder of the folder that the event names, or in DE_LINT_CACHE_DIR: not where the
    agents work that they speak of.
    """
    if not settings.hook["remember"]:
        return Session(None, "")
    from de_lint.project.runs.cache_folders import folder_of_events

    place = folder_of_events(folder)
    session = Session(place and place / FOLDER, found.session, record)
    session.link(found.use, found.launched)
    return session


def with_answers(
    verdict: Verdict, found: EventInput, session: Session, role: Kind | None, settings: Settings
) -> Verdict:
    """Return the verdict on a report with how it answers the delegation of its agent, where that is known."""
    opened = delegation_asked(found, session)
    if opened is None or not found.text.strip() or len(found.text) > LONGEST_TEXT:
        return verdict
    try:
        more = in_answer(opened.text, found.text, role, settings)
    except Exception:  # what is judged beside the report itself must not cost the verdict on it
        return verdict
    return replace(verdict, findings=sorted([*verdict.findings, *more], key=lambda f: f.sort_key))


def remember(found: EventInput, session: Session, action: str) -> None:
    """Remember a delegation that is let through, and which delegation a report has answered."""
    if action == PASS:
        session.accept(_whom(found))
    if found.kind == DELEGATION and action != BLOCK:
        session.open(found.use, found.agent, found.text)
    agent = found.agent_id
    if found.kind == REPORT and action != BLOCK and not found.returned:
        for known in (agent, _of_type(found)):
            session.hear(known, bool(found.tool) and not found.any_text)
    opened = delegation_asked(found, session)
    # An agent whose report is refused answers again; without an id it is known by what is still open.
    if opened and opened.use and (agent or action != BLOCK):
        session.close(opened.use, agent)


def is_talk(found: EventInput, session: Session) -> bool:
    """Tell whether what an agent says only goes round a report that has been judged already."""
    if found.kind != REPORT or found.tool or found.is_session:
        return False
    heard = session.heard((found.launched or _of_type(found)) if found.returned else found.agent_id)
    if found.returned or "handed over" in heard or not found.handed_by:
        return bool(heard) if found.returned else "handed over" in heard
    return (found.is_line and session.is_new()) or _used_in(found.log, found.handed_by)


def _used_in(log: str, tool: str) -> bool:
    """Tell whether a log says that a tool was used; within a text its quotation marks would be escaped."""
    names = [f'"name":{blank}"{tool}"'.encode() for blank in ("", " ")]
    with suppress(OSError, ValueError), open(log, "rb") as stream:
        stream.seek(max(0, os.fstat(stream.fileno()).st_size - _MOST_OF_LOG))
        end = stream.read(_MOST_OF_LOG)
        return any(name in end for name in names)
    return False


def _of_type(found: EventInput) -> str:
    return f"type {found.agent}" if found.agent else ""


def refusal_left(found: EventInput, session: Session, attempts: int) -> bool:
    """Take one of the refusals that the same agent may get, and tell whether there was one left."""
    return not found.again and session.refusals(_whom(found)) < attempts and session.refuse(_whom(found))


def _whom(found: EventInput) -> str:
    """Return what tells that it is the same one who is refused once more."""
    if found.kind == DELEGATION:
        return f"{found.agent_id} to {found.agent}"
    agent = (found.launched if found.returned else "") or found.agent_id
    return agent or " ".join(("the", *found.files, found.agent))


def delegation_asked(found: EventInput, session: Session) -> OpenDelegation | None:
    """Return the delegation that a report answers, if it is known."""
    if found.kind != REPORT or found.is_session:
        return None
    if found.asked:
        return OpenDelegation("", found.agent, found.asked)
    return session.asked(found.use, found.agent_id, found.agent)


def in_answer(asked: str, report: str, role: Kind | None, settings: Settings) -> list[Finding]:
    """Return what a report leaves open of the delegation that it answers; nothing where that holds more than one."""
    from de_lint.project.pairs.answers import answers

    given = _read(asked, "delegation", None, None, settings)
    own = [r for r in given.records if r.kind == DELEGATION and r.context == "instance"]
    if len(own) != 1:
        return []
    document = _read(report, "report", REPORT, role, settings)
    return settings.check_answers(document, "report", answers(replace(given, records=own), document))


def _read(text: str, path: str, kind: str | None, role: Kind | None, settings: Settings) -> Document:
    from de_lint.reading.document import read

    return read(text, path, kind=kind, role=role.type if role else None, vocabulary=settings.vocabulary)
