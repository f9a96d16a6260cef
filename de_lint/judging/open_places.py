"""What a record still leaves to be filled in, and where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from de_lint.judging.mentions import is_mentioned
from de_lint.judging.own_forms import follows, is_left_blank
from de_lint.judging.places import LinePiece, claims_of, field_pieces, pieces, prose_lines
from de_lint.judging.reusable_texts import is_reusable
from de_lint.patterns import compiled
from de_lint.reading.document import Document
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source
from de_lint.reading.values import placeholders
from de_lint.reading.values.placeholders import Placeholder

_CLOSED = compiled(r"</([^<>]*)>")


class Surroundings:
    """What a whole document says of its open places; its records share it."""

    def __init__(self, source: Source) -> None:
        """Take the document's source."""
        self._source = source

    @cached_property
    def closed(self) -> frozenset[str]:
        """The names of the tags that are closed somewhere: `<name>` is none of a place to be filled in then."""
        lines = (line.text for line in self._source.lines if "</" in line.text)
        return frozenset(name for text in lines for name in _CLOSED.findall(text))

    @cached_property
    def comments(self) -> frozenset[int]:
        """The lines that a comment of several lines covers to their end."""
        texts = [line.text for line in self._source.lines]
        ends = [number for number, text in enumerate(texts) if "-->" in text]
        found: set[int] = set()
        fruitless = -1  # what ends there is followed by words, wherever before it begins
        for number in (n for n, text in enumerate(texts) if ends and text.lstrip(" \t").startswith("<!--")):
            if number in found:
                continue
            inside = texts[number].index("<!--") + 4
            at = bisect_left(ends, number if "-->" in texts[number][inside:] else number + 1)
            if at == len(ends):
                break
            last = ends[at]
            if last == fruitless:
                continue
            if not texts[last][inside if last == number else 0 :].partition("-->")[2].strip(" \t"):
                found.update(range(number, last + 1))
            elif last > number:
                fruitless = last
        return frozenset(number + 1 for number in found)


def open_places(document: Document, record: Record, around: Surroundings) -> list[tuple[LinePiece, Placeholder]]:
    """Return each placeholder with the piece that it stands in, in source order; none where they are left on purpose.

    A document with headings quotes and describes much: only its title and the fields above its sections count.
    """
    found = _open_places(document.source, record, around)
    return [] if found and is_reusable(document, record, [slot.text for _, slot in found]) else found


def _open_places(source: Source, record: Record, around: Surroundings) -> list[tuple[LinePiece, Placeholder]]:
    out: dict[tuple[int, int], tuple[LinePiece, Placeholder]] = {}
    blanks = list(_blanks(source, record))
    in_doubt = record.kind == "progress_report"
    for piece in blanks:
        found = Placeholder(0, len(piece.text), piece.text, placeholders.choices_in(piece.text.strip("[]<>{}‹› ")))
        out[piece.number, piece.start] = (piece, found)
    for piece in _pieces(source, record, around):
        for found in placeholders.find_placeholders(piece.text):
            tag = found.text.strip("<>")
            is_tag = found.text.startswith("<") and tag in around.closed
            if not is_tag and not _is_literal(found.text) and not is_mentioned(piece.text, found, in_doubt):
                start = piece.start + found.start
                if not any(p.number == piece.number and p.start <= start < p.start + len(p.text) for p in blanks):
                    out.setdefault((piece.number, start), (piece, found))
    return [out[place] for place in sorted(out)]


def _is_literal(text: str) -> bool:
    """Tell whether braces hold keys with values, as code and data do: `{retries: 3}`, and no name to be filled in."""
    return text.startswith("{") and not text.startswith("{{") and ":" in text


def _blanks(source: Source, record: Record) -> Iterator[LinePiece]:
    """Yield the values of a report that stand there as its role's form has them."""
    role = follows(record)
    for claim in record.claims if role else ():
        for piece in field_pieces(source, claim.field):
            if role and piece.text.strip() and is_left_blank(piece.text, role):
                yield piece


def _pieces(source: Source, record: Record, around: Surroundings) -> Iterator[LinePiece]:
    if record.layout == "document":
        yield from pieces(source, record.head)
        fields = dict.fromkeys(c.field for c in record.claims if c.field.form in ("label", "item", "row"))
        prose = {line.number for line in prose_lines(source, record)} if fields else set()
        for one in fields:
            yield from (piece for piece in field_pieces(source, one) if piece.number in prose)
        return
    form = _answer_form(record) | around.comments
    for line in prose_lines(source, record):
        if line.number + 1 in form:
            continue
        parts = line.parts
        yield line
        if parts.label and parts.value:
            value = line.part(*parts.value)
            # Some words are placeholders only where they are all that is said: `Owner: TBD`.
            if placeholders.is_placeholder(value.text):
                yield value


def _answer_form(record: Record) -> set[int]:
    """Return the lines on which a delegation shows what the agent's report is to say: `- Status: [done/blocked]`."""
    shown = [n for c in claims_of(record, "progress_reporting") for child in c.field.children for n in child.walk()]
    return {n.text.span.start_line for n in shown if n.label and n.value}
