"""Lines to blocks: the one place that knows markdown-it-py.

CommonMark decides what is a heading, a fence, a rule, a comment or front matter. Everything else stays `text`,
line by line, because labels live on lines: CommonMark would fold `**A**: x` and `**B**: y` into one paragraph
and swallow a label that follows a list without a blank line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from de_lint.classes import dataclass, replace
from de_lint.patterns import compiled
from de_lint.reading.edges import front_matter_in

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: CommonMark's own preset stops at 20 and drops text silently; ten thousand levels would exhaust the stack.
MAX_NESTING = 100
#: Fewer dashes below a line are a rule; so many underline it.
SHORTEST_UNDERLINE = 4
SHORTEST_FENCE = 3
#: What may stand before a block's own marks: quotation, bullets, numbers.
_CONTAINERS = " \t>*+-0123456789.)"
_OPENINGS = ("#", "```", "~~~", "<!--")
_RULERS = "-=*_"
_FIRST = "#`~<-*_"
#: HTML that a blank line does not end.
_LONG_HTML = ("pre", "script", "style", "textarea", "?", "!")
#: What a fence says that holds a text and no program.
TEXTS = frozenset({"", "markdown", "md", "text", "txt", "yaml", "yml", "json"})
#: Characters that rules are drawn with.
_DRAWN = frozenset("═─━╌╍┄┅—")
_WIKI_HEADING = compiled(r"h([1-6])\.[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines [start, end) of one kind: front-matter, heading, fence, table, rule, comment or text."""

    kind: str
    start: int
    end: int
    level: int = 0
    info: str = ""
    closed: bool = True


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    # Inline parsing and link references are superlinear on hostile text and are not needed for blocks.
    parser.disable(["inline", "text_join", "reference", "code"])
    return parser


def blocks(lines: Sequence[str], front_matter: bool = True) -> list[Block]:
    """Return the blocks of `lines` in order, covering every line once (blank lines are `text`)."""
    claimed: list[Block | None] = [None] * len(lines)
    for block in _claims(lines, front_matter):
        if not any(claimed[block.start : block.end]):
            claimed[block.start : block.end] = [block] * (block.end - block.start)
    for block in _of_other_marks(lines):
        claimed[block.start] = claimed[block.start] or block
    _claim_tables(lines, claimed)
    return list(_runs(claimed))


def _claims(lines: Sequence[str], front_matter: bool) -> list[Block]:
    own = ["" if "<" in line and _is_tag(line) else line.replace("\0", "\ufffd") for line in lines]
    _deepen(own)
    first, start = front_matter_in(own) if front_matter else (0, 0)
    found = _scanned(own, start)
    return [
        *([*_parsed(own, 0, first), Block("front-matter", first, start)] if start else []),
        *(_parsed(own, start, len(own)) if found is None else found),
    ]


def _scanned(lines: Sequence[str], at: int) -> list[Block] | None:
    """Return the blocks from a line on where the lines alone tell them; None where markdown-it has to read them all.

    Whatever begins behind a blank line without indent, or behind a block that ended there, begins anew: no paragraph,
    list or quotation goes on. So markdown-it is asked about a stretch between two such lines only, and only if a line
    in it may be more than text. That saves most of the time that reading blocks takes.
    """
    marked = (line.lstrip(_CONTAINERS) for line in lines if "<" in line)
    if any(own[:1] == "<" and own[1:9].lower().startswith(_LONG_HTML) and own[:4] != "<!--" for own in marked):
        return None
    found: list[Block] = []
    while at < len(lines):
        block = _alone(lines, at)
        end = block.end if block else _end_of_stretch(lines, at)
        inside = [block] if block else _in_stretch(lines, at, end)
        if inside is None:
            return None
        found += [b for b in inside if b.kind != "text"]
        at = end
    return found


