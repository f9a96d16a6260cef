"""Delegations below the lines that name their agent, in and out of fences: `**QA Agent**: Run the suite`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from math import inf

from de_lint.classes import replace
from de_lint.reading.fields import Node, Row, Text, lines_of
from de_lint.reading.labels import split_line
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import bare_name, is_agent_name, is_known_name, named_in
from de_lint.reading.records.claims import claim_fields, lifted
from de_lint.reading.records.delegations import read_delegation
from de_lint.reading.records.items import FACTS
from de_lint.reading.records.record import Record
from de_lint.reading.records.report_titles import opens_report
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.reading.values import placeholders
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind, part, per_vocabulary

#: Labels that show a block to be a delegation; a ticket or a context alone would also stand in a report.
_TELLING = frozenset({"temporal_context", "task", "authority", "expected_results", "progress_reporting"})
_QUOTES = ('"""', "'''")
#: Fences within fences that are searched: an example in a text that a fence holds as a whole.
_DEEPEST = 2


@per_vocabulary
def _telling_keys() -> frozenset[str]:
    return frozenset(k for name in _TELLING for k in kind("delegation").property(name).keys)


def delegations(source: Source, rows: Sequence[Row], root: Node) -> Iterator[Record]:
    """Yield the delegations that head lines open."""
    if any(r.quoted for r in rows):  # what a text quotes of another is no field of its own tree
        root = build_tree(source, [replace(r, quoted=0) for r in rows])
    yield from _below(source, root.children)


def _below(source: Source, nodes: Sequence[Node], fences: int = 0) -> Iterator[Record]:
    """Yield the delegations among nodes and below them, within so many `fences`."""
    at = 0
    while at < len(nodes):
        node, above = nodes[at], nodes[at - 1] if at else None
        opens = node.label and _is_head(node, above)
        record = _read(source, node, _reach(nodes, at), fences > 0) if opens else None
        at += 1
        if record:
            while at < len(nodes) and nodes[at].first_line in record.lines:
                at += 1
            yield record
        elif node.form == "fence" and fences < _DEEPEST and _may_hold_one(node.rows):
            yield from _in_fence(source, node, fences + 1)
        elif node.children:
            yield from _below(source, node.children, fences)


def _may_hold_one(rows: Sequence[Row]) -> bool:
    """Building a tree takes long: only where a line with a colon speaks of an agent, or has a label that tells."""
    spoken = [r.text for r in rows if ":" in r.text]
    labels = ((text, split_line(text).label) for text in spoken)
    return any("gent" in t or "GENT" in t for t in spoken) or any(
        label and fold(text[slice(*label)]) in _telling_keys() for text, label in labels
    )


def _in_fence(source: Source, fence: Node, fences: int) -> Iterator[Record]:
    """Yield the delegations in a fence; its own lines belong to one that stands in it alone."""
    # A string of a program ends where its quotes do.
    rows = [replace(r, text="***") if r.text.lstrip()[:3] in _QUOTES else r for r in fence.rows]
    nodes = build_tree(source, rows).children
    found = list(_below(source, nodes, fences))
    alone = len(found) == 1 and min(found[0].lines) == nodes[0].first_line
    yield from (replace(r, lines=set(fence.lines)) if alone else r for r in found)


def _is_head(node: Node, above: Node | None) -> bool:
    """Tell whether a line addresses an agent, and is not one of the labels of a report's header."""
    if not node.label or not node.value or node.checked is not None:
        return False
    if not is_agent_name(node.name) and (
        node.info not in ("bold", "all-bold", "dash")
        or node.key in kind("delegation").property("agent").keys  # `**Agent:** QA`
        or not (placeholders.is_placeholder(node.name) or is_known_name(bare_name(node.name)))
    ):
        return False
    if is_agent_name(words_of(node.value.text)):
        return False
    if node.is_item or node.form == "heading" or above is None or above.form != "label" or is_agent_name(above.name):
        return True
    return part(above.name, "progress_report") not in FACTS  # `**Engineer Agent**: done` below `**Date**: …`


def _reach(nodes: Sequence[Node], at: int) -> list[Node]:
    """Return what belongs to a head: what stands below it, and beside it up to what ends a delegation."""
    head = nodes[at]
    beside = (nodes[i] for i in range(at + 1, len(nodes) * (not head.is_item)))
    fields = [*head.children, *takewhile(lambda n: not _ends(n, head), beside)]
    *_, above = (nodes[at - 1] if at else head).walk()
    if above.form != "fence" or above.last_line + 1 != head.first_line:
        return fields
    # The fence that closed there was meant to hold this line: the next bare one ends it.
    bare = min((n.first_line for f in fields for n in f.walk() if n.form == "fence" and not n.info), default=inf)
    above_it = (f for f in fields if f.first_line < bare)
    return [replace(f, children=[c for c in f.children if c.first_line < bare]) for f in above_it]


def _ends(node: Node, head: Node) -> bool:
    if node.form == "heading" and (node.level < head.level or not part(node.name, "delegation")):
        return True
    return node.form == "rule" or _is_head(node, None) or (opens_report(node) and node.key not in _telling_keys())


def _read(source: Source, head: Node, fields: list[Node], fenced: bool) -> Record | None:
    """Return the delegation that a head and its fields are, or None if their labels do not show one."""
    own = fields if fenced else _without_tail(fields, source)
    claimed = claim_fields(lifted(own, [kind("delegation")]), [kind("delegation")])
    telling = {c.property.name for c in claimed.claims if c.property and (c.guessed or c.field.key in _telling_keys())}
    if telling.isdisjoint(_TELLING) or head.label is None:
        return None
    named = None if placeholders.is_placeholder(head.name) else named_in(head.label.text)
    cut = head.label.text.find(named) if named else 0  # `Delegation to QA Agent`
    span = head.label.span
    who = Text(head.label.text[cut:], replace(span, start_column=span.start_column + cut))
    return read_delegation(source, head, own, lines_of([head, *own]), who, head.value, "form")


def _without_tail(fields: list[Node], source: Source) -> list[Node]:
    """Drop what follows the delegation: from the first paragraph of its own below the last label it is known by."""
    known = [i for i, f in enumerate(fields) if f.is_labelled and part(f.name, "delegation")]
    end = max(known, default=len(fields) - 1) + 1
    return fields[:end] + list(takewhile(lambda f: not _is_prose(f, source), fields[end:]))


def _is_prose(field: Node, source: Source) -> bool:
    """A paragraph after a blank line, or a list, that no label announces."""
    apart = not source.lines[field.first_line - 1].text.strip()
    return field.is_item and apart if field.label is not None else field.form != "text" or apart
