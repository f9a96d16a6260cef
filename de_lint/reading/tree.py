"""Builds the field tree of a run of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from de_lint.patterns import compiled
from de_lint.reading.block_fields import fence_field, heading_field, table_field
from de_lint.reading.edges import data_in
from de_lint.reading.fields import Node, Row, Text, span_of, text_in, whole
from de_lint.reading.labels import MOST_WORDS, LineParts, bare_label, indent_of, split_line
from de_lint.reading.markdown import Block, blocks
from de_lint.reading.markup import BLANK, unwrapped, without_comments
from de_lint.reading.nesting import Nesting
from de_lint.reading.rows import announces_a_quotation, rows_of_run, unquoted, without_break
from de_lint.reading.source import Source
from de_lint.reading.tags import Tags, tag_of, tags_apart
from de_lint.reading.values.statuses import status_emoji
from de_lint.vocabulary.kinds import part

#: What opens a callout: `[!note] …`, `:::note[…]`.
_CALLOUT = compiled(r"(?:\[!\w+\][+-]?|:{3,} ?\w+)[ \t]*+\[?(?P<title>[^\]]*+)\]?")
#: A line of emphasis and nothing else.
_EMPHASISED = compiled(r"([*_])(?=[^\s*_])[^*_]{2,60}\1")
#: A line at least this long was probably wrapped; a shorter one ended where its writer meant it to.
WRAPPED_AT = 50


def build_tree(
    source: Source, rows: Sequence[Row], front_matter: bool = False, found: Sequence[Block] | None = None
) -> Node:
    """Return the field tree of `rows`; its root has form `root`.

    `found` are the blocks of `unquoted(rows)`, where they are known already. Never raises.
    """
    own = unquoted(rows)
    texts = [r.text for r in own]
    start, end = data_in(texts) if front_matter else (0, 0)
    if end:
        from de_lint.reading.data import data_fields

        keys = data_fields(source, own[start:end])
        if keys:
            around = (r for r in (*own[:start], *own[end:]) if r.text.strip())
            keys += [Node("comment", text_in(source, r, 0, len(r.text)), lines=[r.number]) for r in around]
            return Node("root", Text("", span_of(source, 0, 0, 0)), info="data", children=keys)
    return _Builder(source).build(own, blocks(texts, front_matter) if found is None else found)


class _Builder(Nesting):
    """One walk over the blocks and lines of a text."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.before: str = ""
        self.quoted = 0
        #: Whether the quotation that is being read is of another text.
        self.cited = False
        #: The labels that stand outside of quotations.
        self.stated: set[str] = set()
        self.tags = Tags(self)

    def build(self, rows: Sequence[Row], found: Sequence[Block]) -> Node:
        self.tags.find(rows, found)
        for block in found:
            own = rows[block.start : block.end]
            if block.kind in ("text", "heading", "table"):
                blank = " " if block.kind == "table" else BLANK
                text = "\n".join(r.text for r in own)
                if "<!--" in text:
                    lines = without_comments(text, blank).split("\n")
                    own = [replace(r, text=line) for r, line in zip(own, lines, strict=True)]
            self._block(block, own)
        last = self.headings[-1].children
        while last and last[-1].form == "rule":  # one at the end divides nothing
            last.pop()
        del self.tags  # it knows the builder: a circle would keep all of this until it is looked for
        return self.root

    def _block(self, block: Block, rows: Sequence[Row]) -> None:
        if block.kind == "text":
            self._text_rows(rows)
            return
        if rows[0].quoted > self.quoted:
            self._quote(rows[0])
        if block.kind == "heading":
            self._heading(heading_field(self.source, rows, block.level))
        elif block.kind == "fence":
            self._attach(fence_field(self.source, rows, block), rows[0])
        elif block.kind == "table":
            self._attach(table_field(self.source, rows), rows[0])
        elif block.kind == "front-matter":
            from de_lint.reading.data import front_matter_field  # YAML takes as long to import as all of this

            self.root.children.append(front_matter_field(self.source, rows))
        else:
            self._mark(block.kind, rows)
        self.before = ""

    # -- whole blocks -------------------------------------------------------------------------------------------

    def _heading(self, field: Node) -> None:
        while self.headings[-1].level >= field.level:
            self.headings.pop()
        self.open_heading(field)

    def _mark(self, kind: str, rows: Sequence[Row]) -> None:
        text = whole((self.text(r, 0, len(r.text)) for r in rows), "\n") or self.root.text
        self.headings[-1].children.append(Node(kind, text, lines=[r.number for r in rows]))
        if kind == "rule":
            self.close()  # what follows the last rule of a document is its footer, unless headings go on

    def _attach(self, field: Node, row: Row) -> None:
        """Give a fence or table to the item it is indented under, or to the label that waits for a value."""
        indent = indent_of(row.text)
        while self.open and not self._takes_block(self.open[-1], indent):
            self.open.pop()
        self.parent().children.append(field)
        self.paragraph = None

    def _takes_block(self, holder: Node, indent: int) -> bool:
        if holder.is_item:
            return indent >= holder.indent + 2
        return (indent >= holder.indent and not (holder.value or holder.children)) or self.paragraph is holder

    def _text_rows(self, rows: Sequence[Row]) -> None:
        for index, row in enumerate(map(without_break, rows)):
            apart = index == 0 or not rows[index - 1].text.strip()
            below = next((r for r in rows[index + 1 : index + 3] if r.text.strip()), row)
            if apart and below is not row and self._heads_list(row, below):
                self._label(row, bare_label(row.text))
                self.before = row.text
                continue
            for one in tags_apart(row):
                for own in rows_of_run(one):
                    self._line(own)

    def _heads_list(self, row: Row, below: Row) -> bool:
        """Tell whether a line without a colon is the label of the list right below it."""
        words = row.text.strip()
        if not words or not self.root.children or ":" in words or words[-1] in ".!?,;" or words[0] == "<":
            return False
        if _CALLOUT.fullmatch(words) or len(words.split()) > MOST_WORDS:
            return False
        parts = split_line(row.text)
        if parts.marker or parts.form != "text" or not split_line(below.text).marker:
            return False
        return bool(_EMPHASISED.fullmatch(words)) or part(words, "progress_report") is not None

    def _is_marked(self, row: Row) -> bool:
        """Read a line that is a tag or opens a callout; tell whether it was one."""
        tag = tag_of(row.text)
        if tag is not None:
            return self.tags.read(row, tag)
        callout = _CALLOUT.fullmatch(row.text.strip())
        if not callout:
            return False
        start = row.text.index(callout.group()) + callout.start("title")
        if callout["title"].strip():
            self.close()
            self._label(row, bare_label(row.text, start))
        else:
            self.leaf("tag", row)
        return True

    # -- lines --------------------------------------------------------------------------------------------------

    def _line(self, row: Row) -> None:
        if not row.text.strip():
            self.paragraph = None
            return
        if row.quoted != self.quoted:
            self._quote(row)
        if self.cited:
            self._cite(row)
            return
        if row.text.lstrip()[0] in "<[:" and self._is_marked(row):
            return
        if self.tags.wants_title():
            self.tags.entitle(row, len(row.text) - len(row.text.lstrip()), len(row.text.strip()))
            return
        parts = split_line(row.text, tail=self._is_in_text(row))
        emoji_item = not parts.marker and parts.emoji and self._is_emoji_item(row, parts)
        if parts.marker or emoji_item or parts.boxed:
            self._item(row, parts, emoji_item)
        elif parts.label:
            self._label(row, parts)
        else:
            self._words(row, parts)
        self.before = row.text

    def _quote(self, row: Row) -> None:
        """A quotation does not go on with what stands above it, nor what stands below it with the quotation."""
        if row.quoted > self.quoted:
            label = split_line(row.text).label
            again = label is not None and row.text[slice(*label)] in self.stated
            self.cited = self.cited or again or announces_a_quotation(self.before)
            self.kept = len(self.open)
        else:
            del self.open[self.kept :]
            self.cited = self.cited and row.quoted > 0
        self.paragraph, self.quoted, self.before = None, row.quoted, ""

    def _cite(self, row: Row) -> None:
        """What the text quotes of another is no field of its own."""
        if self.paragraph is not None and self.paragraph.form == "quote":
            self._extend(self.paragraph, row, split_line(row.text))
            return
        while self.open and not self._takes_words(self.open[-1], self.open[-1].indent + 2):
            self.open.pop()
        self.paragraph = Node("quote", self.text(row, 0, len(row.text)), lines=[row.number])
        self.parent().children.append(self.paragraph)

    def _is_in_text(self, row: Row) -> bool:
        """A line goes on with a paragraph unless it stands further left, and with an item only within a sentence."""
        above, before = self.paragraph, self.before.strip()
        if above is None or len(before) < WRAPPED_AT:
            return False
        in_words = above.is_item and row.text.lstrip()[0].islower() and before[-1] not in ".:!?：。！？"
        return (above.form == "text" or in_words) and indent_of(row.text) >= above.indent + 2 * above.is_item

    def _is_emoji_item(self, row: Row, parts: LineParts) -> bool:
        if parts.label and (parts.value is None or parts.value[0] >= parts.value[1]):
            if parts.form != "bold-only" or row.text[parts.start] not in status_emoji() or not self.open:
                return False
            # Above a list, `✅ **Cache**` is the label of a group, as are those that follow it.
            last = self.open[-1]
            return not (last.marker.isascii() and (last.is_item or last.value or (last.parts and last.parts.emoji)))
        if row.text[parts.start] in status_emoji():
            return True
        above = self.open[-1] if self.open and self.paragraph else None
        if above is None or parts.form == "bold":
            return False
        return (above.is_item and not above.marker.isascii()) or (above.is_labelled and not above.value)

    def _item(self, row: Row, parts: LineParts, emoji: bool) -> None:
        field = self._field("item", row, parts)
        field.marker = row.text[parts.start] if emoji else parts.marker or "[ ]"
        field.checked = parts.checked
        self.push_item(field)

    def _label(self, row: Row, parts: LineParts) -> None:
        while self.open and parts.indent < self.open[-1].indent + 2:
            self.open.pop()
        self.push(self._field("label", row, parts))

    def _words(self, row: Row, parts: LineParts) -> None:
        if self.paragraph is not None and self._continues(self.paragraph, row, parts):
            self._extend(self.paragraph, row, parts)
            return
        while self.open and not self._takes_words(self.open[-1], parts.indent):
            self.open.pop()
        field = self._field("text", row, parts)
        self.parent().children.append(field)
        self.paragraph = field

    def _takes_words(self, holder: Node, indent: int) -> bool:
        if holder.is_item:
            return indent >= holder.indent + 2
        return not holder.value and not holder.children and indent >= holder.indent

    def _continues(self, paragraph: Node, row: Row, parts: LineParts) -> bool:
        if paragraph.form == "text":
            return True
        if paragraph.label and not paragraph.value:
            return False
        if paragraph.is_item and parts.indent >= paragraph.indent + 2:
            return True
        first = row.text[parts.start]
        return len(self.before.strip()) >= WRAPPED_AT or first.islower()

    # -- parts --------------------------------------------------------------------------------------------------

    def _field(self, form: str, row: Row, parts: LineParts) -> Node:
        start, end = unwrapped(row.text, parts.start, parts.end)
        field = Node(form, self.text(row, start, end), indent=parts.indent, lines=[row.number], parts=parts)
        if parts.label and parts.value:
            self.stated |= set() if row.quoted else {row.text[slice(*parts.label)]}
            field.info, field.label = parts.form, self.text(row, *parts.label)
            field.value = self.text(row, *parts.value)
            if parts.form == "all-bold":
                field.value = Text(field.value.text.replace("**", "").replace("__", ""), field.value.span)
        return field

    def _extend(self, field: Node, row: Row, parts: LineParts) -> None:
        more = self.text(row, parts.start, parts.end)
        field.text = field.text.joined(more)
        if field.value:
            field.value = field.value.joined(more)
        field.lines.append(row.number)
