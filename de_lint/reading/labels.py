"""One line to its parts: indent, list marker, checkbox, emoji, label and value.

Every way in which people write a labelled thing on a line ends here: `**Label**: v`, `**Label:** v`, `**Label: v**`,
`**Label** (note): v`, `**Label** - v`, `Label: v`, `LABEL: v`, `_Label_: v`, each after a bullet, a number, a checkbox
or an emoji.
"""

from __future__ import annotations

import re
from functools import lru_cache

from de_lint.classes import dataclass, replace
from de_lint.patterns import compiled
from de_lint.reading.markup import leading_emoji, unwrapped, words_of

TAB = 4
_BULLETS = "-–*+•◦▪‣·"
_MARKER = compiled(rf"(?:[{_BULLETS}]|\d{{1,4}}[.)])(?=\s|$)")
#: `[x]`, `[ ]`; others such as `[-]` and `[~]` are boxes that say neither done nor open.
_CHECKBOX = compiled(r"(\\)?\[ {0,2}(?P<mark>[xXvVoO]|[^\w\s\[\]\\])? {0,2}(?(1)\\)\](?=\s|$)")
_TICKED = "xXvV✓✔✅☑√"
_BOLD = compiled(
    r"(?P<mark>\*\*\*|\*\*|__|\*|_)(?=[^\s*_])(?P<inner>(?:[^*_]|(?<=\w)_(?=\w)|(?<!\*)\*(?=\w))+?)(?P=mark)(?P<colon>\s{0,2}[:：])?"
)
#: The note in `**Label** (note): v`.
_NOTED = compiled(r"(?P<note> \([^()]{1,40}\))[:：](?=\s)")
_DASH = compiled(r"\s+[-–—]\s+(?=\S)")
_OPENERS = {"(": ")", "[": "]", "{": "}", "`": "`", '"': '"', "“": "”"}
_NOT_A_LABEL = compiled(r"^\d{1,2}$|^\d{1,2}:\d\d|[.!?;]\s|[=;]|^\$|^(?:def|class) |->|\(\)")
LONGEST_LABEL = 80
_AROUND = " \t\u00a0\u3000*_"
#: In the manner of YAML, the value is the indented text below.
_YAML_BLOCKS = ("|", ">", "|-", ">-")
MOST_WORDS = 8
_LONGEST_KEPT = 400


@dataclass(frozen=True, slots=True)
class LineParts:
    """Where the parts of one line stand; all numbers but the indents are indices into the line."""

    indent: int
    marker: str
    checked: bool | None
    content_indent: int
    start: int
    end: int
    form: str = "text"
    label: tuple[int, int] | None = None
    value: tuple[int, int] | None = None
    emoji: bool = False
    #: True for a line with a check box of any kind.
    boxed: bool = False


def split_line(line: str, tail: bool = False) -> LineParts:
    """Return the parts of `line`; `tail` is true for text that continues a paragraph, where fewer colons are labels."""
    # Several readers ask for the same line; long ones are not kept.
    return _split(line, tail) if len(line) < _LONGEST_KEPT else _split.__wrapped__(line, tail)


@lru_cache(maxsize=2048)
def _split(line: str, tail: bool) -> LineParts:
    end = len(line.rstrip())
    start = end - len(line[:end].lstrip())
    indent = indent_of(line)
    marker, start, content_indent = _marker(line, start, end, indent)
    checkbox = _CHECKBOX.match(line, start, end) if line[start : start + 1] in ("[", "\\") else None
    checked = None
    if checkbox:
        checked = None if (mark := checkbox["mark"]) and mark not in _TICKED else bool(mark)
        start = _skip_blanks(line, checkbox.end(), end)
    emoji = leading_emoji(line[start:end])
    begin = start + emoji
    form, label, value = _label(line, begin, end, bool(marker), tail)
    return LineParts(
        indent, marker, checked, content_indent, start, end, form, label, value, emoji > 0, checkbox is not None
    )


def in_yaml(line: str) -> str:
    """Return a line of TOML as YAML, which writes most values alike: `key = 1` as `key:  1`, of the same length."""
    key, sign, value = line.partition(" =")
    return f"{key}: {value}" if sign and key.strip().replace("-", "_").isidentifier() else line


def indent_of(line: str) -> int:
    """Return the display width of a line's leading blanks; a tab reaches the next multiple of four."""
    blanks = len(line) - len(line.lstrip())
    return len(line[:blanks].expandtabs(TAB)) if "\t" in line[:blanks] else blanks


