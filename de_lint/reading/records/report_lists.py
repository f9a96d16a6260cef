"""A report's lists: work done and left, blockers, next steps and so on, wherever they stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import takewhile

from de_lint.diagnostics import Span
from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.cues import act, cues_in, sentences
from de_lint.reading.records.items import is_item_heading, is_numbered, item_status
from de_lint.reading.records.layout import Layout
from de_lint.reading.records.record import Json
from de_lint.reading.records.report_facts import tells_status
from de_lint.reading.records.report_titles import discipline, is_report_title
from de_lint.reading.records.shapes import flat_texts, shape
from de_lint.reading.values import dates, placeholders
from de_lint.reading.values.answers import says_none, says_over
from de_lint.reading.values.statuses import read_status
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import active, concepts, kind, part
from de_lint.vocabulary.words import ASIDE

LISTS = ("completed", "remaining", "blockers", "next_steps", "recommendations", "risks", "questions", "decisions")
#: `none at this time` says no more than `none`, and `4 of 6 tasks` only counts; `0 of 3 keys work` says more.
LONGEST_NONE = LONGEST_TALLY = 4
#: A value on a label's line is an item only from so many words on: `Risk: Low` measures.
SHORTEST_ITEM = {"risks": 4, "completed": 4}
_LONGEST_VERDICT = 6
#: A label with its value on the line opens these only where it speaks of the whole.
_RARE = frozenset({"completed", "risks", "decisions", "questions"})
_NOT_DONE = frozenset({"future", "forbid", "must"})  # `What can be implemented`, `Do not change`
#: Lists of what is still open.
_OPEN = frozenset({"blockers", "remaining", "questions", "risks"})
_NEARLY_ALL = 0.8
#: Lists that belong to the list around them: next steps among recommendations are recommendations.
_ONE = frozenset({"next_steps", "recommendations"})


def lists_json(layout: Layout, others: list[Node], done: bool) -> tuple[dict[str, Json], set[Span]]:
    """Return the lists of a report by property, and where the fields stand that they were read from.

    What these say but do not hold goes to the `others`. `done` tells whether the work as a whole is completed:
    then its deliverables are work done.
    """
    search = _Search(done, set(layout.footer))
    for node in _introduced([*_titled(layout), *layout.body]):
        search.gather(node, None, top=True)
    for node in layout.footer:
        search.gather(node, None, top=True)
    # Front matter only sums up what the text lists.
    for node in [n for n in layout.front_matter if not search.found.get(part(n.name, "progress_report") or "")]:
        search.gather(node, None, top=True)
    if not search.found["completed"] and not search.found["remaining"]:
        search.found["completed"], search.found["remaining"] = _ticked(layout)
    search.found["completed"] = search.found["completed"] or _deeds(layout)
    if not search.found["blockers"] and part(layout.shown.text, "progress_report") == "blockers":
        search.found["blockers"] += _issue(layout)
    report = kind("progress_report")
    others += search.over
    values: dict[str, Json] = {}
    for name, nodes in search.found.items():
        prop = report.property(name)
        values[name] = shape([n for n in nodes if _countable(n)], prop, others) if nodes else []
        others += [n for n in nodes if not _countable(n) or _says_why_none(n)]
    return values, {n.text.span for nodes in search.found.values() for n in nodes}


def _ticked(layout: Layout) -> tuple[list[Node], list[Node]]:
    """What is done and left of the check boxes below no heading, where nothing else is listed there."""
    loose = [n for n in (*layout.header, *layout.body) if n.is_item]
    whole = replace(layout.title, form="label", label=layout.shown, value=None, children=loose)
    is_list = len(loose) > 1 and all(n.parts is not None and n.parts.boxed for n in loose)
    return ([_with_boxes(whole, True)], [_with_boxes(whole, False)]) if is_list else ([], [])


def _deeds(layout: Layout) -> list[Node]:
    """Sections whose items nearly all tell what was done, below headings that open no other list: `Key Actions`."""
    headed = (n for section in layout.body for n in section.walk() if n.form == "heading" and len(n.items) > 1)
    unsaid = (n for n in headed if part(n.name, "progress_report") in (None, "progress", "agent", "steps", "findings"))
    acts = ((n, [act(cues_in(words_of(c.text.text))) for c in n.items]) for n in unsaid)
    return [n for n, done in acts if done.count("past") >= _NEARLY_ALL * len(done)]


def _issue(layout: Layout) -> list[Node]:
    """What a report that is titled as a blocker gives as its issue."""
    issues = (f for f in layout.header if f.label and f.value and concepts(f.name).get("issue", 0) == 1)
    return [f for f in issues if f.value and not placeholders.is_placeholder(f.value.text)][:1]


class _Search:
    """Walks the parts of a report and gives each list to the property that its heading or label names."""

    def __init__(self, done: bool, footer: Set[Node]) -> None:
        self.footer = footer
        self.done = done
        self.found: dict[str, list[Node]] = {name: [] for name in LISTS}
        #: What says of a list of open work that all of it is done.
        self.over: list[Node] = []

    def gather(self, node: Node, inside: str | None, top: bool = False, within: str | None = None) -> None:
        """Find the lists at and below a node; `inside` is the list around it, `within` what the section is about."""
        name = self._opens(node, inside, top)
        if within == "findings" and node.form == "heading" and is_numbered(node):
            name = None  # `3. README — 2 warnings` is a finding
        if name == "task list":
            self.found["completed"].append(_with_boxes(node, True))
            self.found["remaining"].append(_with_boxes(node, False))
            return
        if name:
            rest, apart = self._without_others(node, name)
            over = [c for c in rest.children if c.is_item and name in _OPEN and says_over(c.text.text)]
            self.over += over
            rest = replace(rest, children=[c for c in rest.children if c not in over]) if over else rest
            self.found[name].append(rest)
            for one in apart:
                self.gather(one, name)
            return
        if node.form == "table" and inside is None:
            for list_name, rows in _by_state(node):
                self.found[list_name].append(replace(node, form="label", children=[replace(node, children=rows)]))
        if node.form in ("heading", "label", "root") or any(c.info == "data" for c in node.children[:1]):
            about = part(node.name, "progress_report") if node.form == "heading" else None
            children = [c for c in node.children if c not in self.footer]
            for child in _introduced(children) if about in ("summary", "conclusion") else children:
                self.gather(child, inside, within=about or within)

    def _without_others(self, node: Node, name: str) -> tuple[Node, list[Node]]:
        """A list of another meaning within a list is its own; return the node without it, and those."""
        groups = (c for c in node.children if c.form == "heading" or (c.form == "label" and not c.value and c.children))
        apart = [c for c in groups if self._opens(c, name) not in (None, name)]
        return (replace(node, children=[c for c in node.children if c not in apart]), apart) if apart else (node, [])

    def _opens(self, node: Node, inside: str | None, top: bool = False) -> str | None:
        """Return the list that a heading or label opens; None if it opens none."""
        group = node.form == "heading" or (node.form == "label" and not node.is_item) or (top and node.is_item)
        exclaims = node.form != "heading" and node.text.text.rstrip("*_ ").endswith("!")
        alone = top and node.form == "label" and not node.value  # `QA Task Complete:` is a title
        entitles = alone and (is_report_title(node.name) or discipline(node.name))
        is_date = node.value is not None and dates.parse(words_of(node.value.text)) is not None
        if not (group and node.is_labelled) or exclaims or entitles or is_date:
            return None
        name = part(node.name, "progress_report")
        if name == "delivered":
            name = "completed" if self.done else None
        if name not in LISTS:
            return "task list" if self._is_task_list(node) else None
        if inside in _ONE and (name in (*_ONE, "risks") or (name == "completed" and "done" not in concepts(node.name))):
            return None
        if inside is not None and is_item_heading(node):
            return None
        return name if self._is_list(node, name, top) else None

    def _is_list(self, node: Node, name: str, top: bool) -> bool:
        asks = node.key == "questions" and node.text.text.rstrip("*_ ").endswith("?")  # `Questions?` says whom to ask
        if asks or (name in _OPEN and node.said and says_over(node.said.text)):
            return False
        over = name == "blockers" and concepts(node.name).get("done", 0) > ASIDE  # `Blockers (resolved)`
        if over or (name == "completed" and (cues_in(node.name).keys() & _NOT_DONE or _is_to_do(node))):
            return False
        if node.form == "heading":
            return not tells_status(node) and not (node.value and read_status(node.value.text) and not node.children)
        if node.value and not node.items:
            own = part(node.name, "progress_report") in {p.name for p in kind("progress_report").exact(node.key)}
            size = len(node.value.text.split())
            long = size >= SHORTEST_ITEM.get(name, 2) or not node.value.text.isascii()
            # `Release Recommendation: NO-GO` says how things stand, not what to do.
            verdict = size <= _LONGEST_VERDICT and read_status(node.value.text) is not None
            return (own and top) or (long and not verdict and (top or name not in _RARE))
        return "must" not in cues_in(node.name)

    def _is_task_list(self, node: Node) -> bool:
        """Tell whether a list of check boxes shows what is done and what is left; acceptance criteria show neither."""
        boxes = [c for c in node.items if _state(c) and not placeholders.is_placeholder(c.text.text)]
        opens = part(node.name, "delegation")
        names = (c.text.text.rstrip("0123456789 ") for c in boxes)  # `Task 1`
        stubs = [n for n in names if " " not in n and part(n, "delegation") in ("task", "steps")]
        boxed = any(c.parts and c.parts.boxed for c in boxes) and len(boxes) > len(stubs)
        return opens in ("task", "steps") and boxed and len(boxes) == len(node.content)


def _titled(layout: Layout) -> list[Node]:
    """What stands above the first section; the items right below a title that names a list are that list."""
    below = list(takewhile(lambda n: n.is_item and not n.label, layout.header))
    if not below:
        return layout.header
    title = replace(layout.title, form="label", label=layout.shown, value=Text("", layout.shown.span), children=below)
    return [title, *layout.header[len(below) :]] if part(title.name, "progress_report") in LISTS else layout.header


def _introduced(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield the nodes, a sentence that ends in a colon as the label of the items behind it."""
    at = 0
    while at < len(nodes):
        node = nodes[at]
        at += 1
        words = node.text.text.rstrip(" *_") if node.form == "text" else ""
        below = list(takewhile(lambda n: n.is_item, nodes[at:])) if words.endswith((":", "：")) else []
        if below:
            label = Text(sentences(words)[-1], node.text.span)
            node = replace(node, form="label", label=label, value=Text("", label.span), children=below)
            at += len(below)
        yield node


