"""The parts of a document about an agent: one walk, in which the words of a label or heading say what it fills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from de_lint.classes import dataclass, field, replace
from de_lint.reading.fields import Node, Row, Text, lines_of, span_of_lines, whole
from de_lint.reading.markdown import TEXTS
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import is_agent_name
from de_lint.reading.records.claims import label_of_row
from de_lint.reading.records.cues import act, cues_in
from de_lint.reading.records.partners import partners_below, says_agents
from de_lint.reading.records.record import Json, Leaf, Reading, Record, leaf
from de_lint.reading.records.report_titles import opens_report
from de_lint.reading.records.reports import read_report
from de_lint.reading.records.shapes import flat_texts
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.kinds import active, concepts, part
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import words_in

#: Labels that name the agent or its type whatever else their words say.
_NAMES = {"name": "name", "nickname": "name", "agent name": "name", "display name": "name"}
_FACTS = {**_NAMES, "type": "type", "agent type": "type"}
#: Parts that a card of an agent states in its labels.
_OF_A_CARD = frozenset({"role", "authority", "duties", "triggers"})
_SAID = frozenset({"name", "type", "role", "overview", "integration"})


@dataclass(slots=True)
class TemplateParts:
    """What is read so far of one document about an agent."""

    source: Source
    reading: Reading
    #: The delegations that the document holds, in order.
    headed: Sequence[Record]
    #: What it says of the agent: name, type, role and authority.
    agent: dict[str, Text] = field(default_factory=dict)
    delegation: Record | None = None
    examples: list[tuple[Text, Record | None]] = field(default_factory=list)
    integration: list[Json] = field(default_factory=list)
    report: Record | None = None
    categories: list[Json] = field(default_factory=list)
    practices: list[Json] = field(default_factory=list)
    errors: list[Json] = field(default_factory=list)
    #: The nodes that were read, and the lines of the forms and examples.
    taken: set[Node] = field(default_factory=set)
    held: set[int] = field(default_factory=set)

    def left(self, nodes: Sequence[Node]) -> list[Node]:
        """Return the nodes without what was read; a heading of a known part goes with the last of what stood below."""
        out = []
        for node in nodes:
            if node in self.taken or self.held & set(node.lines):
                continue
            below = self.left(node.children)
            if node.form == "heading" and node.children and not below and part(node.name, "agent_template"):
                continue
            out.append(node if below == node.children else replace(node, children=below))
        return out


def read_part(node: Node, out: TemplateParts) -> None:
    """Read a top-level node: a fact about the agent, or the section of a part; any other holds a named list."""
    if node.form != "heading":
        read_fact(node, out)
        return
    reader = _READERS.get(part(node.name, "agent_template") or "", _card)
    if not reader(node, out):
        _groups(node, out.categories, out)


def blocks_of_a_persona(node: Node) -> list[list[Row]]:
    """Return the rows of `agent:` and of `persona:` in a fence that defines an agent by these keys, as BMAD does."""
    if node.form != "fence":
        return []
    starts = [i for i, r in enumerate(node.rows) if r.text[:1].isalpha()] + [len(node.rows)]
    blocks = {node.rows[a].text.rstrip(": "): list(node.rows[a:b]) for a, b in pairwise(starts)}
    keys = schema("weights")["keys"]["of a persona"].split(", ")
    return [blocks[key] for key in keys] if blocks.keys() >= set(keys) else []


def card_of(heading: Node) -> list[Node]:
    """Return the labels, or rows of two cells, right below a heading that say who an agent is, if two or more do."""
    return heading.pairs if len(about_an_agent(heading.pairs)) > 1 else []


def about_an_agent(labels: Sequence[Node]) -> set[str]:
    """Return what labels side by side say of an agent: its name and type, its role and so on."""
    keys = {n.key for n in labels} & (_FACTS.keys() - {"display name"})  # skills have a display name, too
    outright = {"overview"} if keys & {"agent name", "agent type"} else set()
    return keys | ({part(n.name, "agent_template") or "" for n in labels} & (_OF_A_CARD | outright))


# -- facts about the agent ----------------------------------------------------------------------------------------


def read_fact(node: Node, out: TemplateParts) -> bool:
    """Read a label, or a key of front matter, that says something of the agent; tell whether it was one."""
    name = _fact_of(node, out)
    if name == "integration":
        return _add_partners([node], out)
    text = whole(flat_texts(node)) if name else None
    if text is None or not any(map(str.isalnum, text.text)) or (name in out.agent and node.key != "description"):
        return False
    out.agent[str(name)] = text
    out.taken.add(node)
    return True


def _fact_of(node: Node, out: TemplateParts) -> str | None:
    name = _FACTS.get(node.key) or (part(node.name, "agent_template") if node.label else None)
    value, is_key = node.value.text if node.value else "", node.info == "data"
    if name == "role" and node.key != "description":
        return name if is_key or "role" in concepts(node.name) else None
    if name == "type" and is_key and "name" in out.agent:  # `type: core` only says where a host puts the agent
        shared = set(words_in(value.casefold())) & set(words_in(out.agent["name"].text.casefold()))
        return name if shared else None
    if name == "authority":  # `permissions` of front matter are read last
        return name if not is_key and is_about_authority(node, True) else None
    is_word = value.replace("_", "").replace("-", "").isalnum()
    return name if node.label and name in _SAID and (is_word or name != "type") else None


def _card(node: Node, out: TemplateParts) -> bool:
    """Read the labels of an overview, also those in a table, which stays for what its header says."""
    if part(node.name, "agent_template") in ("overview", "role") or card_of(node):
        for row in (r for c in node.children if c.form == "table" for r in c.children if len(r.children) == 2):
            read_fact(label_of_row(row), out)
        rest = [c for c in node.children if not c.label or not read_fact(c, out)]
        said = next((c for c in rest if c.form == "text" or c.info == "bold-only"), None)
        if "role" not in out.agent and "role" in concepts(node.name) and (node.value or said):
            out.agent["role"] = node.value or (said.label or said.text if said else node.text)
            out.taken |= {said} if said and not said.children else set()
    return False


def is_about_authority(node: Node, with_scope: bool) -> bool:
    """Tell whether a label or heading says what the agent may do.

    `allowed-tools: read` in front matter is what a host allows, not what the agent decides.
    """
    found = concepts(node.name)
    of_command = node.info == "data" and node.key in schema("weights")["keys"]["of a command"]
    if of_command or act(cues_in(node.name)) == "imperative":
        return False  # `Ask permission for` asks
    return "tools" not in found and (found.get("authority") == 1.0 or (with_scope and found.get("scope") == 1.0))


# -- forms and examples -------------------------------------------------------------------------------------------


def _delegation(node: Node, out: TemplateParts) -> bool:
    found = _headed_below(node, out)
    if found and out.delegation is None:
        out.delegation = found[0]
        out.held |= found[0].lines
    return bool(found) or _partners(node, out)  # `Delegation Map`: to whom the agent itself delegates


def _headed_below(node: Node, out: TemplateParts) -> list[Record]:
    return [r for r in out.headed if node.first_line < r.head.start_line <= node.last_line + 1]


def _examples(node: Node, out: TemplateParts) -> bool:
    headings = [n for n in node.walk() if n.form == "heading"]
    for record in _headed_below(node, out):
        holder = [h for h in headings if h.first_line < record.head.start_line][-1]
        record.stand_as("example")
        out.examples.append((_title(holder), record))
        out.held |= record.lines
    if out.held & lines_of([node]):
        return True
    out.examples += [(name, None) for h in headings if "done" not in concepts(h.name) for name in _shown(h)]
    return True


def _shown(holder: Node) -> list[Text]:
    """Return what the examples right below a heading or label are called; `Example 2` shows one."""
    shown = [c for c in holder.children if _is_example(c)]
    one = shown and not shown[0].label and _is_single(holder)
    return [c.label or _title(holder) for c in (shown[:1] if one else shown)]


def _is_single(holder: Node) -> bool:
    single = active().words["one_example"].split()
    return any(w in single for w in words_in(holder.name.casefold()))


def _is_example(node: Node) -> bool:
    if node.form == "fence":
        return node.info in TEXTS and len(node.rows) > 1
    return node.form == "label" and not node.is_item and bool(node.children)


def _title(heading: Node) -> Text:
    return Text(words_of(heading.text.text), heading.text.span)


def _format(node: Node, out: TemplateParts) -> bool:
    """Read the report form: in a fence, or in the open from its title on, or the section's own labels."""
    fences = [n for n in node.walk() if n.form == "fence"]
    for fence in fences if out.report is None else ():
        nodes = [n for n in build_tree(out.source, fence.rows).children if n.form not in ("rule", "comment", "tag")]
        if nodes and fence.info in TEXTS:
            _take_form(nodes, {r.number for r in fence.rows if r.text.strip()}, out)
            out.held |= set(fence.lines)
            return True
    if out.report is None and not fences and not any(c.form == "heading" for c in node.children):
        start = next((i for i, c in enumerate(node.children) if opens_report(c)), None)
        own = node.children[start or 0 :]
        if start is not None:
            _take_form(own, lines_of(own), out)
            out.held |= lines_of(own)
        elif sum(1 for c in own if c.label or c.is_item) > 1:
            _take_form([replace(node, children=[]), *own], lines_of(own), out)
    return True


