"""The document in canonical form, as `de-lint format` writes it."""

from __future__ import annotations

from lsprotocol import types

from de_lint.project.files.discovery import shown_path
from de_lint.server.features import Answer
from de_lint.server.opened import Opened
from de_lint.writing.formatting import formatted


def formatting(opened: Opened, _: types.DocumentFormattingParams) -> list[types.TextEdit]:
    """Return the edits that format the document; where it is left alone, tell why."""
    result = formatted(opened.data, opened.read)
    if result.left_alone is not None:
        opened.editor.tell_once(f"{shown_path(opened.file)}: left alone: {result.left_alone}", types.MessageType.Info)
    return opened.text.edits_to(result.data.decode("utf-8", "surrogatepass"))


FEATURES = {types.TEXT_DOCUMENT_FORMATTING: Answer(formatting)}
