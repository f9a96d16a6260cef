"""What a report says line by line, each line with the headings and labels that it stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from de_lint.classes import dataclass
from de_lint.judging.places import LinePiece, pieces
from de_lint.judging.rule import Subject
from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Row, dedented
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.folding import fold

#: A longer line is a dump of something; searching it for claims would take long.
_LONGEST_LINE = 2_000
#: Headings and labels below which nothing is said to be done.
_AHEAD = compiled(
    r"\b(?:next|remaining|recommend\w*|suggest\w*|todo|to do|to be|planned|plans?|future|upcoming|pending|proposed"
    r"|proposals?|blockers?|blocked|blocking|problems?|risks?|missing|lessons|expected|requirements?|required"
    r"|acceptance|criteria|instructions?|how to|usage|examples?|template|follow ups?|open questions?|outstanding"
    r"|backlog|roadmap|options?|alternatives?|deferred|failed|failures?|before|steps to|rollback|needed|goals?"
    r"|objectives?|scenarios?)\b"
)
#: Words by which a line speaks of what is to be, or of what is not so.
_NOT_DONE = compiled(
    r"\b(?:not|never|cannot|can|will|would|should|could|must|might|may|shall|todo|wip|pending|planned|plans? to"
    r"|going to|to be|to do|needs?|needed|required?|requires|if|once|unless|until|when|whenever|before|ensure"
    r"|make sure|verify|tried|attempt(?:ed|s|ing)?|failed to|fails? to|unable|missing|lacks?|without|expects?"
    r"|expected|instead of|example|e\.g|consider|recommend(?:ed|s)?|suggest(?:ed|s)?|propose[ds]?|next|upcoming"
    r"|future|remaining|in progress|blocked|no longer|yet|wants?|so that|let'?s|supposed)\b"
    r"|n['’]t\b|\?\s*$|❌|⏳|🔄|🚧|⚠",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Statement:
    """A line of prose: where it stands, the field that it is part of, and the fields above it, outermost first.

    That of a cell knows the `row` that the cell is in.
    """

    piece: LinePiece
    field: Node
    above: tuple[Node, ...]
    row: Node | None = None

    @property
    def text(self) -> str:
        """The line, or the part of it that the field stands on."""
        return self.piece.text

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The folded headings and labels that it stands below, outermost first, its own label last."""
        own = (self.field,) if self.field.is_labelled else ()
        return tuple(fold(_name(one)) for one in (*self.above, *own))

    @cached_property
    def is_ahead(self) -> bool:
        """Tell whether it stands among what is planned, open or told of as a problem, or has an unchecked box."""
        unchecked = any(one.checked is False for one in (*self.above, self.field))
        return unchecked or self.is_below_open

    @property
    def is_below_open(self) -> bool:
        """Tell whether a heading or label of it speaks of what is planned, open or a problem."""
        return any(_AHEAD.search(name) for name in self.names)

    @property
    def is_in_open_section(self) -> bool:
        """Tell whether a heading or label above it speaks of what is planned, open or a problem, whatever its own."""
        own = self.names[-1:] if self.field.is_labelled else ()
        return any(_AHEAD.search(name) for name in self.names[: len(self.names) - len(own)])

    def says_done(self, text: str) -> bool:
        """Tell whether a part of the line speaks of what is so, not of what may be or is not."""
        return not _NOT_DONE.search(text)


def _name(one: Node) -> str:
    shown = one.label or one.text
    return shown.text.replace("/", " ").replace("&", " ")


def statements(subject: Subject, record: Record, code: bool = False) -> Iterator[Statement]:
    """Yield the lines of a record in source order; those in its fences only with `code`."""
    yield from (one for one in _read(subject, record)[1] if code or one.field.form != "fence")


def record_tree(subject: Subject, record: Record) -> Node:
    """Return the field tree of a record's own lines; that of a record in a fence is what the fence holds."""
    return _read(subject, record)[0]


def _read(subject: Subject, record: Record) -> tuple[Node, list[Statement]]:
    """Return a record's tree and its lines, read once for all rules."""
    return subject.once("statements", record, lambda: _lines_of(subject.source, record))


def _lines_of(source: Source, record: Record) -> tuple[Node, list[Statement]]:
    root = _tree(source, record)
    lines = _below(source, root, (), record.head.start_line)
    return root, [one for one in lines if len(one.text) <= _LONGEST_LINE]


def _tree(source: Source, record: Record) -> Node:
    rows = [Row(n, source.lines[n].text, 0) for n in sorted(record.lines) if n < len(source.lines)]
    filled = [row.text for row in rows if row.text.strip()]
    indent = min((len(text) - len(text.lstrip()) for text in filled), default=0)
    root = build_tree(source, dedented(rows, indent), front_matter=True)
    found = [one for one in root.children if one.form != "comment"]
    return build_tree(source, found[0].rows) if len(found) == 1 and found[0].form == "fence" else root


def claiming_reports(subject: Subject) -> Iterator[Record]:
    """Yield the reports that claim something: those that are no examples or templates."""
    for record in subject.judged:
        if record.kind == "progress_report" and record.context == "instance":
            yield record


def _below(source: Source, node: Node, above: tuple[Node, ...], title: int) -> Iterator[Statement]:
    for child in node.children:
        if child.form in ("comment", "front-matter", "rule"):
            continue
        if child.form == "table":
            yield from _rows(source, child, above)
        elif child.form == "fence":
            rows = (LinePiece(row.text, row.number, source.lines[row.number], row.start) for row in child.rows)
            yield from (Statement(piece, child, above) for piece in rows)
        else:
            yield from (Statement(piece, child, above) for piece in pieces(source, child.text.span))
            # The title of a report is no section: a report on a plan is none of the plan's items.
            holds = child.text.span.start_line != title and (child.is_labelled or child.checked is not None)
            yield from _below(source, child, (*above, child) if holds else above, title)


def _rows(source: Source, table: Node, above: Sequence[Node]) -> Iterator[Statement]:
    for row in table.children:
        for cell in row.children:
            for piece in pieces(source, cell.text.span):
                yield Statement(piece, cell, (*above, table), row)
