"""The parts of a document about an agent: what it says of him, his forms, examples, partners, lists and errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from de_lint.reading.fields import Field, Text, span_of
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import is_agent_name
from de_lint.reading.records.claims import label_of_row
from de_lint.reading.records.evidence import card_of
from de_lint.reading.records.layout import concepts
from de_lint.reading.records.partners import lists_partners, partners_below
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Json, Leaf, Record, leaf
from de_lint.reading.records.report_titles import opens_report
from de_lint.reading.records.reports import read_report
from de_lint.reading.records.shapes import flat_texts
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.kinds import active, part
from de_lint.vocabulary.words import words_in

#: Fences whose text may be a form or an example; others hold code.
_PROSE = frozenset({"", "markdown", "md", "text", "txt", "yaml", "yml", "json"})
#: Labels that name the agent or its type whatever else their words say.
_FACTS = {
    "name": "name",
    "nickname": "name",
    "agent name": "name",
    "display name": "name",
    "type": "type",
    "agent type": "type",
}
#: A role of so few words in front matter is a name.
_LONGEST_ROLE_NAME = 4


@dataclass(slots=True)
class TemplateParts:
    """What is read so far of one document about an agent."""

    source: Source
    reading: Reading
    #: The delegations that the document holds, in order.
    headed: Sequence[Record]
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
    #: The nodes that were read, by identity, and the lines of the forms and examples.
    taken: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)

    def left(self, nodes: Sequence[Field]) -> list[Field]:
        """Return the nodes without what was read; a heading of a known part goes with the last of what stood below."""
        out = []
        for node in nodes:
            if id(node) in self.taken or self.held & set(node.lines):
                continue
            below = self.left(node.children)
            if node.form == "heading" and node.children and not below and part(node.name, "agent_template"):
                continue
            out.append(node if below == node.children else replace(node, children=below))
        return out


def read_label(node: Field, out: TemplateParts) -> bool:
    """Read a label, or a key of front matter, that says something of the agent; tell whether it was one."""
    name = _FACTS.get(node.key) or part(node.name, "agent_template")
    if name == "integration" and (node.children or node.value):
        return _add_partners([node], False, out)
    text = (
        _whole(flat_texts(node)) if name in ("name", "type", "role", "authority") and node.form != "heading" else None
    )
    if name is None or text is None or not any(c.isalnum() for c in text.text):
        return False
    is_word = text.text.replace("_", "").replace("-", "").isalnum()
    if (name == "type" and not is_word) or (name == "authority" and not _is_about_authority(node)):
        return False
    if (
        name == "role"
        and node.info == "data"
        and node.key != "description"
        and len(text.text.split()) <= _LONGEST_ROLE_NAME
    ):
        out.named_role = out.named_role or text
        return False
    if name in out.agent and node.key != "description":
        return False
    out.agent[name] = text
    out.taken.add(id(node))
    return True


def read_authority(root: Field, out: TemplateParts) -> None:
    """What the agent may do, from any label or heading that says so where its own overview does not."""
    named = (n for n in root.walk() if n.is_labelled and concepts(n.name).get("authority") == 1.0)
    text = next((t for n in named if (t := _whole(flat_texts(n)))), None)
    if text and "authority" not in out.agent:
        out.agent["authority"] = text


def _whole(texts: Iterator[Text]) -> Text | None:
    found = list(texts)
    return Text("; ".join(t.text for t in found), found[0].span.to(found[-1].span)) if found else None


def _is_about_authority(node: Field) -> bool:
    """`tools: read` in front matter is what a host allows, not what the agent decides."""
    found = concepts(node.name)
    return node.info != "data" and max(found.get("authority", 0), found.get("scope", 0)) == 1.0


def read_part(node: Field, out: TemplateParts) -> None:
    """Read one top-level node of a template document into `out`."""
    if node.form != "heading":
        if node.label:
            read_label(node, out)
        return
    reader = _READERS.get(part(node.name, "agent_template") or "") or (_overview if card_of(node) else None)
    (reader or (_integration if lists_partners(node) else _categories))(node, out)


def _overview(node: Field, out: TemplateParts) -> None:
    """Read the labels of an overview, also those in a table, which stays for what its header says."""
    for row in (r for c in node.children if c.form == "table" for r in c.children if len(r.children) == 2):
        read_label(label_of_row(row), out)
    labels = [c for c in node.children if c.label and read_label(c, out)]
    if "role" not in out.agent and "role" in concepts(node.name):
        said = next((c for c in node.children if c not in labels and (c.form == "text" or c.info == "bold-only")), None)
        if node.value or said:
            out.agent["role"] = node.value or (said.label or said.text if said else node.text)
            out.taken |= {id(said)} if said and not said.children else set()
    _categories(node, out)


def _authority(node: Field, out: TemplateParts) -> None:
    text = _whole(flat_texts(node))
    if text and "authority" not in out.agent and _is_about_authority(node):
        out.agent["authority"] = text
    _categories(node, out)


# -- forms and examples -------------------------------------------------------------------------------------------


def _delegation(node: Field, out: TemplateParts) -> None:
    found = _headed_below(node, out)
    if found and out.delegation is None:
        out.delegation = found[0]
        out.held |= found[0].lines
    elif not found:
        _integration(node, out)  # `Delegation Map`: to whom the agent itself delegates


def _headed_below(node: Field, out: TemplateParts) -> list[Record]:
    return [r for r in out.headed if node.first_line < r.head.start_line <= node.last_line + 1]


def _examples(node: Field, out: TemplateParts) -> None:
    headings = [n for n in node.walk() if n.form == "heading"]
    for record in _headed_below(node, out):
        holder = [h for h in headings if h.first_line < record.head.start_line][-1]
        record.context = record.data["context"] = "example"
        out.examples.append((_title(holder), record))
        out.held |= record.lines
    if out.held & {n for one in node.walk() for n in one.lines}:
        return
    for holder in headings:
        shown = [c for c in holder.children if _is_example(c)]
        if shown and "done" not in concepts(holder.name):
            single = active().words["one_example"].split()
            one = not shown[0].label and any(w in single for w in words_in(holder.name.casefold()))
            out.examples += [(c.label or _title(holder), None) for c in (shown[:1] if one else shown)]


def _is_example(node: Field) -> bool:
    if node.form == "fence":
        return node.info in _PROSE and len(node.rows) > 2
    return node.form == "label" and not node.is_item and bool(node.children)


def _title(heading: Field) -> Text:
    return Text(words_of(heading.text.text), heading.text.span)


def _format(node: Field, out: TemplateParts) -> None:
    """Read the report form: in a fence, or in the open from its title on, or the section's own labels."""
    if out.report is not None:
        return
    fences = [n for n in node.walk() if n.form == "fence"]
    for fence in fences:
        nodes = [n for n in build_tree(out.source, fence.rows).children if n.form not in ("rule", "comment", "tag")]
        if nodes and fence.info in _PROSE:
            _take_form(nodes, set(fence.lines), [r.number for r in fence.rows if r.text.strip()], out)
            return
    if fences or any(c.form == "heading" for c in node.children):
        return
    start = next((i for i, c in enumerate(node.children) if opens_report(c)), None)
    own = node.children[start:] if start is not None else [replace(node, children=[]), *node.children]
    if start is not None or sum(1 for c in own if c.label or c.is_item) > 1:
        lines = {n for c in own[start is None :] for x in c.walk() for n in x.lines}
        _take_form(own, lines, lines, out)
        if start is None:
            out.held -= lines