def _alone(lines: Sequence[str], at: int, anew: bool = True) -> Block | None:
    """Return the block that a line opens where no other is open, or, not `anew`, where only a paragraph may be."""
    own = lines[at].lstrip(" \t")
    first = own[:1]
    last = len(lines) - (not lines[-1].strip(" \t"))  # for CommonMark, the line end before it ends the text
    if first == "#":
        level = len(own) - len(own.lstrip("#"))
        return Block("heading", at, at + 1, level=level) if level <= 6 and own[level : level + 1] in " \t" else None
    if first in ("`", "~"):
        marks = len(own) - len(own.lstrip(first))
        if marks < SHORTEST_FENCE or (first == "`" and "`" in own[marks:]):
            return None
        ends = (n for n in range(at + 1, last) if _ends_fence(lines[n].strip(" \t"), first, marks))
        end = next(ends, last - 1) + 1
        return Block("fence", at, end, info=own[marks:].strip(), closed=_is_closed(first, lines, at, end))
    if own.startswith("<!--"):
        end = next((n for n in range(at, last) if "-->" in lines[n]), last - 1) + 1
        return _comment(lines, at, end) or Block("text", at, end)
    drawn = own.replace(" ", "").replace("\t", "") if first in ("-", "*", "_") and (anew or first != "-") else ""
    return Block("rule", at, at + 1) if len(drawn) > 2 and not drawn.strip(first) else None


def _ends_fence(line: str, mark: str, marks: int) -> bool:
    return len(line) >= marks and line[0] == mark and not line.strip(mark)


def _end_of_stretch(lines: Sequence[str], at: int) -> int:
    """Return the line at which what begins anew stands next."""
    html, blank, in_item = False, not lines[at].strip(" \t"), False
    for number in range(at, len(lines)):
        line = lines[number]
        if not line.strip(" \t"):
            blank = True
        elif number > at and line[0] not in " \t" and (
            blank or (not html and line[0] in _FIRST and _alone(lines, number, anew=in_item))
        ):
            return number
        else:
            html, blank = html or line.lstrip(_CONTAINERS)[:1] == "<", False
        in_item = line[:2] in ("- ", "* ", "+ ") and line[2:3].isalnum()  # dashes below it underline no paragraph
    return len(lines)


def _in_stretch(lines: Sequence[str], start: int, end: int) -> list[Block] | None:
    """Return the blocks in the lines of a stretch; None where one may go on behind its end."""
    own = lines[start:end]
    if not any(map(_tells, own)):  # parsing takes half of the time that reading takes
        return []
    if any(line.lstrip(_CONTAINERS)[:1] == "<" for line in own):
        return None
    found = _parsed(lines, start, end)
    for fence in (b for b in found if b.kind == "fence"):
        marks = lines[fence.start].lstrip(_CONTAINERS)
        size = len(marks) - len(marks.lstrip(marks[0]))
        if fence.end - fence.start < 2 or not _ends_fence(lines[fence.end - 1].strip(" \t"), marks[0], size):
            return None
    return found


def _parsed(lines: Sequence[str], start: int, end: int) -> list[Block]:
    """Return the blocks in lines as CommonMark has them."""
    own = lines[start:end]
    tokens = _parser().parse("\n".join(own)) if any(map(_tells, own)) else []
    found = (block for token in tokens if token.map is not None and (block := _block(token, own)))
    return [replace(b, start=b.start + start, end=b.end + start) for b in found]


def _deepen(lines: list[str]) -> None:
    """Lengthen the marks of a fence that holds a text, so that the fences inside it do not end it."""
    number = 0
    while number < len(lines):
        own = lines[number].lstrip("> \t") if "```" in lines[number] or "~~~" in lines[number] else ""
        if own[:3] in ("```", "~~~"):
            mark = own[: len(own) - len(own.lstrip(own[0]))]
            end, nested = _end_of_nest(lines, number, mark, own[len(mark) :].strip() in TEXTS)
            if nested:
                for at in (number, end):
                    lines[at] = lines[at].replace(mark, mark + mark[0] * SHORTEST_FENCE, 1)
            number = end
        number += 1


def _end_of_nest(lines: Sequence[str], start: int, mark: str, of_text: bool) -> tuple[int, bool]:
    """Return the line that ends a fence if each fence inside one `of_text` is closed, and whether there is one."""
    depth, nested = 1, False
    for number in range(start + 1, len(lines)):
        own = lines[number].lstrip("> \t").rstrip()
        if own.startswith(mark):
            closes = not own.strip(mark[0])
            depth += -1 if closes else of_text
            nested = nested or not closes
            if depth == 0:
                return number, nested
    return len(lines), False


