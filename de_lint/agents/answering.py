"""Reports in a host's session, judged by the delegations that their agents were started with."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import AGENT_TOOLS, DELEGATION, REPORT, Given, Payload, text_in
from de_lint.agents.sessions import FOLDER, Opened, Session
from de_lint.agents.verdicts import LONGEST_TEXT, Verdict
from de_lint.vocabulary.kinds import Kind

if TYPE_CHECKING:
    from de_lint.diagnostics import Finding
    from de_lint.project.settings import Settings
    from de_lint.reading.document import Document

BLOCK = "block"


def session_of(payload: Payload, settings: Settings, folder: Path, record: bool = True) -> Session:
    """Return what is known of the session of an event, and remember which agent the event says was started.

    Without `record`, nothing is remembered of this event or from here on.

    Sessions are kept in the cache folder of the folder that the event names, or in DE_LINT_CACHE_DIR: not where the
    agents work that they speak of.
    """
    if not settings.hook["remember"]:
        return Session(None, "")
    from de_lint.project.cache import usual_folder

    named = os.environ.get("DE_LINT_CACHE_DIR")
    place = Path(named) if named else usual_folder(folder)
    session = Session(place and place / FOLDER, text_in(payload, "session_id"), record)
    response = payload.get("tool_response")
    launched = text_in(response, "agentId") if isinstance(response, dict) else text_in(payload, "agent_id")
    if text_in(payload, "hook_event_name") in ("SubagentStart", "PostToolUse"):
        session.link(_use(payload), launched)
    return session


def with_answers(
    verdict: Verdict, found: Given, payload: Payload, session: Session, role: Kind | None, settings: Settings
) -> Verdict:
    """Return the verdict on a report with how it answers the delegation of its agent, where that is known."""
    opened = _asked(found, payload, session)
    if opened is None or not found.text.strip() or len(found.text) > LONGEST_TEXT:
        return verdict
    try:
        more = in_answer(opened.text, found.text, role, settings)
    except Exception:  # what is judged beside the report itself must not cost the verdict on it
        return verdict
    return replace(verdict, findings=sorted([*verdict.findings, *more], key=lambda f: f.sort_key))


def remember(found: Given, payload: Payload, session: Session, action: str) -> None:
    """Remember a delegation that is let through, and which delegation a report has answered."""
    if found.kind == DELEGATION and action != BLOCK:
        session.open(_use(payload), found.agent, found.text)
    opened = _asked(found, payload, session)
    agent = text_in(payload, "agent_id")
    # An agent whose report is refused answers again; without an id it is known by what is still open.
    if opened and (agent or action != BLOCK):
        session.close(opened.use, agent)


def _asked(found: Given, payload: Payload, session: Session) -> Opened | None:
    if found.kind != REPORT or found.event not in ("SubagentStop", "PostToolUse"):
        return None
    return session.asked(_use(payload), text_in(payload, "agent_id"), found.agent)


def _use(payload: Payload) -> str:
    """Return the id by which the host knows that an agent was started; blank for the use of any other tool."""
    tool = text_in(payload, "tool_name")
    return text_in(payload, "tool_use_id") if not tool or tool in AGENT_TOOLS else ""


def in_answer(asked: str, report: str, role: Kind | None, settings: Settings) -> list[Finding]:
    """Return what a report leaves open of the delegation that it answers; nothing where that holds more than one."""
    from de_lint.project.answers import answers

    given = _read(asked, "delegation", None, None, settings)
    given.records = [r for r in given.records if r.kind == DELEGATION and r.context == "instance"]
    if len(given.records) != 1:
        return []
    document = _read(report, "report", REPORT, role, settings)
    return settings.check_answers(document, "report", answers(given, document))


def _read(text: str, path: str, kind: str | None, role: Kind | None, settings: Settings) -> Document:
    from de_lint.reading.document import read

    return read(text, path, kind=kind, role=role.type if role else None, vocabulary=settings.vocabulary)
