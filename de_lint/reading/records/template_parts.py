"""The parts of a template document: formats, examples, integration points, lists and error handling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text, rows_of, span_of
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import is_agent_name
from de_lint.reading.records.delegation_heads import Stretch, find_heads
from de_lint.reading.records.delegations import read_delegation
from de_lint.reading.records.record import Json, Leaf, Record, leaf
from de_lint.reading.records.report_titles import is_strong_title
from de_lint.reading.records.reports import read_report
from de_lint.reading.records.shapes import flat_texts
from de_lint.reading.records.template_overview import TemplateParts, overview, overview_field, role_part
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree

_WITH = compiled(r"^with\s+", re.IGNORECASE)
_WITH_AGENT = compiled(r"with\s.*\bagents?\b", re.IGNORECASE)


def read_part(node: Field, out: TemplateParts) -> None:
    """Read one top-level node of a template document into `out`; what no reader takes goes to its rest."""
    if node.form != "heading":
        if not overview_field(node, out):
            out.rest.append(node)
        return
    reader = _READERS.get(node.key) or _OTHER_NAMES.get(node.key) or _reader_by_shape(node)
    left = (reader or _other)(node, out)
    # A heading of a name of its own keeps its place even where its lists went elsewhere.
    if left or node.key in _OTHER_NAMES or (node.key not in _READERS and not node.items):
        out.rest.append(_remainder(node, left))


def _reader_by_shape(node: Field) -> _Reader | None:
    """A heading by another name is known by its last words, or by the headings below it: `With the QA Agent`."""
    if node.key.endswith("best practices"):
        return _practices
    partners = [c for c in node.children if c.form == "heading"]
    return _integration if partners and all(_WITH_AGENT.match(c.text.text) for c in partners) else None


def _remainder(node: Field, left: Sequence[Field]) -> Field:
    if list(left) == node.children:
        return node
    copy = Field(node.form, node.text, node.label, node.value, node.level, lines=node.lines)
    copy.children = list(left)
    return copy


def _delegation_part(node: Field, out: TemplateParts) -> list[Field]:
    left = []
    for child in node.children:
        found = _delegation_in(child, out) if child.form == "fence" and out.delegation is None else None
        if found:
            out.delegation = found
        else:
            left.append(child)
    if out.delegation is None and (found := next(_open_delegations(node, out), None)):
        out.delegation = found
        return _not_held(left, found.lines)
    return left


def _delegation_in(fence: Field, out: TemplateParts) -> Record | None:
    """Return the delegation that a fence holds from its first line to its last, or None."""
    rows = [r for r in fence.rows if r.text.strip()]
    heads = [h for h in find_heads(fence.rows) if h.opens]
    if not heads or heads[0].row.number != rows[0].number or any(h.strength >= 2 for h in heads[1:]):
        return None
    own = tuple(r for r in fence.rows if r.number >= rows[0].number)
    record = read_delegation(out.source, Stretch(heads[0], own, True), out.reading)
    if record:
        record.lines |= set(fence.lines)
    return record


def _examples(node: Field, out: TemplateParts) -> list[Field]:
    left = []
    for child in node.children:
        if child.form == "heading":
            rest = [c for c in child.children if not _example_in(child, c, out)]
            if rest or not child.children:
                left.append(_remainder(child, rest))
        elif not _example_in(node, child, out):
            left.append(child)
    return left if out.examples else _open_examples(node, left, out)


def _open_examples(node: Field, left: Sequence[Field], out: TemplateParts) -> list[Field]:
    """Read the delegations that stand in the open, each below the heading that names it."""
    for holder in [node, *(c for c in node.children if c.form == "heading")]:
        for record in _open_delegations(holder, out):
            record.context = record.data["context"] = "example"
            out.examples.append((Text(words_of(holder.text.text), holder.text.span), record))
    held = {n for _, r in out.examples for n in r.lines}
    return _not_held(left, held)


def _not_held(nodes: Sequence[Field], held: set[int]) -> list[Field]:
    """Return the nodes of which a record holds no line; a heading stays, with what is left of it."""
    out = []
    for node in nodes:
        if node.form == "heading":
            out.append(_remainder(node, _not_held(node.children, held)))
        elif not held & {n for one in node.walk() for n in one.lines}:
            out.append(node)
    return [n for n in out if n.form != "heading" or n.children]


def _open_delegations(holder: Field, out: TemplateParts) -> Iterator[Record]:
    """The delegations right below a heading that no fence holds."""
    own = [c for c in holder.children if c.form != "heading"]
    if not own or any(c.form == "fence" for c in own):
        return
    rows = rows_of(out.source)[own[0].first_line : own[-1].last_line + 1]
    starts = [i for i, r in enumerate(rows) for h in find_heads([r]) if h.opens and h.strength > 1]
    for start, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
        head = find_heads(rows[start : start + 1])[0]
        record = read_delegation(out.source, Stretch(head, tuple(rows[start:stop]), True), out.reading)
        if record:
            yield record


def _example_in(holder: Field, child: Field, out: TemplateParts) -> bool:
    found = _delegation_in(child, out) if child.form == "fence" else None
    if found is None:
        return False
    found.context = found.data["context"] = "example"
    out.examples.append((Text(words_of(holder.text.text), holder.text.span), found))
    return True


def _integration(node: Field, out: TemplateParts) -> list[Field]:
    """Read every heading and label below as a partner; where a heading lists the partners, only what it lists."""
    listing = [c for c in node.children if _lists_agents(c)]
    if listing:
        left = [c for one in listing for c in _partners(one, out)]
        return [*left, *(c for c in node.children if c not in listing and not _list_group(c, out.categories))]
    return _partners(node, out)


def _partners(node: Field, out: TemplateParts) -> list[Field]:
    left = []
    for child in node.children:
        if child.form == "heading" or (child.label and (child.children or child.value)):
            name = words_of(_WITH.sub("", words_of((child.label or child.text).text)))
            items = [*([child.value] if child.value else []), *(t for c in child.children for t in _item_texts(c))]
            span = (child.label or child.text).span
            out.integration.append({"agent": Leaf(name, span), "items": [leaf(t) for t in items]})
        else:
            left.append(child)
    return left


def _lists_agents(node: Field) -> bool:
    named = [c for c in node.items if c.label and is_agent_name(c.name)]
    return node.form == "heading" and len(named) > 1 and len(named) * 2 >= len(node.children)


def _format(node: Field, out: TemplateParts) -> list[Field]:
    left = []
    for child in node.children:
        if child.form == "fence" and out.report is None and child.rows:
            out.report = _report_in(child, out)
        if child.form != "fence" or out.report is None or child.lines[0] not in out.report.lines:
            left.append(child)
    return left if out.report else _open_format(node, left, out)


def _open_format(node: Field, left: Sequence[Field], out: TemplateParts) -> list[Field]:
    """Read the form that stands in the open, from its title to the end of the section."""
    start = next((i for i, c in enumerate(node.children) if is_strong_title(c.text.text)), None)
    if start is None or any(c.form in ("heading", "fence") for c in node.children):
        return list(left)
    rows = rows_of(out.source)[node.children[start].first_line : node.last_line + 1]
    out.report = _report_in(Field("fence", node.text, lines=[r.number for r in rows], rows=rows), out)
    return node.children[:start]


def _report_in(fence: Field, out: TemplateParts) -> Record | None:
    root = build_tree(out.source, fence.rows)
    nodes = [n for n in root.children if n.form != "rule"]
    if not nodes:
        return None
    title = nodes[0]
    record = read_report(out.source, title, [*title.children, *nodes[1:]], [], set(fence.lines), out.reading)
    record.context = record.data["context"] = "template"
    inside = [r for r in fence.rows if r.text.strip()]
    record.span = _rows_span(out.source, inside[0].number, inside[-1].number)
    record.data["span"] = record.span.to_json()
    return record


def _rows_span(source: Source, first: int, last: int) -> Span:
    text = source.lines[first].text
    start = span_of(source, first, len(text) - len(text.lstrip()), len(text))
    return start.to(span_of(source, last, 0, len(source.lines[last].text.rstrip())))


def _practices(node: Field, out: TemplateParts) -> list[Field]:
    return _groups(node, out.practices)


def _other(node: Field, out: TemplateParts) -> list[Field]:
    if any(n.form == "fence" for n in node.walk()):
        return [node_child for node_child in node.children if not _list_group(node_child, out.categories)]
    return _groups(node, out.categories)


def _groups(node: Field, into: list[Json]) -> list[Field]:
    """Read every heading below with a list right under it as a named list; return what is left."""
    if node.items and not any(c.form in ("heading", "fence", "table") for c in node.children):
        into.append(_group(node))
        return [c for c in node.children if not c.is_item]
    return [c for c in node.children if not _list_group(c, into)]


def _list_group(node: Field, into: list[Json]) -> bool:
    if node.form != "heading" or not node.items or any(not c.is_item for c in node.children):
        return False
    into.append(_group(node))
    return True


def _group(node: Field) -> Json:
    return {
        "name": Leaf(words_of(re.sub(r"^\W*\d+[.)]\s*", "", node.text.text)), node.text.span),
        "items": [leaf(t) for c in node.items for t in _item_texts(c)],
    }


def _item_texts(node: Field) -> Iterator[Text]:
    yield node.text
    for child in node.children:
        yield from flat_texts(child)


def _errors(node: Field, out: TemplateParts) -> list[Field]:
    """Read `cause: reaction` items; a line such as `Common issues:` above them keeps its place in the rest."""
    left = []
    for child in node.children:
        if child.label and child.value and not child.children:
            out.errors.append({"issue": leaf(child.label), "response": leaf(child.value)})
        elif child.form == "label" and child.children:
            left.append(_remainder(child, _errors(child, out)))
        elif child.form == "table" and child.children and all(len(r.children) == 2 for r in child.children):
            out.errors += [{k: leaf(c.text) for k, c in zip(_ISSUE, r.children, strict=True)} for r in child.children]
            left.append(child)  # for what its header says
        else:
            left.append(child)
    return left


_ISSUE = ("issue", "response")
_Reader = Callable[[Field, TemplateParts], list[Field]]
_READERS: dict[str, _Reader] = {
    "agent overview": overview,
    "overview": overview,
    "primary role": role_part,
    "role": role_part,
    "delegation template": _delegation_part,
    "delegation format": _delegation_part,
    "example usage": _examples,
    "usage examples": _examples,
    "examples": _examples,
    "integration points": _integration,
    "progress reporting format": _format,
    "progress report format": _format,
    "reporting format": _format,
    "best practices": _practices,
    "error handling": _errors,
}
#: What people call the same parts in documents of their own; such a heading keeps its place.
_OTHER_NAMES: dict[str, _Reader] = {
    "agent profile": overview,
    "agent identity": overview,
    "how to delegate": _delegation_part,
    "example": _examples,
    "works with": _integration,
    "collaboration": _integration,
    "collaborates with": _integration,
    "report format": _format,
    "progress report template": _format,
    "errors": _errors,
    "common errors": _errors,
    "common problems": _errors,
}
