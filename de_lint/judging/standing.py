"""What a report says of how its task stands: its status, and what is still open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from de_lint.judging.rule import Subject
from de_lint.patterns import compiled
from de_lint.reading.records.record import Record
from de_lint.reading.values import placeholders, statuses
from de_lint.reading.values.answers import says_none

#: What of a text a message shows, in characters.
_SHORT = 60
_SETTLED = compiled(
    r"\b(?:resolved|fixed|completed?|done|closed|cleared|unblocked|mitigated|addressed|none|no longer|n/a)\b"
    r"|\b(?:not |non-?)blocking\b"
    r"|\bno (?:\w+ ){0,2}(?:blockers?|issues?|work|tasks?)\b|✅|✓|✔",
    re.IGNORECASE,
)

#: What is left on purpose does not contradict that all is done.
PUT_OFF = compiled(
    r"\b(?:documented|accepted|deferred|postponed|optional|out of scope|minor|tracked|future)\b"
    r"|\blow[- ](?:severity|priority)\b",
    re.IGNORECASE,
)


def is_of_all_work(record: Record) -> bool:
    """Tell whether the status is meant for all work: a session is `SUCCESSFUL` with work left for the next."""
    written = str(record.data.get("status_text") or "")
    return record.layout != "document" or statuses.official(written, usual=True)


def reports_with(subject: Subject, status: str) -> Iterator[Record]:
    """Yield the reports whose status is `status`."""
    for record in subject.judged:
        if record.kind == "progress_report" and record.data.get("status") == status:
            yield record


def first_open(record: Record, name: str, apart: re.Pattern[str] | None = None) -> tuple[str, str] | None:
    """Return the pointer and text of the first item of a list that is not settled; None if all are.

    Items that `apart` is found in do not count either.
    """
    for index, item in enumerate(record.data.get(name) or ()):
        text = str(item.get("text") or "")
        settled = item.get("status") == "completed" or says_none(text) or _SETTLED.search(text)
        if settled or (apart and apart.search(text)):
            continue
        if any(c.isalnum() for c in text) and not placeholders.is_placeholder(text):
            return f"/{name}/{index}/text", text
    return None


def shortened(text: str) -> str:
    """Return a text on one line, cut at a word where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[:_SHORT].rsplit(" ", 1)[0] + " …"
