"""Canonical Markdown: records in canonical form, the prose around them as it was.

Two promises: formatting the result changes nothing, and it says what the text said before. A text for which either
would be broken is left alone.
"""

from __future__ import annotations

from collections.abc import Callable

from de_lint.classes import dataclass
from de_lint.reading.document import Document, read
from de_lint.vocabulary.kinds import using
from de_lint.writing.canonical_lines import canonical_lines
from de_lint.writing.edits import edited
from de_lint.writing.field_order import ordered
from de_lint.writing.same_records import difference

#: Labels, order and prose settle in two passes; what has not settled after these goes round in circles.
MOST_PASSES = 5

Read = Callable[[bytes], Document]


@dataclass(frozen=True, slots=True)
class Formatted:
    """What formatting made of one file; `left_alone` says why it was not formatted, where it was not."""

    data: bytes
    left_alone: str | None = None


def format(text: str, prose: bool = False) -> str:  # the public name, as in `de_lint.format`
    """Return a Markdown text with its records in canonical form: labels, their order, bullets.

    The text around records stays as it is, or with `prose` is what mdformat makes of it. Formatting twice changes
    nothing, and the records say the same before and after; a text for which that cannot be had comes back as it is.
    """
    data = text.encode("utf-8", "surrogatepass")
    return formatted(data, read, prose).data.decode("utf-8", "surrogatepass")


def formatted(data: bytes, read: Read, prose: bool = False) -> Formatted:
    """Return the bytes of a Markdown file formatted; `read` is how its documents are read."""
    before = read(data)
    respelled: dict[str, str] = {}
    new, document = data, before
    for _ in range(MOST_PASSES):
        earlier = new
        new, document = _pass(new, document, read, prose, respelled)
        if new == earlier:
            break
    else:
        return Formatted(data, "formatting it again would change it again")
    why = difference(before, document, respelled, prose=not prose) if new != data else None
    return Formatted(data, why) if why else Formatted(new)


def _pass(
    data: bytes, document: Document, read: Read, prose: bool, respelled: dict[str, str]
) -> tuple[bytes, Document]:
    """Return the bytes after one pass over lines, order and prose, and the document that they are."""
    for step in (_with_lines, _with_order, *([_with_prose] if prose else [])):
        new = step(data, document, respelled)
        if new != data:
            data, document = new, read(new)
    return data, document


def _with_lines(data: bytes, document: Document, respelled: dict[str, str]) -> bytes:
    """Return the bytes with every label and bullet of a record in its form; add to the labels respelled."""
    lines = canonical_lines(document)
    respelled.update(lines.respelled)
    return edited(data, document.source, [[edit] for edit in lines.edits])[0]


def _with_order(data: bytes, document: Document, respelled: dict[str, str]) -> bytes:
    """Return the bytes with the labels of forms in their order."""
    return edited(data, document.source, [[edit] for edit in ordered(document)])[0]


def _with_prose(data: bytes, document: Document, respelled: dict[str, str]) -> bytes:
    """Return the bytes with what stands around records laid out by mdformat; what is not UTF-8 stays as it is."""
    from de_lint.writing.mdformat_plugin import laid_out

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    if "\0" in text:  # mdformat takes it for U+FFFD
        return data
    with using(document.vocabulary):
        return laid_out(text).encode("utf-8")
