"""Finds the reports among the top-level nodes of a document, and tells reports from other documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.report_titles import is_strong_title, title_facts
from de_lint.reading.values.statuses import read as read_status
from de_lint.vocabulary.folding import any_word
from de_lint.vocabulary.kinds import active, kind, per_vocabulary
from de_lint.vocabulary.schemas import schema

#: Evidence needed before a document with headings counts as a report.
ENOUGH = 4
LONGEST_TITLE = 14
#: Without a title so many of a report's lists must be there.
FEWEST_LISTS = 2
_WORDS = schema("recognition")["report"]
_REPORT_WORD = any_word(_WORDS["report_words"])
#: Words for work; a title with one of them tells a report only together with telling sections.
_WORK_WORD = any_word(_WORDS["work_words"])
_OTHER_WORD = any_word(_WORDS["other_words"])
_MESSAGE_WORD = any_word(_WORDS["message_words"])
_TEMPLATE = compiled(r"\btemplates?\W*$", re.IGNORECASE)
#: `Sample Report Output` shows what a report looks like.
_SAMPLE = compiled(r"\W*(?:sample|example)s?\b", re.IGNORECASE)
_DONE_HEADING = compiled(rf".*\b(?:{'|'.join(_WORDS['done_words'])})")
_TICKET_KEYS = frozenset(_WORDS["ticket_labels"])
_CHECKS = "✅❌⚠🟡🔴🟢✓✔"


@dataclass(frozen=True, slots=True)
class Segment:
    """A title and the top-level nodes below and after it that make up one report."""

    title: Field
    nodes: tuple[Field, ...]
    owned: tuple[Field, ...]


def report_segments(root: Field, reading: Reading) -> list[Segment]:
    """Return the reports of a document in order; empty for a document that is something else."""
    nodes = [n for n in root.children if n.form not in ("front-matter", "comment")]
    front = [f for n in root.children if n.form == "front-matter" for f in n.children]
    starts = [i for i, n in enumerate(nodes) if opens_report(n)]
    first = next((i for i, n in enumerate(nodes) if n.form != "rule"), 0)
    if not starts or first < starts[0]:
        starts = _with_opening(nodes, first, starts)
    out = []
    for index, start in enumerate(starts):
        stop = starts[index + 1] if index + 1 < len(starts) else len(nodes)
        segment = _segment(nodes[start], nodes[start + 1 : stop])
        if _is_report(segment, front if index == 0 else [], reading):
            out.append(segment)
    return out


def untitled_report(root: Field, reading: Reading) -> Segment | None:
    """Return the report that a text of nothing but a report's labels is, as `agent: qa` and what follows, or None."""
    nodes = tuple(n for n in root.children if n.form not in ("front-matter", "comment", "rule"))
    if not nodes or any(not n.label or (n.marker and not n.marker[0].isascii()) for n in nodes):
        return None
    report = kind("progress_report")
    stated = {p.name for n in nodes for p in report.find(n.key)}
    status = next((n.value.text for n in nodes if n.key in report.property("status").keys and n.value), "")
    lists = {p.name for n in nodes for p in report.find(n.key) if p.shape == "items"}
    if len(lists) < FEWEST_LISTS or not stated & {"agent", "task"} or not _states(status, reading):
        return None
    first = nodes[0].text.span
    nothing = Text("", Span(first.start_line, first.start_column, first.start_line, first.start_column))
    return Segment(Field("text", nothing), nodes, tuple(root.children))


def _states(status: str, reading: Reading) -> bool:
    return bool(status) and read_status(status, reading.statuses["synonyms"]) is not None


def _with_opening(nodes: Sequence[Field], first: int, starts: list[int]) -> list[int]:
    """Add the node that opens the document, or its first heading where only prose stands before it."""
    if first >= len(nodes):
        return starts
    limit = starts[0] if starts else len(nodes)
    heading = next((i for i in range(first, limit) if nodes[i].form == "heading"), None)
    if heading is not None and all(n.form in ("text", "rule", "fence") for n in nodes[first:heading]):
        return [heading, *starts]
    if starts and nodes[first].form == "text" and title_facts(nodes[first].text.text).report_type is None:
        return starts
    return [first, *starts]


def opens_report(node: Field) -> bool:
    """Tell whether a node can only be the title of a report."""
    if node.form == "heading":
        return is_strong_title(node.text.text)
    if node.form not in ("label", "text") and not _is_emoji_line(node):
        return False
    return is_strong_title(node.text.text) or (
        node.label is not None and not node.value and is_strong_title(node.label.text)
    )


def _is_emoji_line(node: Field) -> bool:
    """A title may start with a check mark, which elsewhere makes a line an item."""
    return node.form == "item" and not node.marker.isascii()


def segments_beside(root: Field, taken: set[int]) -> list[Segment]:
    """Return the reports that stand in the open beside other records, whose lines are `taken`.

    Only a title that can be nothing else opens one: the document itself is no report.
    """
    out: list[Segment] = []
    _beside(root.children, taken, out)
    return out


