"""A report's lists: work done and left, blockers, next steps and recommendations, wherever they stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from de_lint.patterns import compiled
from de_lint.reading.fields import Field
from de_lint.reading.markup import words_of
from de_lint.reading.records.items import says_none
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Json, Leaf
from de_lint.reading.records.report_layout import Layout
from de_lint.reading.records.shapes import flat_texts, shape
from de_lint.reading.values import dates, placeholders
from de_lint.reading.values.statuses import read as read_status
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import active, kind

#: `none at this time` is said often and says no more than `none`.
LONGEST_NONE = 4
LONGEST_VERDICT = 6
#: What a task had to deliver is work done once the task is.
_DELIVERABLES = compiled(r"(?:(?:key|core|main|final|project) )?deliverables")
#: What sums up the deliverables counts only where they are listed nowhere else.
_SUMMED_UP = compiled(r"deliverables (?:summary|overview)")
#: What a report's closing line may say in a sentence.
CLOSING = ("next_steps", "recommendations")
#: `Phase 2: Next Steps` is the list that it names after the number.
_STAGE = compiled(r"(?:phase|stage|part|section|step|week|day|sprint|milestone) \w{1,3}")
#: `Task 1` holds the place of a task.
_FILLER = compiled(r"\W*(?:sub)?(?:task|item|step) ?#?\d+\W*", re.IGNORECASE)
_TALLY = compiled(r"\W*\d+\s*(?:/|of|out of)\s*\d+\b", re.IGNORECASE)
_BLOCKER = compiled(r"\bblocker\b", re.IGNORECASE)
LISTS = ("completed", "remaining", "blockers", "next_steps", "recommendations")


def lists_json(layout: Layout, reading: Reading, status: Json) -> dict[str, Json]:
    """Return the lists of a report by property; what they say but do not hold goes to the unclaimed fields."""
    out: dict[str, list[Field]] = {name: [] for name in LISTS}
    done = isinstance(status, Leaf) and status.value == "completed"
    for node in [*layout.header, *layout.body]:
        _gather(node, out, _Search(layout.has_headings, done, reading), top=True)
    _add_labels_of_its_type(layout, out, done)
    if done and not out["completed"]:
        headings = [b for b in layout.body if b.form == "heading"]
        out["completed"] += [b for b in headings if _SUMMED_UP.fullmatch(b.key)]
    for node in [*layout.footer, *_last_line(layout), *_concluding(layout)]:
        name = _list_property(node) if node.form == "label" and node.value and not _is_date(node) else None
        if name in CLOSING and not out[name]:
            out[name].append(node)
    report = kind("progress_report")
    values: dict[str, Json] = {}
    for name, nodes in out.items():
        prop = report.named(name)
        assert prop is not None
        values[name] = shape([n for n in nodes if _countable(n)], prop, reading) if nodes else []
        reading.unclaimed += [n for n in nodes if not _countable(n) or _says_why_none(n)]
    return values


def _add_labels_of_its_type(layout: Layout, out: dict[str, list[Field]], done: bool) -> None:
    """Add the labels that name a list only in a report of some type or status."""
    blocked_title = _BLOCKER.search(words_of(layout.title.text)) is not None
    for node in layout.header:
        if blocked_title and node.key == "issue" and not out["blockers"]:
            out["blockers"].append(node)
        if layout.facts.report_type == "blocker" and node.key == "resolution":
            out["next_steps"].append(node)
        if node.key == "deliverables" and done:
            out["completed"].append(node)


def _last_line(layout: Layout) -> list[Field]:
    """The line that closes the last section: a label there speaks for the whole report, as in a footer."""
    last = layout.body[-1] if layout.body else None
    while last is not None and last.form == "heading" and last.children:
        last = last.children[-1]
    return [last] if last is not None and last not in layout.footer else []


def _concluding(layout: Layout) -> list[Field]:
    """The labels of the conclusion, which speaks for the whole report."""
    sections = [b for b in layout.body if b.form == "heading" and b.key.startswith("conclusion")]
    return [n for s in sections for n in s.children if n.form == "label" and n.value and not n.children]


def _countable(node: Field) -> bool:
    """A value that a program has still to fill in is no item, and neither is a tally: `Done: 4 of 6 tasks`."""
    if node.value and not node.children and _TALLY.match(node.value.text):
        return False
    return not (node.value and node.value.text.startswith("{") and placeholders.is_placeholder(node.value.text))


def _says_why_none(node: Field) -> bool:
    """A list that says none, and more than that: `None since the vendor answered`."""
    said = [t.text for t in flat_texts(node) if says_none(t.text)] if node.form != "heading" else []
    return any(len(text.split()) > LONGEST_NONE for text in said)


@dataclass(frozen=True, slots=True)
class _Search:
    """What decides which labels name a list: whether the report has headings, and whether its work is done."""

    has_headings: bool
    done: bool
    reading: Reading


def _gather(node: Field, out: dict[str, list[Field]], search: _Search, top: bool) -> None:
    """Give each list of the report to the property that its heading or label names, outermost first."""
    group = node.form == "heading" or (node.form == "label" and not node.is_item) or (top and node.is_item)
    is_open = top and not node.value and bool(node.children)
    if group and node.is_labelled and (node.form != "item" or not search.has_headings or is_open):
        name = None if _is_date(node) or (not top and _is_remark(node)) else _list_property(node)
        if search.done and node.form == "heading" and _DELIVERABLES.fullmatch(node.key):
            name = "completed"
        if name == "recommendations" and _is_verdict(node, search.reading):
            search.reading.unclaimed.append(node)
            return
        if name:
            out[name].append(node)
            return
        if _is_task_list(node):
            out["completed"].append(_with_boxes(node, True))
            out["remaining"].append(_with_boxes(node, False))
            return
    if node.form in ("heading", "label", "root"):
        for child in node.children:
            _gather(child, out, search, top=False)


def _is_verdict(node: Field, reading: Reading) -> bool:
    """`Release Recommendation: NO-GO` says how things stand, not what to do."""
    if node.form != "label" or not node.value or node.children or len(node.value.text.split()) > LONGEST_VERDICT:
        return False
    return read_status(node.value.text, reading.statuses["synonyms"]) is not None


def _is_task_list(node: Field) -> bool:
    """Tell whether a list of check boxes shows what is done and what is left; acceptance criteria show neither."""
    boxes = [c for c in node.items if c.checked is not None and not _FILLER.fullmatch(c.text.text)]
    return node.key in active().recognition["report"]["task_lists"] and bool(boxes) and len(boxes) == len(node.children)


def _with_boxes(node: Field, checked: bool) -> Field:
    return replace(node, children=[c for c in node.children if c.checked is checked])


def _is_remark(node: Field) -> bool:
    """A label with its text on the line, deep in a section, speaks of that section."""
    return node.form == "label" and bool(node.value) and not node.items


def _is_date(node: Field) -> bool:
    """`Completed: 2026-01-09` says when, not what."""
    return node.value is not None and dates.parse(node.value.text) is not None


def _list_property(node: Field) -> str | None:
    numbered = node.form == "heading" and node.value and _STAGE.fullmatch(node.key)
    key = fold(node.value.text) if numbered and node.value else node.key
    found = [p for p in kind("progress_report").find(key) if p.name in LISTS]
    return found[0].name if found else None