def _take_form(nodes: Sequence[Field], lines: set[int], inside: Sequence[int] | set[int], out: TemplateParts) -> None:
    record = read_report(out.source, nodes[0], [*nodes[0].children, *nodes[1:]], [], lines, out.reading)
    record.context = record.data["context"] = "template"
    first, last = (out.source.lines[n].text for n in (min(inside), max(inside)))
    start = span_of(out.source, min(inside), len(first) - len(first.lstrip()), len(first))
    record.span = start.to(span_of(out.source, max(inside), 0, len(last.rstrip())))
    record.data["span"] = record.span.to_json()
    out.report = record
    out.held |= lines


# -- partners, lists and errors -----------------------------------------------------------------------------------


def _integration(node: Field, out: TemplateParts) -> None:
    told = bool({"agent", "persona"} & concepts(node.name).keys())
    if not _add_partners(node.children, told, out):
        _categories(node, out)


def _add_partners(nodes: Sequence[Field], told: bool, out: TemplateParts) -> bool:
    """Add the agents that the nodes name; one whom two lines name counts once."""
    known = {_folded(p["agent"].value) for p in out.integration}
    found = list(partners_below(nodes, told))
    for name, items, whole in found:
        if _folded(name.text) not in known:
            known.add(_folded(name.text))
            out.integration.append({"agent": leaf(name), "items": [leaf(t) for t in items]})
            out.taken |= {id(whole)} if whole is not None else set()
    return bool(found)


