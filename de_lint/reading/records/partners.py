"""Whom an agent works with: the names below headings such as `Integration Points`, `Handoffs` or `Works with`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.reading.fields import Field, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import (
    LONGEST_NAME,
    announces_names,
    beside,
    first_name,
    is_agent_name,
    is_known_name,
    may_be_name,
    named_in,
)
from de_lint.reading.records.layout import concepts
from de_lint.reading.records.shapes import flat_texts
from de_lint.vocabulary.kinds import part, said

#: A name, what is said about it, and the node that says no more than that, if one does.
Partner = tuple[Text, list[Text], Field | None]
_ARROWS = ("→", "->", "➜", "⇒", "=>")
_SEPARATORS = (",", ";", "、", "，", " / ", " + ", " & ", " and ", " or ")
#: In a list of names each has at most so many words.
_LONGEST_LISTED = 4
#: What the header of a column with names says.
_COLUMNS = frozenset({"agent", "persona", "role", "executor", "integration", "handoff"})
_PERSONS = frozenset({"persona", "author", "profession"})


def lists_partners(node: Field) -> bool:
    """`### With the QA Agent` below a heading of any name makes it one of partners."""
    below = [c for c in node.children if c.form == "heading"]
    return bool(below) and all(beside(c.name) != c.name and _is_name(beside(c.name), False) for c in below)


def partners_below(nodes: Sequence[Field], told: bool) -> Iterator[Partner]:
    """Yield the partners that lines below a heading name; `told` if the heading says that they are agents."""
    for node in nodes:
        if node.info == "data":
            yield from _of_data(node)
        elif node.form == "table":
            yield from _of_table(node, told)
        elif node.form == "heading" or node.label:
            yield from _of_label(node, told)
        elif node.is_item or node.form == "text":
            yield from ((Text(name, node.text.span), [node.text], None) for name in _mentioned(node.text.text, told))
            yield from partners_below(node.children, told)


def _of_data(node: Field) -> Iterator[Partner]:
    """`handoffs:` with a key `agent` in each of its items, or a plain list of names."""
    if node.key == "agent" and node.value:
        yield node.value, [], None
    elif node.form == "item" and node.text and not node.children:
        yield node.text, [], None
    elif node.value and not node.children and part(node.name, "agent_template") == "integration":
        yield from ((Text(name, node.value.span), [], None) for name in _listed(node.value.text.strip("[]"), True))
    for child in node.children:
        yield from _of_data(child)


def _of_table(table: Field, told: bool) -> Iterator[Partner]:
    """The column whose header says so holds the names, or else the first."""
    headed = [i for i, h in enumerate(table.header) if concepts(h.text).keys() & _COLUMNS or announces_names(h.text)]
    at = headed[0] if headed else 0
    for row in table.children:
        if at < len(row.children):
            name = row.children[at].text
            others = [c.text for i, c in enumerate(row.children) if i != at]
            yield from ((Text(one, name.span), others, None) for one in _listed(name.text, told or bool(headed)))


def _of_label(node: Field, told: bool) -> Iterator[Partner]:
    label = node.label or node.text
    words = words_of(label.text)
    name = beside(words)
    is_relation = announces_names(words) or part(words, "agent_template") == "integration"
    if not is_relation and _is_name(name, told or name != words):
        items = list(flat_texts(node))
        yield Text(name, label.span), items, node
    else:
        for text, listed in ((label, told and not is_relation), (node.value, is_relation)):
            if text:
                found = (listed and list(_listed(text.text, True))) or _mentioned(text.text, told or is_relation)
                yield from ((Text(n, text.span), [node.text], None) for n in found)
    if is_relation or not _is_name(name, told or name != words):
        yield from partners_below(node.children, told or is_relation)


def _listed(text: str, told: bool) -> Iterator[str]:
    """The names that a list in one line gives: `Planner, Reviewer (only for releases) and @tester`."""
    for separator in _SEPARATORS:
        text = text.replace(separator, "\n")
    for one in text.split("\n"):
        name = first_name(one.strip(" *`@_\"'"))
        if len(name.split()) <= _LONGEST_LISTED and _is_name(name, told):
            yield name


def _mentioned(text: str, told: bool) -> Iterator[str]:
    """`Work with frontend-developer on the client`, `hands over to the QA Agent`, `Deployment → @ops`."""
    seen: set[str] = set()
    for token in text.replace(",", " ").replace("/", " ").split():
        bare = token.strip("`*@().:;\"'“”→")
        marked = token.lstrip("(*").startswith(("`", "@"))
        if bare not in seen and _is_identifier(bare) and (_heads_person(bare) or (marked and told)):
            seen.add(bare)
            yield bare
    for arrow in _ARROWS:
        before, found, after = text.rpartition(arrow)
        name = first_name(after.strip(" *`@")) if found and before.strip() else ""
        if name and name not in seen and _is_name(name, told):
            seen.add(name)
            yield name
    named = named_in(text)
    if named and not seen and "-" not in named and is_agent_name(f"{named} Agent"):
        yield named


def _is_name(name: str, told: bool) -> bool:
    """Tell whether words name an agent; where it is `told` that agents stand here, any few words in capitals do."""
    if not may_be_name(name):
        return False
    if is_agent_name(name) or is_known_name(name) or _is_identifier(name) or _heads_person(name):
        return True
    return told and len(name.split()) < _LONGEST_LISTED and not name[0].islower()


def _heads_person(name: str) -> bool:
    """`Security Reviewer` and `database-specialist` are names of agents."""
    return len(name.split()) <= LONGEST_NAME and any(one.concept in _PERSONS and one.share == 1.0 for one in said(name))


def _is_identifier(name: str) -> bool:
    return (
        "-" in name
        and name == name.casefold()
        and name.replace("-", "").isalnum()
        and name[0].isalpha()
        and name[-1].isalnum()
    )
