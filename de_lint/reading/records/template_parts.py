"""The parts of a document about an agent: what it says of him, his forms, examples, partners, lists and errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from de_lint.diagnostics import Span
from de_lint.reading.fields import Field, Text, rows_of, span_of
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import LONGEST_NAME, first_name, is_agent_name, is_known_name, may_be_name, named_in
from de_lint.reading.records.claims import label_of_row
from de_lint.reading.records.delegations import read_delegation
from de_lint.reading.records.heads import Stretch, find_heads, read_stretch
from de_lint.reading.records.layout import concepts
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Json, Leaf, Record, leaf
from de_lint.reading.records.report_titles import opens_report
from de_lint.reading.records.reports import read_report
from de_lint.reading.records.shapes import flat_texts
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.kinds import part, said

#: Fences whose text may be a form or an example; others hold code.
_PROSE = frozenset({"", "markdown", "md", "text", "txt", "yaml", "yml", "json"})
#: In a table of two columns, what stands for an error and what for its answer.
_ISSUE = ("issue", "response")


@dataclass(slots=True)
class TemplateParts:
    """What is read so far of one document about an agent."""

    source: Source
    reading: Reading
    agent: dict[str, Text] = field(default_factory=dict)
    #: A role that front matter gives in a few words, as a name.
    named_role: Text | None = None
    delegation: Record | None = None
    examples: list[tuple[Text, Record | None]] = field(default_factory=list)
    integration: list[Json] = field(default_factory=list)
    report: Record | None = None
    categories: list[Json] = field(default_factory=list)
    practices: list[Json] = field(default_factory=list)
    errors: list[Json] = field(default_factory=list)
    rest: list[Field] = field(default_factory=list)


def read_label(node: Field, out: TemplateParts) -> bool:
    """Read a label, or a key of front matter, that says something of the agent; tell whether it was one."""
    name = "name" if node.key in ("name", "nickname", "agent name", "display name") else "type" if node.key in ("type", "agent type") else part(node.name, "agent_template")
    texts = list(flat_texts(node))
    if name == "integration" and node.info == "data":
        _partners(replace(node, form="heading"), out)
        return False
    if name not in ("name", "type", "role", "authority") or not any(c.isalnum() for t in texts for c in t.text):
        return False
    text = Text("; ".join(t.text for t in texts), texts[0].span.to(texts[-1].span))
    if name == "type" and not text.text.replace("_", "").replace("-", "").isalnum():
        return False
    if node.form == "heading" or (name == "authority" and (node.info == "data" or "authority" not in concepts(node.name))):
        return False
    if name == "role" and node.key != "description" and len(text.text.split()) <= 4 and node.info == "data":
        out.named_role = out.named_role or text
        return False
    if name in out.agent and not (name == "role" and node.key == "description"):
        return False
    out.agent[name] = text
    return True


def read_part(node: Field, out: TemplateParts) -> None:
    """Read one top-level node of a template document into `out`; what no reader takes goes to its rest."""
    if node.form != "heading":
        if part(node.name, "agent_template") == "integration" and node.label:
            _partners(Field("group", node.text, children=[node]), out)
        if not read_label(node, out):
            out.rest.append(node)
        return
    opens = part(node.name, "agent_template")
    reader = _READERS.get(opens or "") or _reader_by_shape(node) or _other
    left = reader(node, out)
    if left or reader is _other or not node.items:
        out.rest.append(replace(node, children=list(left)) if list(left) != node.children else node)


def _reader_by_shape(node: Field) -> _Reader | None:
    """`### With the QA Agent` below a heading of any name makes it one of partners."""
    partners = [c for c in node.children if c.form == "heading"]
    named = [c for c in partners if is_agent_name(c.name) and len(c.name.split()) > 2 and c.name.split()[0].casefold() == "with"]
    return _integration if partners and len(named) == len(partners) else None


def _overview(node: Field, out: TemplateParts) -> list[Field]:
    """Read the labels of an overview, also those in a table; return what is left of it."""
    for row in (r for c in node.children if c.form == "table" for r in c.children if len(r.children) == 2):
        read_label(label_of_row(row), out)  # the table stays, for what its header says
    left = [c for c in node.children if not read_label(c, out)]
    if "role" not in out.agent and "role" in concepts(node.name):
        return _role(replace(node, children=left), out)
    return left


def _role(node: Field, out: TemplateParts) -> list[Field]:
    """Read the role that a section of its own states; return what is left of it."""
    labels = [c for c in node.children if c.label and c.value and read_label(c, out)]
    children = [c for c in node.children if c not in labels]
    if node.inline and "role" not in out.agent:
        out.agent["role"] = node.inline
        return [c for c in children if c.text is not node.inline]
    first = children[0] if children else None
    if first and first.info == "bold-only" and first.label and "role" not in out.agent:
        out.agent["role"] = first.label
        return [*first.children, *children[1:]]
    return _groups(replace(node, children=children), out.categories)


def _authority(node: Field, out: TemplateParts) -> list[Field]:
    texts = [t for c in node.children for t in flat_texts(c)]
    sure = concepts(node.name).get("authority", 0) == 1.0 or concepts(node.name).get("scope", 0) == 1.0
    if texts and "authority" not in out.agent and sure:
        out.agent["authority"] = Text("; ".join(t.text for t in texts), texts[0].span.to(texts[-1].span))
    return _groups(node, out.categories)


# -- forms and examples -------------------------------------------------------------------------------------------


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
    if heads and heads[0].row.number == rows[0].number and not any(h.strength >= 2 for h in heads[1:]):
        own = tuple(r for r in fence.rows if r.number >= rows[0].number)
        record = read_stretch(out.source, Stretch(heads[0], own, True), out.reading)
        if record:
            record.lines |= set(fence.lines)
        return record
    return None


def _examples(node: Field, out: TemplateParts) -> list[Field]:
    before = len(out.examples)
    left = []
    for child in node.children:
        if child.form == "heading":
            rest = [c for c in child.children if not _example_in(child, c, out)]
            if rest or not child.children:
                left.append(replace(child, children=rest))
        elif not _example_in(node, child, out):
            left.append(child)
    return left if len(out.examples) > before else _open_examples(node, left, out)


def _example_in(holder: Field, child: Field, out: TemplateParts) -> bool:
    if child.form == "label" and not child.is_item and child.children and child.label:
        out.examples.append((child.label, None))
        return False
    if child.form != "fence":
        return False
    found = _delegation_in(child, out)
    name = Text(words_of(holder.text.text), holder.text.span)
    if found is None:
        if child.info in _PROSE and "done" not in concepts(holder.name) and len(child.rows) > 2:
            out.examples.append((name, None))
        return False
    found.context = found.data["context"] = "example"
    out.examples.append((name, found))
    return True


def _open_examples(node: Field, left: Sequence[Field], out: TemplateParts) -> list[Field]:
    """Read the delegations that stand in the open, each below the heading that names it."""
    for holder in [node, *(c for c in node.children if c.form == "heading")]:
        for record in _open_delegations(holder, out):
            record.context = record.data["context"] = "example"
            out.examples.append((Text(words_of(holder.text.text), holder.text.span), record))
    held = {n for _, r in out.examples if r for n in r.lines}
    return _not_held(left, held)


def _not_held(nodes: Sequence[Field], held: set[int]) -> list[Field]:
    """Return the nodes of which a record holds no line; a heading stays, with what is left of it."""
    out = []
    for node in nodes:
        if node.form == "heading":
            out.append(replace(node, children=_not_held(node.children, held)))
        elif not held & {n for one in node.walk() for n in one.lines}:
            out.append(node)
    return [n for n in out if n.form != "heading" or n.children]


def _open_delegations(holder: Field, out: TemplateParts) -> Iterator[Record]:
    """The delegations right below a heading that no fence holds."""
    own = [c for c in holder.children if c.form != "heading"]
    if not own or any(c.form == "fence" for c in own):
        return
    rows = rows_of(out.source)[own[0].first_line : own[-1].last_line + 1]
    heads = find_heads(rows)
    starts = [(i, h) for i, r in enumerate(rows) for h in heads if h.row.number == r.number and h.opens and h.strength > 1]
    for number, (start, head) in enumerate(starts):
        stop = starts[number + 1][0] if number + 1 < len(starts) else len(rows)
        record = read_stretch(out.source, Stretch(head, tuple(rows[start:stop]), True), out.reading)
        if record:
            yield record


def _format(node: Field, out: TemplateParts) -> list[Field]:
    left = []
    for child in node.children:
        if child.form == "fence" and out.report is None and child.rows and child.info in _PROSE:
            out.report = _report_in(child, out)
        if child.form != "fence" or out.report is None or child.lines[0] not in out.report.lines:
            left.append(child)
    return left if out.report else _open_format(node, left, out)


def _open_format(node: Field, left: Sequence[Field], out: TemplateParts) -> list[Field]:
    """Read the form that stands in the open: from its title to the end of the section, or the section's own labels."""
    start = next((i for i, c in enumerate(node.children) if opens_report(c)), None)
    if any(c.form in ("heading", "fence") for c in node.children):
        return list(left)
    if start is None:
        if sum(1 for c in node.children if c.label or c.is_item) < 2:
            return list(left)
        start = 0
    rows = rows_of(out.source)[node.children[start].first_line : node.last_line + 1]
    if opens_report(node.children[start]):
        out.report = _report_in(Field("fence", node.text, lines=[r.number for r in rows], rows=rows), out)
        return node.children[:start]
    lines = {n for c in node.children for x in c.walk() for n in x.lines}
    out.report = _as_form(read_report(out.source, replace(node, children=[]), node.children, [], lines, out.reading), min(lines), max(lines), out)
    return list(left)


