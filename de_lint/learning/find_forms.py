"""Where a document describes its two forms: the delegation template and the form of a report.

The form of a report is told by what it is made of, fields that ask to be filled in, and by what announces it: a fence
or a section under `Report format`, `What you hand back` or the like in any language, or the whole of a bare form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from de_lint.classes import dataclass, field
from de_lint.diagnostics import Span
from de_lint.learning.asked_words import announces_answer
from de_lint.learning.blanks import asks_for_anything, describes
from de_lint.reading.document import Document
from de_lint.reading.fields import Node, Row, Text, rows_of
from de_lint.reading.records.record import Reading, Record
from de_lint.reading.records.report_titles import is_report_title, opens_report
from de_lint.reading.records.reports import read_report
from de_lint.reading.rows import unquoted
from de_lint.reading.tree import build_tree
from de_lint.reading.values.placeholders import holds_placeholder
from de_lint.vocabulary.kinds import part

#: What fences may say of themselves that hold a form.
_TEXTS = frozenset({"", "markdown", "md", "text", "txt", "yaml", "yml", "plaintext"})
#: What other sections of a document about an agent hold.
_OTHERS = frozenset({"delegation", "examples", "errors"})
_MARKS = frozenset({"rule", "comment", "tag"})
_NO_FIELDS = _MARKS | {"text", "fence"}
#: More than this share of the fields of a form ask for something; of one that nothing announces, nearly all do.
_HALF, _NEARLY_ALL = 0.5, 0.8
#: From so much on a form is announced, and plain words in it describe what is to stand there.
_ANNOUNCED = 3
#: How much speaks for a form at the least.
_LEAST = 1.0


@dataclass(slots=True)
class Forms:
    """The two forms, None where a document has none, and the report's as it is to be handed out."""

    report: Record | None = None
    delegation: Record | None = None
    text: str = ""

    @property
    def report_fields(self) -> list[Node]:
        """The top-level fields of the form of a report."""
        return fields_of(self.report) if self.report else []


@dataclass(slots=True)
class _Candidate:
    """Nodes that may be the form of a report, its title if it has one, and what speaks for it."""

    title: Node | None
    nodes: list[Node]
    rows: list[Row]
    weight: float
    front: list[Node] = field(default_factory=list)

    @property
    def held(self) -> list[Node]:
        """The nodes with those of its title."""
        return [*self.front, *([self.title] if self.title else []), *self.nodes]


def find_forms(document: Document) -> Forms:
    """Return the forms of a template document; of any other, the first delegation and report with placeholders."""
    parts = [p for r in document.records for p in r.walk() if p.context == "template"]
    forms = Forms(None, next((p for p in parts if p.kind == "delegation"), None))
    taken = forms.delegation.lines if forms.delegation else set()
    candidates = list(_candidates(document, document_tree(document)))
    beside = [c for c in candidates if not taken & {r.number for r in c.rows}]
    best = max(beside or candidates, key=lambda c: c.weight, default=None)
    if best is not None and (best in beside or (best.weight >= _ANNOUNCED and forms.delegation in document.records)):
        # A whole text that asks for its own form to be filled in reads like a delegation.
        forms.delegation = forms.delegation if best in beside else None
        forms.report, forms.text = _read(document, best), _text(best.rows)
    return forms


def fields_of(record: Record) -> list[Node]:
    """Return the labelled fields that stand at the top of a record, in source order."""
    return sorted({c.field for c in record.claims}, key=lambda f: f.text.span)


def document_tree(document: Document) -> Node:
    """Return the whole field tree of a document."""
    found = next((r.root for r in document.records if r.kind == "agent_template" and r.root), None)
    rows = unquoted(rows_of(document.source))
    return found or build_tree(document.source, rows, front_matter=True, found=document.blocks)


def _candidates(document: Document, root: Node) -> Iterator[_Candidate]:
    rows = {r.number: r for r in unquoted(rows_of(document.source))}
    for holder, above in _holders(root, ()):
        told = _announced(above)
        before = None
        for node in (n for child in holder.children for n in (child, *(c for c in child.children if child.label))):
            if node.form == "fence" and node.info.casefold() in _TEXTS and not _is_data(node.rows):
                said = 2 * (
                    before is not None and before.form in ("text", "label") and announces_answer(before.text.text)
                )
                yield from _in_fence(document, node, told + said + 1)
            before = node
        yield from _in_section(holder, above, told, rows)


def _is_data(rows: Sequence[Row]) -> bool:
    """Tell whether a fence holds nothing, or an object whose braces stand on lines of their own."""
    return not rows or any(r.text.strip() in ("{", "}", "[", "]", "},", "],") for r in rows)


