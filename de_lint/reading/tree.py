"""Builds the field tree of a run of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Row, Text, dedented, span_of
from de_lint.reading.label_runs import rows_of_run
from de_lint.reading.labels import MOST_WORDS, Parts, split_line, width
from de_lint.reading.markdown import Block, blocks
from de_lint.reading.markup import leading_emoji, unwrapped, words_of
from de_lint.reading.source import Source
from de_lint.reading.tables import table_field
from de_lint.vocabulary.kinds import active, part, per_vocabulary, said
from de_lint.vocabulary.taught import KINDS
from de_lint.vocabulary.words import words_in

_QUOTE = compiled(r"[ \t]{0,3}(?:>(?![\d=])[ \t]?)+")
#: A line of one tag: what opens, closes, or is said between the two.
_TAG = compiled(
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w.-]*)(?:\s[^<>=]+=[^<>]*|\sopen)?>"
    r"(?:(?:<\w{1,6}>)*(?P<said>[^<>]*)(?:</\w{1,6}>)*</(?P=name)>)?"
)
_KEY = compiled(r"(?:- )?[a-z][a-z0-9_-]*:(?:\s|$)")
#: What opens a callout: `[!note] …`, `:::note[…]`.
_CALLOUT = compiled(r"(?:\[!\w+\][+-]?|:{3,} ?\w+)[ \t]*+\[?(?P<title>[^\]]*+)\]?")
#: Stands for each character of a comment within a line.
_BLANK = " "
#: What may be quoted of another text, apart from what somebody said.
_QUOTED = frozenset({"report", "status", "progress", "handoff", "comment", "review", "verdict", "analysis"})
#: So many tags that open a line are read apart.
_MOST_TAGS = 5
#: Tags that fold away what they hold, and that hold the title of it.
_DETAILS = ("details", "summary")
#: A line of emphasis and nothing else.
_EMPHASISED = compiled(r"([*_])(?=[^\s*_])[^*_]{2,60}\1")
HEADING_MARKS = compiled(r"[ \t]*(?:#{1,6}|h[1-6]\.)[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
#: A line at least this long was probably wrapped; a shorter one ended where its writer meant it to.
WRAPPED_AT = 50
#: What is nested deeper stands side by side at this depth, so that no reader of the tree or its JSON runs out of stack.
DEEPEST = 50


@per_vocabulary
def status_emoji() -> frozenset[str]:
    """Return emoji that state how one thing stands, so that a line that starts with one is an item of a list."""
    known = active().statuses
    return frozenset(known["marks"]) | frozenset(e[0] for e in known["emoji"])


@per_vocabulary
def wrappers() -> frozenset[str]:
    """Return the names of tags that stand around a text without saying what it is."""
    return frozenset(active().words["wrappers"].split())


def build_tree(
    source: Source, rows: Sequence[Row], front_matter: bool = False, found: Sequence[Block] | None = None
) -> Field:
    """Return the field tree of `rows`; its root has form `root`.

    `found` are the blocks of `unquoted(rows)`, where they are known already. Never raises.
    """
    own = unquoted(rows)
    if front_matter and _may_be_data(own):
        from de_lint.reading.data import data_fields

        keys = data_fields(source, own)
        if keys:
            return Field("root", Text("", span_of(source, 0, 0, 0)), info="data", children=keys)
    return _Builder(source).build(own, blocks([r.text for r in own], front_matter) if found is None else found)


def _may_be_data(rows: Sequence[Row]) -> bool:
    """Tell whether a text may be JSON, or YAML whose keys are identifiers, as a whole."""
    lines = (r.text for r in rows if r.text.strip())
    first = next(lines, "").strip()
    if first[:-1].isidentifier() and first.endswith(":"):
        below = next(lines, "")  # `Task:` above the keys of one
        return bool(below[:1] in " \t-" and _KEY.match(below.strip()))
    return first[:1] == "{" or _KEY.match(first) is not None


def unquoted(rows: Sequence[Row]) -> list[Row]:
    """Take the quote marks off each row: a quoted form reads like an unquoted one."""
    return [_unquoted(r) for r in rows]


def _unquoted(row: Row) -> Row:
    found = _QUOTE.match(row.text) if ">" in row.text[:4] else None
    if not found:
        return row
    return Row(row.number, row.text[found.end() :], row.start + found.end(), found.group().count(">"))


def tag_of(line: str) -> re.Match[str] | None:
    """Return the match of a line that is one tag and nothing else, or a tag with words in it; None for any other."""
    text = line.strip()
    return _TAG.fullmatch(text) if text[:1] == "<" and text[-1:] == ">" else None


class _Builder:
    """Open headings, and below the last of them the open labels and items, outermost first."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root = Field("root", self._nothing())
        self.headings: list[Field] = [self.root]
        self.open: list[Field] = []
        self.paragraph: Field | None = None
        self.before: str = ""
        self.quoted = 0
        #: Whether the quotation that is being read is of another text, and how many labels were open above it.
        self.cited = False
        self.kept = 0
        #: The labels that stand outside of quotations.
        self.stated: set[str] = set()
        #: The tags that are open, each with the heading that it stands for.
        self.tags: list[tuple[str, Field | None]] = []
        self.closings: Counter[str] = Counter()
        self.wrapped = False

    def build(self, rows: Sequence[Row], found: Sequence[Block]) -> Field:
        self._find_tags(rows, found)
        for block in found:
            own = rows[block.start : block.end]
            if block.kind in ("text", "heading", "table"):
                blank = " " if block.kind == "table" else _BLANK
                own = [_without_comments(r, blank) if "<!--" in r.text else r for r in own]
            self._block(block, own)
        return self.root

    def _block(self, block: Block, rows: Sequence[Row]) -> None:
        if block.kind == "text":
            self._text_rows(rows)
            return
        if rows[0].quoted and self._is_cited(rows[0], block.kind):
            for row in rows:
                self._cite(row)
        elif block.kind == "heading":
            self._heading(rows, block.level)
        elif block.kind == "fence":
            self._attach(self._fence(block, rows), rows[0])
        elif block.kind == "table":
            self._attach(table_field(self.source, rows), rows[0])
        elif block.kind == "front-matter":
            from de_lint.reading.data import front_matter_field  # YAML takes as long to import as all of this

            self.root.children.append(front_matter_field(self.source, rows))
        else:
            self._mark(block.kind, rows)
        self.before = ""

    # -- whole blocks -------------------------------------------------------------------------------------------

    def _heading(self, rows: Sequence[Row], level: int) -> None:
        row = rows[0]
        marks = HEADING_MARKS.match(row.text)
        start, end = marks.span(1) if marks else (len(row.text) - len(row.text.lstrip()), len(row.text.rstrip()))
        field = Field("heading", self._text(row, start, end), level=level, lines=[r.number for r in rows])
        parts = split_line(row.text[start:end])
        field.marker = ""
        if parts.label and parts.value and parts.form in ("plain", "bold", "all-bold"):
            label = row.text[start + parts.label[0] : start + parts.label[1]].split()
        else:
            label = []
        # `Step 6: Deployment` numbers what it is about, and is no label with a value.
        if label and not (len(label) == 2 and label[1].lstrip("#").isdigit()):
            assert parts.label and parts.value
            field.label = self._text(row, start + parts.label[0], start + parts.label[1])
            field.value = self._text(row, start + parts.value[0], start + parts.value[1])
        while self.headings[-1].level >= level:
            self.headings.pop()
        self.headings[-1].children.append(field)
        self.headings.append(field)
        self._close()

    def _fence(self, block: Block, rows: Sequence[Row]) -> Field:
        first = rows[0].text
        indent = width(first[: len(first) - len(first.lstrip())])
        inside = rows[1 : len(rows) - 1 if block.closed else len(rows)]
        text = "\n".join(r.text for r in dedented(inside, indent))
        last = rows[-1]
        span = span_of(self.source, rows[0].number, rows[0].start, rows[0].start + len(first)).to(
            span_of(self.source, last.number, last.start, last.start + len(last.text))
        )
        field = Field("fence", Text(text, span), info=block.info, indent=indent)
        field.lines = [r.number for r in rows]
        field.rows = dedented(inside, indent)
        return field

    def _mark(self, kind: str, rows: Sequence[Row]) -> None:
        whole = [self._text(r, 0, len(r.text)) for r in rows]
        text = Text("\n".join(t.text for t in whole), whole[0].span.to(whole[-1].span))
        self.headings[-1].children.append(Field(kind, text, lines=[r.number for r in rows]))
        if kind == "rule":
            self._close()  # what follows the last rule of a document is its footer, unless headings go on

    def _attach(self, field: Field, row: Row) -> None:
        """Give a fence or table to the item it is indented under, or to the label that waits for a value."""
        indent = width(row.text[: len(row.text) - len(row.text.lstrip())])
        while self.open and not self._takes_block(self.open[-1], indent):
            self.open.pop()
        self._parent().children.append(field)
        self.paragraph = None

    def _takes_block(self, holder: Field, indent: int) -> bool:
        if holder.is_item:
            return indent >= holder.indent + 2
        return (indent >= holder.indent and not (holder.value or holder.children)) or self.paragraph is holder

    def _text_rows(self, rows: Sequence[Row]) -> None:
        for index, row in enumerate(rows):
            apart = index == 0 or not rows[index - 1].text.strip()
            if apart and index + 1 < len(rows) and self._heads_list(row, rows[index + 1]):
                self._label(row, _bare_label(row.text))
                self.before = row.text
                continue
            for one in _tags_apart(row):
                for own in rows_of_run(one):
                    self._line(own)

    def _heads_list(self, row: Row, below: Row) -> bool:
        """Tell whether a line without a colon is the label of the list right below it."""
        words = row.text.strip()
        if (
            not words
            or not self.root.children
            or ":" in words
            or words[-1] in ".!?,;"
            or words[0] == "<"
            or _CALLOUT.fullmatch(words)
            or len(words.split()) > MOST_WORDS
        ):
            return False
        parts = split_line(row.text)
        if parts.marker or parts.form != "text" or not split_line(below.text).marker:
            return False
        return bool(_EMPHASISED.fullmatch(words)) or part(words, "progress_report") is not None

    # -- tags and callouts --------------------------------------------------------------------------------------

    def _find_tags(self, rows: Sequence[Row], found: Sequence[Block]) -> None:
        texts = (r for b in found if b.kind == "text" for r in rows[b.start : b.end] if r.text.strip())
        lines = [one for r in texts for one in _tags_apart(r)]
        tags = [(r, tag) for r in lines if r.text.lstrip()[0] == "<" and (tag := tag_of(r.text))]
        self.closings.update(tag["name"] for _, tag in tags if tag["end"])
        self.closings.update(tag["name"].lower() for _, tag in tags if tag["end"] and not tag["name"].islower())
        tags = [(r, tag) for r, tag in tags if self.closings[tag["name"]]]
        whole = [r.number for b in found if b.kind != "front-matter" for r in rows[b.start : b.end] if r.text.strip()]
        # A tag around the whole text only wraps it.
        self.wrapped = len(tags) > 1 and (tags[0][0].number, tags[-1][0].number) == (whole[0], whole[-1])

    def _is_marked(self, row: Row) -> bool:
        """Read a line that is a tag or opens a callout; tell whether it was one."""
        tag = tag_of(row.text)
        if tag is not None:
            return self._tag(row, tag)
        callout = _CALLOUT.fullmatch(row.text.strip())
        if callout is None:
            return False
        start = row.text.index(callout.group()) + callout.start("title")
        if callout["title"].strip():
            self._close()
            self._label(row, _bare_label(row.text, start))
        else:
            self._leaf("tag", row)
        return True

    def _tag(self, row: Row, tag: re.Match[str]) -> bool:
        name = tag["name"].lower() if tag["name"].lower() in _DETAILS else tag["name"]
        if tag["said"] is not None:
            return self._tag_with_words(row, tag)
        if tag["end"]:
            self._leaf("tag", row)
            self._close_tag(name)
            return True
        if not self.closings[name]:
            return False  # `<Button>` in a text about one, `<title>` in a form
        first, self.wrapped = self.wrapped, False
        if first or name.lower() in wrappers() or not any(part(name.replace("_", " "), k) for k in KINDS):
            self._leaf("tag", row)
            self.tags.append((name, None))
            return True
        self.tags.append((name, self._section(row, row.text.index(name), len(name))))
        return True

    def _tag_with_words(self, row: Row, tag: re.Match[str]) -> bool:
        start = row.text.index(tag.group()) + tag.start("said")
        if not tag["said"].strip():
            return False
        if tag["name"].lower() == "li":
            while self.open and self._ends_at_item(self.open[-1], 0):
                self.open.pop()
            self._push(Field("item", self._text(row, start, start + len(tag["said"])), marker="-", lines=[row.number]))
            return True
        if tag["name"].lower() == "summary":
            self._entitle(row, start, len(tag["said"]))
            return True
        if not part(tag["name"].replace("_", " "), "delegation"):
            return False
        at = row.text.index(tag["name"])
        field = Field("label", self._text(row, at, start + len(tag["said"])), lines=[row.number], info="tag")
        field.label = self._text(row, at, at + len(tag["name"]))
        field.value = self._text(row, start, start + len(tag["said"]))
        self._close()
        self._push(field)
        return True

    def _entitle(self, row: Row, start: int, length: int) -> None:
        """Open a heading by the title of what `<details>` holds."""
        heading = self._section(row, start, length)
        holder = next((i for i in range(len(self.tags) - 1, -1, -1) if self.tags[i] == ("details", None)), None)
        if holder is not None:
            self.tags[holder] = ("details", heading)

    def _section(self, row: Row, start: int, length: int) -> Field:
        """Open a heading that holds what follows, up to the end of its tag."""
        heading = Field("heading", self._text(row, start, start + length), lines=[row.number], info="tag")
        del self.headings[DEEPEST:]
        heading.level = min(self.headings[-1].level + 1, 6)
        self.headings[-1].children.append(heading)
        self.headings.append(heading)
        self._close()
        return heading

    def _close_tag(self, name: str) -> None:
        if not any(n == name for n, _ in self.tags):
            return
        while self.tags:
            last, heading = self.tags.pop()
            while heading is not None and heading in self.headings:
                self.headings.pop()
            if last == name:
                break
        self._close()

    def _leaf(self, form: str, row: Row) -> None:
        self._close()
        self.headings[-1].children.append(Field(form, self._text(row, 0, len(row.text)), lines=[row.number]))

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
        if self.tags[-1:] == [("summary", None)]:
            self._entitle(row, len(row.text) - len(row.text.lstrip()), len(row.text.strip()))
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
            self.cited = self.cited or again or _announces_a_quotation(self.before)
            self.kept = len(self.open)
        else:
            del self.open[self.kept :]
            self.cited = self.cited and row.quoted > 0
        self.paragraph, self.quoted, self.before = None, row.quoted, ""

    def _is_cited(self, row: Row, kind: str) -> bool:
        if row.quoted > self.quoted:
            self._quote(row)
            self.cited = self.cited or (kind == "heading" and len(self.headings) > 1)
        return self.cited

    def _cite(self, row: Row) -> None:
        """What the text quotes of another is no field of its own."""
        if self.paragraph is not None and self.paragraph.form == "quote":
            self._extend(self.paragraph, row, split_line(row.text))
            return
        while self.open and not self._takes_words(self.open[-1], self.open[-1].indent + 2):
            self.open.pop()
        self.paragraph = Field("quote", self._text(row, 0, len(row.text)), lines=[row.number])
        self._parent().children.append(self.paragraph)

    def _is_in_text(self, row: Row) -> bool:
        """A line that stands further left than the paragraph above it does not go on with it."""
        if self.paragraph is None or self.paragraph.form != "text" or len(self.before.strip()) < WRAPPED_AT:
            return False
        return width(row.text[: len(row.text) - len(row.text.lstrip())]) >= self.paragraph.indent

    def _is_emoji_item(self, row: Row, parts: Parts) -> bool:
        if parts.label and (parts.value is None or parts.value[0] >= parts.value[1]):
            above = self.open[-1] if self.open else None
            listed = above is not None and (above.is_item or not above.value)
            return parts.form == "bold-only" and row.text[parts.start] in status_emoji() and listed
        if row.text[parts.start] in status_emoji():
            return True
        above = self.open[-1] if self.open and self.paragraph else None
        if above is None or parts.form == "bold":
            return False
        return (above.is_item and not above.marker.isascii()) or (above.is_labelled and not above.value)

    def _item(self, row: Row, parts: Parts, emoji: bool) -> None:
        while self.open and self._ends_at_item(self.open[-1], parts.indent):
            self.open.pop()
        field = self._field("item", row, parts)
        field.marker = row.text[parts.start] if emoji else parts.marker or "[ ]"
        field.checked = parts.checked
        self._push(field)

    def _ends_at_item(self, holder: Field, indent: int) -> bool:
        return indent <= holder.indent + 1 if holder.is_item else indent < holder.indent

    def _label(self, row: Row, parts: Parts) -> None:
        while self.open and self._ends_at_label(self.open[-1], parts.indent):
            self.open.pop()
        self._push(self._field("label", row, parts))

    def _ends_at_label(self, holder: Field, indent: int) -> bool:
        return indent < holder.indent + 2

    def _words(self, row: Row, parts: Parts) -> None:
        if self.paragraph is not None and self._continues(self.paragraph, row, parts):
            self._extend(self.paragraph, row, parts)
            return
        while self.open and not self._takes_words(self.open[-1], parts.indent):
            self.open.pop()
        field = self._field("text", row, parts)
        self._parent().children.append(field)
        self.paragraph = field

    def _takes_words(self, holder: Field, indent: int) -> bool:
        if holder.is_item:
            return indent >= holder.indent + 2
        return not holder.value and not holder.children and indent >= holder.indent

    def _continues(self, paragraph: Field, row: Row, parts: Parts) -> bool:
        if paragraph.form == "text":
            return True
        if paragraph.label and not paragraph.value:
            return False
        if paragraph.is_item and parts.indent >= paragraph.indent + 2:
            return True
        first = row.text[parts.start]
        return len(self.before.strip()) >= WRAPPED_AT or first.islower()

    # -- parts --------------------------------------------------------------------------------------------------

    def _field(self, form: str, row: Row, parts: Parts) -> Field:
        start, end = unwrapped(row.text, parts.start, parts.end)
        field = Field(form, self._text(row, start, end), indent=parts.indent, lines=[row.number], parts=parts)
        if parts.label and parts.value:
            if not row.quoted:
                self.stated.add(row.text[slice(*parts.label)])
            field.info = parts.form
            field.label = self._text(row, *parts.label)
            field.value = self._text(row, *parts.value)
            if parts.form == "all-bold":
                field.value = Text(field.value.text.replace("**", "").replace("__", ""), field.value.span)
        return field

    def _extend(self, field: Field, row: Row, parts: Parts) -> None:
        more = self._text(row, parts.start, parts.end)
        field.text = _joined(field.text, more)
        if field.value:
            field.value = _joined(field.value, more)
        field.lines.append(row.number)

    def _push(self, field: Field) -> None:
        del self.open[DEEPEST:]
        while len(self.open) >= DEEPEST:
            self.open.pop()
        self._parent().children.append(field)
        self.open.append(field)
        self.paragraph = field

    def _parent(self) -> Field:
        return self.open[-1] if self.open else self.headings[-1]

    def _close(self) -> None:
        self.kept = 0
        self.open.clear()
        self.paragraph = None

    def _text(self, row: Row, start: int, end: int) -> Text:
        words = row.text[start:end]
        if _BLANK in words:
            words = " ".join(words.split())
        return Text(words, span_of(self.source, row.number, row.start + start, row.start + end))

    def _nothing(self) -> Text:
        return Text("", span_of(self.source, 0, 0, 0))