def _report_in(fence: Field, out: TemplateParts) -> Record | None:
    root = build_tree(out.source, fence.rows)
    nodes = [n for n in root.children if n.form not in ("rule", "comment", "tag")]
    if not nodes:
        return None
    title = nodes[0]
    record = read_report(out.source, title, [*title.children, *nodes[1:]], [], set(fence.lines), out.reading)
    inside = [r.number for r in fence.rows if r.text.strip()]
    return _as_form(record, inside[0], inside[-1], out)


def _as_form(record: Record, first: int, last: int, out: TemplateParts) -> Record:
    record.context = record.data["context"] = "template"
    record.span = _rows_span(out.source, first, last)
    record.data["span"] = record.span.to_json()
    return record


def _rows_span(source: Source, first: int, last: int) -> Span:
    text = source.lines[first].text
    start = span_of(source, first, len(text) - len(text.lstrip()), len(text))
    return start.to(span_of(source, last, 0, len(source.lines[last].text.rstrip())))


# -- partners, lists and errors -----------------------------------------------------------------------------------


def _integration(node: Field, out: TemplateParts) -> list[Field]:
    """Read the partners below a heading; where a heading below lists agents, only what it lists."""
    listing = [c for c in node.children if _lists_agents(c)]
    if listing:
        left = [c for one in listing for c in _partners(one, out)]
        return [*left, *(c for c in node.children if c not in listing and not _list_group(c, out.categories))]
    return _partners(node, out)


