"""What a report says, a passage at a time: the sentences of its lines, each with the line that it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.classes import dataclass
from de_lint.judging.matching.terms import Term, terms_of
from de_lint.patterns import compiled
from de_lint.reading.records.record import ClaimedField, Record
from de_lint.reading.source import Source
from de_lint.reading.values.answers import says_none

_SENTENCE_END = compiled(r"(?<=[.!?;])\s+(?=[A-Z`*\"'(\[])|(?<=;)\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, an item or a table's row: what it says, as written, and its line (from 1)."""

    text: str
    line: int
    terms: frozenset[Term]
    #: The width of the white space before its line.
    indent: int = 0
    #: The number of the record's field that it is in, counted from the first labelled one.
    field: int = 0
    #: A field of a form, such as a status or a measure; no item of a list.
    formal: bool = False


def passages_of(source: Source, record: Record) -> list[Passage]:
    """Return the passages of a record in order; all its lines count, whatever field they belong to."""
    found = []
    opening = {c.field.lines[0] for c in record.claims if c.property and c.field.lines}
    formal = {n for c in record.claims for n in _formal_lines(c)}
    field = 0
    for number in sorted(record.lines):
        line = source.lines[number].text
        indent = len(line) - len(line.lstrip())
        field += number in opening
        for sentence in _SENTENCE_END.split(line):
            if any(c.isalnum() for c in sentence):
                found.append(Passage(sentence.strip(), number + 1, terms_of(sentence), indent, field, number in formal))
    return found


def _formal_lines(claim: ClaimedField) -> Iterator[int]:
    """The lines of a field that is no list, and the label of one that is."""
    if claim.property is None:
        return
    if claim.property.shape != "items":
        yield from (n for f in claim.field.walk() for n in f.lines)
    elif claim.field.value is None or says_none(claim.field.value.text):
        yield from claim.field.lines
