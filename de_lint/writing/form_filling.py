"""A team's own form with values in the place of its blanks; all else stays as the template has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from de_lint.judging.line_edits import extent
from de_lint.reading.document import read
from de_lint.reading.fields import Node, Text
from de_lint.reading.records.claims import group_fields
from de_lint.reading.records.record import Record
from de_lint.reading.records.shapes import flat_texts
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Kind, active

#: The lines from the first to before the last, from 0, and those that stand there instead.
_Edit = tuple[int, int, list[str]]


def filled_form(role: Kind, values: Mapping[str, Sequence[str]]) -> str:
    """Return a role's own form, filled in with values by the dotted names of its fields."""
    document = read(role.form, kind="progress_report", role=role.type, vocabulary=active())
    lines = [line.raw for line in document.source.lines]
    fields = _fields(document.records, role)
    edits = [edit for name, node in fields if values.get(name) for edit in _edits(lines, node, values[name])]
    for start, stop, texts in sorted(edits, key=lambda e: e[0], reverse=True):
        lines[start:stop] = texts
    return "\n".join(lines).rstrip("\n") + "\n"


def values_of(record: Record, role: Kind) -> dict[str, list[str]]:
    """Return what a report says in the fields of a form, by their dotted names."""
    return {name: [t.text for t in _said(node) if t.text] for name, node in _fields([record], role)}


def _said(node: Node) -> Iterator[Text]:
    boxes = _boxes(node)
    yield from (b.text for b in boxes if b.checked) if boxes else flat_texts(node)


def _boxes(node: Node) -> list[Node]:
    return [c for c in node.items if c.checked is not None and not c.label]


def _fields(records: Sequence[Record], role: Kind) -> Iterator[tuple[str, Node]]:
    """Yield the fields of a form, those of its groups under dotted names."""
    names = {p.name: p for p in role.fields}
    for claim in (c for record in records for c in record.claims):
        prop = names.get(claim.property.name) if claim.property else None
        if prop is not None and prop.shape == "object":
            held = group_fields(claim.field, prop.properties)[0]
            yield from ((f"{prop.name}.{p.name}", f) for f in held for p in prop.properties if p.claims(f.key))
        elif prop is not None:
            yield prop.name, claim.field


def _edits(lines: Sequence[str], node: Node, values: Sequence[str]) -> Iterator[_Edit]:
    number = node.first_line
    if boxes := _boxes(node):
        chosen = {fold(v) for v in values}
        for box in boxes:
            mark = "[x]" if fold(box.text.text) in chosen else "[ ]"
            line = lines[box.first_line]
            at = line.index("[")
            yield box.first_line, box.first_line + 1, [line[:at] + mark + line[line.index("]", at) + 1 :]]
    elif node.value:
        span, line = node.value.span, lines[node.value.span.start_line - 1]
        text = line[: span.start_column - 1] + "; ".join(values)
        end = lines[span.end_line - 1][span.end_column - 1 :]
        yield span.start_line - 1, span.end_line, [text + end]
    elif node.content:
        first, last = node.content[0], extent(node)[1]
        prefix = lines[first.first_line][: first.text.span.start_column - 1] if first.is_item else ""
        yield first.first_line, last + 1, [prefix + v for v in values]
    elif node.form == "heading":
        yield number + 1, number + 1, ["", *values]
    else:
        yield number, number + 1, [f"{lines[number].rstrip()} {'; '.join(values)}"]