def _folded(name: str) -> str:
    words = name.casefold().replace("-", " ")
    return words.removesuffix(" agent") if is_agent_name(name) else words


def _practices(node: Field, out: TemplateParts) -> None:
    _groups(node, out.practices, out)


def _categories(node: Field, out: TemplateParts) -> None:
    _groups(node, out.categories, out)


def _groups(node: Field, into: list[Json], out: TemplateParts) -> None:
    """Read a heading with a list right under it as a named list, or else those below it."""
    items = [c for c in node.items if id(c) not in out.taken]
    if items and not any(c.form in ("heading", "fence", "table") for c in node.children):
        _group(node, items, into, out)
    else:
        for child in node.children:
            if child.form == "heading" and child.items and all(c.is_item for c in child.children):
                _group(child, child.items, into, out)


def _group(node: Field, items: Sequence[Field], into: list[Json], out: TemplateParts) -> None:
    number, _, rest = words_of(node.text.text).partition(" ")
    name = rest if rest and number.rstrip(".)").isdigit() else words_of(node.text.text)
    texts = [t for c in items for t in (c.text, *(t for below in c.children for t in flat_texts(below)))]
    into.append({"name": Leaf(name, node.text.span), "items": [leaf(t) for t in texts]})
    out.taken |= {id(c) for c in items} | ({id(node)} if len(items) == len(node.children) else set())


def _errors(node: Field, out: TemplateParts) -> None:
    """Read `cause: reaction` items, headings and tables; a line such as `Common issues:` above them is the rest."""
    for child in node.children:
        below = [t for c in child.children for t in flat_texts(c)]
        if child.form == "table":
            out.errors += [
                _error(r.children[0].text, [c.text for c in r.children[1:]]) for r in child.children if r.children
            ]
        elif child.label and child.value:
            out.errors.append(_error(child.label, [child.value, *below]))
        elif child.form in ("label", "heading") and not (child.form == "heading" and child.items == []):
            _errors(child, out)
            continue
        elif child.is_item or child.form == "heading":
            out.errors.append(_error(child.label or child.text, below))
        else:
            continue
        out.taken |= {id(child)} if child.form != "table" else set()


def _error(issue: Text, response: Sequence[Text]) -> Json:
    said = _whole(iter(response))
    return {"issue": leaf(issue), "response": leaf(said) if said else Leaf("", issue.span)}


_Reader = Callable[[Field, TemplateParts], None]
#: What reads the section that opens each part.
_READERS: dict[str, _Reader] = {
    "overview": _overview,
    "role": _overview,
    "authority": _authority,
    "delegation": _delegation,
    "examples": _examples,
    "integration": _integration,
    "format": _format,
    "practices": _practices,
    "errors": _errors,
}