def _by_state(table: Node) -> Iterator[tuple[str, list[Node]]]:
    """Of a table of tasks with a column for how each stands: the rows that are done, and those that are not.

    Of a table of faults with a column for what was done about each: the rows that say so.
    """
    titles = [concepts(h.text) for h in table.header]
    column = next((i for i, c in enumerate(titles) if c.get("status", 0) == 1.0), None)
    fixes = active().words["of_a_fix"].split(", ")
    fix = next((i for i, h in enumerate(table.header) if fold(h.text) in fixes), 0)
    if column is None and any(_FAULTS & c.keys() for c in titles[:fix]):
        said = (r for r in table.children if len(r.children) > fix)
        yield "completed", [r for r in said if any(map(str.isalnum, r.children[fix].text.text))]
    if column is None or not any(_TASKS & c.keys() for c in titles[: column or 1]):
        return
    stated = [(read_status(r.children[column].text.text), r) for r in table.children if len(r.children) > column]
    for name, statuses in (("completed", ("completed",)), ("remaining", ("pending", "in_progress", "partial"))):
        rows = [r for status, r in stated if status in statuses]
        if rows:
            yield name, rows


_OPEN_BOXES = ("☐", "⬜")
#: What the rows of a table of tasks are.
_TASKS = frozenset({"task", "stage", "ticket"})
_FAULTS = frozenset({"finding", "issue"})


