"""The fields of a group, in whatever form they stand: below its label, in a table, or behind it on one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text
from de_lint.reading.values.quantities import labelled_after
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Property

#: A label within a value, at its start or after another field's value.
INNER_LABEL = compiled(r"(?:^|[;,|·•]|\band\b)[\s*_]*+(?P<label>[^\W\d][\w /-]{0,40}?)[\s*_]*+[:=](?=[\s*_])[\s*_]*")
_BETWEEN = " \t;,|·•"


def labelled_children(node: Field, properties: Sequence[Property] = ()) -> Iterator[Field]:
    """Yield the fields directly below a node, unlabelled ones too; of a table its rows, or columns for `properties`."""
    for child in node.children:
        if child.form == "table":
            yield from _columns(child, properties) or child.children
        else:
            counted = _tallied(child, child.text, properties) if properties and not child.is_labelled else []
            yield from counted or [child]


def group_fields(one: Field, properties: Sequence[Property]) -> tuple[list[Field], bool]:
    """Return the fields that a group's field holds, and whether its value says something else than these."""
    value, inline = one.value, list[Field]()
    # `Passed: 48; Failed: 2` and `48 passed, 2 failed` are a field each; of several lines no columns are known.
    if value and value.span.end_column - value.span.start_column == len(value.text):
        inline = _spelled(one, value, properties) or _tallied(one, value, properties)
    return [*inline, *labelled_children(one, properties)], bool(value) and not inline


def _spelled(one: Field, value: Text, properties: Sequence[Property]) -> list[Field]:
    found = [m for m in INNER_LABEL.finditer(value.text) if _claimed(m["label"], properties)]
    if not found or found[0].start():
        return []
    ends = [*(m.start() for m in found[1:]), len(value.text)]
    out = []
    for match, end in zip(found, ends, strict=True):
        said = value.text[match.end() : end].rstrip(_BETWEEN)
        label = _part(value, match.start("label"), match.end("label"))
        out.append(_field(one, label, _part(value, match.end(), match.end() + len(said))))
    return out


def _tallied(one: Field, value: Text, properties: Sequence[Property]) -> list[Field]:
    text = value.text.replace(" and ", ",    ").replace(" / ", ",  ")  # of the same length
    found = [(label, q) for label, q in labelled_after(text) if _claimed(label, properties)]
    out = []
    for label, quantity in found:
        number = _part(value, quantity.start, quantity.end)
        out.append(_field(one, Text(label, value.span), number))
    return out


def _columns(table: Field, properties: Sequence[Property]) -> list[Field]:
    """The one row of a table whose columns are the fields."""
    if len(table.children) != 1 or sum(_claimed(h.text, properties) for h in table.header) < 2:
        return []
    cells = [cell.text for cell in table.children[0].children]
    return [_field(table.children[0], h, cell) for h, cell in zip(table.header, cells, strict=False)]


def _field(one: Field, label: Text, value: Text) -> Field:
    return Field("label", Text(f"{label.text}: {value.text}", value.span), label, value, lines=one.lines)


def _claimed(label: str, properties: Sequence[Property]) -> bool:
    key = fold(label)
    return any(p.claims(key) for p in properties)


def _part(text: Text, start: int, end: int) -> Text:
    span = text.span
    column = span.start_column
    return Text(text.text[start:end], Span(span.start_line, column + start, span.start_line, column + end))
