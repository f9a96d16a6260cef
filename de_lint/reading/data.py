"""YAML and JSON to fields: front matter and whole texts. Values stay as written (no dates, no booleans)."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from de_lint.reading.fields import Field, Row, Text, dedented, span_of
from de_lint.reading.labels import split_line
from de_lint.reading.source import Source

#: Fewer keys at the top are a message with labels rather than data.
_FEWEST_KEYS = 3


def data_fields(source: Source, rows: Sequence[Row]) -> list[Field] | None:
    """Return the keys of a text that is JSON or YAML as a whole as fields; None where it is anything else."""
    text = "\n".join(r.text for r in rows).rstrip().rstrip(",")  # a part of a larger object may end in a comma
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    for _ in range(2):  # `tasks:` over a list of one, `Task:` over its keys
        if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
            node = node.value[0][1]
        if isinstance(node, yaml.SequenceNode) and len(node.value) == 1:
            node = node.value[0]
    if not isinstance(node, yaml.MappingNode) or len(node.value) < _FEWEST_KEYS:
        return None
    keys = [str(k.value) for k, _ in node.value if isinstance(k, yaml.ScalarNode)]
    if len(keys) < len(node.value) or any(" " in k or not k[:1].isalpha() or k[:1].isupper() for k in keys):
        return None
    fields = _mapping(source, rows, node, 0, set(), markdown=True)
    spoken = {n for f in fields for one in f.walk() for t in (one.value, one.text) if t for n in _lines_of(t)}
    return [*fields, *(_comment(source, r) for r in rows if r.number not in spoken and r.text.lstrip()[:1] == "#")]


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
    return Field("label", value, Text("comment", span), value, info="data", lines=[row.number])


_DEEPEST = 20
#: The C parser is ten times as fast; some builds of PyYAML lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _mapping(
    source: Source, rows: Sequence[Row], node: yaml.MappingNode, depth: int, seen: set[int], markdown: bool = False
) -> list[Field]:
    """Return the fields of a mapping; with `markdown`, values of several lines are read as Markdown."""
    seen.add(id(node))
    out = []
    for key, value in node.value:
        child = Field("label", _text(source, rows, key), indent=depth)
        child.info = "data"
        child.label = _text(source, rows, key)
        child.lines = [rows[min(key.start_mark.line, len(rows) - 1)].number]
        if isinstance(value, yaml.ScalarNode):
            _scalar(source, rows, child, value, markdown)
        elif depth < _DEEPEST and id(value) not in seen:
            child.children = _children(source, rows, value, depth + 1, seen, markdown)
        out.append(child)
    return out


def _scalar(source: Source, rows: Sequence[Row], child: Field, node: yaml.ScalarNode, markdown: bool) -> None:
    """Give a key its value; one of several lines may hold Markdown, which is read like any other."""
    value = _text(source, rows, node)
    label = child.label or child.text
    child.text = Text(f"{label.text}: {value.text}", label.span.to(value.span))
    if markdown and "\n" in value.text.strip():
        from de_lint.reading.tree import build_tree

        tree = build_tree(source, _rows_of_scalar(rows, node))
        if len(tree.children) > 1 or (tree.children and tree.children[0].form != "text"):
            child.children = tree.children
            child.text = label
            return
    child.value = value


def _rows_of_scalar(rows: Sequence[Row], node: yaml.ScalarNode) -> list[Row]:
    """Return the lines of a value of several lines, without its quotes and its indentation."""
    start, end = node.start_mark, node.end_mark
    if node.style == '"' and "\\n" in rows[start.line].text:  # written on one line, with its line ends as escapes
        first = rows[start.line]
        return [Row(first.number, text, first.start) for text in str(node.value).split("\n")]
    if node.style in ("|", ">"):
        own = list(rows[start.line + 1 : end.line + (end.column > 0)])
    else:
        own = [
            _cut(r, start.column + 1 if i == start.line else 0, end.column - 1 if i == end.line else None)
            for i, r in enumerate(rows[: end.line + 1])
            if i >= start.line
        ]
    columns = min((len(r.text) - len(r.text.lstrip()) for r in own[1:] or own if r.text.strip()), default=0)
    return [*own[:1], *dedented(own[1:], columns)] if node.style not in ("|", ">") else dedented(own, columns)


def _cut(row: Row, start: int, end: int | None) -> Row:
    return Row(row.number, row.text[start:end], row.start + start)


def _children(
    source: Source, rows: Sequence[Row], node: yaml.Node, depth: int, seen: set[int], markdown: bool
) -> list[Field]:
    """Return the fields of a collection; one that an alias names again is read where it first stands only."""
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(source, rows, node, depth, seen, markdown)
    out = []
    for item in node.value if isinstance(node, yaml.SequenceNode) else []:
        text = (
            _text(source, rows, item) if isinstance(item, yaml.ScalarNode) else Text("", _text(source, rows, item).span)
        )
        child = Field("item", text, marker="-", indent=depth)
        child.lines = [rows[min(item.start_mark.line, len(rows) - 1)].number]
        if not isinstance(item, yaml.ScalarNode) and depth < _DEEPEST and id(item) not in seen:
            child.children = _children(source, rows, item, depth + 1, seen, markdown)
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
    return Text(str(node.value).rstrip("\n") if isinstance(node, yaml.ScalarNode) else "", span)


def _plain_lines(source: Source, rows: Sequence[Row]) -> list[Field]:
    out = []
    for row in rows:
        parts = split_line(row.text)
        if parts.label and parts.value:
            label, value = (
                Text(row.text[a:b], span_of(source, row.number, row.start + a, row.start + b))
                for a, b in (parts.label, parts.value)
            )
            out.append(Field("label", label, label, value, info="data", lines=[row.number]))
    return out
