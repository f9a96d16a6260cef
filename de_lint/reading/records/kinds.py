"""Which records a text holds: what it is as a whole, by the evidence, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from de_lint.diagnostics import Span
from de_lint.reading.fields import Field, Row, Text
from de_lint.reading.markdown import Block
from de_lint.reading.markup import string_quotes, words_of
from de_lint.reading.records.agents import LONGEST_NAME, named_in
from de_lint.reading.records.claims import spread_fields
from de_lint.reading.records.delegations import read_delegation
from de_lint.reading.records.evidence import Evidence, weigh
from de_lint.reading.records.heads import delegations
from de_lint.reading.records.items import is_numbered
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Record
from de_lint.reading.records.report_titles import is_report_title, opens_report, title_of
from de_lint.reading.records.reports import is_form, read_report
from de_lint.reading.records.templates import read_template
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.reading.values.placeholders import without_placeholders
from de_lint.vocabulary.followed_forms import followed
from de_lint.vocabulary.kinds import part, properties_named

#: A fence holds a record of its own if so much more speaks for its kind than for none.
_SURE = 2.0
#: What fences say of which the text is no program.
_TEXTS = frozenset({"", "markdown", "md", "text", "yaml", "txt"})
#: What stands in a line of a program, and in no title.
_OF_PROGRAMS = frozenset("#()[];")
#: What decided the kind of a record within a text of another kind.
_BY_HEAD = "a line names its agent, with labels of a delegation below"
_BY_TITLE = "its title"
_BY_FORM = "its labels, which are those of a role's own form"


def records_of(
    source: Source, rows: Sequence[Row], found: Sequence[Block], root: Field, reading: Reading
) -> list[Record]:
    """Return the records of a text, in no certain order; each says in `facts` what decided its kind."""
    content = [n for n in root.children if n.form not in ("rule", "comment", "tag")]
    if not content:
        return []
    if len(content) == 1 and content[0].form == "fence" and content[0].rows:
        root = build_tree(source, content[0].rows, front_matter=True)  # the whole text in one fence
    headed = list(delegations(source, rows, found, reading))
    if not headed and _announces_a_fence(content):
        told = list(_in_fences(source, root, [], reading))
        if told:
            return told
    evidence = weigh(root, source.path)
    scores = evidence.scores()
    whole = max(scores, key=lambda kind: scores[kind]) if evidence.speaks() else "none"
    if whole != "agent_template" and _introduced([n for n in content if n.form != "front-matter"]):
        whole = "progress_report"
    if whole == "agent_template":
        return _told([read_template(source, root, headed, _all_lines(source), reading)], evidence)
    if not headed:
        siblings = list(_sibling_delegations(source, root, reading)) if whole != "progress_report" else []
        if len(siblings) > 1:
            return _told(siblings, evidence)
        if whole != "none":
            read = _whole_delegations if whole == "delegation" else _whole_reports
            return _told(list(read(source, root, reading)), evidence)
    taken = {n for r in headed for n in r.lines}
    open_ones = [*_told(headed, _BY_HEAD), *_reports_beside(source, root.children, taken, reading)]
    return [*open_ones, *_in_fences(source, root, open_ones, reading)]


def formed(source: Source, root: Field, reading: Reading) -> list[Record]:
    """Return a text with the labels of a role's own form, or the fences in it, as reports in that form."""
    if {"name", "description"} <= {f.key for f in _front(root)}:
        return []  # an agent's definition, which shows the form
    found = list(_in_form(source, root, reading))
    below = (x for n in root.children for x in (n, *n.children) if x.form == "fence" and x.rows and n.form != "heading")
    trees = (build_tree(source, n.rows, front_matter=True) for n in ([] if found else below))
    return found or [record for tree in trees for record in _in_form(source, tree, reading)]


def _in_form(source: Source, whole: Field, reading: Reading) -> Iterator[Record]:
    for tree in _by_headings(whole, reading):
        nodes = _content(tree)
        first = nodes[0] if nodes else tree
        may_title = first.form == "heading" or not first.value
        own, held = _labels([*_front(tree), *nodes]), _labels(first.children) if may_title else set()
        reading.contract = followed(own, reading.role) or followed(own | held, reading.role)
        if reading.contract:
            titled = may_title and not properties_named(first.name, [reading.contract])
            title, below = (first, [*first.children, *nodes[1:]]) if titled else (_nothing(first), nodes)
            lines = {n for x in tree.walk() for n in x.lines}
            yield from _told([read_report(source, title, below, _front(tree), lines, reading)], _BY_FORM)


def _by_headings(tree: Field, reading: Reading) -> list[Field]:
    """Return a text from each heading with a form's labels right below it; all of it where no other heading has."""
    nodes = _content(tree)
    roles = [n.form == "heading" and followed(_labels(n.children)) for n in nodes]
    starts = [i for i, role in enumerate(roles) if role and reading.role in (None, role.type)]
    if starts in ([], [0]) or followed(_labels(nodes)):
        return [tree]
    return [replace(tree, children=nodes[start:stop]) for start, stop in pairwise([*starts, len(nodes)])]