def _holders(node: Node, above: tuple[Node, ...]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Yield the root and each heading, with the headings that it stands below, itself the last."""
    own = (*above, node) if node.form == "heading" else above
    yield node, own
    for child in node.children:
        if child.form == "heading":
            yield from _holders(child, own)


def _announced(above: Sequence[Node]) -> float:
    """Return how much the headings above a place speak for a form of a report there."""
    parts = [part(h.name, "agent_template") for h in above]
    if "format" in parts:
        return 4
    if _OTHERS & set(parts):
        return -6
    if any(announces_answer(h.name) for h in above[-2:]):  # `Hand back this sheet`, which is nothing about other agents
        return 3
    return -6 if "integration" in parts else 0


def announces_form(document: Document) -> bool:
    """Tell whether a heading says that the form of a report follows, whether or not one does."""
    return any(_announced(above) > 0 for _, above in _holders(document_tree(document), ()))


def _in_fence(document: Document, fence: Node, weight: float) -> Iterator[_Candidate]:
    tree = build_tree(document.source, fence.rows, front_matter=True)
    nodes = [n for n in tree.children if n.form not in ("front-matter", "comment")]
    first = nodes[0] if nodes else None
    tops = [n for n in nodes if n.form == "heading" and first and n.level == first.level]
    title = None
    is_alone = first is not None and len(tops) == 1 and (first.form == "heading" or not first.label)
    if first is not None and (opens_report(first) or is_alone or first.form == "text"):
        title, nodes = first, [*first.children, *nodes[1:]]
    yield from _weighed(title, nodes, list(fence.rows), weight + (title is not None), tree.front_keys)


def _in_section(holder: Node, above: Sequence[Node], told: float, rows: dict[int, Row]) -> Iterator[_Candidate]:
    """Yield the fields of a section, without the prose around them; one heading below prose is the form's title."""
    nodes = [n for n in holder.children if n.form not in ("comment", "tag", "front-matter")]
    asking = [i for i, n in enumerate(nodes) if n.form not in _NO_FIELDS and _asks(n)]
    while asking and not (nodes[asking[0]].value or nodes[asking[0]].content):
        del asking[0]  # `Respond with:` above the form
    if not asking:
        return
    title = None
    is_named = holder.form == "heading" and (len(above) < 2 or part(holder.name, "agent_template") != "format")
    if is_named and (
        is_report_title(holder.text.text)
        or holds_placeholder(holder.text.text)
        or holder.level == 1
        or (
            len(above) > 1 and above[-2].level > 1 and _announced(above[-2:-1]) > 0
        )  # `### Release card` below `## What you hand back`
    ):
        title = holder
    start, stop = asking[0], asking[-1] + 1
    while start and nodes[start - 1].label and nodes[start - 1].value:  # one with a value that stays: the agent's name
        start -= 1
    while stop < len(nodes) and (nodes[stop].label or holds_placeholder(nodes[stop].text.text)):
        stop += 1
    if title is None and start and opens_report(nodes[start - 1]):
        title, start = nodes[start - 1], start - 1
    nodes = [n for n in nodes[start:stop] if n is not title]
    if len(nodes) == 1 and _is_title(nodes[0]):
        above_all, nodes = nodes[0], nodes[0].children
        if announces_answer(above_all.text.text) and not opens_report(above_all):  # `Answer with exactly this:`
            said = set(above_all.lines)
            rows = {n: r for n, r in rows.items() if n not in said and (r.text.strip() or n - 1 not in said)}
            told += 2
        else:
            title = title or above_all
    numbers = [n for one in ([title] if title else []) for n in one.lines]
    numbers += [n for one in nodes for x in one.walk() for n in x.lines]
    if not numbers:
        return
    own = [rows[n] for n in range(min(numbers), max(numbers) + 1) if n in rows]
    front = holder.front_keys if holder.form == "root" and not holder.defines_an_agent else []
    yield from _weighed(title, nodes, own, told + (title is not None), front, _HALF if told > 0 else _NEARLY_ALL)


def _is_title(node: Node) -> bool:
    """Tell whether a label alone stands above the fields of a form, as its title."""
    return node.label is not None and not node.value and sum(c.label is not None for c in node.children) > 1


def _asks(node: Node) -> bool:
    if node.form == "table":
        return any(_asks(row) for row in node.children)
    return node.is_labelled and not any(c.form == "fence" for c in node.walk()) and asks_for_anything(node)


def _weighed(
    title: Node | None,
    nodes: list[Node],
    rows: list[Row],
    weight: float,
    front: Sequence[Node],
    share: float | None = None,
) -> Iterator[_Candidate]:
    rest = _NO_FIELDS if share is None else _MARKS  # prose within a section speaks against a form
    fields = [*front, *(f for n in nodes for f in (n.children if n.form == "table" else [n]) if f.form not in rest)]
    asking = [f for f in fields if _asks(f)]
    described = [f for f in fields if f not in asking and describes(f)] if weight >= _ANNOUNCED else []
    if len(described) <= 2 * len(asking):
        asking += described
    weight += min(len(asking), 12) / 4 + (title is not None and is_report_title(title.text.text))
    if len(asking) > 1 and len(asking) > (share or _HALF) * len(fields) and weight >= _LEAST:
        yield _Candidate(title, nodes, rows, weight, list(front))


def _read(document: Document, found: _Candidate) -> Record:
    first = min((n.text.span for n in found.held), default=Span(1, 1, 1, 1))
    start = Span(first.start_line, first.start_column, first.start_line, first.start_column)
    title = found.title or Node("text", Text("", start))
    lines = {r.number for r in found.rows}
    return read_report(document.source, title, found.nodes, found.front, lines, Reading())


def _text(rows: Iterable[Row]) -> str:
    texts = [r.text.rstrip() for r in rows]
    while texts and not texts[-1]:
        texts.pop()
    while texts and not texts[0]:
        texts.pop(0)
    indent = min((len(t) - len(t.lstrip()) for t in texts if t), default=0)
    return "".join(f"{t[indent:]}\n" for t in texts)