def _beside(nodes: Sequence[Field], taken: set[int], out: list[Segment]) -> None:
    index = 0
    while index < len(nodes):
        title = nodes[index]
        index += 1
        if taken & set(title.lines):
            continue
        if not opens_report(title):
            if title.form == "heading":
                _beside(title.children, taken, out)
            continue
        own = _free(title.children, taken, opening=True)
        if title.form != "heading":
            after = _free(nodes[index:], taken)
            own, index = [*own, *after], index + len(after)
        if any(n.is_labelled or n.is_item or n.form == "table" for n in own[:2]):
            out.append(Segment(title, tuple(own), (_alone(title), *own)))
        if title.form == "heading":
            _beside(title.children[len(own) :], taken, out)


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


def _alone(title: Field) -> Field:
    """Return a title without what stands below it, which may belong to others."""
    return Field(title.form, title.text, title.label, title.value, title.level, lines=title.lines)


def _segment(title: Field, after: Sequence[Field]) -> Segment:
    return Segment(title, (*title.children, *after), (title, *after))


def _is_report(segment: Segment, front: Sequence[Field], reading: Reading) -> bool:
    if _is_ticket(segment, front):
        return _tells_of_work(segment, front, reading)
    if not segment.nodes and not (segment.title.value and opens_report(segment.title)):
        return bool(segment.title.value) and _is_short_message(segment)
    if opens_report(segment.title):
        return True
    if segment.title.form == "heading":
        return _score(segment, front) >= ENOUGH
    return _is_short_message(segment)


def _is_short_message(segment: Segment) -> bool:
    """A text without headings whose first line is a report's title and whose rest is labels and items."""
    title = segment.title
    if (title.is_item and not _is_emoji_line(title)) or any(n.form == "heading" for n in segment.nodes):
        return False
    shown = words_of((title.label or title.text).text)
    if title_facts(shown).report_type is None or len(shown.split()) > LONGEST_TITLE or not _MESSAGE_WORD.search(shown):
        return False
    return bool(title.value) or any(n.is_labelled or n.is_item for n in segment.nodes)


def _is_ticket(segment: Segment, front: Sequence[Field]) -> bool:
    header = [n for n in segment.nodes if n.form != "heading"]
    return any(f.key in _TICKET_KEYS for f in [*front, *header])


def _tells_of_work(segment: Segment, front: Sequence[Field], reading: Reading) -> bool:
    """A ticket is a report once its work is done and its text says so."""
    header = [n for n in segment.nodes if n.form != "heading"]
    status = next((f.value.text for f in [*front, *header] if f.key == "status" and f.value), "")
    if read_status(status, reading.statuses["synonyms"]) != "completed":
        return False
    nodes = [n for top in segment.nodes for n in top.walk()]
    done = sum(1 for n in nodes if n.checked or (n.text.text[:1] == "✅"))
    named = [
        n
        for n in nodes
        if n.form == "heading" and any(p.name == "completed" for p in kind("progress_report").find(n.key))
    ]
    return done >= 3 or bool(named)


def _score(segment: Segment, front: Sequence[Field]) -> int:
    title = words_of(segment.title.text.text)
    nodes = [n for top in segment.nodes for n in top.walk()]
    header = [n for n in segment.nodes if n.form != "heading"]
    headings = [n for n in nodes if n.form == "heading"]
    score = 3 if _REPORT_WORD.search(title) else int(bool(_WORK_WORD.search(title)))
    about_work = _REPORT_WORD.search(title) or _WORK_WORD.fullmatch(title.split()[-1] if title.split() else "")
    if _TEMPLATE.search(title) or _SAMPLE.match(title) or (_OTHER_WORD.search(title) and not about_work):
        score -= 3
    score += min(2, len({f.key for f in [*header, *front] if f.label and f.key in _header_keys()}))
    telling = [h for h in headings if _is_telling(h)]
    score += min(3, len(telling))
    score += (
        sum(1 for n in nodes if n.checked or n.text.text[:1] in _CHECKS or n.text.text.rstrip("\ufe0f")[-1:] in _CHECKS)
        >= 3
    )
    return score


@per_vocabulary
def _section_keys() -> frozenset[str]:
    return frozenset(active().recognition["report"]["section_headings"])


@per_vocabulary
def _header_keys() -> frozenset[str]:
    report = kind("progress_report")
    return report.property("status").keys | report.property("date").keys | frozenset(_WORDS["header_labels"])


def _is_telling(heading: Field) -> bool:
    key = heading.key
    return (
        key in _section_keys()
        or key.endswith("status")
        or bool(_DONE_HEADING.fullmatch(key))
        or _is_list_heading(heading)
    )


def _is_list_heading(heading: Field) -> bool:
    return any(p.shape == "items" for p in kind("progress_report").find(heading.key))
