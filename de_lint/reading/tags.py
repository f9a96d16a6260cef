"""Tags on lines of their own: those that name a part stand for headings, others only wrap what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Row
from de_lint.reading.markdown import Block
from de_lint.reading.nesting import Nesting
from de_lint.vocabulary.kinds import active, part
from de_lint.vocabulary.taught import KINDS

#: A line of one tag: what opens, closes, or is said between the two.
_TAG = compiled(
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w.-]*)(?:\s[^<>=]+=[^<>]*|\sopen)?>"
    r"(?:(?:<\w{1,6}>)*(?P<said>[^<>]*(?:</\w{1,6}>[^<>]+)?)(?:</\w{1,6}>)*</(?P=name)>)?"
)
#: A tag at the start of a line, or at its end, with text of the same line inside.
_EDGE = compiled(
    r"\A[ \t]{0,3}<(?P<opens>[A-Za-z][\w.-]*)>(?=[ \t]*[^\s<])|(?<=[^\s>])[ \t]*</(?P<closes>[A-Za-z][\w.-]*)>[ \t]*\Z"
)
#: So many tags that open a line are read apart.
_MOST_TAGS = 5
#: Tags that fold away what they hold, and that hold the title of it.
_DETAILS = ("details", "summary")


def _wraps(name: str) -> bool:
    """`<result>` and `<task_result>` stand around a text; `<expected_output>` names a part of it."""
    wrappers, wrapped = (set(active().words[name].split()) for name in ("wrappers", "wrapped"))
    *before, last = name.lower().replace("-", "_").split("_")
    return name.lower() in wrappers or (last in wrappers and wrapped.issuperset(before))


def tag_of(line: str) -> re.Match[str] | None:
    """Return the match of a line that is one tag and nothing else, or a tag with words in it; None for any other."""
    text = line.strip()
    return _TAG.fullmatch(text) if text[:1] == "<" and text[-1:] == ">" else None


def tags_apart(row: Row) -> list[Row]:
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
    return [*out, *_around_text(rest)] if "<" in rest.text else [*out, rest]


def _around_text(row: Row) -> list[Row]:
    """`<task>Build the page` and, lines below, `and test it.</task>`: the tags of a part apart from its text."""
    found = [m for m in _EDGE.finditer(row.text) if row.text.count(f"{m[m.lastindex or 0]}>") == 1]
    cuts = [m.end() if m["opens"] else m.start() for m in found if _opens_part(m["opens"] or m["closes"])]
    edges = pairwise((0, *cuts, len(row.text)))
    return [replace(row, text=row.text[a:b], start=row.start + a) for a, b in edges] if cuts else [row]


def _opens_part(name: str) -> bool:
    return any(part(name.replace("_", " "), kind) for kind in KINDS)


class Tags:
    """The tags of a text that are open, each with the heading that it stands for."""

    def __init__(self, nesting: Nesting) -> None:
        self._nesting = nesting
        self._open: list[tuple[str, Node | None]] = []
        self._closings: Counter[str] = Counter()
        #: The lines of tags that stand around the whole text, and so say nothing of it.
        self._around: set[int] = set()

    def find(self, rows: Sequence[Row], found: Sequence[Block]) -> None:
        """Note which tags a text closes, and whether one stands around all of it."""
        texts = (r for b in found if b.kind == "text" for r in rows[b.start : b.end] if r.text.strip())
        lines = [one for r in texts for one in tags_apart(r)]
        tags = [(r, tag) for r in lines if r.text.lstrip()[0] == "<" and (tag := tag_of(r.text))]
        self._closings.update(tag["name"] for _, tag in tags if tag["end"])
        self._closings.update(tag["name"].lower() for _, tag in tags if tag["end"] and not tag["name"].islower())
        tags = [(r, tag) for r, tag in tags if self._closings[tag["name"]]]
        marks = ("front-matter", "comment", "rule")
        whole = [r.number for b in found if b.kind not in marks for r in rows[b.start : b.end] if r.text.strip()]
        for (first, top), (last, end), *edges in zip(tags, reversed(tags), whole, reversed(whole), strict=False):
            if top["name"] != end["name"] or first.number >= last.number or edges != [first.number, last.number]:
                break
            self._around.update(edges)

    def read(self, row: Row, tag: re.Match[str]) -> bool:
        """Read a line that is a tag; tell whether it says anything of the text."""
        if row.number in self._around:
            return True
        name = tag["name"].lower() if tag["name"].lower() in _DETAILS else tag["name"]
        if tag["said"] is not None:
            return self._with_words(row, tag)
        if tag["end"]:
            self._nesting.leaf("tag", row)
            self._close(name)
            return True
        if not self._closings[name]:
            return False  # `<Button>` in a text about one, `<title>` in a form
        if _wraps(name) or not _opens_part(name):
            self._nesting.leaf("tag", row)
            self._open.append((name, None))
            return True
        self._open.append((name, self._nesting.section(row, row.text.index(name), len(name))))
        return True

    def _with_words(self, row: Row, tag: re.Match[str]) -> bool:
        start = row.text.index(tag.group()) + tag.start("said")
        if not tag["said"].strip():
            return False
        if tag["name"].lower() == "li":
            said = self._nesting.text(row, start, start + len(tag["said"]))
            self._nesting.push_item(Node("item", said, marker="-", lines=[row.number]))
            return True
        if tag["name"].lower() == "summary":
            self.entitle(row, start, len(tag["said"]))
            return True
        if not part(tag["name"].replace("_", " "), "delegation"):
            return False
        at = row.text.index(tag["name"])
        field = Node("label", self._nesting.text(row, at, start + len(tag["said"])), lines=[row.number], info="tag")
        field.label = self._nesting.text(row, at, at + len(tag["name"]))
        field.value = self._nesting.text(row, start, start + len(tag["said"]))
        self._nesting.close()
        self._nesting.push(field)
        return True

    def wants_title(self) -> bool:
        """Tell whether the next line is the title of what `<details>` holds."""
        return self._open[-1:] == [("summary", None)]

    def entitle(self, row: Row, start: int, length: int) -> None:
        """Open a heading by the title of what `<details>` holds."""
        heading = self._nesting.section(row, start, length)
        holder = next((i for i in range(len(self._open) - 1, -1, -1) if self._open[i] == ("details", None)), None)
        if holder is not None:
            self._open[holder] = ("details", heading)

    def _close(self, name: str) -> None:
        if not any(n == name for n, _ in self._open):
            return
        while self._open:
            last, heading = self._open.pop()
            while heading is not None and heading in self._nesting.headings:
                self._nesting.headings.pop()
            if last == name:
                break
        self._nesting.close()
