"""Which texts of a form are to be filled in, and which stand there for good."""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.learning.placeholder_types import BOX, contents, value_type
from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import without_markup
from de_lint.reading.values.placeholders import holds_placeholder

#: A value wholly in italics, or one in which a part is left out.
_LEFT_OUT = compiled(r"[*_][^*_]+[*_]|.*(?:…|\.\.\.|_{3,}).*")
#: Plain words that describe a value have at least this many; fewer may be the value itself.
_FEWEST = 3


def is_blank(text: str) -> bool:
    """Tell whether a text in a form is to be filled in: a placeholder in any style, a mask, or choices."""
    plain = text.strip()
    if not any(map(str.isalnum, plain)):
        return bool(_LEFT_OUT.fullmatch(plain))
    if contents(plain) or holds_placeholder(plain) or _LEFT_OUT.fullmatch(plain) or BOX.match(plain):
        return True
    found = value_type(plain)
    return bool(found.facts) or found.optional


def describes(node: Node) -> bool:
    """Tell whether plain words are all that a field of a form says: they describe what is to stand there."""
    said = list(texts_of(node))
    return len(said) == 1 and said[0] is node.inline and len(without_markup(said[0].text).split()) >= _FEWEST


def _is_in_italics(node: Node) -> bool:
    """Tell whether a value is written wholly in italics, which reading takes off."""
    value, line = node.value.text if node.value else "", node.text.text.rstrip()
    return bool(value) and line.endswith((f"_{value}_", f"*{value}*")) and not line.endswith(f"**{value}**")


def texts_of(node: Node) -> Iterator[Text]:
    """Yield what a field of a form says: its value, and each value below it; boxes are to be ticked, not written."""
    own = node.value if node.label or node.form == "heading" else node.text
    if node.form == "row":
        yield from (c.text for c in node.children[1:] or [node] if c is not node or own)
        return
    if own and node.form != "table":
        yield own
    for child in node.content:
        if child.checked is None or child.label:
            yield from texts_of(child)


def blanks_of(node: Node) -> list[str]:
    """Return the texts of a field of a form that are to be filled in."""
    described = {n.inline for n in node.walk() if describes(n) or _is_in_italics(n)}
    return [t.text for t in texts_of(node) if is_blank(t.text) or t in described]


def asks_for_anything(node: Node) -> bool:
    """Tell whether a field asks for anything outright: it has a blank, an open box, or nothing at all."""
    boxes = any(n.checked is not None for n in node.walk())
    said = [t.text for t in texts_of(node) if t.text.strip()]
    return boxes or not (said or node.content) or any(map(is_blank, said)) or any(map(_is_in_italics, node.walk()))
