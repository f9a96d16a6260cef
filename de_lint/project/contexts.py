"""What stands around a text may tell more of its records than they do themselves."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.reading.records.record import Record


def make_instances(records: Sequence[Record], kind: str) -> None:
    """Make templates of a kind what they are given as: where a record is due, a form that nobody filled in is none.

    Beside a real record of that kind it is quoted, and stays a template.
    """
    own = [record for record in records if record.kind == kind]
    if any(record.context == "instance" for record in own):
        return
    for record in own:
        record.context = record.data["context"] = "instance"


def make_templates(records: Sequence[Record]) -> None:
    """Make the forms in a file from which a role is learnt what they are: nobody has to fill them in there."""
    for record in records:
        record.context = record.data["context"] = "template"
