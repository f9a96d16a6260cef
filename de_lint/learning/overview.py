"""Who a template document is about: names, type, icon, and what its overview says of role, authority and scope."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import PurePath

from de_lint.classes import dataclass, field
from de_lint.learning.field_schemas import Open
from de_lint.patterns import compiled
from de_lint.reading.document import Document
from de_lint.reading.fields import Node
from de_lint.reading.markup import leading_emoji, words_of
from de_lint.reading.records.agents import agent_type
from de_lint.reading.records.record import Record
from de_lint.reading.values.placeholders import holds_placeholder
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import part, said

_SUFFIX = compiled(r"[_-](?:agent|template|delegation|role)+$", re.IGNORECASE)
_NO_TYPE = "unnamed"
_FACTS = {"role": "description", "authority": "authority"}


@dataclass(slots=True)
class AgentOverview:
    """The agent of a template document; `lines` says where each fact stands, under the schema's key."""

    type: str
    title: str
    names: tuple[str, ...]
    icon: str
    facts: Mapping[str, str]
    lines: dict[str, int]
    open: list[Open] = field(default_factory=list)


def overview_of(document: Document, report: Record | None, delegation: Record | None) -> AgentOverview:
    """Return what a document and its two forms say about the agent."""
    lines: dict[str, int] = {}
    open_: list[Open] = []
    template = next((r for r in document.records if r.kind == "agent_template"), None)
    named = list(_names(template, report, delegation)) or list(_names_without_records(document))
    names = tuple(n for n, _ in _distinct(named))
    if named:
        lines["title"] = named[0][1]
        lines["x-names"] = named[-1][1]
    type_ = _type(document, template, names, lines, open_)
    facts = dict(_facts(template, lines))
    icon = _icon(document, report, lines)
    title = names[0] if names else type_.replace("_", " ").title()
    return AgentOverview(type_, title, names or (title,), icon, facts, lines, open_)


def _names(template: Record | None, report: Record | None, delegation: Record | None) -> Iterator[tuple[str, int]]:
    """Yield the names that the document gives the agent: as the forms write it first, then its nickname."""
    for record in (report, delegation, template):
        agent = record.data.get("agent") if record else None
        name = str(agent.get("name") or "") if agent else ""
        if record and any(c.isalpha() for c in name) and not holds_placeholder(name):
            yield name, record.at("/agent/name").start_line


def _names_without_records(document: Document) -> Iterator[tuple[str, int]]:
    """Yield the names of an agent that no record gives: its front matter's, the first heading's, and the file's."""
    front = {c.key: c for c in document.tree().front_keys}
    if "description" in front and "name" in front and (name := front["name"].value):
        yield name.text, front["name"].first_line + 1  # as hosts call it
    tops = (n for n in document.tree().walk() if n.form == "heading" and n.level == 1)
    yield from ((words_of(n.text.text), n.first_line + 1) for n in islice(tops, 1))
    stem = _SUFFIX.sub("", PurePath(document.source.path).stem).replace("_", " ").replace("-", " ")
    yield from [(stem, 1)] if any(map(str.isalpha, stem)) else []


def _distinct(named: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    for name, line in named:
        if fold(name) not in seen:
            seen.add(fold(name))
            yield name, line


def _type(
    document: Document, template: Record | None, names: tuple[str, ...], lines: dict[str, int], open_: list[Open]
) -> str:
    agent = template.data["agent"] if template else None
    stated = str((agent or {}).get("type") or "")
    if template and stated and not holds_placeholder(stated):
        lines["x-type"] = template.at("/agent/type").start_line
        return re.sub(r"\W+", "_", fold(stated)).strip("_") or _NO_TYPE
    guess = next((t for n in names if (t := agent_type(n))), None)
    if guess is None:
        stem = _SUFFIX.sub("", PurePath(document.source.path).stem)
        guess = re.sub(r"\W+", "_", fold(stem)).strip("_") or _NO_TYPE
        open_.append(Open(1, f"nothing says the agent's type; it is called '{guess}'"))
    return guess


def _facts(template: Record | None, lines: dict[str, int]) -> Iterator[tuple[str, str]]:
    agent = (template.data["agent"] if template else None) or {}
    for name, key in _FACTS.items():
        if template and agent.get(name):
            lines[key if key == "description" else f"x-{key}"] = template.at(f"/agent/{name}").start_line
            yield key, str(agent[name])
    scope = next(_scopes(template.root), None) if template and template.root else None
    if scope and scope.inline:
        lines["x-scope"] = scope.inline.span.start_line
        yield "scope", scope.inline.text


def _scopes(root: Node) -> Iterator[Node]:
    for heading in root.walk():
        if heading.form == "heading" and part(heading.name, "agent_template") == "overview":
            yield from (c for c in heading.children if c.inline and any(s.concept == "scope" for s in said(c.name)))


def _icon(document: Document, report: Record | None, lines: dict[str, int]) -> str:
    if report is None:
        return ""
    number = report.head.start_line
    text = document.source.lines[number - 1].text.lstrip(" \t#>*-")
    emoji = text[: leading_emoji(text)].strip()
    if emoji:
        lines["x-icon"] = number
    return emoji