def _announces_a_quotation(line: str) -> bool:
    """`The earlier report said:`, `As QA wrote:`."""
    words = words_of(line)
    if not line.rstrip(" *_").endswith((":", "：")) or part(words, "progress_report") in ("status", "conclusion"):
        return False
    told = set(words_in(words.casefold())) & set(active().words["quoting"].split())
    return bool(told) or any(one.concept in _QUOTED for one in said(words))


def _without_comments(row: Row, blank: str) -> Row:
    """Blank the comments in a line, `Task: Retry <!-- what --> queue`, so that all else keeps its column."""
    first, *others = row.text.split("<!--")
    pieces, in_code = [first], first.count("`") % 2
    for other in others:
        comment, end, rest = other.partition("-->")
        whole = in_code or not end
        pieces.append(f"<!--{other}" if whole else blank * (len(comment) + len("<!---->")) + rest)
        in_code = (in_code + (other if whole else rest).count("`")) % 2
    return replace(row, text="".join(pieces))


def _tags_apart(row: Row) -> list[Row]:
    """Return a row for each of the tags that open a line: `<details><summary>Blockers</summary>`."""
    out: list[Row] = []
    rest = row
    while len(out) < _MOST_TAGS and "><" in rest.text and rest.text.lstrip()[:1] == "<":
        cut = rest.text.index("><") + 1
        first = tag_of(rest.text[:cut])
        if not first or tag_of(rest.text):
            break
        out.append(replace(rest, text=rest.text[:cut]))
        rest = replace(rest, text=rest.text[cut:], start=rest.start + cut)
    return [*out, rest]


def _bare_label(line: str, first: int = 0) -> Parts:
    """The parts of a line that is nothing but a label, from the character `first` on."""
    parts = split_line(line)
    start, end = unwrapped(line, max(first, parts.start), parts.end)
    start += leading_emoji(line[start:end])
    return replace(parts, form="bare", label=(start, end), value=(end, end))


def _joined(first: Text, more: Text) -> Text:
    return Text(f"{first.text} {more.text}".strip(), first.span.to(more.span))
