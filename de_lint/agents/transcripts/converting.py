"""A session log as one document of the contract: the delegations and reports in it, and what its agents claim."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from de_lint.agents.events import EventInput
from de_lint.agents.messages import read_message
from de_lint.agents.transcripts.logs import Complain, log_of
from de_lint.agents.transcripts.said import LogText, RunMemory
from de_lint.agents.verdicts import LONGEST_TEXT, role_of
from de_lint.project.files.discovery import reason
from de_lint.vocabulary.kinds import using

if TYPE_CHECKING:
    from de_lint.project.configuration.settings import Settings

_STEP = 1 << 20


def document_of(file: str, settings: Settings, complain: Complain) -> dict[str, Any] | str:
    """Return the document that a log is, or why there is none; `complain` is told of its wrong lines.

    The spans of its records are those of the messages that hold them.
    """
    log, verdict = log_of(file, RunMemory())
    try:
        with using(settings.vocabulary):
            texts = [one for one in log.texts() if _is_short(one)]
            texts += [one for one in log.last_words() if _is_short(one)]
            read = [(one, _read(one, settings)) for one in texts]
        digest = _digest(log.open)
    except OSError as error:
        return reason(error)
    if not log.is_one and (log.entries or verdict.complaints):
        return "holds no entry of a session log"
    verdict.tell(complain)
    held = [(one, record) for one, document in read for record in document.records if record.kind == one.kind]
    return {
        "schema_version": 1,
        "path": verdict.name,
        "sha256": digest,
        "records": [record.data for _, record in held],
        "unclaimed": [],
        "coverage": 1.0,
        "claims": log.telling.claims,
    }


def _is_short(said: LogText) -> bool:
    return len(said.text) <= LONGEST_TEXT


def _read(said: LogText, settings: Settings) -> Any:
    given = EventInput("", said.kind, said.text, said.agent, any_text=said.any_text)
    return read_message(given, role_of(said.agent, settings) if said.agent else None, settings)


def _digest(open_log: Any) -> str:
    found = hashlib.sha256()
    with open_log() as stream:
        stream.seek(0)
        while data := stream.read(_STEP):
            found.update(data)
    return found.hexdigest()
