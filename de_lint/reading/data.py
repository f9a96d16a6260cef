"""YAML and JSON to fields: front matter and whole texts. Values stay as written (no dates, no booleans)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

import yaml

from de_lint.diagnostics import Span
from de_lint.reading.fields import Node, Row, Text, dedented, span_of
from de_lint.reading.labels import in_yaml, split_line
from de_lint.reading.source import Source

#: Fewer keys at the top are a message with labels rather than data.
_FEWEST_KEYS = 3
_DEEPEST = 20
#: What ends a line for YAML and for nothing else here; its lines are counted as the rows are.
_BREAKS = str.maketrans("\r\x85\u2028\u2029", "    ")
#: The C parser is ten times as fast; some builds of PyYAML lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def data_fields(source: Source, rows: Sequence[Row]) -> list[Node] | None:
    """Return the keys of a text that is JSON or YAML as a whole as fields; None where it is anything else."""
    node = _composed("\n".join(r.text for r in rows).rstrip().rstrip(","))  # a part of a larger object ends in a comma
    for kind in (yaml.MappingNode, yaml.SequenceNode) * 2:  # `tasks:` over a list of one, `Task:` over its keys
        if isinstance(node, kind) and len(node.value) == 1:
            node = node.value[0][1] if kind is yaml.MappingNode else node.value[0]
    if not isinstance(node, yaml.MappingNode) or len(node.value) < _FEWEST_KEYS:
        return None
    keys = [str(k.value) if isinstance(k, yaml.ScalarNode) else "" for k, _ in node.value]
    if any(" " in k or not k[:1].isalpha() or k[:1].isupper() for k in keys):
        return None
    fields = _Yaml(source, rows, markdown=True).below(node, 0)
    return [*fields, *_unspoken(source, [r for r in rows if r.text.lstrip()[:1] == "#"], fields)]


def front_matter_field(source: Source, rows: Sequence[Row]) -> Node:
    """Return one field of form `front-matter` whose children are the keys; bad YAML is read line by line."""
    span = _span(source, rows[0]).to(_span(source, rows[-1]))
    field = Node("front-matter", Text("\n".join(r.text for r in rows), span), lines=[r.number for r in rows])
    inside = rows[1:-1] if len(rows) > 1 and rows[-1].text.strip() in ("---", "...", "+++") else rows[1:]
    keys = [replace(r, text=in_yaml(r.text)) for r in inside] if rows[0].text[:1] == "+" else inside
    node = _composed("\n".join(r.text for r in takewhile(lambda r: r.text[:1] != "[", keys)))  # tables of TOML
    if isinstance(node, yaml.MappingNode):
        field.children = _Yaml(source, keys).below(node, 0)
    elif node is not None:
        field.children = list(_plain_lines(source, keys))
    field.children += _unspoken(source, [r for r in inside if r.text.strip("# ")], field.children)
    return field


def _composed(text: str) -> Any:
    """Return the node that a text of YAML or JSON is; None of an empty one, false of one that is neither."""
    try:
        return yaml.compose(text.translate(_BREAKS), Loader=_LOADER)
    except (yaml.YAMLError, RecursionError, ValueError):
        return False


def _unspoken(source: Source, rows: Sequence[Row], fields: Sequence[Node]) -> Iterator[Node]:
    """Yield a field for each row of which no field speaks: YAML drops comments."""
    texts = (t for f in fields for one in f.walk() for t in (one.value, one.text) if t)
    spoken = {n for t in texts for n in range(t.span.start_line - 1, t.span.end_line)}
    for row in rows:
        if row.number not in spoken:
            span = _span(source, row, len(row.text) - len(row.text.lstrip()))
            value = Text(row.text.strip("# "), span)
            yield Node("label", value, Text("comment", span), value, info="data", lines=[row.number])


def _plain_lines(source: Source, rows: Sequence[Row]) -> Iterator[Node]:
    for row in rows:
        parts = split_line(row.text)
        if parts.label and parts.value:
            label, value = (Text(row.text[a:b], _span(source, row, a, b)) for a, b in (parts.label, parts.value))
            yield Node("label", label, label, value, info="data", lines=[row.number])


def _span(source: Source, row: Row, start: int = 0, end: int | None = None) -> Span:
    return span_of(source, row.number, row.start + start, row.start + (len(row.text) if end is None else end))


class _Yaml:
    """Makes fields of nodes; with `markdown`, values of several lines are read as Markdown."""

    def __init__(self, source: Source, rows: Sequence[Row], markdown: bool = False) -> None:
        self._source, self._rows, self._markdown = source, rows, markdown
        self._seen: set[yaml.Node] = set()

    def below(self, node: yaml.Node, depth: int) -> list[Node]:
        """Return the fields of a collection; one that an alias names again is read where it first stands only."""
        if isinstance(node, yaml.ScalarNode) or depth > _DEEPEST or node in self._seen:
            return []
        self._seen.add(node)
        pairs = node.value if isinstance(node, yaml.MappingNode) else [(None, item) for item in node.value]
        return [self._field(key, value, depth) for key, value in pairs]

    def _field(self, key: yaml.Node | None, value: yaml.Node, depth: int) -> Node:
        text = self._text(key or value)
        lines = [self._row((key or value).start_mark.line).number]
        if key is None:
            field = Node("item", text, marker="-", indent=depth, lines=lines)
        else:
            field = Node("label", text, text, indent=depth, info="data", lines=lines)
            if isinstance(value, yaml.ScalarNode):
                self._give(field, value)
        field.children += self.below(value, depth + 1)
        return field

    def _give(self, field: Node, node: yaml.ScalarNode) -> None:
        """Give a key its value; one of several lines may hold Markdown, which is read like any other."""
        value = self._text(node)
        if self._markdown and "\n" in value.text.strip():
            from de_lint.reading.tree import build_tree

            tree = build_tree(self._source, self._rows_of(node))
            if [c.form for c in tree.children] != ["text"]:
                field.children = tree.children
                return
        field.value = value
        field.text = Text(f"{field.text.text}: {value.text}", field.text.span.to(value.span))

    def _rows_of(self, node: yaml.ScalarNode) -> list[Row]:
        """Return the lines of a value of several lines, without its quotes and its indentation."""
        start, end = node.start_mark, node.end_mark
        first = self._rows[start.line]
        if node.style == '"' and "\\n" in first.text:  # written on one line, with its line ends as escapes
            return [Row(first.number, text, first.start) for text in str(node.value).split("\n")]
        head, own = [], list(self._rows[start.line + 1 : end.line + (end.column > 0)])
        if node.style not in ("|", ">"):
            head = [Row(first.number, first.text[start.column + 1 :], first.start + start.column + 1)]
            own[-1:] = [Row(r.number, r.text[: end.column - 1], r.start) for r in own[-1:]]
        columns = min((len(r.text) - len(r.text.lstrip()) for r in own if r.text.strip()), default=0)
        return [*head, *dedented(own, columns)]

    def _row(self, line: int) -> Row:
        return self._rows[min(line, len(self._rows) - 1)]

    def _text(self, node: yaml.Node) -> Text:
        start, end = node.start_mark, node.end_mark
        at_line_start = end.column == 0 and end.line > start.line
        first, last = self._row(start.line), self._row(end.line - at_line_start)
        stop = len(last.text) if at_line_start else min(end.column, len(last.text))
        begin = min(start.column, len(first.text))
        span = _span(self._source, first, begin, begin).to(_span(self._source, last, stop, stop))
        return Text(str(node.value).rstrip("\n") if isinstance(node, yaml.ScalarNode) else "", span)