def _content(tree: Field) -> list[Field]:
    return [n for n in tree.children if n.form not in ("front-matter", "comment", "tag", "rule")]


def _labels(nodes: Sequence[Field]) -> set[str]:
    return {f.key for f in spread_fields(nodes) if f.is_labelled}


def _announces_a_fence(content: Sequence[Field]) -> bool:
    """`Here is my report:` above a fence, and nothing else."""
    nodes = [n for top in content for n in top.walk()]
    announced = nodes[0].text.text.rstrip("*_ ").endswith((":", "："))
    return len(nodes) == 2 and nodes[0].form != "heading" and nodes[1].form == "fence" and announced


def _told(records: list[Record], evidence: Evidence | str) -> list[Record]:
    for record in records:
        record.facts["kind"] = evidence
    return records


def _all_lines(source: Source) -> set[int]:
    return set(range(len(source.lines)))


def _front(root: Field) -> list[Field]:
    return [c for n in root.children if n.form == "front-matter" for c in n.children]


def _nothing(node: Field) -> Field:
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
    title = _introduced(content) or title
    if title is None or root.info == "data":
        return _nothing(first), nodes, _data_title(root)
    if title is first or title in nodes:
        beside = [n for n in nodes if n is not title]
        return title, [*beside[: nodes.index(title)], *title.children, *beside[nodes.index(title) :]], title.text
    return _nothing(first), nodes, None


def _introduced(content: Sequence[Field]) -> Field | None:
    """Return the title of the shipped form below one sentence: `Please take this over.`, and then the report."""
    introduced = len(content) > 1 and content[0].form == "text" and is_form(content[1].text.text.rstrip(":"))
    return content[1] if introduced and opens_report(content[1]) else None


def _data_title(root: Field) -> Text | None:
    keys = root.children if root.info == "data" else []
    return next((c.value for c in keys if c.key in ("title", "subject") and c.value), None)


def _whole_delegations(source: Source, root: Field, reading: Reading) -> Iterator[Record]:
    """The whole text as one delegation, up to the title of a report that answers it."""
    nodes = root.children
    titles = (i for i, n in enumerate(nodes) if i and n.form != "heading" and opens_report(n))
    cut = next((i for i in titles if any(n.is_labelled for n in nodes[i + 1 :])), len(nodes))
    if cut == len(nodes):
        yield whole_delegation(source, root, reading)
        return
    lines = {n for f in nodes[:cut] for x in f.walk() for n in x.lines}
    yield whole_delegation(source, replace(root, children=nodes[:cut]), reading, lines)
    yield from _reports_beside(source, nodes[cut:], set(), reading)


def whole_delegation(source: Source, root: Field, reading: Reading, lines: set[int] | None = None) -> Record:
    """Return the whole text, or these `lines` of it, as one delegation."""
    opening, nodes, title = _opening(root)
    front = [n for n in root.children if n.form == "front-matter"]
    return read_delegation(source, opening, [*front, *nodes], lines or _all_lines(source), reading, None, title)


def _whole_reports(source: Source, root: Field, reading: Reading) -> Iterator[Record]:
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
            lines = {n for f in own for x in f.walk() for n in x.lines}
            front = _front(root) if number == 0 else []
            yield read_report(source, title, below, front, lines, reading)
        return
    yield whole_report(source, root, reading)


def whole_report(source: Source, root: Field, reading: Reading) -> Record:
    """Return the whole text as one report."""
    opening, nodes, _ = _opening(root)
    nodes = [n for n in nodes if n is not opening]
    return read_report(source, opening, nodes, _front(root), _without_outer_comments(source, root), reading)


def _without_outer_comments(source: Source, root: Field) -> set[int]:
    lines = _all_lines(source)
    for nodes in (root.children, reversed(root.children)):
        for node in takewhile(lambda n: n.form == "comment", nodes):
            lines -= set(node.lines)
    return lines or _all_lines(source)


# -- records within a text of another kind ------------------------------------------------------------------------


def _sibling_delegations(source: Source, root: Field, reading: Reading) -> Iterator[Record]:
    """Sections side by side that each name an agent and its work: `### Task 1`, `**Agent**: …`, `**Mission**: …`."""
    for holder in (n for n in root.walk() if n.form in ("root", "heading")):
        sections = [c for c in holder.children if c.form == "heading" and _is_assignment(c)]
        if len(sections) > 1:
            for section in sections:
                lines = {n for x in section.walk() for n in x.lines}
                who, title = _numbered_agent(section) if _is_agent(section) else (None, section.text)
                yield read_delegation(source, section, section.children, lines, reading, who, title)
            return


def _numbered_agent(section: Field) -> tuple[Text, Text]:
    """`Agent 1: Visual areas` names whom the section is for, and what it is about."""
    who, _, title = section.text.text.partition(":")
    return Text(words_of(who), section.text.span), Text(title.strip(" *"), section.text.span)


