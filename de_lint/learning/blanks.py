"""Which texts of a form are to be filled in, and which stand there for good."""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.learning.placeholder_types import BOX, contents, value_type
from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text
from de_lint.reading.markup import without_markup
from de_lint.reading.records.shapes import flat_texts
from de_lint.reading.values.placeholders import holds_placeholder

#: A value wholly in italics, or one in which a part is left out.
_LEFT_OUT = compiled(r"[*_][^*_]+[*_]|.*(?:…|\.\.\.|_{3,}).*")
#: Plain words that describe a value have at least this many; fewer may be the value itself.
_FEWEST = 3


def is_blank(text: str) -> bool:
    """Tell whether a text in a form is to be filled in: a placeholder in any style, choices, or a description."""
    plain = text.strip()
    if not any(map(str.isalnum, plain)):
        return bool(_LEFT_OUT.fullmatch(plain))
    if contents(plain) or holds_placeholder(plain) or _LEFT_OUT.fullmatch(plain) or BOX.match(plain):
        return True
    found = value_type(plain)
    return bool(found.facts) or found.optional or len(without_markup(plain).split()) >= _FEWEST


def texts_of(node: Field) -> Iterator[Text]:
    """Yield what a field of a form says: its value, and each line below it; boxes are to be ticked, not written."""
    if node.form == "row":
        cells = node.children[1:] or [Field("cell", node.value)] if node.value else node.children[1:]
        yield from (c.text for c in cells)
        return
    if not any(n.checked is not None and not n.label for n in node.walk()):
        yield from flat_texts(node)


def blanks_of(node: Field) -> list[str]:
    """Return the texts of a field of a form that are to be filled in."""
    return [t.text for t in texts_of(node) if is_blank(t.text)]


def asks(node: Field) -> bool:
    """Tell whether a field of a form asks for anything: it has a blank, an open box, or nothing at all."""
    boxes = any(n.checked is not None for n in node.walk())
    said = any(t.text.strip() for t in texts_of(node))
    return boxes or not said or bool(blanks_of(node))
