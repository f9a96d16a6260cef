"""The tree of headings and labelled groups of a report, so that a legacy report keeps its shape."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.reading.fields import Node, Text, whole
from de_lint.reading.markup import words_of
from de_lint.reading.records.items import item_status
from de_lint.reading.records.record import Json, Leaf, leaf
from de_lint.reading.values.statuses import read_status
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.schemas import schema


def sections_json(nodes: Sequence[Node], with_headings: bool) -> list[Json]:
    """Return the sections of a report.

    `nodes` are what stands below its title and was not read as a field; where there are no headings, stand-alone
    label lines and numbered outlines are the sections. What stands above the first section has a null title.
    """
    loose = [n for n in nodes if not _opens_section(n, with_headings)]
    out = [_section(None, loose)] if any(n.form != "rule" for n in loose) else []
    return out + [_section(n, n.children) for n in nodes if _opens_section(n, with_headings)]


def _opens_section(node: Node, with_headings: bool) -> bool:
    if node.form == "heading":
        return True
    return not with_headings and (is_label_section(node) or is_outline(node))


def is_label_section(node: Node) -> bool:
    """Tell whether a field is a label line of its own with a list below it."""
    return node.form == "label" and not node.is_item and not node.value and bool(node.children)


def is_outline(node: Node) -> bool:
    """Tell whether a field is a numbered line of its own with something below it: `2. **In Progress**`."""
    return node.form == "item" and node.marker[:1].isdigit() and not node.value and bool(node.children)


def _section(heading: Node | None, nodes: Sequence[Node]) -> Json:
    texts = [n for n in nodes if n.form in ("text", "fence", "comment", "quote")]
    items = [n for n in nodes if n.form in ("item", "label", "front-matter")]
    out: dict[str, Json] = {
        "title": None if heading is None else Leaf(_title(heading), heading.text.span),
        "level": heading.level if heading else 0,
        "text": leaf(said) if (said := whole((n.text for n in texts if n.text), "\n\n")) else None,
        "status": _status(heading, nodes),
        "items": [_item(n) for n in items],
        "tables": [table_json(n) for n in nodes if n.form == "table"],
        "sections": [_section(n, n.children) for n in nodes if n.form == "heading"],
    }
    return out


def _title(heading: Node) -> str:
    shown = heading.label if heading.form == "label" and heading.label else heading.text
    return words_of(shown.text) or shown.text


def _status(heading: Node | None, nodes: Sequence[Node]) -> Json:
    if heading is None:
        return None
    if heading.form == "heading" and heading.label and heading.value and heading.key.endswith("status"):
        return Leaf(read_status(heading.value.text), heading.value.span)
    for node in nodes:
        if node.label and node.value and node.key == "status":
            return Leaf(read_status(node.value.text), node.value.span)
    return None


def _item(node: Node) -> Json:
    own = node.value if node.form == "label" and node.value else node.text
    if node.form == "label" and not node.value:
        own = Text("", node.text.span)
    out: dict[str, Json] = {"text": leaf(own)}
    if node.form == "label" and node.label:
        out["label"] = Leaf(words_of(node.label.text) or node.label.text, node.label.span)
    status = item_status(node.text.text, node)
    if status:
        out["status"] = Leaf(status, node.text.span)
    below = [c for c in node.children if c.form != "table"]
    if below:
        out["items"] = [_item(c) for c in below]
    tables = [table_json(c) for c in node.children if c.form == "table"]
    if tables:
        out["tables"] = tables
    return out


def table_json(table: Node) -> Json:
    """Return a table's header, the cells of its rows, and which rows sum up the others."""
    out: dict[str, Json] = {
        "header": [leaf(c) for c in table.header],
        "rows": [[leaf(c.text) for c in row.children] for row in table.children],
    }
    words = schema("answers")["totals"].split()
    begins = [fold(row.children[0].text.text).replace(" ", "_") if row.children else "" for row in table.children]
    totals = [i for i, word in enumerate(begins) if word in words]
    # A table of nothing but totals compares them.
    if totals and len(totals) < len(table.children):
        out["totals"] = totals
    return out
