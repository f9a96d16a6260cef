"""The files that a report names under headings and labels for files."""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.patterns import compiled
from de_lint.reading.fields import Node
from de_lint.reading.records.layout import Layout
from de_lint.reading.records.record import Json, Leaf
from de_lint.vocabulary.kinds import part
from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import words_in

#: A path has a folder or an ending: `src/app.py`, `Makefile` in code marks, `docs/`.
_PATH = compiled(r"`([^`\s]*[./][^`\s]*)`|(?<![\w/.])((?:[\w.@-]{1,99}/)+[\w.@-]+|[\w@-]{1,99}\.[A-Za-z]\w{0,7})(?![\w/])")  # noqa: E501


def files_json(layout: Layout) -> Json:
    """Return the files under headings and labels for files, each once: `{path, change}`."""
    found: dict[str, Json] = {}
    for node in [*layout.front_matter, *layout.header, *layout.body]:
        for one, change in _listed(node, None):
            for text in (one.value or one.text,) if one.label and one.form == "label" else (one.text,):
                match = _PATH.search(text.text)
                if match:
                    path = (match.group(1) or match.group(2)).rstrip(":")
                    changed = Leaf(_change(text.text) or change, text.span)
                    found.setdefault(path, {"path": Leaf(path, text.span), "change": changed})
    return list(found.values())


def _listed(node: Node, change: str | None) -> Iterator[tuple[Node, str | None]]:
    """Yield the items, rows and values below headings for files, with what the heading says was done to them."""
    opens = node.is_labelled and part(node.name, "progress_report") == "files"
    if not opens:
        for child in node.children if node.form in ("heading", "label", "root") else ():
            yield from _listed(child, change)
        return
    change = _change(node.name)
    if node.value:
        yield node, change
    stack = list(node.children)
    while stack:
        one = stack.pop(0)
        if one.form in ("heading", "label") and not one.is_item:
            own = _change(one.name) or change
            if one.value or one.form == "heading":
                yield one, own
            yield from ((c, own) for c in one.children if c.is_item or c.form == "row")
        elif one.is_item or one.form == "row":
            yield one, change
        elif one.form == "table":
            stack[:0] = one.children


def _change(text: str) -> str | None:
    rows = schema("answers")["changes"].items()
    return next((name for name, row in rows if set(row.split()) & set(words_in(text.casefold()))), None)
