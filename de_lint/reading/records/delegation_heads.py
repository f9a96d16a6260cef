"""Finds the lines that open a delegation, and how far each one reaches.

Lines are scanned in and out of fences alike: a bare fence inside a fenced example closes the outer one for a
CommonMark parser, and the delegation would be lost with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from de_lint.patterns import compiled
from de_lint.reading.fields import Row, dedented
from de_lint.reading.labels import Parts, split_line, width
from de_lint.reading.markdown import Block
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import is_agent_name, is_known_name
from de_lint.reading.records.report_titles import is_strong_title
from de_lint.reading.values import placeholders
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind, per_vocabulary
from de_lint.vocabulary.schemas import schema

_STRING_QUOTES = compiled(r"\"\"\"|'''")
_OPENING_QUOTES = compiled(r"^.*?[frbFRB]{0,2}(?:\"\"\"|''')(?=\S)")
_HEADING = compiled(r"[ \t]{0,3}(#{1,6})[ \t]+")
_CAPITALISED = compiled(r"(?:[A-Z][\w/&-]*)(?: (?:[A-Z][\w/&-]*|of|and|for)){0,4}$")
_OTHER_METADATA = frozenset(schema("recognition")["delegation"]["metadata_labels"])
#: Labels that show a block to be a delegation; a ticket or a context alone would also stand in a report.
TELLING = frozenset({"temporal_context", "task", "authority", "expected_results", "progress_reporting"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head line of a delegation: who is addressed stands at `who`, what is asked for at `title` (row indices)."""

    row: Row
    indent: int
    who: tuple[int, int]
    title: tuple[int, int]
    strength: int
    listed: bool
    level: int = 0
    #: False for a bulleted plain label, which is more often a remark about another agent.
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """A head and the rows of its block, the head's row first."""

    head: Head | None
    rows: tuple[Row, ...]
    fenced: bool


def find_heads(rows: Sequence[Row]) -> list[Head]:
    """Return every line that could open a delegation; `strength` tells how much its name alone says (1 to 3)."""
    found = []
    for index, row in enumerate(rows):
        head = _head(row)
        if head is not None and not _is_metadata(head, rows, index):
            found.append(replace(head, strength=2) if head.strength == 1 and _dated_below(rows, index) else head)
    return found


def _is_metadata(head: Head, rows: Sequence[Row], index: int) -> bool:
    """`**Engineer Agent**: done` below `**Date**: …` is a report's header, and so is an agent's name as the value."""
    if is_agent_name(words_of(head.row.text[slice(*head.title)])):
        return True
    above = rows[index - 1].text if index else ""
    parts = split_line(above)
    if head.listed or head.level or parts.label is None or parts.marker:
        return False
    return fold(above[slice(*parts.label)]) in _metadata_keys()


@per_vocabulary
def _metadata_keys() -> frozenset[str]:
    report = kind("progress_report")
    return frozenset(k for name in ("date", "status", "progress") for k in report.property(name).keys) | _OTHER_METADATA


def _dated_below(rows: Sequence[Row], index: int) -> bool:
    """A temporal context right below makes a delegation's head of any name."""
    below = next((r.text for r in rows[index + 1 : index + 4] if r.text.strip()), "")
    parts = split_line(below)
    return (
        parts.label is not None
        and fold(below[slice(*parts.label)]) in kind("delegation").property("temporal_context").keys
    )


def _head(row: Row) -> Head | None:
    text = row.text
    if ":" not in text and "：" not in text:
        return None
    offset = 0
    quotes = _OPENING_QUOTES.match(text)
    if quotes:
        offset = quotes.end()
    heading = _HEADING.match(text)
    level = len(heading.group(1)) if heading else 0
    if heading:
        offset = heading.end()
    parts = split_line(text[offset:])
    if not parts.label or not parts.value or parts.value[0] >= parts.value[1] or parts.checked is not None:
        return None
    words = words_of(text[offset:][slice(*parts.label)])
    strength = _strength(words, parts)
    if not strength:
        return None
    indent = parts.indent if not quotes else 0
    return Head(
        row,
        indent,
        (offset + parts.label[0], offset + parts.label[1]),
        (offset + parts.value[0], offset + parts.value[1]),
        strength,
        bool(parts.marker),
        level,
        opens=not parts.marker or parts.form != "plain",
    )


def _strength(words: str, parts: Parts) -> int:
    if is_agent_name(words):
        return 3
    if parts.form not in ("bold", "all-bold"):
        return 0
    if placeholders.is_placeholder(words) or is_known_name(words):
        return 2
    if fold(words) not in _label_keys() and _CAPITALISED.match(words) and not parts.marker:
        return 1
    return 0


