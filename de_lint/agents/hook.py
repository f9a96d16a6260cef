"""An event's bytes to the answer: what is given, who gave it, what is wrong with it, and what is done about that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from de_lint.agents import answers
from de_lint.agents.answering import remember, session_of, with_answers
from de_lint.agents.answers import Answer
from de_lint.agents.events import Given, Payload, given, parsed, text_in
from de_lint.agents.logbook import write_entry
from de_lint.agents.session_claims import with_claims
from de_lint.agents.verdicts import Verdict, judged, role_of
from de_lint.vocabulary.kinds import Kind, using

if TYPE_CHECKING:
    from de_lint.project.settings import Settings

SHADOW, WARN, BLOCK = "shadow", "warn", "block"


def answer(
    data: bytes,
    host: str = "claude",
    *,
    config: str | None = None,
    isolated: bool = False,
    fail_closed: bool = False,
    record: bool = True,
) -> Answer:
    """Return the answer to the event that the bytes hold. Never raises.

    Settings are those of the folder that the event names, or of `config`. What cannot be judged is let through and
    told to the user, or with `fail_closed` refused. Without `record`, nothing is logged or remembered.
    """
    try:
        return _answered(parsed(data), host, config, isolated, record)
    except Exception as error:  # a stray traceback would end with 1, which blocks nothing
        return answers.failed(_why(error), fail_closed)


def _why(error: Exception) -> str:
    file = getattr(error, "file", None)  # that of a wrong configuration
    text = " ".join(str(error).split()) or type(error).__name__
    return f"{file}: {text}" if isinstance(file, str) else text


def _answered(payload: Payload, host: str, config: str | None, isolated: bool, record: bool) -> Answer:
    found = given(payload)
    folder = _folder(payload)
    settings = _settings(folder, config, isolated)
    session = session_of(payload, settings, folder, record)
    if found is None:
        return answers.noted(answers.silent(host), write_entry(settings, payload, host) if record else "")
    role = role_of(found.agent, settings)
    mode = _mode(settings.hook, role)
    if found.starts:
        return _contract(found, role, mode, settings) or answers.silent(host)
    verdict = with_answers(judged(found, role, settings, folder), found, payload, session, role, settings)
    verdict = with_claims(verdict, found, payload, settings, folder)
    action = _action(found, verdict, mode)
    remember(found, payload, session, action)
    trouble = write_entry(settings, payload, host, role, mode, verdict, action, found) if record else ""
    with using(settings.vocabulary):
        return answers.noted(_said(found, verdict, action) or answers.silent(host), trouble)


def _folder(payload: Payload) -> Path:
    named = Path(text_in(payload, "cwd") or ".")
    return named if named.is_absolute() and named.is_dir() else Path.cwd()


def _settings(folder: Path, config: str | None, isolated: bool) -> Settings:
    from de_lint.project.projects import Projects
    from de_lint.project.settings import CommandLine

    # An agent does not excuse its own findings.
    return Projects(config, isolated, CommandLine(suppressions=False)).of_folder(folder.absolute())


def _mode(hook: Mapping[str, Any], role: Kind | None) -> str:
    own = hook["roles"].get(role.type) if role else None
    return str(own or hook["mode"])


def _contract(found: Given, role: Kind | None, mode: str, settings: Settings) -> Answer | None:
    if role is None or role.type is None or mode == SHADOW:
        return None
    from de_lint.writing.artefacts import prompt

    with using(settings.vocabulary):
        return answers.contract(found.event, prompt(role.type))


def _action(found: Given, verdict: Verdict, mode: str) -> str:
    """Return what is done: `pass`, `shadow`, `warn` or `block`; what was refused once is not refused again."""
    if not verdict.refuses:
        return "pass"
    return WARN if found.again and mode == BLOCK else mode


def _said(found: Given, verdict: Verdict, action: str) -> Answer | None:
    if action not in (BLOCK, WARN):
        return None
    from de_lint.agents.reasons import reason_for, warning_of

    if action == BLOCK:
        return answers.refused(found.event, reason_for(found, verdict))
    return answers.told(warning_of(found.agent, verdict.findings))
