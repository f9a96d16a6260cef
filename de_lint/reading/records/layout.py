"""The parts of a record's text before its facts are read, and what a fact with its evidence looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from de_lint.classes import dataclass, field
from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.record import Json, Leaf
from de_lint.vocabulary.kinds import concepts, part
from de_lint.vocabulary.schemas import schema

#: `TASK COMPLETED: TSK-0045` is a title; `Phase 3 COMPLETED: all nineteen tasks are …` is a title and a text.
LONGEST_TITLE_TAIL = 8
#: Where a field stands, as far as that says whether it speaks of the whole.
Places = tuple[str, ...]
#: A candidate for a fact counts from this weight on.
LEAST = 1.0
#: What a label that only groups others is about.
_GROUPS = frozenset({None, "summary", "status", "progress", "environment", "task"})
#: Labels of which one at least stands in a group that speaks of the whole; others only count or describe.
_TELLING = frozenset({"status", "agent", "task", "date", "blockers"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact, the text it was read from, the field that stated it, if one did, and what spoke for it."""

    value: Json
    text: Text
    field: Node | None = None
    why: tuple[str, ...] = ()
    weight: float = 0.0
    #: How much there is of each piece of evidence, where that is weighed too.
    values: Mapping[str, float] | None = None

    def leaf(self) -> Leaf:
        """Return the fact as a leaf."""
        return Leaf(self.value, self.text.span)


@dataclass(slots=True)
class Candidates:
    """All that could be one fact; the one with most evidence wins, the first of equals."""

    fact: str
    found: list[Candidate] = field(default_factory=list)

    def add(self, value: Json, text: Text, one: Node | None, *why: str) -> None:
        """Add a candidate with its evidence, whose weights stand in `schemas/weights.json`."""
        weights = schema("weights")["facts"][self.fact]
        self.found.append(Candidate(value, text, one, why, sum(weights.get(w, 0) for w in why)))

    def best(self) -> Candidate | None:
        """Return the candidate that most speaks for; None if nothing speaks enough for any."""
        best = max(self.found, key=lambda f: f.weight, default=None)
        return best if best is not None and best.weight >= LEAST else None


@dataclass(slots=True)
class Layout:
    """A record's parts: its title, the fields right below it, its sections, and its footer."""

    title: Node
    shown: Text
    front_matter: list[Node]
    header: list[Node]
    body: list[Node]
    footer: list[Node]
    has_headings: bool

    def labelled(self) -> Iterator[tuple[Node, str]]:
        """Yield the labelled fields that speak for the whole record, and where they stand."""
        for place, fields in (
            ("in the header", self.header),
            ("in the footer", self.footer),
            ("in the front matter", self.front_matter),
        ):
            yield from ((f, place) for f in fields if f.label is not None)

    def sections(self) -> list[Node]:
        """Return the outermost headings, and those right below a heading that holds all others."""
        return [s for b in self.body if b.form == "heading" for s in (b, *b.children) if s.form == "heading"]

    def stated(self) -> Iterator[tuple[Node, Places]]:
        """Yield the labelled fields that may state a fact of the whole, and where they stand."""
        form = () if self.has_headings else ("without sections",)
        yield from ((field, (place, *form)) for field, place in self.labelled())
        placed = self.placed_sections()
        rows = [(n, s, p) for s, p in placed for n in s.content if n.label and n.form in ("label", "item")]
        often = Counter(part(n.name, "progress_report") for n, s, _ in rows if not self.speaks_for_all(s))
        for node, _, places in rows:
            many = often[part(node.name, "progress_report")] > 1 and "that sums up" not in places
            yield node, (*places, "one of many") if many else places

    def placed_sections(self) -> list[tuple[Node, Places]]:
        """Return the sections, each with what it says of the facts that its fields state."""
        sections = self.sections()
        # What any section between says of a day or a name is said of that section.
        edges, outermost = {*sections[:2], *sections[-1:]}, set(self.body)
        found, agents = [], {s for s in sections if part(s.name, "progress_report") == "agent"}
        for section in sections:
            words = concepts(section.name).keys()
            told = {
                "one of many": section in agents and len(agents) > 1,
                "that sums up": self.speaks_for_all(section),
                "at an edge": section in edges,
                "outermost": section in outermost,
                "about the report": "about" in words,
                "about progress": "progress" in words,
                "about who goes on": bool(words & {"handoff", "next"}),
            }
            found.append((section, ("in a section", *(place for place, is_so in told.items() if is_so))))
        return found

    def speaks_for_all(self, section: Node) -> bool:
        """Tell whether a section sums up the whole."""
        return part(section.name, "progress_report") in ("summary", "conclusion", "status")

    def last_line(self) -> Node | None:
        """Return the node that stands last in the last section."""
        last = self.body[-1] if self.body else (self.header[-1] if self.header else None)
        while last is not None and last.children:
            last = last.children[-1]
        return last


def layout_of(title: Node, nodes: Sequence[Node], front_matter: Sequence[Node]) -> Layout:
    """Return the parts of the text that `title` opens and `nodes` fill."""
    shown = _shown(title)
    first = next((i for i, n in enumerate(nodes) if n.form == "heading"), len(nodes))
    header, body = list(nodes[:first]), list(nodes[first:])
    if title.label and title.value and shown is title.label and title.form != "heading":
        header.insert(0, Node("text", title.value, lines=list(title.lines)))
    header = [f for node in header for f in _opened(node)]
    return Layout(title, shown, list(front_matter), header, body, _footer(body), bool(body))


def _opened(node: Node) -> list[Node]:
    """A label without a value whose items are all labels only groups them: `**Overview**` above `- Status: done`."""
    group = node.form == "label" and not node.value and len(node.children) > 1
    if group and part(node.name, "progress_report") in _GROUPS:
        labels = [c for c in node.children if c.is_item and c.label and (c.value or c.children)]
        named = [part(c.name, "progress_report") for c in labels]
        tells = any(name in _TELLING for name in named) or part(node.name, "progress_report") is None
        if tells and len(labels) == len(node.children):
            return [node, *labels]
    return [node]


def _shown(title: Node) -> Text:
    """The whole line, unless it goes on after its colon with the report itself."""
    tail = title.value.text.split() if title.form != "heading" and title.value else []
    return title.label if title.label and len(tail) > LONGEST_TITLE_TAIL else title.text


def _footer(nodes: Sequence[Node]) -> list[Node]:
    """What follows the last rule: `---`, then a few lines such as `*Completed: 2026-01-09*`."""
    if not nodes:
        return []
    below = nodes[-1].children
    while below and below[-1].form == "heading":
        below = below[-1].children
    rule = max((i for i, n in enumerate(below) if n.form == "rule"), default=len(below))
    closing = list(takewhile(lambda n: n.form == "label" and n.value, reversed(below[:rule])))
    return [*below[rule + 1 :], *(closing[::-1] if len(closing) < rule else [])]


def title_words(text: str) -> str:
    """Return the words of a title, without what is drawn around it and a colon at its end."""
    words = words_of(text).strip("═─━=- ").strip() or words_of(text)
    return f"#{words}" if text[:1] == "#" and text[1:2].isdigit() else words


def weighed(
    names: Sequence[str], weights: Mapping[str, Sequence[float]], values: Mapping[str, float]
) -> dict[str, float]:
    """Return how much speaks for each of several, by how much there is of each piece of evidence, and its weights."""
    out = dict(zip(names, weights["bias"], strict=True))
    for feature, value in values.items():
        for name, weight in zip(names, weights.get(feature, ()), strict=False):
            out[name] += weight * value
    return out
