"""Places in the source: the lines of a span or record, and the exact characters of what is found on them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from de_lint.classes import dataclass
from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Node
from de_lint.reading.labels import LineParts, split_line
from de_lint.reading.markdown import blocks
from de_lint.reading.records.record import ClaimedField, Record
from de_lint.reading.source import Line, Source
from de_lint.vocabulary.kinds import Property, nearest_property

_NOTED_LABEL = compiled(r"(?P<mark>\*\*\*?|__)?(?P<words>[^*()]*[^*()\s])(?(mark)(?P=mark)) \([^()]+\)")


@dataclass(frozen=True, slots=True)
class LinePiece:
    """A stretch of one repaired source line: its text, the line, and where on it the stretch starts."""

    text: str
    number: int
    line: Line
    start: int = 0

    def span(self, start: int, end: int) -> Span:
        """Return the span of the characters [start, end) of the text, in raw columns."""
        first, last = self.line.column(self.start + start), self.line.column(self.start + end)
        return Span(self.number + 1, first, self.number + 1, last)

    def part(self, start: int, end: int) -> LinePiece:
        """Return the piece that the characters [start, end) of this one are."""
        return LinePiece(self.text[start:end], self.number, self.line, self.start + start)

    @property
    def parts(self) -> LineParts:
        """The marker, label and value of the piece, where it is a whole line."""
        return split_line(self.text)


def pieces(source: Source, span: Span) -> Iterator[LinePiece]:
    """Yield the stretches of lines that a span covers."""
    for number in range(span.start_line - 1, min(span.end_line, len(source.lines))):
        line = source.lines[number]
        start = _index(line, span.start_column) if number == span.start_line - 1 else 0
        end = _index(line, span.end_column) if number == span.end_line - 1 else len(line.text)
        yield LinePiece(line.text[start:end], number, line, start)


def _index(line: Line, column: int) -> int:
    """Return the index in the repaired text that a raw column leads to."""
    return column - 1 if line.offsets is None else bisect_left(line.offsets, column - 1)


def field_pieces(source: Source, one: Node) -> Iterator[LinePiece]:
    """Yield the stretches of lines on which the value of a field stands, those of the fields below it included."""
    own = one.value if one.label else None
    if own:
        yield from pieces(source, own.span)
    for child in one.children:
        for node in child.walk():
            if node.text:
                yield from pieces(source, node.text.span)


def prose_lines(source: Source, record: Record) -> list[LinePiece]:
    """Return the lines of a record that are no code."""
    last = max(record.lines, default=0) + 1
    numbers = range(record.span.start_line - 1, min(record.span.end_line, last, len(source.lines)))
    texts = [source.lines[n].text for n in numbers]
    if not any("```" in text or "~~~" in text for text in texts):  # nothing to parse, which takes long
        return [LinePiece(source.lines[n].text, n, source.lines[n]) for n in numbers if n in record.lines]
    indent = min((len(t) - len(t.lstrip()) for t in texts if t.strip()), default=0)
    code: set[int] = set()
    for block in blocks([t[indent:] for t in texts], front_matter=False):
        if block.kind == "fence":
            code.update(numbers[block.start : block.end])
    return [LinePiece(source.lines[n].text, n, source.lines[n]) for n in numbers if n in record.lines and n not in code]


def words_at(source: Source, span: Span, words: str) -> Span:
    """Return where `words` stand within a span, or the span itself where they stand differently."""
    for piece in pieces(source, span):
        at = piece.text.find(words)
        if words and at >= 0:
            return piece.span(at, at + len(words))
    return span


class Leaves:
    """Where the leaves of a record stand, by line: a record may have as many findings as leaves."""

    def __init__(self, record: Record) -> None:
        """Take the record."""
        deepest: dict[Span, str] = {}  # of all that stand in one place, which may be the whole record
        told = ((p, s) for p, s in record.all_spans() if "/span/" not in p)  # where something stands is no fact
        for pointer, span in told:
            deepest[span] = min(deepest.get(span, pointer), pointer, key=lambda each: (-len(each), each))
        self._on: dict[int, list[tuple[str, Span]]] = {}
        for span, pointer in deepest.items():
            for line in range(span.start_line, span.end_line + 1):
                self._on.setdefault(line, []).append((pointer, span))

    def at(self, span: Span) -> str | None:
        """Return the pointer, within the record, of the narrowest leaf that stands around a span; None if none does."""
        start, end = _ends(span)
        around = [
            (last[0] - first[0], last[1] - first[1], -len(pointer), pointer)
            for pointer, one in self._on.get(span.start_line, ())
            if (first := _ends(one)[0]) <= start and end <= (last := _ends(one)[1])
        ]
        return min(around)[-1] if around else None


def _ends(span: Span) -> tuple[tuple[int, int], tuple[int, int]]:
    return (span.start_line, span.start_column), (span.end_line, span.end_column)


def claims_of(record: Record, name: str) -> list[ClaimedField]:
    """Return the claims of the property called `name`, each field once, in source order."""
    found: dict[Node, ClaimedField] = {}
    for claim in record.claims:
        if claim.property and claim.property.name == name:
            found.setdefault(claim.field, claim)
    return list(found.values())


def misspelled(group: Node, prop: Property) -> Iterator[tuple[Node, Property]]:
    """Yield the labels within a group of fields that are nearly one that the group lacks, and which."""
    present = [p for p in prop.properties if any(p.claims(c.key) for c in group.children)]
    free = [p for p in prop.properties if p not in present]
    for child in group.children:
        known = child.label is None or any(p.claims(child.key) for p in present)
        guess = None if known else nearest_property(child.key, free)
        if guess:
            yield child, guess


def label_span(one: Node) -> Span:
    """Return where the words of a field's label stand, without the note after them: `Date` in `**Date** (UTC)`."""
    label = one.label or one.text
    words, span = _NOTED_LABEL.fullmatch(label.text), label.span
    # Where characters were repaired, columns cannot be counted from the text.
    if not words or span.end_column - span.start_column != len(label.text):
        return span
    start = span.start_column + words.start("words")
    return Span(span.start_line, start, span.end_line, start + len(words.group("words")))


def place_of_missing(record: Record, top: str) -> Span:
    """Return the label of the group that a field is missing in, or else the record's heading."""
    groups = claims_of(record, top)
    return label_span(groups[0].field) if groups else record.head


def is_empty(one: Node) -> bool:
    """Tell whether a field is a label with nothing at or below it but comments."""
    said_none = one.info == "data" and one.value is None  # `files: []`
    return one.label is not None and not one.value and not one.content and not said_none


def says_only_comments(one: Node, source: Source) -> bool:
    """Tell whether a comment stands in the place of a field's value: `**Task**: <!-- what to do -->`."""
    said = any(c.form == "text" for c in one.content)
    return not one.value and not said and one.form == "label" and "<!--" in source.lines[one.first_line].text