@per_vocabulary
def _label_keys() -> frozenset[str]:
    return frozenset(k for name in ("delegation", "progress_report") for p in kind(name).properties for k in p.keys)


#: So many lines below its title tell a report from the form of one.
_TOLD_BY = 4


class Landmarks:
    """The rows of a document, and what stands where in them: looked up for every head, gathered once."""

    def __init__(self, rows: Sequence[Row], blocks: Sequence[Block], heads: Sequence[Head]) -> None:
        self.rows = rows
        self.block_from = {b.start: b for b in blocks}
        self.block_at = {line: b for b in blocks if b.kind != "text" for line in range(b.start, b.end)}
        #: Where another delegation or a report begins.
        self.openings = {h.row.number for h in heads if h.opens and h.strength >= 2}
        self.openings |= {rows[i].number for i in range(1, len(rows)) if _opens_report(rows, i)} if heads else set()


def _opens_report(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a filled-in report of an agent begins at a row, and not the form that a delegation asks for."""
    text = rows[index].text
    if rows[index - 1].text.strip() or not text.strip() or text[0] in " \t" or not is_strong_title(text):
        return False
    above = next((t for i in range(index - 1, -1, -1) if (t := rows[i].text.strip())), "")
    below = list(islice((rows[i].text for i in range(index + 1, len(rows)) if rows[i].text.strip()), _TOLD_BY))
    announced = above.endswith((":", "：", ":**"))
    labelled = [t for t in below if split_line(t).label and not placeholders.holds_placeholder(t)]
    return not announced and len(labelled) > 1 and len(labelled) * 2 > len(below)


def stretch_of(head: Head, marks: Landmarks) -> Stretch:
    """Return the rows that may belong to a head: up to the next head, the end of its fence, or another boundary."""
    rows, by_line, others = marks.rows, marks.block_from, marks.openings
    first = head.row.number
    block = marks.block_at.get(first)
    fenced = block is not None and block.kind == "fence"
    limit = len(rows)
    if block is not None and block.kind == "fence":
        limit = block.end - 1 if block.closed else block.end
    above = marks.block_at.get(first - 1)
    # A bare fence that closed another right above the head is the delegation's own, and the next one closes it.
    inside_out = not fenced and above is not None and above.kind == "fence" and above.closed and above.end == first
    end = first + 1
    while end < limit and not _stops(rows[end], head, by_line.get(end), fenced, end in others):
        if inside_out and end in by_line and by_line[end].kind == "fence" and not by_line[end].info:
            break
        end += 1
    own = [head.row, *rows[first + 1 : end], *_before_quotes(rows[end : min(end + 1, limit)])]
    while len(own) > 1 and not own[-1].text.strip():
        own.pop()
    return Stretch(head, tuple(dedented(own, _blanks(head.row.text))), fenced)


def _before_quotes(rows: Sequence[Row]) -> Iterator[Row]:
    """What stands before the quotes that end a string of a program."""
    for row in rows:
        quotes = _STRING_QUOTES.search(row.text)
        if quotes and row.text[: quotes.start()].strip() and find_heads([row]) == []:
            yield replace(row, text=row.text[: quotes.start()])


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _stops(row: Row, head: Head, block: Block | None, fenced: bool, other_head: bool) -> bool:
    text = row.text
    if other_head or _STRING_QUOTES.search(text):
        return True
    if not text.strip():
        return False
    indent = width(text[: _blanks(text)])
    if indent < head.indent or (head.listed and indent <= head.indent):
        return True
    if fenced or block is None:
        return False
    if block.kind == "rule":
        return True
    return block.kind == "heading" and not _is_label_heading(text, head)


def _is_label_heading(text: str, head: Head) -> bool:
    found = _HEADING.match(text)
    if not found or len(found.group(1)) < head.level:
        return False
    key = fold(split_title(text[found.end() :])[0])
    return any(key in p.keys for p in kind("delegation").properties)


def split_title(title: str) -> tuple[str, str]:
    """Return a heading's label and value; the value is empty where there is no colon."""
    parts = split_line(title)
    if parts.label and parts.value:
        return title[slice(*parts.label)], title[slice(*parts.value)]
    return title, ""


def rosters(heads: Sequence[Head], taken: set[int]) -> Iterator[Head]:
    """Yield heads that stand line on line without further labels: one delegation a line."""
    plain = [h for h in heads if _is_bold_line(h) and h.row.number not in taken]
    lines = {h.row.number for h in plain}
    for h in plain:
        if h.row.number - 1 in lines or h.row.number + 1 in lines:
            yield h


def _is_bold_line(head: Head) -> bool:
    """A line of its own that opens with a bold name of an agent; in trees and lists such lines are remarks."""
    return head.strength == 3 and not head.listed and not head.level and head.row.text.lstrip().startswith(("**", "__"))