def _partners(node: Field, out: TemplateParts) -> list[Field]:
    """Read every heading, label and item that names an agent as a partner; return the rest."""
    left = []
    told = node.form == "heading" and bool({"agent", "persona"} & concepts(node.name).keys())
    for child in node.children:
        names = list(_partner_names(child, told))
        items = [*([child.value] if child.value else []), *(t for c in child.children for t in _item_texts(c))]
        if child.form == "item" and not child.label:
            items = [child.text]
        for name in names:
            out.integration.append({"agent": leaf(name), "items": [leaf(t) for t in items]})
        if not names:
            left.append(child)
    return left


def _partner_names(node: Field, told: bool) -> Iterator[Text]:
    """Yield the agents that a line below a heading for partners names; `told` if the heading says that they are agents."""
    if node.info == "data" and node.form in ("item", "label"):
        named = next((c.value for c in node.children if c.key == "agent" and c.value), None)
        if named or (node.form == "item" and node.text and not node.children):
            yield named or node.text
        return
    if node.form == "heading" or (node.label and (node.children or node.value)):
        label = node.label or node.text
        words = words_of(label.text)
        name = words[5:] if words.casefold().startswith("with ") else words
        if told or is_agent_name(name) or is_known_name(name) or _is_identifier(name) or _heads_persona(name):
            yield Text(name, label.span)
        elif node.value and part(words, "agent_template") == "integration":
            yield from (Text(n, node.value.span) for n in _listed_names(node.value.text))
    elif node.is_item or node.form == "text":
        yield from (Text(n, node.text.span) for n in _mentioned(node.text.text))


