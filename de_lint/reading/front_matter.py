"""YAML front matter to fields; values stay the text that was written (no dates, no booleans)."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from de_lint.reading.fields import Field, Row, Text, span_of
from de_lint.reading.labels import split_line
from de_lint.reading.source import Source


def front_matter_field(source: Source, rows: Sequence[Row]) -> Field:
    """Return one field of form `front-matter` whose children are the keys; bad YAML is read line by line."""
    first, last = rows[0], rows[-1]
    span = span_of(source, first.number, first.start, first.start + len(first.text)).to(
        span_of(source, last.number, last.start, last.start + len(last.text))
    )
    field = Field("front-matter", Text("\n".join(r.text for r in rows), span), lines=[r.number for r in rows])
    inside = rows[1:-1] if len(rows) > 1 and rows[-1].text.strip() in ("---", "...") else rows[1:]
    try:
        node = yaml.compose("\n".join(r.text for r in inside), Loader=_LOADER)
        if isinstance(node, yaml.MappingNode):
            field.children = _mapping(source, inside, node, 0, set())
    except (yaml.YAMLError, RecursionError, ValueError):
        field.children = _plain_lines(source, inside)
    below = [n for child in field.children for n in child.walk()]
    spoken = {n for one in below for t in (one.value, one.text) if t for n in _lines_of(t)}
    field.children += [_comment(source, r) for r in inside if r.number not in spoken and r.text.strip("# ")]
    return field


def _lines_of(text: Text) -> range:
    return range(text.span.start_line - 1, text.span.end_line)


def _comment(source: Source, row: Row) -> Field:
    """YAML drops comments; here each line of one stays as a field of its own."""
    start = len(row.text) - len(row.text.lstrip())
    span = span_of(source, row.number, row.start + start, row.start + len(row.text))
    value = Text(row.text.strip("# "), span)
    return Field("label", value, Text("comment", span), value, info="front-matter", lines=[row.number])


_DEEPEST = 20
#: The C parser is ten times as fast; some builds of PyYAML lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _mapping(source: Source, rows: Sequence[Row], node: yaml.MappingNode, depth: int, seen: set[int]) -> list[Field]:
    seen.add(id(node))
    out = []
    for key, value in node.value:
        child = Field("label", _text(source, rows, key), indent=depth)
        child.info = "front-matter"
        child.label = _text(source, rows, key)
        child.lines = [rows[min(key.start_mark.line, len(rows) - 1)].number]
        if isinstance(value, yaml.ScalarNode):
            child.value = _text(source, rows, value)
            child.text = Text(f"{child.label.text}: {child.value.text}", child.label.span.to(child.value.span))
        elif depth < _DEEPEST and id(value) not in seen:
            child.children = _children(source, rows, value, depth + 1, seen)
        out.append(child)
    return out


def _children(source: Source, rows: Sequence[Row], node: yaml.Node, depth: int, seen: set[int]) -> list[Field]:
    """Return the fields of a collection; one that an alias names again is read where it first stands only."""
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(source, rows, node, depth, seen)
    out = []
    for item in node.value if isinstance(node, yaml.SequenceNode) else []:
        text = (
            _text(source, rows, item) if isinstance(item, yaml.ScalarNode) else Text("", _text(source, rows, item).span)
        )
        child = Field("item", text, marker="-", indent=depth)
        child.lines = [rows[min(item.start_mark.line, len(rows) - 1)].number]
        if not isinstance(item, yaml.ScalarNode) and depth < _DEEPEST and id(item) not in seen:
            child.children = _children(source, rows, item, depth + 1, seen)
        out.append(child)
    return out


def _text(source: Source, rows: Sequence[Row], node: yaml.Node) -> Text:
    start, end = node.start_mark, node.end_mark
    first = rows[min(start.line, len(rows) - 1)]
    at_line_start = end.column == 0 and end.line > start.line
    last = rows[min(end.line - at_line_start, len(rows) - 1)]
    stop = len(last.text) if at_line_start else min(end.column, len(last.text))
    begin = min(start.column, len(first.text))
    span = span_of(
        source,
        first.number,
        first.start + begin,
        first.start + max(begin, len(first.text) if first is not last else stop),
    )
    if first is not last:
        span = span.to(span_of(source, last.number, last.start, last.start + stop))
    return Text(str(node.value) if isinstance(node, yaml.ScalarNode) else "", span)


def _plain_lines(source: Source, rows: Sequence[Row]) -> list[Field]:
    out = []
    for row in rows:
        parts = split_line(row.text)
        if parts.label and parts.value:
            label, value = (
                Text(row.text[a:b], span_of(source, row.number, row.start + a, row.start + b))
                for a, b in (parts.label, parts.value)
            )
            out.append(Field("label", label, label, value, info="front-matter", lines=[row.number]))
    return out
