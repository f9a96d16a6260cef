"""What a template document says of its agent: nickname, type, role and authority."""

from __future__ import annotations

from dataclasses import dataclass, field

from de_lint.patterns import compiled
from de_lint.reading.fields import Field, Text
from de_lint.reading.records.claims import label_of_row
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Json, Record
from de_lint.reading.records.shapes import flat_texts
from de_lint.reading.source import Source
from de_lint.vocabulary.schemas import schema

_IDENTIFIER = compiled(r"[a-z][a-z0-9_-]*")
_OVERVIEW: dict[str, str] = schema("recognition")["template"]["overview_labels"]


@dataclass(slots=True)
class TemplateParts:
    """What is read so far of one template document."""

    source: Source
    reading: Reading
    agent: dict[str, Text] = field(default_factory=dict)
    delegation: Record | None = None
    examples: list[tuple[Text, Record]] = field(default_factory=list)
    integration: list[Json] = field(default_factory=list)
    report: Record | None = None
    categories: list[Json] = field(default_factory=list)
    practices: list[Json] = field(default_factory=list)
    errors: list[Json] = field(default_factory=list)
    rest: list[Field] = field(default_factory=list)


def overview(node: Field, out: TemplateParts) -> list[Field]:
    """Read the labels of an overview, also those in a table; return what is left of it."""
    for row in (r for c in node.children if c.form == "table" for r in c.children if len(r.children) == 2):
        overview_field(label_of_row(row), out)  # the table stays, for what its header says
    return [c for c in node.children if not overview_field(c, out)]


def read_front_matter(node: Field, out: TemplateParts) -> None:
    """Read the overview that front matter gives; it is one only where it says the agent's nickname or role."""
    if any(c.key in ("nickname", "role") for c in node.children):
        for child in sorted(node.children, key=lambda c: c.key != "nickname"):
            overview_field(child, out)


def overview_field(node: Field, out: TemplateParts) -> bool:
    """Read a label that says something of the agent; tell whether it was one."""
    name = _OVERVIEW.get(node.key)
    if name is None or name in out.agent or node.inline is None or node.form == "heading":
        return False
    texts = list(flat_texts(node))
    if name == "type" and not _IDENTIFIER.fullmatch(texts[0].text):
        return False
    out.agent[name] = Text("; ".join(t.text for t in texts), texts[0].span.to(texts[-1].span))
    return True


def role_part(node: Field, out: TemplateParts) -> list[Field]:
    """Read the role that a section of its own states; return what is left of it."""
    if node.inline and "role" not in out.agent:
        out.agent["role"] = node.inline
        return node.children[1:] if not node.value else node.children
    first = node.children[0] if node.children else None
    if first and first.info == "bold-only" and first.label and "role" not in out.agent:
        out.agent["role"] = first.label
        return [*first.children, *node.children[1:]]
    return node.children
