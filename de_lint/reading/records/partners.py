"""Whom an agent works with: the names below headings such as `Integration Points`, `Handoffs` or `Works with`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.agents import agent_words, first_name, is_agent_name, is_known_name, may_be_name, says
from de_lint.reading.records.shapes import flat_texts
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import active, concepts, part

#: A partner's name, what is said about it, and the node that says no more than that, if one does.
Partner = tuple[Text, Iterable[Text], Node | None]
_SEPARATORS = (",", ";", "、", "，", " / ", " + ", " & ", " and ", " or ")
#: In a list of names each has at most so many words.
_LONGEST_LISTED = 4
#: What the header of a column with names says.
_COLUMNS = frozenset({"agent", "persona", "role", "executor", "integration", "handoff"})
_PERSONS = frozenset({"persona", "author", "profession"})


def partners_below(nodes: Sequence[Node], told: bool) -> Iterator[Partner]:
    """Yield the partners that lines below a heading name; `told` if the heading says that they are agents."""
    for node in nodes:
        head, value, items = node.label or node.text, node.value, [] if node.info == "data" else [node.text]
        words = words_of(head.text)
        name = _beside(words)
        # `With Coder Agents`, or `Coder Agents` in a list of names, names one, unless names stand below.
        is_one = (name != words or (told and node.is_item)) and is_partner(name, True)
        is_one = is_one and not any(c.label for c in node.children)
        opens = _announces_names(words) or part(words, "agent_template") == "integration"
        if node.form == "table":
            yield from _partners_in(node, told)
        elif node.info == "data" and told and node.key == "agent":
            yield value or head, items, None
        elif node.is_labelled and opens and not is_one:
            for text in (*_mentioned_in(head.text, True), *(_listed_in(value.text) if value else ())):
                yield Text(text, node.text.span), items, None
            below = told or _announces_names(words) or says_agents(node.name) or _are_names(node.children)
            yield from partners_below(node.children, below)
        elif node.is_labelled and is_partner(name, told or name != words):
            yield Text(first_name(name), head.span), flat_texts(node), node
        elif node.is_item or node.form == "text":
            names = _listed_in(head.text) if told and (node.is_labelled or is_partner(words, told)) else []
            for text in names or _mentioned_in(node.text.text, told):
                yield Text(text, node.text.span), [] if text == words else items, None
            yield from partners_below(node.children, told)


def _partners_in(table: Node, told: bool) -> Iterator[Partner]:
    """The column whose header says so holds the names, or else the first."""
    headed = [i for i, h in enumerate(table.header) if concepts(h.text).keys() & _COLUMNS or _announces_names(h.text)]
    at = headed[0] if headed else 0
    for row in (r.children for r in table.children if at < len(r.children)):
        others = [c.text for c in (*row[:at], *row[at + 1 :])]
        names = _listed_in(row[at].text.text, told or bool(headed))
        yield from ((Text(name, row[at].text.span), others, None) for name in names)


def is_partner(name: str, told: bool) -> bool:
    """Tell whether words name an agent; where it is `told` that agents stand here, any few words in capitals do."""
    if not may_be_name(name):
        return False
    return _names_one(name) or (told and len(name.split()) < _LONGEST_LISTED and not name[0].islower())


def _names_one(name: str) -> bool:
    return is_agent_name(name) or is_known_name(name) or _is_identifier(name) or says(name, _PERSONS)


def says_agents(heading: str) -> bool:
    """Tell whether a heading says that agents stand below it."""
    return bool({"agent", "agents", "persona"} & concepts(heading).keys())


def _are_names(nodes: Sequence[Node]) -> bool:
    """Tell whether labels side by side may name agents: `Input`, `Output` and `Approval` below a protocol do not.

    A list of agents has one at least that names itself as one.
    """
    labels = [_beside(words_of(n.label.text)) for n in nodes if n.label]
    return not labels or any(may_be_name(name) and _names_one(name) for name in labels)


def _listed_in(text: str, told: bool = True) -> list[str]:
    """Return the names that a list in one line gives: `Planner, Reviewer (only for releases) and @tester`."""
    for separator in _SEPARATORS:
        text = text.replace(separator, "\n")
    names = (first_name(one.strip(" *`@_\"'[]")) for one in text.split("\n"))
    return [n for n in names if len(n.split()) <= _LONGEST_LISTED and is_partner(n, told)]


def _mentioned_in(text: str, told: bool) -> list[str]:
    """`Work with frontend-developer on the client`, `hands over to the QA Agent`: the names in running text."""
    tokens = text.replace(",", " ").replace("/", " ").split()
    beside = agent_words()["beside"]
    ends, found = {"", *beside, *active().lexicon.links}, dict[str, None]()
    for before, token, behind in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        name, marked = token.strip("`*@().:;\"'“”→"), token.lstrip("(*")[:1] in ("`", "@")
        marked = marked or (fold(before) in beside and fold(behind) in ends)  # but not `with end-to-end tests`
        if _is_identifier(name) and ((told and marked) or says(name, _PERSONS)):
            found[name] = None
    return list(found)


def _is_identifier(name: str) -> bool:
    is_word = name.replace("-", "").isalnum() and name[:1].isalpha() and name[-1:].isalnum()
    return is_word and "-" in name and name == name.casefold()


def _announces_names(label: str) -> bool:
    """Tell whether names follow a label: `Receives from`, `Downstream agents`."""
    last = fold(" ".join(label.split()[-1:]))
    return last in agent_words()["beside"] or last in agent_words()["agents"]


def _beside(words: str) -> str:
    """Return a name without the word for standing beside it: `With the QA Agent`, `from @designer`."""
    tokens = words.split()
    if fold(" ".join(tokens[:1])) in agent_words()["beside"]:
        tokens = tokens[2 if fold(" ".join(tokens[1:2])) in agent_words()["articles"] else 1 :]
    return " ".join(tokens).strip("`@")
