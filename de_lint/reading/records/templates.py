"""Template documents, which describe an agent and its two formats, to records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from de_lint.diagnostics import Span
from de_lint.reading.fields import Field, Text, span_of
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import agent_type
from de_lint.reading.records.delegation_heads import Stretch, find_heads
from de_lint.reading.records.delegations import read_delegation
from de_lint.reading.records.record import Json, Leaf, Record, leaf, without_leaves
from de_lint.reading.records.report_titles import is_strong_title
from de_lint.reading.records.reports import read_report
from de_lint.reading.records.sections import sections_json
from de_lint.reading.records.shapes import Reading, flat_texts
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import role

_FORMAT_KEYS = frozenset(
    {
        "delegation template",
        "progress reporting format",
        "progress report format",
        "delegation format",
        "reporting format",
    }
)
_ABOUT_KEYS = frozenset(
    {
        "agent overview", "example usage", "usage examples", "integration points", "error handling", "primary role", "role", "core capabilities",
        "authority", "authority scope", "authority & permissions", "when to use this agent", "agent specific workflows", "core responsibilities",
        "primary responsibilities", "escalation triggers", "unique escalation triggers", "success metrics", "key performance indicators",
        "critical dependencies", "specialized tools/commands", "key commands", "best practices", "coordination protocols", "agent profile",
        "delegation template", "progress reporting format", "capabilities", "responsibilities", "writing authority", "forbidden operations",
    }
)  # fmt: skip
_AGENT_TITLE = re.compile(r"\bagent\b", re.IGNORECASE)
_TITLE_TAIL = re.compile(r"\s*\bagent(?: (?:delegation|profile|role|guide|instructions|definition|template))*(?: ?[-–—:(].*)?$", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_-]*")
_WITH = re.compile(r"^with\s+", re.IGNORECASE)
_OVERVIEW = {
    "nickname": "name",
    "name": "name",
    "type": "type",
    "agent type": "type",
    "role": "role",
    "primary role": "role",
    "authority": "authority",
}


def template_title(root: Field) -> Field | None:
    """Return the title heading of a document about an agent, or None if the document is something else."""
    headings = [n for n in root.walk() if n.form == "heading"]
    if not headings:
        return None
    keys = {h.key for h in headings}
    title = headings[0]
    if len(keys & _FORMAT_KEYS) and len(keys & _ABOUT_KEYS) >= 2:
        return title
    about_agent = _AGENT_TITLE.search(title.text.text) and not is_strong_title(title.text.text)
    return title if about_agent and title.level == 1 and len(keys & _ABOUT_KEYS) >= 3 else None


@dataclass(slots=True)
class _Template:
    """What is read so far of one template document."""

    source: Source
    reading: Reading
    agent: dict[str, Text] = field(default_factory=dict)
    delegation: Record | None = None
    examples: list[tuple[Text, Record]] = field(default_factory=list)
    integration: list[Json] = field(default_factory=list)
    report: Record | None = None
    categories: list[Json] = field(default_factory=list)
    practices: list[Json] = field(default_factory=list)
    errors: list[Json] = field(default_factory=list)
    rest: list[Field] = field(default_factory=list)


def read_template(source: Source, root: Field, title: Field, lines: set[int], reading: Reading) -> Record:
    """Return the template document as one record."""
    out = _Template(source, reading)
    nodes = [n for n in root.children if n is not title and n.form != "front-matter"]
    front = [n for n in root.children if n.form == "front-matter"]
    for node in [*title.children, *nodes]:
        _part(node, out)
    reading.unclaimed = []
    return _record(out, title, front, lines, root)


def _part(node: Field, out: _Template) -> None:
    if node.form != "heading":
        if not _overview_field(node, out):
            out.rest.append(node)
        return
    reader = _READERS.get(node.key)
    if reader is None and node.key.endswith("best practices"):
        reader = _practices
    left = (reader or _other)(node, out)
    if left:
        out.rest.append(_remainder(node, left))


def _remainder(node: Field, left: Sequence[Field]) -> Field:
    if list(left) == node.children:
        return node
    copy = Field(node.form, node.text, node.label, node.value, node.level, lines=node.lines)
    copy.children = list(left)
    return copy


def _overview(node: Field, out: _Template) -> list[Field]:
    return [c for c in node.children if not _overview_field(c, out)]


def _overview_field(node: Field, out: _Template) -> bool:
    name = _OVERVIEW.get(node.key)
    if name is None or name in out.agent or node.inline is None or node.form == "heading":
        return False
    texts = list(flat_texts(node))
    if name == "type" and not _IDENTIFIER.fullmatch(texts[0].text):
        return False
    out.agent[name] = Text("; ".join(t.text for t in texts), texts[0].span.to(texts[-1].span))
    return True


def _role(node: Field, out: _Template) -> list[Field]:
    if node.inline and "role" not in out.agent:
        out.agent["role"] = node.inline
        return node.children[1:] if not node.value else node.children
    return node.children


def _delegation_part(node: Field, out: _Template) -> list[Field]:
    left = []
    for child in node.children:
        found = _delegation_in(child, out) if child.form == "fence" and out.delegation is None else None
        if found:
            out.delegation = found
        else:
            left.append(child)
    return left


def _delegation_in(fence: Field, out: _Template) -> Record | None:
    heads = find_heads(fence.rows)
    for head in heads[:1]:
        rows = [r for r in fence.rows if r.number >= head.row.number]
        record = read_delegation(out.source, Stretch(head, tuple(rows), True), out.reading)
        if record:
            record.lines |= set(fence.lines)
        return record
    return None


def _examples(node: Field, out: _Template) -> list[Field]:
    left = []
    for child in node.children:
        if child.form == "heading":
            rest = [c for c in child.children if not _example_in(child, c, out)]
            if rest or not child.children:
                left.append(_remainder(child, rest))
        elif not _example_in(node, child, out):
            left.append(child)
    return left


def _example_in(holder: Field, child: Field, out: _Template) -> bool:
    found = _delegation_in(child, out) if child.form == "fence" else None
    if found is None:
        return False
    found.context = found.data["context"] = "example"
    out.examples.append((Text(words_of(holder.text.text), holder.text.span), found))
    return True


def _integration(node: Field, out: _Template) -> list[Field]:
    left = []
    for child in node.children:
        if child.form == "heading" or (child.label and (child.children or child.value)):
            name = words_of(_WITH.sub("", words_of((child.label or child.text).text)))
            items = [*([child.value] if child.value else []), *(t for c in child.children for t in flat_texts(c))]
            span = (child.label or child.text).span
            out.integration.append({"agent": Leaf(name, span), "items": [leaf(t) for t in items]})
        else:
            left.append(child)
    return left


def _format(node: Field, out: _Template) -> list[Field]:
    left = []
    for child in node.children:
        if child.form == "fence" and out.report is None and child.rows:
            out.report = _report_in(child, out)
        if child.form != "fence" or out.report is None or child.lines[0] not in out.report.lines:
            left.append(child)
    return left


def _report_in(fence: Field, out: _Template) -> Record | None:
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


def _practices(node: Field, out: _Template) -> list[Field]:
    return _groups(node, out.practices)


def _other(node: Field, out: _Template) -> list[Field]:
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


def _errors(node: Field, out: _Template) -> list[Field]:
    """Read `cause: reaction` items; a line such as `Common issues:` above them keeps its place in the rest."""
    left = []
    for child in node.children:
        if child.label and child.value and not child.children:
            out.errors.append({"issue": leaf(child.label), "response": leaf(child.value)})
        elif child.form == "label" and child.children:
            left.append(_remainder(child, _errors(child, out)))
        else:
            left.append(child)
    return left


_Reader = Callable[[Field, _Template], list[Field]]
_READERS: dict[str, _Reader] = {
    "agent overview": _overview,
    "overview": _overview,
    "primary role": _role,
    "role": _role,
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


def _record(out: _Template, title: Field, front: Sequence[Field], lines: set[int], root: Field) -> Record:
    words = words_of(title.text.text)
    name = out.agent.get("name") or Text(_TITLE_TAIL.sub("", words) or words, title.text.span)
    type_ = out.agent.get("type")
    texts = [t for n in root.walk() for t in [n.text]]
    spans: dict[str, Span] = {}
    body: dict[str, Json] = {
        "agent": {
            "name": leaf(name),
            "type": leaf(type_) if type_ else Leaf(agent_type(name.text), name.span),
            "role": leaf(out.agent["role"]) if "role" in out.agent else None,
            "authority": leaf(out.agent["authority"]) if "authority" in out.agent else None,
        },
        "title": Leaf(words, title.text.span),
        "date": None,
        "tickets": _tickets(texts, out.reading),
        "delegation_template": None,
        "examples": [],
        "integration_points": out.integration,
        "progress_format": None,
        "categories": out.categories,
        "best_practices": out.practices,
        "error_handling": out.errors,
        "sections": sections_json([*front, *out.rest], out.reading, True),
        "extra": [],
    }
    span = _span(out.source, title, lines)
    data = without_leaves(body, "", spans, title.text.span)
    record = Record("agent_template", "template", {}, spans, span, title.text.span, "template", lines=lines, root=root)
    _embed(record, data, out)
    record.data = {"kind": "agent_template", "span": span.to_json(), "context": "template", **data}
    found = fold(str(data["agent"]["type"] or "")).replace(" ", "_")
    record.role = role(found) if found else None
    for part in record.parts:
        part.role = part.role or record.role
    return record


def _embed(record: Record, data: dict[str, Json], out: _Template) -> None:
    parts: list[tuple[str, Record]] = []
    if out.delegation:
        data["delegation_template"] = out.delegation.data
        parts.append(("/delegation_template", out.delegation))
    for index, (name, example) in enumerate(out.examples):
        data["examples"].append({"name": name.text, "delegation": example.data})
        record.spans[f"/examples/{index}/name"] = name.span
        parts.append((f"/examples/{index}/delegation", example))
    if out.report:
        data["progress_format"] = out.report.data
        parts.append(("/progress_format", out.report))
    for pointer, part in parts:
        part.pointer = pointer
        record.parts.append(part)
        record.spans.update({pointer + p: s for p, s in part.spans.items()})


def _span(source: Source, title: Field, lines: set[int]) -> Span:
    last = max(n for n in lines if source.lines[n].text.strip())
    return Span(title.text.span.start_line, 1, last + 1, source.lines[last].column(len(source.lines[last].text)))


def _tickets(texts: Sequence[Text], reading: Reading) -> Json:
    found: dict[str, tuple[str, Span]] = {}
    for text in texts:
        for ticket in reading.systems.find(text.text):
            found.setdefault(ticket.id, (ticket.relation, text.span))
    return [{"id": Leaf(i, span), "relation": relation} for i, (relation, span) in found.items()]
