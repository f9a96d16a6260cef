"""Lists of another length than the line above them announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from de_lint.diagnostics import Span
from de_lint.judging.claims.tallies import count_of, span_within
from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import without_emoji, without_markup
from de_lint.reading.source import Source

#: `Blockers (3)`, `3 blockers:`, `The following 3 files were changed:`.
_IN_PARENTHESES = compiled(
    r"(?<![a-z])[A-Za-z][a-z]*s\b[^()\d]{0,30}"
    r"\((?P<count>\d{1,3})(?: (?:items?|files?|total|entries))?\)[\s:*_]*$"
)
_BEFORE_NOUN = compiled(
    r"^\W*(?:(?:the|these|following|found|identified|there (?:are|were)|has|have|we|I|all) )*(?P<count>\d{1,3})"
    r" (?:[a-z-]+ ){0,3}?(?:blockers|issues|problems|bugs|files|tasks|items|steps|changes|tests|findings|errors"
    r"|failures|warnings|recommendations|questions|risks|commits|modules|components|documents|scripts|services|features|reasons"
    r"|improvements|fixes|agents|tickets|endpoints|tables)\b(?: [a-z]+){0,3}[\s*_]*:[\s*_]*$",
    re.IGNORECASE,
)
_EXCERPT = compiled(
    r"\b(?:top|first|last|key|main|major|some|including|includes?|such as|e\.g|example|samples?|highlights?|notable"
    r"|other|more|of|each|per|remaining|over|about|around|nearly|approx\w*|at least"
    r"|up to|phase|week|day|sprint|level|priority"
    r"|version|critical)\b|~|≈|\+",
    re.IGNORECASE,
)
#: An item that stands for several, or for none.
_SEVERAL = compiled(
    r"\.\.\.|…|\b(?:more|others?|etc|remaining|rest|various|multiple|several|all|none|total|both|each|and \d+)\b"
    r"|^\W*\d+\b|[(×x]\s?\d+|\d+\s?[-–]\s?\d+|\b\d+ [a-z]+s\b|\band\b|,|&|\+|/\s",
    re.IGNORECASE,
)
_SIGNIFICANT = 2
_LONGEST_HEAD = 200


def announced_lists(source: Source, root: Node) -> Iterator[tuple[Span, str]]:
    """Yield the place of each number below a field that a list contradicts, with a message."""
    for node in root.walk():
        for one, listed in _announced(node):
            text = one.text
            if len(text.text) > _LONGEST_HEAD:
                continue
            found = _IN_PARENTHESES.search(text.text) or _BEFORE_NOUN.search(text.text)
            if found and len(re.findall(r"\d+", text.text)) == 1 and not _EXCERPT.search(text.text):
                count = count_of(found["count"])
                if count != len(listed) and _is_plain(listed, count):
                    place = span_within(source, text, *found.span("count"))
                    yield place, f"{count} announced, but {len(listed)} listed"


def _announced(node: Node) -> Iterator[tuple[Node, Sequence[Node]]]:
    """Yield each line that a list follows at once, with the list's items."""
    if node.is_labelled and not node.value and node.children and all(child.is_item for child in node.children):
        yield node, node.children
    for index, child in enumerate(node.children):
        if child.form == "text" and child.text.text.rstrip(" *_").endswith(":"):
            items = _items_after(node.children[index + 1 :])
            if items:
                yield child, items


def _items_after(nodes: Sequence[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if not node.is_item:
            break
        found.append(node)
    return found


def _is_plain(items: Sequence[Node], count: int) -> bool:
    """Tell whether each item is one thing, so that their number is what was announced or is not."""
    if len(items) < _SIGNIFICANT or any(_SEVERAL.search(_said(one.label or one.text)) for one in items):
        return False
    below = sum(len(one.items) for one in items)
    return below != count


def _said(text: Text) -> str:
    return without_emoji(without_markup(text.text))