def _marker(line: str, start: int, end: int, indent: int) -> tuple[str, int, int]:
    first = line[start : start + 1]
    found = _MARKER.match(line, start, end) if first.isdigit() or first in _BULLETS else None
    if not found:
        return "", start, indent
    after = _skip_blanks(line, found.end(), end)
    content = indent + len(found.group()) + min(max(indent_of(line[found.end() : after]), 1), TAB)
    return found.group(), after, content


def _skip_blanks(line: str, start: int, end: int) -> int:
    return max(start, end - len(line[start:end].lstrip()))


_Label = tuple[str, tuple[int, int] | None, tuple[int, int] | None]
_NONE: _Label = ("text", None, None)


def _label(line: str, start: int, end: int, listed: bool, tail: bool) -> _Label:
    if start >= end:
        return _NONE
    if line[start] in "*_":
        return _bold_label(line, start, end)
    colon = _first_colon(line, start, end)
    if colon is None or not _is_label(line[start:colon], tail and not listed):
        return _NONE
    return "plain", _trimmed(line, start, colon), _value(line, colon + 1, end)


def _bold_label(line: str, start: int, end: int) -> _Label:
    """`**Label**: v`, `**Label: v**`, `**Label** - v`, or `**Label**` alone; with one mark it needs a colon."""
    found = _BOLD.match(line, start, end)
    if not found or found.end("inner") - found.start("inner") > 2 * LONGEST_LABEL:
        return _NONE
    first, last = found.span("inner")
    if found["colon"] or line[last - 1] in ":：":
        return "bold", _trimmed(line, first, last - (not found["colon"])), _value(line, found.end(), end)
    rest = line[found.end() : end].strip()
    colon = _first_colon(line, first, last)
    if colon is not None and _is_label(line[first:colon]) and not line[found.end() : found.end() + 1].isalnum():
        return "all-bold", _trimmed(line, first, colon), _value(line, colon + 1, end if rest else last)
    return _bare_bold_label(line, found, rest, end) if len(found["mark"]) > 1 else _NONE


def _bare_bold_label(line: str, found: re.Match[str], rest: str, end: int) -> _Label:
    first, last = found.span("inner")
    dash = _DASH.match(line, found.end(), end)
    if dash:
        return "dash", _trimmed(line, first, last), (dash.end(), end)
    noted = _NOTED.match(line, found.end(), end)
    if noted:
        return "bold", (found.start(), noted.end("note")), _value(line, noted.end(), end)
    alone = leading_emoji(rest) == len(rest) or (rest[0] == "(" and rest.find(")") == len(rest) - 1)
    if not alone or len(line[first:last].split()) > MOST_WORDS:
        return _NONE
    return "bold-only", _trimmed(line, first, last), _value(line, found.end(), end)


def _first_colon(line: str, start: int, end: int) -> int | None:
    """Return the index of the first colon outside code, quotes and brackets that ends a word."""
    if ":" not in line and "：" not in line:
        return None
    closing: list[str] = []
    for index in range(start, min(end, start + 2 * LONGEST_LABEL)):
        char = line[index]
        if closing and char == closing[-1]:
            closing.pop()
        elif char in _OPENERS and "`" not in closing:
            closing.append(_OPENERS[char])
        elif not closing and char in ":：" and _ends_word(line, index, end):
            return index
    return None


def _ends_word(line: str, index: int, end: int) -> bool:
    """A colon ends a label before a blank, the line's end or closing emphasis; a full-width one always does."""
    after = line[index + 1 : index + 2]
    return line[index] == "：" or index + 1 == end or after.isspace() or after in ("*", "_")


def _is_label(text: str, strict: bool = False) -> bool:
    words = text.split()
    if not words or len(text) > LONGEST_LABEL or _NOT_A_LABEL.search(text):
        return False
    if strict:
        return len(words) <= 4 and (words[0][0].isupper() or words[0][0] in "[{*_`")
    return len(words) <= MOST_WORDS


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """Shrink [start, end) past blanks, emoji and markers, keeping at least one character."""
    first = end - len(line[start:end].lstrip(_AROUND))
    first += leading_emoji(line[first:end])
    last = first + len(line[first:end].rstrip(_AROUND))
    return (first, last) if words_of(line[first:last]) else (start, end)


def _value(line: str, start: int, end: int) -> tuple[int, int]:
    start = _skip_blanks(line, start, end)
    if line[start:end] in _YAML_BLOCKS:
        return end, end
    return unwrapped(line, start, end)


def bare_label(line: str, first: int = 0) -> LineParts:
    """The parts of a line that is nothing but a label, from the character `first` on."""
    parts = split_line(line)
    start, end = unwrapped(line, max(first, parts.start), parts.end)
    start += leading_emoji(line[start:end])
    return replace(parts, form="bare", label=(start, end), value=(end, end))
