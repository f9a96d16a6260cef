"""Every labelled number of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.claims import INNER_LABEL
from de_lint.reading.records.record import Json, Leaf
from de_lint.reading.records.shapes import quantities_json
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.reading.values import dates, placeholders, quantities
from de_lint.reading.values.quantities import Quantity
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.schemas import schema

#: What a program printed, shown in a fence: no programming language is named.
_OUTPUT = frozenset({"", "text", "txt", "output", "console"})
#: A longer value is a sentence that happens to hold a number, unless it begins with one.
LONGEST_VALUE = 14
#: A longer noun is a sentence.
_LONGEST_NOUN = 50


@cache
def _unmeasured() -> frozenset[str]:
    return frozenset(schema("quantities")["unmeasured"].split())


def metrics_json(nodes: Sequence[Node], source: Source) -> list[Json]:
    """Return the metrics in and below `nodes`, in source order."""
    return [m for node in nodes for m in _metrics(node, [], source)]


def _metrics(node: Node, path: list[str], source: Source) -> Iterator[Json]:
    if node.form == "table":
        yield from _table_metrics(node, path)
        return
    if node.form in ("fence", "comment", "front-matter"):
        if node.form == "fence" and fold(node.info) in _OUTPUT:
            for shown in build_tree(source, node.rows).children:
                yield from _metrics(shown, path, source) if shown.form != "fence" else ()
        return
    if node.label and node.value:
        yield from _labelled(node.label, node.value, path)
    elif node.form in ("item", "text"):
        yield from _tallies(node.text, path)
    below = [*path, node.name] if node.is_labelled and node.name else path
    for child in node.children:
        yield from _metrics(child, below, source)


def _tallies(text: Text, path: list[str]) -> Iterator[Json]:
    """`101 passed, 33 failed`, and a count in bold that opens a line: `**4 modules** moved to the new loader`."""
    if quantities.DIGITS.isdisjoint(text.text):
        return
    found = quantities.labelled_after(text.text)
    before, mark, rest = text.text.partition("**")
    bold, closed, rest = rest.partition("**")
    if not found and mark and closed and rest.strip(" :–—-") and not any(c.isalnum() for c in before):
        found = _counted(bold)
    ends = [*(q.start for _, q in found[1:]), len(text.text)]
    for (label, quantity), end in zip(found, ends, strict=False):
        own = text.text[quantity.start : end].rstrip(" ,;|*&+·•([") if len(found) > 1 else text.text
        yield _metric(Leaf(label, text.span), path, Text(own, text.span), [quantity])


def _counted(text: str) -> list[tuple[str, Quantity]]:
    """Return the noun and the number of a text that is a count: `548 Classes`."""
    first = text.partition(" ")[0].strip("<>~≈KkMB%+")  # `4GB heap limit` counts nothing
    found = quantities.find(text) if first.replace(",", "").replace(".", "").isdigit() else []
    noun = text[found[0].end :].strip() if found else ""
    if len(found) != 1 or not noun[:1].isalpha() or len(noun) > _LONGEST_NOUN or found[0].start or found[0].of:
        return []
    return [(noun, found[0])] if ":" not in noun and "*" not in noun and quantities.DIGITS.isdisjoint(noun) else []


def _labelled(label: Text, value: Text, path: list[str]) -> Iterator[Json]:
    if quantities.DIGITS.isdisjoint(label.text) and quantities.DIGITS.isdisjoint(value.text):
        return
    name = words_of(label.text)
    for noun, counted in _counted(name):
        yield _metric(Leaf(noun, label.span), path, label, [counted])
    if fold(label.text).replace(" ", "_") in _unmeasured() or dates.parse(value.text):
        return
    labels = [m for m in INNER_LABEL.finditer(value.text) if m["label"][0].isupper() and ":" in m.group()]
    if not any(m.start() for m in labels):
        labels = []
    elif labels[0].start() == 0:
        path = [*path, name]
    edges = [(0, name), *((m.end(), m["label"]) for m in labels)]
    for (end, own), stop in zip(edges, [*(m.start() for m in labels), len(value.text)], strict=True):
        part = value.text[end:stop]
        if len(part.split()) > LONGEST_VALUE and not next((c for c in part if c.isalnum() or c in "_`"), "").isdigit():
            continue
        found = _found(part)
        if found and not placeholders.is_placeholder(part):
            yield _metric(Leaf(own, value.span if end else label.span), path, Text(part, value.span), found)


def _table_metrics(table: Node, path: list[str]) -> Iterator[Json]:
    for row in table.children:
        # The columns are the labels of the only row of a table, none of whose cells is one.
        alone = len(table.children) == 1 and _is_number(row.children[0].text.text)
        at = -1 if alone else _label_column(row)
        label = row.children[at].text
        for index, cell in enumerate(row.children[at + 1 :], at + 1):
            found = _found(cell.text.text) if len(cell.text.text.split()) <= LONGEST_VALUE else []
            header = table.header[index] if index < len(table.header) else None
            if found and alone and header:
                yield _metric(Leaf(words_of(header.text), header.span), path, cell.text, found)
            elif found and not alone:
                title = words_of(header.text) if header else ""
                named = Leaf(words_of(label.text) or label.text, label.span)
                yield _metric(named, [*path, title] if title else path, cell.text, found)


def _label_column(row: Node) -> int:
    """Return which cell names the row: the first, or the one behind the row's number where that says something."""
    first, *rest = (cell.text.text for cell in row.children)
    numbered = first.strip(" #.*").replace(".", "").isdigit() and bool(rest) and not quantities.find(rest[0])
    return 1 if numbered and len(rest) > 1 and any(c.isalpha() for c in rest[0]) else 0


def _found(text: str) -> list[Quantity]:
    """Return the quantities in a value; all of it may stand in code marks: `85%`."""
    code = text.strip(" `*") if "`" in text else ""
    return quantities.find(code if _is_number(code) else text)


def _is_number(text: str) -> bool:
    found = quantities.find(text)
    return len(found) == 1 and not any(c.isalnum() for c in text[: found[0].start] + text[found[0].end :])


def _metric(label: Leaf, path: list[str], text: Text, found: Sequence[Quantity]) -> Json:
    return {
        "label": label,
        "path": list(path),
        "text": Leaf(text.text, text.span),
        "quantities": quantities_json(found, text.span),
        "line": text.span.start_line,
    }
