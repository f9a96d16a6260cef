"""Blocks to the field tree: every labelled thing in one shape, with its place in the source.

The tree follows what the writer meant rather than CommonMark: `**Task**: x` owns the list below it, a label ends a
list without a blank line between them, and indentation alone nests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from de_lint.classes import dataclass, field
from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.labels import LineParts
from de_lint.reading.markup import BLANK, without_emoji, words_of
from de_lint.reading.source import Source
from de_lint.vocabulary.folding import fold

_BOTH = compiled(r"(?<=\S)[ \t]*[/／|][ \t]*(?=\S)")


@dataclass(frozen=True, slots=True)
class Row:
    """One source line as seen from inside its container: what its quote marks and indentation leave of it."""

    number: int
    text: str
    start: int
    quoted: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the source and where they stand."""

    text: str
    span: Span

    def __bool__(self) -> bool:
        return bool(self.text)

    def joined(self, more: Text) -> Text:
        """Return these words and those of a later line as one."""
        return Text(f"{self.text} {more.text}".strip(), self.span.to(more.span))


def whole(texts: Iterable[Text], between: str = "") -> Text | None:
    """Return several texts as one, with `between` between them, or else as a list: `a; b`; None of none."""
    found = list(texts)
    said = between.join(t.text for t in found) if between else _listed(found)
    return Text(said, found[0].span.to(found[-1].span)) if found else None


def _listed(texts: Sequence[Text]) -> str:
    """What ends in a colon goes on: `Return these: a; b`."""
    out = ""
    for text in texts:
        out += ("" if not out else " " if out.endswith((":", "：")) else "; ") + text.text.rstrip(" ;；")
    return out


@dataclass(slots=True, eq=False)
class Node:
    """One node: a heading, a labelled line, a list item, a paragraph, a table, a fence, or the root.

    `text` is the whole line (and its continuation lines) without marker, `label` and `value` its two halves where it
    has a label. `lines` are the source line numbers, from 0, that the node itself stands on.
    """

    form: str
    text: Text
    label: Text | None = None
    value: Text | None = None
    level: int = 0
    marker: str = ""
    checked: bool | None = None
    indent: int = 0
    info: str = ""
    lines: list[int] = field(default_factory=list)
    rows: Sequence[Row] = ()
    header: Sequence[Text] = ()
    children: list[Node] = field(default_factory=list)
    parts: LineParts | None = None
    #: Asked for often, and found once.
    _name: str | None = field(default=None, init=False)
    _key: str | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """The label, or a heading's title, as plain words."""
        if self._name is None:
            shown = self.label or (self.text if self.form == "heading" else None)
            self._name = words_of(shown.text) if shown else ""
        return self._name

    @property
    def key(self) -> str:
        """The name folded for comparison."""
        if self._key is None:
            self._key = fold(_in_english(self.name)) if self.is_labelled else ""
        return self._key

    @property
    def is_labelled(self) -> bool:
        """True for labelled lines and headings."""
        return self.label is not None or self.form == "heading"

    @property
    def is_item(self) -> bool:
        """True for list items, including lines that an emoji marks as one."""
        return bool(self.marker)

    @property
    def items(self) -> list[Node]:
        """The list items directly below."""
        return [c for c in self.children if c.is_item]

    @property
    def inline(self) -> Text | None:
        """The value on the label's line, or else the paragraph right below it."""
        if self.value:
            return self.value
        content = self.content if self.is_labelled else ()
        return content[0].text if content and content[0].form == "text" else None

    @property
    def content(self) -> list[Node]:
        """What stands below, apart from comments and tags."""
        return [c for c in self.children if c.form not in ("comment", "tag")]

    @property
    def pairs(self) -> list[Node]:
        """What says something of what the node is about: the rows of two cells and labels with values right below."""
        rows = [r for c in self.children if c.form == "table" for r in c.children if len(r.children) == 2]
        return [*rows, *(c for c in self.children if c.label and c.value)]

    @property
    def front_keys(self) -> list[Node]:
        """The keys of the front matter directly below."""
        return [c for n in self.children if n.form == "front-matter" for c in n.children]

    @property
    def defines_an_agent(self) -> bool:
        """True if the front matter directly below is that of an agent's definition."""
        return {"name", "description"} <= {c.key for c in self.front_keys}

    @property
    def is_one_paragraph(self) -> bool:
        """True if nothing but one paragraph stands below."""
        return [c.form for c in self.content] == ["text"]

    @property
    def said(self) -> Text | None:
        """The value, the paragraph below, or the only item below: all that a field has to say."""
        content = self.content
        if self.inline or len(content) != 1 or content[0].form != "item":
            return self.inline
        return content[0].text

    @property
    def first_line(self) -> int:
        """The number, from 0, of the first source line."""
        return self.lines[0] if self.lines else min((c.first_line for c in self.children), default=0)

    @property
    def last_line(self) -> int:
        """The number, from 0, of the last source line, descendants included."""
        own = max(self.lines, default=0)
        return max([own, *(c.last_line for c in self.children[-1:])])

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in source order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += node.children[::-1]


def lines_of(nodes: Iterable[Node]) -> set[int]:
    """Return the numbers, from 0, of the source lines that nodes and those below them stand on."""
    return {n for top in nodes for node in top.walk() for n in node.lines}


def _in_english(label: str) -> str:
    """Return the half in ASCII of a label in two scripts, such as `状态 / Status`; any other label as it is."""
    plain = without_emoji(label)
    halves = _BOTH.split(plain) if not plain.isascii() else []
    ascii_ones = [h for h in halves if h.isascii() and any(c.isalpha() for c in h)]
    return ascii_ones[0] if len(halves) == 2 and len(ascii_ones) == 1 else label


def span_of(source: Source, number: int, start: int, end: int) -> Span:
    """Return the span of the characters [start, end) of line `number` (from 0), in raw columns."""
    if number >= len(source.lines):  # an empty source has no lines
        return Span(1, 1, 1, 1)
    line, number = source.lines[number], number + 1
    if line.offsets is None:
        return Span(number, start + 1, number, end + 1)
    return Span(number, line.column(start), number, line.column(end))


def span_of_lines(source: Source, first: int, last: int) -> Span:
    """Return the span from the first word of one line to the end of another; both numbers are from 0."""
    text = source.lines[first].text
    start = span_of(source, first, len(text) - len(text.lstrip()), len(text))
    return start.to(span_of(source, last, 0, len(source.lines[last].text)))


def text_in(source: Source, row: Row, start: int, end: int) -> Text:
    """Return the characters [start, end) of a row with their place, without the comments in them."""
    words = row.text[start:end]
    if BLANK in words:
        words = " ".join(words.split())
    return Text(words, span_of(source, row.number, row.start + start, row.start + end))


def rows_of(source: Source) -> list[Row]:
    """Return the lines of the source as rows without any prefix taken off."""
    return [Row(n, line.text, 0) for n, line in enumerate(source.lines)]


def dedented(rows: Sequence[Row], columns: int) -> list[Row]:
    """Take up to `columns` leading blanks off each row."""
    out = []
    for row in rows:
        blanks = len(row.text) - len(row.text.lstrip(" \t"))
        cut = min(columns, blanks)
        out.append(Row(row.number, row.text[cut:], row.start + cut, row.quoted))
    return out
