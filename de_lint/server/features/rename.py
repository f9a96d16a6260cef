"""A ticket id under another name, in all documents of the folder."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from de_lint.project.files.discovery import Input
from de_lint.reading.source import read_source
from de_lint.reading.values.tickets import ticket_systems
from de_lint.server.editor import uri_of
from de_lint.server.features import Answer, NotPossible
from de_lint.server.opened import Opened
from de_lint.server.ranges import Ranges
from de_lint.server.texts import OpenText
from de_lint.server.tickets import ticket_at, tickets_in
from de_lint.vocabulary.kinds import using


def prepare_rename(opened: Opened, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """Return the ticket id at a place; nothing else can be renamed."""
    with using(opened.vocabulary):
        found = ticket_at(opened, params.position)
    return types.PrepareRenamePlaceholder(opened.ranges.range(found.span), found.id) if found else None


def rename(opened: Opened, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Return the edits that put another id in the place of one, wherever it is written."""
    with using(opened.vocabulary):
        found = ticket_at(opened, params.position)
        if found is None:
            raise NotPossible("Only ticket ids can be renamed")
        new = params.new_name.strip()
        if not ticket_systems().fits(new):
            raise NotPossible(f"{new} matches no ticket system that is in use here")
        edits = {uri: own for uri, text in _texts(opened, found.id) if (own := _edits(text, found.id, new))}
    return opened.editor.edit(edits)


def _texts(opened: Opened, ticket: str) -> Iterator[tuple[str, OpenText]]:
    """Yield the texts that may name a ticket: those that are open as they are now, the others from the disk."""
    yield opened.uri, opened.text
    if opened.root.folder not in opened.editor.folders:
        return
    for place in opened.root.documents():
        other = opened.editor.opened_at(place)
        if other is opened:
            continue
        if other is not None:
            yield other.uri, other.text
            continue
        try:
            text = Input(place, place).read().decode("utf-8")
        except (OSError, ValueError):
            continue
        if ticket in text:
            yield uri_of(place), OpenText(text, opened.text.encoding)


def _edits(text: OpenText, old: str, new: str) -> list[types.TextEdit]:
    source = read_source(str(text))
    ranges = Ranges(text, source)
    return [types.TextEdit(ranges.range(each.span), new) for each in tickets_in(source) if each.id == old]


FEATURES = {
    types.TEXT_DOCUMENT_PREPARE_RENAME: Answer(prepare_rename),
    types.TEXT_DOCUMENT_RENAME: Answer(rename, types.RenameOptions(prepare_provider=True)),
}