def _take_form(nodes: Sequence[Node], lines: set[int], out: TemplateParts) -> None:
    record = read_report(out.source, nodes[0], [*nodes[0].children, *nodes[1:]], [], lines, out.reading)
    record.stand_as("template")
    record.data["span"], out.report = span_of_lines(out.source, min(lines), max(lines)).to_json(), record


# -- lists: partners, practices, errors, and those of any other name ---------------------------------------------------


def _groups(node: Node, into: list[Json], out: TemplateParts) -> bool:
    """Read a heading with a list right under it as a named list, or else those below it."""
    items = [c for c in node.items if c not in out.taken]
    if not items or any(c.form in ("heading", "fence", "table") for c in node.children):
        for child in node.children:
            if child.form == "heading" and child.items and all(c.is_item for c in child.children):
                _groups(child, into, out)
        return True
    number, _, rest = words_of(node.text.text).partition(" ")
    name = rest if rest and number.rstrip(".)").isdigit() else words_of(node.text.text)
    texts = [t for c in items for t in (c.text, *(t for below in c.children for t in flat_texts(below)))]
    into.append({"name": Leaf(name, node.text.span), "items": [leaf(t) for t in texts]})
    out.taken |= {*items} | ({node} if len(items) == len(node.children) else set())
    return True