def _heads_persona(name: str) -> bool:
    """`Security Reviewer` and `Database specialist` are names of agents."""
    return len(name.split()) <= LONGEST_NAME and any(
        one.concept in ("persona", "author") and one.share == 1.0 for one in said(name)
    )


def _is_identifier(name: str) -> bool:
    return "-" in name and name == name.casefold() and name.replace("-", "").isalnum() and not name[0].isdigit()


def _listed_names(text: str) -> Iterator[str]:
    for one in words_of(text).replace(" and ", ",").split(","):
        name = first_name(one)
        if may_be_name(name):
            yield name


def _mentioned(text: str) -> Iterator[str]:
    """`Work with frontend-developer on the client`, `hands over to the QA Agent`."""
    for token in text.replace(",", " ").replace("/", " ").split():
        bare = token.strip("`*@().:;\"'")
        if (token.startswith(("`", "@", "**")) or bare.count("-") >= 1) and _is_identifier(bare) and _heads_persona(bare):
            yield bare
    named = named_in(text)
    if named and "-" not in named and is_agent_name(f"{named} Agent"):
        yield named


def _lists_agents(node: Field) -> bool:
    named = [c for c in node.items if c.label and is_agent_name(c.name)]
    return node.form == "heading" and len(named) > 1 and len(named) * 2 >= len(node.children)


def _practices(node: Field, out: TemplateParts) -> list[Field]:
    return _groups(node, out.practices)


def _other(node: Field, out: TemplateParts) -> list[Field]:
    if any(n.form == "fence" for n in node.walk()):
        return [child for child in node.children if not _list_group(child, out.categories)]
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
    words = words_of(node.text.text)
    number, _, rest = words.partition(" ")
    name = rest if rest and number.rstrip(".)").isdigit() else words
    return {"name": Leaf(name, node.text.span), "items": [leaf(t) for c in node.items for t in _item_texts(c)]}


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
            left.append(replace(child, children=_errors(child, out)))
        elif child.form == "table" and child.children and all(len(r.children) == 2 for r in child.children):
            out.errors += [{k: leaf(c.text) for k, c in zip(_ISSUE, r.children, strict=True)} for r in child.children]
            left.append(child)  # for what its header says
        else:
            left.append(child)
    return left


_Reader = Callable[[Field, TemplateParts], list[Field]]
#: What reads the section that opens each part.
_READERS: dict[str, _Reader] = {
    "overview": _overview,
    "role": _role,
    "authority": _authority,
    "delegation": _delegation_part,
    "examples": _examples,
    "integration": _integration,
    "format": _format,
    "practices": _practices,
    "errors": _errors,
}

__all__ = ["TemplateParts", "part", "read_delegation", "read_label", "read_part"]