def _is_agent(section: Field) -> bool:
    who, colon, title = section.text.text.partition(":")
    return bool(colon and title.strip()) and len(who.split()) <= LONGEST_NAME and named_in(words_of(who)) is not None


def _is_assignment(section: Field) -> bool:
    opened = {name: c for c in section.children if c.is_labelled and (name := part(c.name, "delegation"))}
    agent = opened["agent"].value if "agent" in opened else None
    named = _is_agent(section) or (agent and len(agent.text.split()) <= LONGEST_NAME)
    return bool(named) and not opened.keys().isdisjoint(("task", "steps")) and len(opened) > 1


def _reports_beside(source: Source, nodes: Sequence[Field], taken: set[int], reading: Reading) -> Iterator[Record]:
    """The reports that stand in the open in a text that is none: only a title that can be nothing else opens one."""
    index = 0
    while index < len(nodes):
        title = nodes[index]
        index += 1
        if taken & set(title.lines):
            continue
        if not opens_report(title) or (title.form == "heading" and is_numbered(title)):
            if title.form == "heading":
                yield from _reports_beside(source, title.children, taken, reading)
            continue
        own = _free(title.children, taken, opening=True)
        if title.form != "heading":
            after = _free(nodes[index:], taken)
            own, index = [*own, *after], index + len(after)
        if any(n.is_labelled or n.is_item or n.form == "table" for n in own[:2]):
            alone = replace(title, children=[])
            lines = {n for f in (alone, *own) for x in f.walk() for n in x.lines}
            yield from _told([read_report(source, title, own, [], lines, reading)], _BY_TITLE)
        if title.form == "heading":
            yield from _reports_beside(source, title.children[len(own) :], taken, reading)


def _free(nodes: Sequence[Field], taken: set[int], opening: bool = False) -> list[Field]:
    """Return the nodes up to the first one that holds a taken line, opens another report or ends this one.

    With `opening` the first line may read like a title: `QA Progress Update:` below `### Comment by QA Agent`.
    """
    out: list[Field] = []
    for node in nodes:
        opens = opens_report(node) and (node.form == "heading" or not opening or bool(out))
        if node.form == "rule" or opens or any(taken & set(n.lines) for n in node.walk()):
            break
        out.append(node)
    return out


def _in_fences(source: Source, root: Field, others: Sequence[Record], reading: Reading) -> Iterator[Record]:
    """Messages, and task blocks, that fences hold in a text that is neither itself."""
    taken = {n for r in others for n in r.lines}
    for fence in (n for n in root.walk() if n.form == "fence" and n.rows):
        rows = [r for r in fence.rows if r.number not in taken]
        if len(rows) < 2:
            continue
        if len(rows) == len(fence.rows) and fence.info in _TEXTS:
            tree = build_tree(source, rows)
            evidence = weigh(tree)
            scores = evidence.scores()
            if scores["delegation"] - max(v for k, v in scores.items() if k != "delegation") >= _SURE:
                record = whole_delegation(source, tree, reading)
                record.lines = set(fence.lines)
                yield from _told([record], evidence)
                continue
        yield from _messages(source, fence, rows, reading)


def _messages(source: Source, fence: Field, rows: Sequence[Row], reading: Reading) -> Iterator[Record]:
    program = fence.info not in _TEXTS
    starts = [i for i, r in enumerate(rows) if _is_title(r.text, program) and _is_followed(rows, i)]
    for index, start in enumerate(starts):
        stop = starts[index + 1] if index + 1 < len(starts) else len(rows)
        own = list(takewhile(lambda r: string_quotes(r.text) < 0, rows[start:stop]))
        tree = build_tree(source, own)
        if not tree.children:
            continue
        title = tree.children[0]
        lines = {n for x in tree.walk() for n in x.lines}
        if start == 0 and len(starts) == 1 and len(own) == len(rows):
            lines |= set(fence.lines)
        below = [*title.children, *tree.children[1:]]
        yield from _told([read_report(source, title, below, [], lines, reading)], _BY_TITLE)


def _is_title(line: str, program: bool) -> bool:
    """Tell whether a line in a fence is the title of a report; no item is, nor a comment or a call in a program."""
    own = line.strip()
    if not own or own[:2] in ("- ", "* ", "+ ") or (program and not _OF_PROGRAMS.isdisjoint(own)):
        return False
    return is_report_title(without_placeholders(own))


def _is_followed(rows: Sequence[Row], index: int) -> bool:
    """A title is followed, at most two blank lines below, by an item, a label, a table or a heading."""
    after = [r.text.strip() for r in rows[index + 1 : index + 4]]
    line = next((a for a in after if a), "")
    marked = line[:2] in ("- ", "* ", "+ ", "**", "__") or line[:1] in ("|", "#")
    return marked or line[:1].isdigit() or ":" in line[:60]
