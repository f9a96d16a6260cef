"""What stands around a text may tell more of its records than they do themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from de_lint.reading.document import Document
from de_lint.reading.records.record import Record
from de_lint.vocabulary.kinds import said

_REPORT = "progress_report"


def make_instances(records: Sequence[Record], kind: str) -> None:
    """Make templates of a kind what they are given as: where a record is due, a form that nobody filled in is none.

    Beside a real record of that kind it is quoted, and stays a template.
    """
    own = [record for record in records if record.kind == kind]
    if any(record.context == "instance" for record in own):
        return
    for record in own:
        record.stand_as("instance")


def heed_place(document: Document, path: str, kind: str | None) -> None:
    """Make a form that nobody filled in the report that it was committed as, where its path or its kind says so.

    Whoever shows the form of reports in their folder writes something beside it, or calls the file a template.
    """
    *folders, name = PurePath(path).parts or ("",)
    concepts = [{one.concept: one.share for one in said(_words(part))} for part in (*folders, PurePath(name).stem)]
    due = kind == _REPORT or any(of_folder.get("report") == 1 for of_folder in concepts[:-1])
    if due and not any(part.keys() & {"blank", "example"} for part in concepts) and not document.unclaimed():
        make_instances(document.records, _REPORT)


def _words(part: str) -> str:
    return part.replace("_", " ").replace("-", " ")


def make_templates(records: Sequence[Record]) -> None:
    """Make the forms in a file from which a role is learnt what they are: nobody has to fill them in there."""
    for record in records:
        record.stand_as("template")