def _errors(node: Node, out: TemplateParts) -> bool:
    """Read `cause: reaction` items, headings and rows; a line such as `Common issues:` above them is the rest."""
    for child in node.children:
        if not child.value and (child.form == "label" or (child.form == "heading" and child.items)):
            _errors(child, out)
        elif child.is_item or child.is_labelled or child.form == "table":
            rows = [[c.text for c in r.children] for r in child.children if r.children]
            own = [child.label or child.text, *list(flat_texts(child))[not child.is_labelled :]]
            if " → " in child.text.text and not child.is_labelled:  # `The feed is empty → wait an hour`
                own = [Text(said, child.text.span) for said in child.text.text.split(" → ", 1)]
            for issue, *response in rows if child.form == "table" else [own]:
                said = whole(response)
                out.errors.append({"issue": leaf(issue), "response": leaf(said) if said else Leaf("", issue.span)})
            out.taken |= {child} if child.form != "table" else set()
    return True


def _partners(node: Node, out: TemplateParts) -> bool:
    return _add_partners([node] if node.value else node.children, out, says_agents(node.name))


def _add_partners(nodes: Sequence[Node], out: TemplateParts, told: bool = False) -> bool:
    """Add the agents that the nodes name; one whom two lines name counts once."""
    known = {_folded(p["agent"].value) for p in out.integration}
    found = list(partners_below(nodes, told))
    for name, items, node in found:
        if _folded(name.text) not in known:
            known.add(_folded(name.text))
            out.integration.append({"agent": leaf(name), "items": [leaf(t) for t in items]})
            out.taken |= {node} if node is not None else set()
    return bool(found)


def _folded(name: str) -> str:
    words = name.casefold().replace("-", " ")
    return words.removesuffix(" agent") if is_agent_name(name) else words


_Reader = Callable[[Node, TemplateParts], bool]
#: What reads the section that opens each part, and tells whether its lists are read.
_READERS: dict[str, _Reader] = {
    "delegation": _delegation,
    "examples": _examples,
    "integration": _partners,
    "format": _format,
    "practices": lambda node, out: _groups(node, out.practices, out),
    "errors": _errors,
}
