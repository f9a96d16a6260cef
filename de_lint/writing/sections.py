"""The tree of headings and labelled groups back to lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from de_lint.writing.lines import fence, labelled, one_line, paragraphs, table
from de_lint.writing.properties import items as item_lines

Section = Mapping[str, Any]
#: Gives the lines that belong into a section beyond what it holds itself.
More = Callable[[Section], list[str]]


def has_headings(sections: Sequence[Section]) -> bool:
    """Tell whether any section has a heading."""
    return any(s.get("level") for s in sections)


def loose_lines(sections: Sequence[Section]) -> list[str]:
    """Return the lines of what stands above the first section."""
    return [line for s in sections if s.get("title") is None for line in _body(s)]


def section_lines(sections: Sequence[Section], outline: Callable[[str], bool], more: More | None = None) -> list[str]:
    """Return the lines of the titled sections; `outline` says which stand-alone titles are numbered, not labels."""
    out: list[str] = []
    number = 0
    for section in sections:
        if section.get("title") is None:
            continue
        title = one_line(str(section["title"]))
        if section.get("level"):
            out += [f"{'#' * int(section['level'])} {title}", ""]
            body = _body(section)
        elif outline(title):
            number += 1
            out.append(f"{number}. {title}")
            body = [f"   {line}" if line else "" for line in _body(section)]
        else:
            out += labelled(title, "", bold=True)
            body = _body(section)
        out += [*body, ""] if body else []
        for block in (more(section) if more else [], section_lines(section.get("sections") or [], outline, more)):
            out += [*block, ""] if block else []
    while out and not out[-1]:
        out.pop()
    return out


def _body(section: Section) -> list[str]:
    blocks = [paragraphs(str(section["text"]))] if section.get("text") else []
    blocks += [table(t) for t in section.get("tables") or []]
    blocks.append(list(_entries(section.get("items") or [], 0)))
    out: list[str] = []
    for block in blocks:
        out += [*block, ""] if block else []
    return out[:-1]


def _entries(nodes: Sequence[Mapping[str, Any]], indent: int) -> Iterator[str]:
    """Yield items and labelled groups; a rule keeps a group from taking the items after it."""
    grouped = False
    for node in nodes:
        if "label" in node:
            grouped = True
            yield from labelled(str(node["label"]), str(node.get("text") or ""), " " * indent, bold=True)
            yield from _below(node, indent + 2)
            continue
        if grouped and not indent:
            yield from ("", "---", "")
        grouped = False
        text = str(node.get("text") or "")
        if "\n" in text:
            yield from fence(text, indent)
        else:
            yield from item_lines([{"text": text, "status": node.get("status")}], indent, "-")
        yield from _below(node, indent + 2)


def _below(node: Mapping[str, Any], indent: int) -> Iterator[str]:
    for one in node.get("tables") or []:
        yield from table(one, indent)
    yield from _entries(node.get("items") or [], indent)
