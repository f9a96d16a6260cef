"""What a text shows besides its words: boxes, tables, counts and links, the places it names, its length, its title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log2

from de_lint.patterns import compiled
from de_lint.reading.fields import Node
from de_lint.reading.markup import words_of
from de_lint.reading.records.cues import names_a_place
from de_lint.reading.records.items import is_step
from de_lint.reading.records.report_titles import names_a_profession, names_an_agent
from de_lint.reading.records.template_parts import blocks_of_a_persona
from de_lint.reading.values import dates
from de_lint.reading.values.statuses import status_emoji

#: A feature of `schemas/weights.json`, how much of it there is, and the line (from 0) that first shows it, if one does.
Mark = tuple[str, float, int | None]

_SHORTEST_LONG = 400
#: Where a host puts what follows the name of a command.
_ARGUMENTS = ("$ARGUMENTS", "${input")
_COUNT = compiled(r"(?<![\w/])\d+\s?/\s?\d+(?![\w/])|\d\s?%")
#: What a page for readers is full of, and what agents hand to each other is not.
_LINKS = ("](http", "](#", "![", "<img")
#: What says something of its own; a heading, a table and front matter hold others that do.
_SAYING = frozenset({"text", "item", "label", "cell", "fence"})
_WITH_WORDS = frozenset({"text", "item", "label", "heading"})


def marks_of(nodes: Sequence[Node]) -> Iterator[Mark]:
    """Yield the marks of a text, which count by their logarithm, the places that it names, and its length."""
    marks = Counter[str]()
    for node in nodes:
        text = node.text.text
        if node.checked is not None:
            marks["open box"] += not node.checked
        elif not text.isascii() and text[:1] in status_emoji():
            marks["good" if text[0] in "✅✓✔☑" else "bad"] += 1
        if node.form == "table":
            marks["table"] += 1
        if node.form == "cell" or node.form in _WITH_WORDS:
            marks["count"] += ("/" in text or "%" in text) and bool(_COUNT.search(text))
            marks["slot of a command"] += any(map(text.__contains__, _ARGUMENTS))
            marks["link"] += node.form != "heading" and any(map(text.__contains__, _LINKS))
    for mark, count in marks.items():
        yield mark, log2(1 + count) / 2, None
    placed = (n for n in nodes if n.form in _SAYING and names_a_place(n.text.text))
    defined = (n for n in nodes if blocks_of_a_persona(n))
    for feature, shown in (("a folder or branch of one task", placed), ("a persona in a fence", defined)):
        first = next(shown, None)
        yield feature, first is not None, first.first_line if first else None
    yield "long", sum(len(n.text.text.split()) for n in nodes if n.form in _WITH_WORDS) > _SHORTEST_LONG, None


def marks_of_title(title: Node | None) -> Iterator[Mark]:
    """Yield what a title is: the name of an agent or a command, one of a series, or dated."""
    if title is not None:
        words = words_of(title.text.text)
        name = words.partition(" ")[0]
        yield "title names an agent", names_an_agent(words), title.first_line
        yield "title names a profession", names_a_profession(words), title.first_line
        yield "title names a command", name[:1] == "/" and name.count("/") == 1, title.first_line  # no `/etc/hosts`
        yield "title is one of a series", is_step(title), title.first_line
        day = next(iter(dates.find(title.text.text)), None)
        before = title.text.text[: day.start].split() if day else []
        is_release = any("." in w and w.lstrip("v[(")[:1].isdigit() for w in before)  # `1.0.2 / 2015-10-07`
        yield "dated title", bool(day and not is_release), title.first_line
