"""Which delegation a report answers, and how much of it; which report answers a delegation."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from de_lint.judging.matching.demands import STEP
from de_lint.judging.pairs import NamedDelegation, Pair
from de_lint.output.plain_text import neutralised
from de_lint.project.files.discovery import shown_path
from de_lint.reading.records.record import Record
from de_lint.server.editor import uri_of
from de_lint.server.features import Answer
from de_lint.server.opened import Opened
from de_lint.vocabulary.kinds import using

#: What a click does: the server has the client show a line of a document.
SHOW = "de-lint.show"
_LONGEST = 60


def lenses(opened: Opened, _: types.CodeLensParams) -> list[types.CodeLens]:
    """Return a lens above each delegation and report of the document that belong to one in the folder."""
    with using(opened.vocabulary):
        return list(_lenses(opened))


def _lenses(opened: Opened) -> Iterator[types.CodeLens]:
    own, ranges = opened.document, opened.ranges
    pairs = opened.root.pairs(opened.file)
    involved = opened.involved(pairs)
    for one, other in pairs:
        files = [opened.root.files[each.file] for each in (one, other)]
        delegation, report = (involved[each.file].records[each.card.number] for each in (one, other))
        pair = Pair(NamedDelegation(delegation, shown_path(files[0])), report, involved[other.file].source)
        steps = [each for each in pair.matches if each.demand.kind == STEP]
        told = f"{sum(each.answered for each in steps)} of {len(steps)} step{'s' if len(steps) != 1 else ''}"
        if involved[other.file] is own:
            title = f"answers delegation {_name(delegation)}: {told}"
            yield _lens(ranges.range(report.head), title, files[0], delegation)
        if involved[one.file] is own:
            title = f"answered by {_name(report)}: {told}"
            yield _lens(ranges.range(delegation.head), title, files[1], report)


def _lens(place: types.Range, title: str, file: str, record: Record) -> types.CodeLens:
    return types.CodeLens(place, types.Command(title, SHOW, arguments=[uri_of(file), record.head.start_line - 1]))


def _name(record: Record) -> str:
    """Return what a record is called: by its title, or else by its task."""
    task = record.data.get("task")
    said = record.data.get("title") or (task.get("summary") if isinstance(task, dict) else task) or record.kind
    name = neutralised(" ".join(str(said).split()))
    return f"'{name if len(name) <= _LONGEST else name[: _LONGEST - 1] + '…'}'"


FEATURES = {types.TEXT_DOCUMENT_CODE_LENS: Answer(lenses)}
