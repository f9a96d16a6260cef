"""Items of a report's lists: which lines count as one, and how each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text
from de_lint.reading.markup import without_emoji, without_markup
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Json, Leaf, leaf
from de_lint.reading.tree import STATUS_EMOJI
from de_lint.reading.values.statuses import read as read_status
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind

_NONE = compiled(
    r"(?:none|n/?a|not applicable|nil|nothing|0|keine?|aucun|ninguno|nessuno)"
    r"(?:(?: (?:observed|found|at this time|at the moment|right now|for now|yet|identified|known|currently"
    r"|reported|noted|blocking|so far|remaining|required)\b|\s*[.,;:!(–—]|\s-).*)?"
    r"|(?:no|zero|without)(?: (?:known|current|open|active|outstanding|further|critical|major|remaining|more))?"
    r"(?: (?:blockers?|issues?|blocking issues|problems|obstacles)\b.*)?"
    r"|no (?:further |immediate |additional |more )?(?:actions?|changes|steps|work|fix(?:es)?|recommendations)"
    r"(?: (?:is|are))? (?:needed|required|necessary)\b.*"
    r"|[-–—]+",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = compiled(
    r"\W*(?:(?:task|item|step|fix|issue|change|phase|feature|deliverable|improvement)\s*#?\d+|\d+[.)](?!\d))",
    re.I,
)
#: `4.2 For the crew` is a section of a document that numbers its sections; its items are what it lists.
_SECTION_NUMBER = compiled(r"\W*\d+\.\d")

#: `Phase 1 (this month)` only says when; its items say what.
_BARE_NUMBER = compiled(r"(?:phase|priority|sprint|week|stage)\W*\d+")

#: A part of a list's section that tells how its items are measured or decided on, and holds none.
_MEASURES = compiled(r"(?:.* )?(?:metrics|statistics|stats|criteria|decision)(?: .*)?")


_FACTS = frozenset({"agent", "date", "status", "progress"})


def says_none(text: str) -> bool:
    """Tell whether a value says that there is nothing: none, n/a, no blockers."""
    plain = without_emoji(without_markup(text)).strip().rstrip(".")
    return bool(_NONE.fullmatch(plain))


def items_below(node: Field) -> Iterator[tuple[Text, Field | None]]:
    """Yield the top-level items of a list field: the value on its own line is one item unless it says none."""
    # What stands below a rule is the document's footer.
    children = list(takewhile(lambda c: c.form != "rule", node.children))
    listed = [c for c in children if c.is_item]
    groups = [c for c in children if not c.is_item and c.is_labelled]
    if node.value and not says_none(node.value.text) and node.form != "heading":
        yield node.value, None
    for child in children:
        if child.is_item and not says_none(child.text.text):
            yield child.text, child
        elif child.form == "table":
            for row in child.children:
                yield Text(" | ".join(c.text.text for c in row.children if c.text), row.text.span), row
        elif child in groups:
            yield from _group_items(child, listed)
        elif child.form == "text" and not listed and not groups and not node.value and _is_bare_item(node, child):
            yield child.text, None


def _is_bare_item(node: Field, child: Field) -> bool:
    alone = node.form == "label" or node.is_one_paragraph
    return alone and not says_none(child.text.text) and child is node.children[0]


def _is_item_itself(group: Field) -> bool:
    text = group.text.text
    if _SECTION_NUMBER.match(text):
        return not group.items
    return bool(_NUMBERED.match(text)) and not (_BARE_NUMBER.fullmatch(fold(text)) and group.items)


def _group_items(group: Field, listed: Sequence[Field]) -> Iterator[tuple[Text, Field | None]]:
    """A sub-heading such as `Task 1: …` is an item itself; any other group only holds items.

    A label with its text on the line, after a list (`listed`), is a remark on it.
    """
    if _is_item_itself(group):
        yield group.text, group
    elif _MEASURES.fullmatch(fold(group.name)):
        return
    elif group.form == "heading" or not group.value:
        yield from items_below(group)
    elif _is_fact(group):
        yield from ((i.text, i) for i in group.items if not says_none(i.text.text))
    elif not listed and not says_none(group.value.text):
        yield group.text, group


def _is_fact(label: Field) -> bool:
    """`**Date**: …` below the heading of a list says when the section was written, and is none of its items."""
    return any(p.name in _FACTS for p in kind("progress_report").find(label.key))


def item(text: Text, node: Field | None, reading: Reading) -> Json:
    """Return one item of a report's list."""
    found = [t.id for t in reading.systems.find(text.text)]
    out = {
        "text": leaf(text),
        "tickets": [Leaf(i, text.span) for i in dict.fromkeys(found)],
        "status": Leaf(item_status(text.text, node, reading), text.span),
    }
    below = [item(Text(c.text.text, c.text.span), c, reading) for c in node.children if c.text] if node else []
    if below and node and node.form != "row":
        out["items"] = below
    return out


def item_status(text: str, node: Field | None, reading: Reading) -> str | None:
    """Return how an item stands by its check box, its emoji or a status word after a dash; else None."""
    if node is not None and node.checked is not None:
        return "completed" if node.checked else "pending"
    bare = text.strip()
    if bare and (bare[0] in STATUS_EMOJI or bare.rstrip("\ufe0f")[-1:] in STATUS_EMOJI):
        emoji = bare[0] if bare[0] in STATUS_EMOJI else bare.rstrip("\ufe0f")[-1]
        return reading_emoji(emoji, reading)
    tail = re.search(r"\s[-–—]\s+([^-–—]{2,40})$", text)
    if tail and len(tail.group(1).split()) <= 2:
        return read_status(tail.group(1), reading.statuses["synonyms"])
    return None


def reading_emoji(emoji: str, reading: Reading) -> str | None:
    """Return the status that an emoji stands for."""
    found = reading.statuses.get("emoji", {})
    status = found.get(emoji) or found.get(emoji + "\ufe0f")
    return str(status) if status else None
