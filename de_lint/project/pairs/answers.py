"""A file of delegations and a file of reports that answer them, each read as what it is said to be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.classes import dataclass, replace
from de_lint.diagnostics import Finding

if TYPE_CHECKING:
    from de_lint.judging.pairs import NamedDelegation
    from de_lint.project.configuration.settings import Settings
    from de_lint.reading.document import Document
    from de_lint.reading.records.record import Record

DELEGATION, REPORT = "delegation", "progress_report"
_NAMES = {DELEGATION: "delegation", REPORT: "report", "agent_template": "template"}


class NotOfThatKind(ValueError):
    """A document that is not what it was given as; `path` is what it is called."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """The bytes of a document, what it is called, and the file whose settings it is under."""

    data: bytes
    path: str
    file: str | Path


def read_as(kind: str, given: GivenDocument, settings: Settings) -> Document:
    """Return the document, with records of one kind only; raise NotOfThatKind if it has none.

    A text that is nothing else by itself is read as that kind, for somebody says that it is.
    """
    from de_lint.reading.document import read

    role = settings.of(given.file).role
    document = read(given.data, given.path, role=role, vocabulary=settings.vocabulary)
    own = [r for r in document.records if r.kind == kind]
    others = {r.kind for r in document.records} - {kind}
    if not own and not others:
        document = read(given.data, given.path, kind=kind, role=role, vocabulary=settings.vocabulary)
        own = [r for r in document.records if r.context == "instance" and _says_something(r)]
    if not own:
        held = f", but a {_NAMES[min(others)]}" if others else ""
        raise NotOfThatKind(given.path, f"holds no {_NAMES[kind]}{held}")
    return replace(document, records=own)


def _says_something(record: Record) -> bool:
    """Tell whether a text that is said to be of a kind has anything of it; a report may be any prose."""
    return record.kind == REPORT or any(record.data.get(name) for name in ("task", "expected_results"))


def answers(asked: Document, document: Document) -> Mapping[Record, NamedDelegation]:
    """Return the delegation of one document that each report of another one answers."""
    from de_lint.judging.pairing import paired
    from de_lint.judging.pairs import NamedDelegation

    return paired([NamedDelegation(r, asked.source.path) for r in asked.records], document.records)


def judged_pair(asked: Document, report: Document, settings: Settings, file: str | Path) -> list[Finding]:
    """Return how the reports of a document answer the delegations of another one; nothing else is judged."""
    return settings.check_answers(report, file, answers(asked, report))
