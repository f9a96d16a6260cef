"""Items of a record's lists: which lines count as one, and how each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import takewhile

from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Text
from de_lint.reading.labels import split_line
from de_lint.reading.records.record import Json, Leaf, leaf
from de_lint.reading.values.answers import says_none
from de_lint.reading.values.statuses import emoji_status, read_status
from de_lint.reading.values.tickets import ticket_systems
from de_lint.vocabulary.kinds import active, concepts, part

#: `1. …`, `#3 …`, `Fix 2: …` or `ABC-12: …` heads an item; `4.2 …` is a section of a document that numbers its own.
_NUMBERED = compiled(r"\W*(?:\[[A-Z]+\]\W+)?(?:#?\d+[.):](?!\d)|#\d+\b|[A-Z]{1,10}-?\d+\b\s*[·:.–—-])")
_SECTION_NUMBER = compiled(r"\W*\d+\.\d")
#: `Phase 2`, `TASK 3`, `Step IV`.
_OF_A_SERIES = compiled(r"\W*(?:[A-Z]{3,8} )?(?P<word>[^\W\d_]+)\s+(?:#?\d+[a-z]?|[IVX]+)\b")
#: Facts that the labels of a header state, and that may say something of a section: `**Date**: …`.
FACTS = frozenset({"agent", "date", "status", "progress", "assignee", "duration", "environment"})
_ASIDES = frozenset({"deadline", "effort", "priority"})
#: Parts of a list's section that tell how its items are measured or proven, and hold none.
_NO_ITEMS = frozenset({"metrics", "tests", "findings", "conclusion", "environment", "summary", "status"})


def items_below(node: Node) -> Iterator[tuple[Text, Node | None]]:
    """Yield the top-level items of a list field: the value on its own line is one item unless it says none."""
    # What stands below a rule is the document's footer.
    children = list(takewhile(lambda c: c.form != "rule", node.content))
    listed = [c for c in children if c.is_item]
    groups = [c for c in children if not c.is_item and c.is_labelled]
    if node.value and (node.form != "heading" or not children):  # `### Blockers: no key` says all of it
        if says_none(node.value.text):
            return
        yield from ((t, None) for t in _broken(node.value) if _counts(t.text))
    if children and _announces(children[0]) and says_none(children[0].text.text):
        return  # `None. These were resolved:`
    for child in children:
        if child.is_item:
            if child.text and _counts((child.value or child.text).text):
                yield child.text, child
        elif child.form == "table":
            yield from _rows(child)
        elif child in groups:
            yield from _group_items(child, listed)
        elif child.form == "text" and not (listed or groups or node.value or _announces(child)):
            yield from [(child.text, None)] if _counts(child.text.text) else []


def _counts(text: str) -> bool:
    """An item says something, and is no variable that a program has still to fill in."""
    return not says_none(text) and not (text.startswith("{{") and text.endswith("}}"))


def _rows(table: Node) -> Iterator[tuple[Text, Node]]:
    for row in table.children:
        cells = [c.text.text for c in row.children if c.text]
        if cells and not says_none(" | ".join(cells)):
            yield Text(" | ".join(cells), row.text.span), row


def _announces(child: Node) -> bool:
    return child.text.text.rstrip(" *_").endswith((":", "："))


def _broken(value: Text) -> list[Text]:
    """Return the lines of a value, `- one<br>- two`, each without the mark of a list."""
    lines = value.text.replace("<br/>", "<br>").replace("<br />", "<br>").replace("<BR>", "<br>").split("<br>")
    if len(lines) == 1:
        return [value]
    return [Text(line[split_line(line).start :].strip(), value.span) for line in lines if line.strip()]


def is_numbered(group: Node) -> bool:
    """Tell whether a sub-heading bears a number of its own."""
    return bool(_NUMBERED.match(group.text.text))


def series_of(heading: Node) -> Set[str]:
    """Return what a heading that is one of a series counts: `stage` for `Phase 2: …`; nothing if it is none."""
    match = _OF_A_SERIES.match(heading.text.text)
    return concepts(match["word"]).keys() if match else frozenset()


def is_step(heading: Node) -> bool:
    """Tell whether a heading is one of a series of steps: `Phase 2: …`, `Task 3`."""
    return not series_of(heading).isdisjoint(("stage", "steps", "task"))


def is_item_heading(group: Node) -> bool:
    """Tell whether a sub-heading is an item itself: numbered, ticked, or a ticket."""
    text = group.text.text
    if _SECTION_NUMBER.match(text):
        return not group.items
    ticked = group.info == "bold-only" and emoji_status(text[:1]) == "completed"
    if ticked or _NUMBERED.match(text) or (series_of(group) and "stage" not in series_of(group)):
        return True
    labels = [c for c in group.content if c.label and (c.value or c.children)]
    known = active().words["of_one_item"].split()  # `**Location**: …`, `**Root cause**: …`
    own = [c for c in labels if not concepts(c.name).keys().isdisjoint(known)]
    if own == group.content and all(c.value for c in own):
        return bool(own)
    return group.form == "heading" and len(own) > 1 and len(own) * 2 > len(group.content) - len(labels) + len(own)


def _group_items(group: Node, listed: Sequence[Node]) -> Iterator[tuple[Text, Node | None]]:
    """A sub-heading such as `Task 1: …` is an item itself; any other group only holds items.

    A label with its text on the line, after a list (`listed`), is a remark on it.
    """
    links = active().lexicon.links  # `For the tests` says for whom or what the items below are
    apart = part(group.name, "progress_report") in _NO_ITEMS and group.name.partition(" ")[0].casefold() not in links
    if is_item_heading(group):
        yield group.text, group
    elif group.form == "heading" and apart and not series_of(group):  # `Phase 1: Expand test coverage`
        return
    elif group.form == "heading" or not group.value:
        yield from items_below(group)
    elif part(group.name, "progress_report") in FACTS or _ASIDES & concepts(group.name).keys():
        yield from ((i.text, i) for i in group.items if not says_none(i.text.text))
    elif not listed and not says_none(group.value.text):
        yield group.text, group


def item(text: Text, node: Node | None) -> Json:
    """Return one item of a record's list."""
    found = [t.id for t in ticket_systems().find(text.text)]
    out = {
        "text": leaf(text),
        "tickets": [Leaf(i, text.span) for i in dict.fromkeys(found)],
        "status": Leaf(item_status(text.text, node), text.span),
    }
    below = [item(Text(c.text.text, c.text.span), c) for c in node.children if c.text] if node else []
    if below and node and node.form != "row":
        out["items"] = below
    return out


def item_status(text: str, node: Node | None) -> str | None:
    """Return how an item stands by its check box, its emoji or a status word after a dash; else None."""
    if node is not None and node.checked is not None:
        return "completed" if node.checked else "pending"
    bare = text.strip()
    if bare.startswith("~~") and bare.endswith("~~"):
        return "completed"  # struck out
    if not bare.isascii():
        status = emoji_status(bare[0]) or emoji_status(bare.rstrip("\ufe0f")[-1:])
        if status:
            return status
    before, _, tail = bare.replace("–", "-").replace("—", "-").rpartition(" - ")
    return read_status(tail) if before and len(tail) <= 40 and 0 < len(tail.split()) <= 2 else None
