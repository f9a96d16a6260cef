"""A whole text as one delegation or report, as several side by side, or as reports in a team's own form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from de_lint.diagnostics import Span
from de_lint.reading.fields import Node, Text, lines_of
from de_lint.reading.records.claims import spread_fields
from de_lint.reading.records.delegations import read_delegation
from de_lint.reading.records.record import Reading, Record, told_by
from de_lint.reading.records.report_titles import opens_report, title_of
from de_lint.reading.records.reports import is_form, read_report
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.followed_forms import followed, own_forms
from de_lint.vocabulary.kinds import part, properties_named

#: A heading of more words is a title, whatever they say: `Your role: coding agent for the shop`.
_LONGEST_PART = 3
_BY_FORM = "its labels, which are those of a role's own form"


def all_lines(source: Source) -> set[int]:
    """Return the numbers of all lines."""
    return set(range(len(source.lines)))


def nothing_at(node: Node) -> Node:
    """A title that is not there, at the start of a node."""
    span = node.text.span
    return Node("text", Text("", Span(span.start_line, span.start_column, span.start_line, span.start_column)))


def _opening(root: Node) -> tuple[Node, list[Node], Text | None]:
    """Return the node that opens a text, the nodes below and beside it, and its title if it has one."""
    nodes = [n for n in root.children if n.form not in ("front-matter", "comment", "tag")]
    content = [n for n in nodes if n.form != "rule"] or nodes
    title = title_of(root)
    first = (content or root.children)[0]  # front matter may be all there is
    keys = root.children if root.info == "data" else root.front_keys
    named = next((c.value for c in keys if c.key in ("title", "subject") and c.value), None)
    beside = named is not None
    if title is not None and title.form == "heading" and title.level > 1 and (title is not first or beside):
        title = None  # a section below an untitled beginning
    if title is first and title.form == "heading" and title.level > 1 and _is_section(title, nodes):
        title = None
    if title is first and len(content) == 1 and title.form != "heading" and not (title.children or opens_report(title)):
        title = None  # all that the text says
    title = introduced(content) or title
    if title is None or root.info == "data":
        return nothing_at(first), nodes, named
    at = nodes.index(title)
    return title, [*nodes[:at], *title.children, *nodes[at + 1 :]], title.text


def _is_section(heading: Node, nodes: Sequence[Node]) -> bool:
    """`## Role` above `## Context` opens the first part of a text without a title."""
    alike = any(n is not heading and n.form == "heading" and n.level == heading.level for n in nodes)
    return alike and len(heading.name.split()) <= _LONGEST_PART and part(heading.name, "delegation") is not None


def introduced(content: Sequence[Node]) -> Node | None:
    """Return the title of the shipped form below one sentence: `Please take this over.`, and then the report."""
    introduced = len(content) > 1 and content[0].form == "text" and is_form(content[1].text.text.rstrip(":"))
    return content[1] if introduced and opens_report(content[1]) else None


def whole_delegation(source: Source, root: Node, lines: set[int] | None = None) -> Record:
    """Return the whole text, or these `lines` of it, as one delegation."""
    opening, nodes, title = _opening(root)
    front = [n for n in root.children if n.form == "front-matter"]
    return read_delegation(source, opening, [*front, *nodes], lines or all_lines(source), None, title)


def whole_reports(source: Source, root: Node, reading: Reading) -> Iterator[Record]:
    """The whole text as one report, or as several where titles of reports stand side by side."""
    nodes = [n for n in root.children if n.form != "front-matter"]
    starts = [i for i, n in enumerate(nodes) if opens_report(n)]
    alike = len({(nodes[i].form, nodes[i].level) for i in starts}) == 1 and nodes[starts[0]].form == "heading"
    ruled = all(i == 0 or nodes[i - 1].form == "rule" or is_form(nodes[i].text.text) for i in starts)
    if len(starts) > 1 and (alike or ruled):
        starts[0] = 0 if starts[0] == next((i for i, n in enumerate(nodes) if n.form == "heading"), -1) else starts[0]
        for number, (start, stop) in enumerate(zip(starts, [*starts[1:], len(nodes)], strict=True)):
            own = nodes[start:stop]
            title = next((n for n in own if n.form == "heading"), own[0]) if alike else own[0]
            below = [c for n in own for c in (n.children if n is title else [n])]
            front = root.front_keys if number == 0 else []
            yield read_report(source, title, below, front, lines_of(own), reading)
        return
    yield whole_report(source, root, reading)


def whole_report(source: Source, root: Node, reading: Reading) -> Record:
    """Return the whole text as one report."""
    opening, nodes, _ = _opening(root)
    nodes = [n for n in nodes if n is not opening]
    return read_report(source, opening, nodes, root.front_keys, _without_outer_comments(source, root), reading)


def _without_outer_comments(source: Source, root: Node) -> set[int]:
    lines = all_lines(source)
    for nodes in (root.children, reversed(root.children)):
        for node in takewhile(lambda n: n.form == "comment", nodes):
            lines -= set(node.lines)
    return lines or all_lines(source)


def formed(source: Source, root: Node, reading: Reading) -> list[Record]:
    """Return a text with the labels of a role's own form, or the fences in it, as reports in that form."""
    if not own_forms() or root.defines_an_agent:
        return []  # an agent's definition shows the form
    found = list(_in_form(source, root, reading))
    below = (x for n in root.children for x in (n, *n.children) if x.form == "fence" and x.rows and n.form != "heading")
    trees = (build_tree(source, n.rows, front_matter=True) for n in ([] if found else below))
    return found or [record for tree in trees for record in _in_form(source, tree, reading)]


def _in_form(source: Source, whole: Node, reading: Reading) -> Iterator[Record]:
    for tree in _by_headings(whole, reading):
        nodes = _content(tree)
        first = nodes[0] if nodes else tree
        may_title = first.form == "heading" or not first.value
        own, held = _labels([*tree.front_keys, *nodes]), _labels(first.children) if may_title else set()
        contract = followed(own, reading.role) or followed(own | held, reading.role)
        if contract:
            titled = may_title and not properties_named(first.name, [contract])
            title, below = (first, [*first.children, *nodes[1:]]) if titled else (nothing_at(first), nodes)
            own_form = replace(reading, contract=contract)
            record = read_report(source, title, below, tree.front_keys, lines_of([tree]), own_form)
            yield from told_by([record], _BY_FORM)


def _by_headings(tree: Node, reading: Reading) -> list[Node]:
    """Return a text from each heading with a form's labels right below it; all of it where no other heading has."""
    nodes = _content(tree)
    roles = [n.form == "heading" and followed(_labels(n.children)) for n in nodes]
    starts = [i for i, role in enumerate(roles) if role and reading.role in (None, role.type)]
    if starts in ([], [0]) or followed(_labels(nodes)):
        return [tree]
    return [replace(tree, children=nodes[start:stop]) for start, stop in pairwise([*starts, len(nodes)])]


def _labels(nodes: Sequence[Node]) -> set[str]:
    return {f.key for f in spread_fields(nodes) if f.is_labelled}


def _content(tree: Node) -> list[Node]:
    return [n for n in tree.children if n.form not in ("front-matter", "comment", "tag", "rule")]