def _is_tag(line: str) -> bool:
    """A tag on a line of its own would make HTML of the lines below it, up to the next blank one."""
    text = line.strip()
    return text[:1] == "<" and text[-1:] == ">" and not text.startswith("<!")


def _of_other_marks(lines: Sequence[str]) -> Iterator[Block]:
    """Rules drawn with box characters, and headings in the marks of trackers: `h3. Status`."""
    for number, line in enumerate(lines):
        heading = _WIKI_HEADING.match(line) if line[:1] == "h" else None
        if heading:
            yield Block("heading", number, number + 1, level=int(heading.group(1)))
        elif not line.isascii() and len(drawn := line.strip("> \t")) > 2 and _DRAWN.issuperset(drawn):
            yield Block("rule", number, number + 1)


def _tells(line: str) -> bool:
    """Tell whether a line may be more than text, or may turn the line above it into a heading."""
    own = line.lstrip(_CONTAINERS)
    return own.startswith(_OPENINGS) or (not own.strip(_RULERS + " \t") and any(mark in line for mark in _RULERS))


def _block(token: Token, lines: Sequence[str]) -> Block | None:
    assert token.map is not None
    start, end = token.map
    if token.type == "heading_open":
        return _heading(token, start, end, lines)
    if token.type == "fence":
        closed = _is_closed(token.markup[0], lines, start, end)
        return Block("fence", start, end, info=token.info.strip(), closed=closed)
    if token.type == "hr":
        return Block("rule", start, start + 1)
    return _comment(lines, start, end) if token.type == "html_block" else None


def _comment(lines: Sequence[str], start: int, end: int) -> Block | None:
    whole = end - start > 1 or lines[start].rstrip().endswith("-->")  # behind one on the same line, text goes on
    return Block("comment", start, end) if whole and lines[start].lstrip(" >").startswith("<!--") else None


def _heading(token: Token, start: int, end: int, lines: Sequence[str]) -> Block | None:
    level = int(token.tag[1:])
    if set(lines[end - 1].strip("> \t")) not in ({"="}, {"-"}) or token.markup[:1] not in "=-":
        return Block("heading", start, start + 1, level=level)
    # `Author: x` above `---` is a footer and a rule, not a heading; so is a paragraph of several lines.
    is_rule = end - start > 2 or ":" in lines[start] or lines[end - 1].count("-") < SHORTEST_UNDERLINE
    if token.markup[:1] == "-" and is_rule:
        return Block("rule", end - 1, end)
    return Block("heading", start, end, level=level) if end - start == 2 else None


def _is_closed(mark: str, lines: Sequence[str], start: int, end: int) -> bool:
    last = lines[end - 1].lstrip("> \t").strip()
    return end - 1 > start and len(last) >= SHORTEST_FENCE and set(last) == {mark}


def _claim_tables(lines: Sequence[str], claimed: list[Block | None]) -> None:
    """Claim pipe tables: a header row, a delimiter row, and rows until one has no pipe.

    markdown-it's own table rule takes quadratic time on short rows and gives no columns.
    """
    row = 1
    while row < len(lines):
        if claimed[row] is None and claimed[row - 1] is None and _starts_table(lines, row):
            end = row + 1
            while end < len(lines) and claimed[end] is None and "|" in lines[end]:
                end += 1
            claimed[row - 1 : end] = [Block("table", row - 1, end)] * (end - row + 1)
            row = end
        row += 1


def _starts_table(lines: Sequence[str], row: int) -> bool:
    delimiter = lines[row].strip("> \t")
    if "-" not in delimiter or "|" not in delimiter or "|" not in lines[row - 1]:
        return False
    cells = (c.strip() for c in delimiter.removeprefix("|").removesuffix("|").split("|"))
    return all(set(c.removeprefix(":").removesuffix(":")) == {"-"} for c in cells)


def _runs(claimed: Sequence[Block | None]) -> Iterator[Block]:
    for block, run in groupby(enumerate(claimed), key=lambda one: one[1]):
        lines = [number for number, _ in run]
        yield block or Block("text", lines[0], lines[-1] + 1)
