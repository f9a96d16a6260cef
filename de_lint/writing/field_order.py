"""The fields of form records in the order of their schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from de_lint.classes import dataclass
from de_lint.diagnostics import Edit, Span
from de_lint.reading.document import Document
from de_lint.reading.fields import Node
from de_lint.reading.labels import indent_of
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source
from de_lint.vocabulary.kinds import kind

_COMMENT = "<!-- de-lint:"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The lines [start, end) of one field, and its place in the order."""

    place: int
    start: int
    end: int


def ordered(document: Document) -> list[Edit]:
    """Return the edits that put the labels of each form into their usual order.

    What has no place in that order stays where it is, and so does every form whose fields cannot be moved as whole
    lines: cells of a table, labels at several depths, lines with bytes that are no text. A heading is no label here:
    the order of sections is the writer's.
    """
    if document.source.newline == "mixed":
        return []
    forms = (part for whole in document.records for part in whole.walk() if part.layout == "form")
    return [edit for record in forms for edit in _reordered(document.source, record)]


def _reordered(source: Source, record: Record) -> Iterator[Edit]:
    found = _stretches(record)
    new = sorted(found, key=lambda s: s.place)
    if new == found or not _are_movable(source, found):
        return
    lines = [line.raw for line in source.lines]
    out: list[str] = []
    for index, stretch in enumerate(new):
        out += lines[stretch.start : stretch.end]
        if index + 1 < len(new):
            gap = lines[found[index].end : found[index + 1].start]
            # Without a blank line, CommonMark takes a label for the last words of the list above it.
            out += gap or ([""] if stretch.end - stretch.start > 1 else [])
    last = found[-1].end
    span = Span(found[0].start + 1, 1, last, len(lines[last - 1]) + 1)
    yield Edit(span, "\n".join(out))


def _stretches(record: Record) -> list[_Stretch]:
    """Return the fields that have a place in the order, as they stand; none where one of them is no labelled line."""
    places = {name: place for place, name in enumerate(_order(record))}
    claimed: dict[Node, int] = {}
    for claim in record.claims:
        if claim.field.first_line < record.span.start_line - 1:
            continue  # front matter keeps its order
        if claim.property and claim.property.name in places and claim.field.lines:
            place = places[claim.property.name]
            claimed[claim.field] = min(place, claimed.get(claim.field, place))
    if any(one.form not in ("label", "item") for one in claimed):
        return []
    found = [_Stretch(place, one.first_line, _last_line(one) + 1) for one, place in claimed.items()]
    return sorted(found, key=lambda s: s.start)


def _last_line(one: Node) -> int:
    return max(n for node in one.walk() for n in (node.lines or [0]))


def _order(record: Record) -> tuple[str, ...]:
    if record.kind == "progress_report" and record.role and record.role.order:
        return record.role.order
    return tuple(p.name for p in kind(record.kind).properties if p.label) if record.kind == "delegation" else ()


def _are_movable(source: Source, found: Sequence[_Stretch]) -> bool:
    if any(one.end > after.start for one, after in pairwise(found)):
        return False
    texts = [source.lines[s.start].text for s in found]
    indents = {indent_of(t) for t in texts}
    first, last = found[0].start + 1, found[-1].end
    if any(_COMMENT in source.lines[n].text for n in range(first - 1, last)):
        return False  # it is about the field below it, and would be about another one
    broken = any(first <= p.span.start_line <= last for p in source.problems if p.kind == "undecodable-bytes")
    return len(indents) == 1 and not broken and not any(t.lstrip().startswith("|") for t in texts)
