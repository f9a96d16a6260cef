"""Template documents, which describe an agent and its two formats, to records."""

from __future__ import annotations

import re
from collections.abc import Sequence

from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import agent_type
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Json, Leaf, Record, leaf, without_leaves
from de_lint.reading.records.report_titles import is_strong_title
from de_lint.reading.records.sections import sections_json
from de_lint.reading.records.shapes import tickets_json
from de_lint.reading.records.template_overview import TemplateParts, read_front_matter
from de_lint.reading.records.template_parts import read_part
from de_lint.reading.source import Source
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import role
from de_lint.vocabulary.schemas import schema

_WORDS = schema("recognition")["template"]
_FORMAT_KEYS = frozenset(_WORDS["format_headings"])
_ABOUT_KEYS = frozenset(_WORDS["about_headings"])
#: Words that tell a document about an agent only where its title is the agent's name.
_PLAIN_FORMAT_KEYS = _FORMAT_KEYS | frozenset(_WORDS["plain_format_headings"])
_PLAIN_KEYS = frozenset(_WORDS["plain_headings"])
_ONE_AGENT = compiled(
    r"(?:[A-Z][\w/&-]* ){1,4}Agent(?: (?:delegation|profile|role|guide|instructions|definition|template|card))*",
    re.IGNORECASE,
)
_AGENT_TITLE = compiled(r"\bagent\b", re.IGNORECASE)
_TITLE_TAIL = compiled(
    r"\s*\bagent(?: (?:delegation|profile|role|guide|instructions|definition|template))*(?: ?[-–—:(].*)?$",
    re.IGNORECASE,
)


def template_title(root: Field) -> Field | None:
    """Return the title heading of a document about an agent, or None if the document is something else."""
    headings = [n for n in root.walk() if n.form == "heading"]
    if not headings:
        return None
    keys = {h.key for h in headings}
    title = headings[0]
    if len(keys & _FORMAT_KEYS) and len(keys & _ABOUT_KEYS) >= 2:
        return title
    plain = keys & _PLAIN_FORMAT_KEYS and len(keys & (_ABOUT_KEYS | _PLAIN_KEYS)) >= 2
    if plain and title.level == 1 and _ONE_AGENT.fullmatch(words_of(title.text.text)):
        return title
    about_agent = _AGENT_TITLE.search(title.text.text) and not is_strong_title(title.text.text)
    return title if about_agent and title.level == 1 and len(keys & _ABOUT_KEYS) >= 3 else None


def read_template(source: Source, root: Field, title: Field, lines: set[int], reading: Reading) -> Record:
    """Return the template document as one record."""
    out = TemplateParts(source, reading)
    nodes = [n for n in root.children if n is not title and n.form != "front-matter"]
    front = [n for n in root.children if n.form == "front-matter"]
    for node in front:
        read_front_matter(node, out)
    for node in [*title.children, *nodes]:
        read_part(node, out)
    reading.unclaimed = []
    return _record(out, title, front, lines, root)


def _record(out: TemplateParts, title: Field, front: Sequence[Field], lines: set[int], root: Field) -> Record:
    words = words_of(title.text.text)
    name = out.agent.get("name") or Text(_TITLE_TAIL.sub("", words) or words, title.text.span)
    type_ = out.agent.get("type")
    texts = [t for n in root.walk() for t in [n.text]]
    spans: dict[str, Span] = {}
    body: dict[str, Json] = {
        "agent": {
            "name": leaf(name),
            "type": leaf(type_) if type_ else Leaf(agent_type(name.text), name.span),
            "role": leaf(out.agent["role"]) if "role" in out.agent else None,
            "authority": leaf(out.agent["authority"]) if "authority" in out.agent else None,
        },
        "title": Leaf(words, title.text.span),
        "date": None,
        "tickets": tickets_json(((t, "mention") for t in texts), out.reading),
        "delegation_template": None,
        "examples": [],
        "integration_points": out.integration,
        "progress_format": None,
        "categories": out.categories,
        "best_practices": out.practices,
        "error_handling": out.errors,
        "sections": sections_json([*front, *out.rest], out.reading, True),
        "extra": [],
    }
    span = _span(out.source, title, lines)
    data = without_leaves(body, "", spans, title.text.span)
    record = Record("agent_template", "template", {}, spans, span, title.text.span, "template", lines=lines, root=root)
    _embed(record, data, out)
    record.data = {"kind": "agent_template", "span": span.to_json(), "context": "template", **data}
    found = fold(str(data["agent"]["type"] or "")).replace(" ", "_")
    record.role = role(found) if found else None
    for part in record.parts:
        part.role = part.role or record.role
    return record


def _embed(record: Record, data: dict[str, Json], out: TemplateParts) -> None:
    parts: list[tuple[str, Record]] = []
    if out.delegation:
        data["delegation_template"] = out.delegation.data
        parts.append(("/delegation_template", out.delegation))
    for index, (name, example) in enumerate(out.examples):
        data["examples"].append({"name": name.text, "delegation": example.data})
        record.spans[f"/examples/{index}/name"] = name.span
        parts.append((f"/examples/{index}/delegation", example))
    if out.report:
        data["progress_format"] = out.report.data
        parts.append(("/progress_format", out.report))
    for pointer, part in parts:
        part.pointer = pointer
        record.parts.append(part)
        record.spans.pop(pointer, None)
        record.spans.update({pointer + p: s for p, s in part.spans.items()})


def _span(source: Source, title: Field, lines: set[int]) -> Span:
    last = max(n for n in lines if source.lines[n].text.strip())
    return Span(title.text.span.start_line, 1, last + 1, source.lines[last].column(len(source.lines[last].text)))
