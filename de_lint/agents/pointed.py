"""A message that says where the report is: it is judged by that file, if the session has written it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.agents.events import REPORT, EventInput, event_text
from de_lint.agents.verdicts import LONGEST_TEXT
from de_lint.file_names import is_markdown
from de_lint.vocabulary.kinds import said, using

if TYPE_CHECKING:
    from de_lint.agents.sessions import Session
    from de_lint.project.configuration.settings import Settings

#: A session that nothing is known of is taken to have begun so many seconds ago.
_USUAL = 60 * 60
#: Times of files and of hosts are not of one clock.
_SLACK = 2
_MOST_LINES = 200
_HEAD = 20_000
_MARKS = "`'\"*_()<>[]|,;:.!?"


def pointed_at(given: EventInput, session: Session, settings: Settings, folder: Path) -> EventInput | None:
    """Return a message with the text of the file that it names as the report, None if it names none.

    That is a file in the folder that reads as a report and was changed since the session began.
    """
    if given.kind != REPORT or given.source:
        return None
    with using(settings.vocabulary):
        names = dict.fromkeys(_named(given.text))
    began = _began(given, session) if names else 0
    for name in names:
        with suppress(OSError, ValueError):
            file = (folder / name).resolve(strict=True)
            status = file.stat()
            inside = file.is_relative_to(folder.resolve()) and file.is_file()
            if not inside or status.st_size > LONGEST_TEXT or status.st_mtime < began - _SLACK:
                continue
            text = file.read_text(encoding="utf-8-sig")
            if _is_report(text, settings):
                return replace(given, text=text, source=name, any_text=False)
    return None


def _named(text: str) -> Iterator[str]:
    """Yield the Markdown files that a text names where it speaks of a report."""
    for line in text.split("\n")[:_MOST_LINES]:
        names = [word.rpartition("](")[2].strip(_MARKS) for word in line.split()]
        files = [name for name in names if is_markdown(name)]
        if files and any(one.concept == "report" for one in said(line)):
            yield from files


def _is_report(text: str, settings: Settings) -> bool:
    from de_lint.reading.document import read

    return any(r.kind == REPORT for r in read(text, "report", vocabulary=settings.vocabulary).records)


def _began(given: EventInput, session: Session) -> float:
    """Return when the session began, in seconds: as it was remembered, or as the agent's log says."""
    known = session.began()
    if known is None and given.log:
        with suppress(OSError, ValueError), open(given.log, encoding="utf-8", errors="replace") as stream:
            known = _first_time(stream.read(_HEAD))
    return time.time() - _USUAL if known is None else known


def _first_time(head: str) -> float | None:
    from datetime import datetime

    for line in head.split("\n"):
        with suppress(ValueError, OverflowError, RecursionError):
            entry = json.loads(line)
            if isinstance(entry, dict) and event_text(entry, "timestamp"):
                return datetime.fromisoformat(event_text(entry, "timestamp")).timestamp()
    return None
