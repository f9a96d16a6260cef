"""What each label and heading of a delegation opens, at whatever depth it stands."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.classes import dataclass, field, replace
from de_lint.reading.fields import Node
from de_lint.reading.markup import words_of
from de_lint.reading.records.claims import Claimed
from de_lint.reading.records.cues import cues_in
from de_lint.reading.records.items import is_step
from de_lint.vocabulary.kinds import active, concepts, kind, part

#: Parts that say something of the work and stand apart where another part holds them.
APART = frozenset(
    {"steps", "checklist", "constraints", "acceptance_criteria", "context_notes", "authority"}
    | {"expected_results", "progress_reporting"}
)
#: Parts that are no field of their own and keep their label among the others.
_LABELS = frozenset(
    {"next", "priority", "deadline", "depends", "resources", "effort", "author", "format", "scope", "why", "summary"}
)
#: What single lines say of a task, wherever they stand; other keys of front matter are the host's.
_FACTS = frozenset({"agent", "date", "priority", "deadline", "tickets"})
#: Beside these, what lines side by side tell of a task that a section introduces.
_OF_A_CARD = _FACTS | {"author", "effort", "depends", "status"}
_LONGEST_LABEL = 6
SHORTEST_CLAUSE = 3
#: Below a label that names no part, only parts are looked for.
_OTHER = "another label"


@dataclass(slots=True)
class DelegationParts:
    """The fields of a delegation by the part that each opens, the other labels, and what stands below no label."""

    exact: bool = False
    opened: dict[str, list[Node]] = field(default_factory=dict)
    #: Parts that stand within another or below another label; they count where no section is one.
    inner: dict[str, list[Node]] = field(default_factory=dict)
    others: list[Node] = field(default_factory=list)
    #: What stands below no label, and what below labels that name no part.
    loose: list[Node] = field(default_factory=list)
    aside: list[Node] = field(default_factory=list)
    #: Headings of steps: `Phase 2: …`, and sections that hold numbered ones.
    staged: list[Node] = field(default_factory=list)
    inner_staged: list[Node] = field(default_factory=list)
    numbered: list[list[Node]] = field(default_factory=list)
    #: Fields that a fact was read from.
    used: set[Node] = field(default_factory=set)
    has_headings: bool = False
    is_data: bool = False
    #: The parts that misspelled labels most likely mean, by their fields.
    guessed: dict[Node, str] = field(default_factory=dict)

    def of(self, *names: str) -> list[Node]:
        """Return the fields that open one of the parts, in source order."""
        found = [f for name in names for f in self.opened.get(name) or self.inner.get(name) or ()]
        return sorted(found, key=lambda f: f.text.span)

    def named(self, node: Node) -> str | None:
        """Return the part that a field opens; in the form of delegations only by the labels of the form itself."""
        name = part(node.name, "delegation") or self.guessed.get(node)
        said = cues_in(node.name)
        if name == "constraints" and said.get("must", 0) + 1 == len(node.name.split()) > 1:
            name = "steps"  # `The implementation must:` lists what to do
        if name is None and node.form == "heading" and said.get("report_back") == 0:
            name = "progress_reporting"  # `When you are done`
        is_request = is_clause(node.name) or said.get("prepare") == 0  # `Read the requirements first:`
        if node.form == "label" and name != "progress_reporting" and is_request:
            return None
        spec = kind("delegation")
        if name == "steps" and "requirement" not in concepts(node.name):
            return name
        if not self.exact or name is None or node in self.guessed or name in _LABELS:
            return name
        held = spec.named("task" if name in ("steps", "checklist") else name)
        return name if held is None or active().names(spec, node.key) else None

    def add(self, name: str, node: Node, inside: str | None) -> None:
        """Keep a field as the part that it opens."""
        (self.inner if inside else self.opened).setdefault(name, []).append(node)

    def use(self, fields: Sequence[Node]) -> Sequence[Node]:
        """Return the fields and note that they were read."""
        self.used.update(fields)
        return fields

    def left(self) -> list[Node]:
        """Return the labelled fields that no fact was read from."""
        opened = (f for name, fs in self.opened.items() if name not in _LABELS | {"agent"} for f in fs)
        return [f for f in dict.fromkeys((*self.others, *opened)) if f not in self.used]


def is_clause(label: str) -> bool:
    """`Before your context fills up:` and `If you find issues:` say when, and not what follows."""
    words = label.casefold().split()
    when = cues_in(label).get("condition", _LONGEST_LABEL)
    if len(words) >= _LONGEST_LABEL or (words and when == len(words) - 1):
        return True  # `Print DONE only when:`
    return len(words) > SHORTEST_CLAUSE and (words[0] in active().lexicon.links or when == 0)


def parts_of(nodes: Sequence[Node], claimed: Claimed, exact: bool = False) -> DelegationParts:
    """Return the parts that the nodes of a delegation open, at whatever depth each stands."""
    out = DelegationParts(exact, guessed={c.field: c.property.name for c in claimed.claims if c.guessed and c.property})
    for node in nodes:
        _gather(node, out, None)
    return out


def _gather(node: Node, out: DelegationParts, inside: str | None) -> None:
    if node.form == "front-matter":
        _front_matter(node, out)
    if node.form in ("front-matter", "rule", "comment", "tag"):
        return
    out.has_headings |= node.form == "heading"
    out.is_data |= node.info == "data"
    if not node.is_labelled or node.form in ("row", "cell"):
        if inside in (None, _OTHER):
            (out.aside if inside else out.loose).append(node)
    elif is_step(node) and (node.form == "heading" or inside in (None, _OTHER)):
        (out.inner_staged if inside else out.staged).append(node)
        for child in node.children:
            _gather(child, out, "steps")
    else:
        _labelled(node, out, inside)


def _front_matter(node: Node, out: DelegationParts) -> None:
    for child in node.children:
        name = part(child.name, "delegation")
        said = child.value.text if child.value else ""
        if name in _FACTS or (name in APART and (child.children or " " in said or "/" in said)):
            out.add(str(name), child, None)
            out.use([child])
        elif name == "task" and "description" not in concepts(child.name) and len(said.split()) >= SHORTEST_CLAUSE:
            out.add(name, child, None)
        elif name in ("task", "summary"):
            out.add("summary", child, _OTHER)


def _labelled(node: Node, out: DelegationParts, inside: str | None) -> None:
    name = out.named(node)
    if node.form == "heading" and node.label and name is None:
        node = replace(node, label=None, value=None)  # `Protocol: One rapid cycle` is a title
        name = out.named(node)
    if name is None or (inside and node.is_item):
        _other(node, out, inside)
        if name in _FACTS or name in ("constraints", "task"):  # `- Mission: …` below `Role`
            out.add(str(name), node, inside)
        return
    if name in ("task", "steps") and not out.exact and card_below(node):
        for child in node.children:
            _gather(child, out, inside)
        return
    if name in _LABELS or (name in _FACTS and node.form == "heading" and not node.said):
        _other(node, out, inside)
        if name != "agent":  # `Queue: two workers` names nobody
            out.add(name, node, inside)
        return
    if name == "expected_results" and inside == "steps" and node.form == "label":
        return  # `Expected: no output` tells of its step
    apart = [c for c in node.children if _is_label(c) and (found := out.named(c)) in APART and found != name]
    apart = [c for c in apart if c.form == "label" or not number_of(c)]  # `### 2. Limits` is a step
    own = replace(node, children=[c for c in node.children if c not in apart]) if apart else node
    out.add(name, own, inside)
    for child in apart:
        _gather(child, out, name)


def _other(node: Node, out: DelegationParts, inside: str | None) -> None:
    if inside is None:
        out.others.append(node)
        if len(numbered_below(node)) > 1:
            at = 0 if concepts(node.name).keys() & {"task", "steps", "instructions", "process"} else len(out.numbered)
            out.numbered.insert(at, numbered_below(node))
    if node.form == "heading" or (not node.is_item and not node.value):
        wraps = node.form == "heading" and bool({"prompt", "about"} & concepts(node.name).keys())
        for child in node.children:
            _gather(child, out, inside if inside or wraps else _OTHER)


def card_below(node: Node) -> list[Node]:
    """Return the labels and rows that a section is made of, if they tell whose task it is, how urgent and so on."""
    told = {part(n.name, form) for n in node.pairs for form in ("delegation", "progress_report")} & _OF_A_CARD
    is_card = (len(told) > 1 or "agent" in told) and len(node.pairs) * 2 > len(node.children)
    return node.pairs if is_card else []


def _is_label(child: Node) -> bool:
    return child.is_labelled and not child.is_item and child.form not in ("row", "cell")


def numbered_below(node: Node) -> list[Node]:
    """Return the sub-headings that are numbered: `### 1. Plan`."""
    return [c for c in node.children if c.form == "heading" and number_of(c)]


def number_of(heading: Node) -> str:
    """Return the number that a heading begins with, as written; empty if there is none."""
    number = words_of(heading.text.text).partition(" ")[0]
    return number if number.rstrip(".):").isdigit() else ""
