"""Delegations below the lines that name their agent: how far each reaches, and whether its labels show one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.classes import replace
from de_lint.reading.fields import Node, Row, Text, dedented, lines_of, text_in
from de_lint.reading.labels import indent_of, split_line
from de_lint.reading.markdown import Block
from de_lint.reading.markup import unwrapped, words_of
from de_lint.reading.records.claims import claim_fields, lifted
from de_lint.reading.records.delegations import read_delegation
from de_lint.reading.records.heads import HEADING, Head, find_heads, opens_report_of_an_agent
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind, part, per_vocabulary

#: Labels that show a block to be a delegation; a ticket or a context alone would also stand in a report.
_TELLING = ("temporal_context", "task", "authority", "expected_results", "progress_reporting")


@per_vocabulary
def _telling_keys() -> frozenset[str]:
    return frozenset(k for name in _TELLING for k in kind("delegation").property(name).keys)


def delegations(source: Source, rows: Sequence[Row], found: Sequence[Block]) -> Iterator[Record]:
    """Yield the delegations that head lines open, in and out of fences."""
    # Finding heads takes long: only where a line with a colon speaks of an agent, or is a label that tells.
    spoken, telling = (t for r in rows if ":" in (t := r.text)), _telling_keys()
    if not any("gent" in t or "GENT" in t or _label_key(t) in telling for t in spoken):
        return
    heads = find_heads(rows)
    if not heads:
        return
    block_at = {line: b for b in found if b.kind != "text" for line in range(b.start, b.end)}
    openings = {h.row.number for h in heads if h.opens}
    taken: set[int] = set()
    for head in (h for h in heads if h.row.number not in taken):
        record = _read_stretch(source, head, *_stretch_of(head, rows, block_at, openings))
        if record:
            lines = record.lines | _fence_around(record, found)
            taken |= lines
            yield replace(record, lines=lines)


def _stretch_of(
    head: Head, rows: Sequence[Row], block_at: dict[int, Block], openings: set[int]
) -> tuple[list[Row], bool]:
    """Return the rows that may belong to a head, up to the next or another boundary, and whether a fence holds them."""
    first = head.row.number
    block = block_at.get(first)
    fenced = block is not None and block.kind == "fence"
    limit = block.end - block.closed if block is not None and block.kind == "fence" else len(rows)
    above = block_at.get(first - 1)
    # A bare fence that closed another right above the head is the delegation's own, and the next one closes it.
    inside_out = not fenced and above is not None and above.kind == "fence" and above.closed and above.end == first
    end = first + 1
    while end < limit:
        starts = block_at.get(end) if block_at.get(end) is not block_at.get(end - 1) else None
        if _stops(rows[end], head, starts, fenced, end in openings or opens_report_of_an_agent(rows, end)):
            break
        if inside_out and starts is not None and starts.kind == "fence" and not starts.info:
            break
        end += 1
    while end > first + 1 and not rows[end - 1].text.strip():
        end -= 1
    text = head.row.text
    return dedented(rows[first:end], len(text) - len(text.lstrip(" \t"))), fenced


def _stops(row: Row, head: Head, block: Block | None, fenced: bool, other_head: bool) -> bool:
    text = row.text
    if other_head or '"""' in text or "'''" in text:  # a string of a program ends
        return True
    if not text.strip():
        return False
    indent = indent_of(text)
    if indent < head.indent or (head.listed and indent <= head.indent):
        return True
    if fenced or block is None:
        return False
    if block.kind == "rule":
        return True
    found = HEADING.match(text) if block.kind == "heading" else None
    return block.kind == "heading" and not (
        found and len(found.group(1)) >= head.level and part(words_of(text[found.end() :]), "delegation")
    )


def _label_key(line: str) -> str:
    text = line.lstrip("# ") if line.startswith("#") else line
    parts = split_line(text)
    if parts.label:
        return fold(text[slice(*parts.label)])
    return fold(text) if line.startswith("#") else ""


def _read_stretch(source: Source, head: Head, rows: Sequence[Row], fenced: bool) -> Record | None:
    """Return the delegation that a stretch of rows holds, or None if its labels do not show one."""
    root = build_tree(source, rows) if len(rows) > 1 else None
    if root is None or not root.children:
        return None
    opening = root.children[0]
    fields = [*opening.children, *root.children[1:]]
    if not fenced:
        fields = _without_tail(fields, source)
    claimed = claim_fields(lifted(fields, [kind("delegation")]), [kind("delegation")])
    telling = {c.property.name for c in claimed.claims if c.property and (c.guessed or c.field.key in _telling_keys())}
    telling &= set(_TELLING)
    if not telling:
        return None
    who, title = _texts(source, head)
    return read_delegation(source, opening, fields, lines_of([opening, *fields]), who, title, "form")


def _without_tail(fields: list[Node], source: Source) -> list[Node]:
    """Drop what follows the delegation: from the first paragraph of its own below the last label it is known by."""
    known = [i for i, f in enumerate(fields) if f.is_labelled and part(f.name, "delegation")]
    end = max(known, default=len(fields) - 1) + 1
    while end < len(fields) and not _is_prose(fields[end], source):
        end += 1
    return fields[:end]


def _is_prose(field: Node, source: Source) -> bool:
    """A paragraph after a blank line, or a list, that no label announces."""
    above = field.first_line - 1
    apart = above < 0 or not source.lines[above].text.strip()
    if field.label is not None:
        return field.is_item and apart
    return field.form != "text" or apart


def _texts(source: Source, head: Head) -> tuple[Text, Text]:
    row = head.row
    return text_in(source, row, *head.who), text_in(source, row, *unwrapped(row.text, *head.title))


def _fence_around(record: Record, found: Sequence[Block]) -> set[int]:
    """The fence lines belong to a record that stands in the fence alone."""
    first = record.span.start_line - 1
    for block in found:
        if block.kind == "fence" and block.start <= first < block.end:
            edges = {block.start, block.end - 1} if block.closed else {block.start}
            inner = set(range(block.start + 1, block.end - block.closed))
            return edges if first == min(inner, default=-1) else set()
    return set()
