"""A whole text as one delegation or report, or as several side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from de_lint.diagnostics import Span
from de_lint.reading.fields import Field, Text, lines_of
from de_lint.reading.records.delegations import read_delegation
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Record
from de_lint.reading.records.report_titles import opens_report, title_of
from de_lint.reading.records.reports import is_form, read_report
from de_lint.reading.source import Source


def all_lines(source: Source) -> set[int]:
    """Return the numbers of all lines."""
    return set(range(len(source.lines)))


def front_keys(root: Field) -> list[Field]:
    """Return the keys of the front matter."""
    return [c for n in root.children if n.form == "front-matter" for c in n.children]


def nothing_at(node: Field) -> Field:
    """A title that is not there, at the start of a node."""
    span = node.text.span
    return Field("text", Text("", Span(span.start_line, span.start_column, span.start_line, span.start_column)))


def _opening(root: Field) -> tuple[Field, list[Field], Text | None]:
    """Return the node that opens a text, the nodes below and beside it, and its title if it has one."""
    nodes = [n for n in root.children if n.form not in ("front-matter", "comment", "tag")]
    content = [n for n in nodes if n.form != "rule"] or nodes
    title = title_of(root)
    first = (content or root.children)[0]  # front matter may be all there is
    if title is not None and title is not first and title.form == "heading" and title.level > 1:
        title = None  # a section below an untitled beginning
    if title is first and len(content) == 1 and title.form != "heading" and not (title.children or opens_report(title)):
        title = None  # all that the text says
    title = introduced(content) or title
    if title is None or root.info == "data":
        return nothing_at(first), nodes, _data_title(root)
    at = nodes.index(title)
    return title, [*nodes[:at], *title.children, *nodes[at + 1 :]], title.text


def introduced(content: Sequence[Field]) -> Field | None:
    """Return the title of the shipped form below one sentence: `Please take this over.`, and then the report."""
    introduced = len(content) > 1 and content[0].form == "text" and is_form(content[1].text.text.rstrip(":"))
    return content[1] if introduced and opens_report(content[1]) else None


def _data_title(root: Field) -> Text | None:
    keys = root.children if root.info == "data" else []
    return next((c.value for c in keys if c.key in ("title", "subject") and c.value), None)


def whole_delegation(source: Source, root: Field, lines: set[int] | None = None) -> Record:
    """Return the whole text, or these `lines` of it, as one delegation."""
    opening, nodes, title = _opening(root)
    front = [n for n in root.children if n.form == "front-matter"]
    return read_delegation(source, opening, [*front, *nodes], lines or all_lines(source), None, title)


def whole_reports(source: Source, root: Field, reading: Reading) -> Iterator[Record]:
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
            front = front_keys(root) if number == 0 else []
            yield read_report(source, title, below, front, lines_of(own), reading)
        return
    yield whole_report(source, root, reading)


def whole_report(source: Source, root: Field, reading: Reading) -> Record:
    """Return the whole text as one report."""
    opening, nodes, _ = _opening(root)
    nodes = [n for n in nodes if n is not opening]
    return read_report(source, opening, nodes, front_keys(root), _without_outer_comments(source, root), reading)


def _without_outer_comments(source: Source, root: Field) -> set[int]:
    lines = all_lines(source)
    for nodes in (root.children, reversed(root.children)):
        for node in takewhile(lambda n: n.form == "comment", nodes):
            lines -= set(node.lines)
    return lines or all_lines(source)
