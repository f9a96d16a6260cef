"""What is done about an event: whose settings count, what is wrong with what it gives, and what is said about that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from de_lint.agents.answering import (
    BLOCK,
    PASS,
    delegation_asked,
    is_talk,
    refusal_left,
    remember,
    session_of,
    with_answers,
)
from de_lint.agents.answers import Reply
from de_lint.agents.events import EventInput, Unreadable
from de_lint.agents.hosts.host import TRIAL, Host
from de_lint.agents.logbook import write_entry
from de_lint.agents.pointed import pointed_at
from de_lint.agents.session_claims import with_claims
from de_lint.agents.verdicts import Verdict, role_of, verdict_on
from de_lint.vocabulary.kinds import Kind, using

if TYPE_CHECKING:
    from de_lint.agents.sessions import Session
    from de_lint.project.configuration.settings import Settings

SHADOW, WARN = "shadow", "warn"


def decided(
    found: EventInput,
    host: Host,
    config: str | None,
    isolated: bool,
    record: bool,
    remembers: Callable[[], None] | None,
) -> Reply:
    """Return the answer to an event that gives something; for the arguments, see `hook.answer`."""
    folder = _folder(found)
    record = record and found.session != TRIAL
    settings = _settings(folder, config, isolated, record)
    helper = settings.hook["resident"]
    if remembers and not helper:
        raise Unreadable("no resident helper is wanted")
    session = session_of(found, settings, folder, record)
    role = role_of(found.agent, settings) or _asked_role(found, session, settings)
    mode = _mode(settings.hook, role)
    if found.starts:
        return _contract(host, found, role, mode, settings) or host.silent()
    if not found.is_to_judge or is_talk(found, session):
        if remembers:
            remembers()
        return host.noted(host.silent(), write_entry(settings, found, host.name) if record else "")
    verdict = verdict_on(found, role, settings, folder)
    if verdict.refuses and (there := pointed_at(found, session, settings, folder)):
        found, verdict = there, verdict_on(there, role, settings, folder)
    verdict = with_answers(verdict, found, session, role, settings)
    verdict = with_claims(verdict, found, settings, folder)
    if remembers:
        remembers()
    action = _action(found, verdict, mode, session, settings.hook["attempts"])
    remember(found, session, action)
    trouble = write_entry(settings, found, host.name, role, mode, verdict, action) if record else ""
    with using(settings.vocabulary):
        said = host.noted(_said(host, found, verdict, action) or host.silent(), trouble)
    return replace(said, helper=float(helper))


def _asked_role(found: EventInput, session: Session, settings: Settings) -> Kind | None:
    """Return the role that an agent was started as: not all hosts tell it again at the agent's end."""
    opened = delegation_asked(found, session)
    return role_of(opened.agent_type, settings) if opened else None


def _folder(found: EventInput) -> Path:
    named = Path(found.folder or ".")
    return named if named.is_absolute() and named.is_dir() else Path.cwd()


def _settings(folder: Path, config: str | None, isolated: bool, record: bool) -> Settings:
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.configuration.settings import CommandLine

    # An agent does not excuse its own findings.
    given = CommandLine(suppressions=False, keeps_learnt=record)
    return Projects(config, isolated, given).of_folder(folder.absolute())


def _mode(hook: Mapping[str, Any], role: Kind | None) -> str:
    own = hook["roles"].get(role.type) if role else None
    return str(own or hook["mode"])


def _contract(host: Host, found: EventInput, role: Kind | None, mode: str, settings: Settings) -> Reply | None:
    if role is None or role.type is None or mode == SHADOW:
        return None
    from de_lint.writing.artefacts import prompt

    with using(settings.vocabulary):
        return host.contract(found, prompt(role.type))


def _action(found: EventInput, verdict: Verdict, mode: str, session: Session, attempts: int) -> str:
    """Return what is done: `pass`, `shadow`, `warn` or `block`; what was refused often enough is not refused again."""
    if not verdict.refuses:
        return WARN if verdict.is_to_tell and mode != SHADOW else PASS
    return WARN if mode == BLOCK and not refusal_left(found, session, attempts) else mode


def _said(host: Host, found: EventInput, verdict: Verdict, action: str) -> Reply | None:
    if action not in (BLOCK, WARN):
        return None
    from de_lint.agents.reasons import reason_for, warning_of

    if action == BLOCK:
        return host.refused(found, reason_for(found, verdict, host.room))
    return host.told(warning_of(found.agent, verdict.findings))