def _is_to_do(node: Node) -> bool:
    return {n.checked for n in node.walk() if n is not node and n.checked is not None} == {False}


def _with_boxes(node: Node, checked: bool) -> Node:
    states = ("completed",) if checked else ("pending", "in_progress", "partial")
    return replace(node, children=[c for c in node.children if _state(c) in states])


def _state(node: Node) -> str | None:
    """Return how an item of a task list stands: `boxed` where its box does not tell, None where it has no mark."""
    boxed = node.parts is not None and node.parts.boxed
    drawn = "pending" if node.text.text[:1] in _OPEN_BOXES else "boxed" if boxed else None
    return item_status(node.text.text, node) or drawn


def _countable(node: Node) -> bool:
    """A value that a program has still to fill in is no item, and neither is a tally: `Done: 4 of 6 tasks`."""
    value = node.value.text if node.value and not node.children else ""
    words = value.split()[: LONGEST_TALLY + 1]
    if words and words[0].replace("/", "").isdigit() and len(words) <= (LONGEST_TALLY if words[1:2] == ["of"] else 2):
        return False
    return not (value.startswith("{") and placeholders.is_placeholder(value))


def _says_why_none(node: Node) -> bool:
    """A list that says none, and more than that: `None since the vendor answered`."""
    texts = (t.text for t in flat_texts(node) if node.form != "heading" and says_none(t.text))
    return any(len(text.split()) > LONGEST_NONE for text in texts)
