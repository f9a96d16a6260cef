"""The tree of headings and labelled groups back to lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from de_lint.writing.lines import fence, labelled, one_line, paragraphs, pipe_table
from de_lint.writing.properties import items as item_lines

Section = Mapping[str, Any]
#: Gives the lines that belong into a section beyond what it holds itself.
More = Callable[[Section], list[str]]
#: Tells whether a text of a section is no item of the list that the section's title names: it stands below a rule.
Footer = Callable[[Section, str], bool]
RULE = "---"


def has_headings(sections: Sequence[Section]) -> bool:
    """Tell whether any section has a heading."""
    return any(s.get("level") for s in sections)


def loose_lines(sections: Sequence[Section]) -> list[str]:
    """Return the lines of what stands above the first section."""
    return [line for s in sections if s.get("title") is None for line in _body(s, lambda section, text: False)]


def section_lines(
    sections: Sequence[Section],
    outline: Callable[[str], bool],
    more: More | None = None,
    footer: Footer = lambda section, text: False,
) -> list[str]:
    """Return the lines of the titled sections; `outline` says which stand-alone titles are numbered, not labels."""
    out: list[str] = []
    number = 0
    for section in sections:
        if section.get("title") is None:
            continue
        title = one_line(str(section["title"]))
        if section.get("level"):
            out += [f"{'#' * int(section['level'])} {title}", ""]
            body = _body(section, footer)
        elif outline(title):
            number += 1
            out.append(f"{number}. {title}")
            body = [f"   {line}" if line else "" for line in _body(section, footer)]
        else:
            out += labelled(title, "", bold=True)
            body = _body(section, footer)
        out += [*body, ""] if body else []
        below = section.get("sections") or []
        apart = below and RULE not in body and all(footer(section, t) for b in below for t in _first_texts(b))
        cut = [RULE] if apart else []
        for block in (
            more(section) if more else [],
            cut,
            section_lines(below, outline, more, _within(section, footer)),
        ):
            out += [*block, ""] if block else []
    while out and not out[-1]:
        out.pop()
    return out


def _body(section: Section, footer: Footer) -> list[str]:
    blocks = [paragraphs(str(section["text"]))] if section.get("text") else []
    blocks += [pipe_table(t) for t in section.get("tables") or []]
    entries = section.get("items") or []
    cut = len(entries)
    while cut > 1 and footer(section, _told(entries[cut - 1])):
        cut -= 1
    blocks += [list(_entries(entries[:cut], 0)), [RULE] if entries[cut:] else [], list(_entries(entries[cut:], 0))]
    out: list[str] = []
    for block in blocks:
        out += [*block, ""] if block else []
    return out[:-1]


def _within(outer: Section, footer: Footer) -> Footer:
    """Return `footer` for the sections below one: the list that the outer title names goes on in them."""
    return lambda section, text: footer(section, text) or footer(outer, text)


def _first_texts(section: Section) -> Iterator[str]:
    """Yield what a section would be in a list: an item by its title, or a group by its first item."""
    yield str(section.get("title"))
    yield from (_told(entry) for entry in (section.get("items") or [])[:1])
    yield from (text for below in (section.get("sections") or [])[:1] for text in _first_texts(below))


def _told(entry: Mapping[str, Any]) -> str:
    """Return what an entry would be as an item: a group is known by its first item."""
    if "label" not in entry:
        return str(entry.get("text") or "")
    below = entry.get("items") or []
    return f"{entry['label']}: {entry['text']}" if entry.get("text") or not below else _told(below[0])


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
            yield from ("", RULE, "")
        grouped = False
        text = str(node.get("text") or "")
        if "\n" in text:
            yield from fence(text, indent)
        else:
            yield from item_lines([{"text": text, "status": node.get("status")}], indent, "-")
        yield from _below(node, indent + 2)


def _below(node: Mapping[str, Any], indent: int) -> Iterator[str]:
    for one in node.get("tables") or []:
        yield from pipe_table(one, indent)
    yield from _entries(node.get("items") or [], indent)
