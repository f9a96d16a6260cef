"""Names of agents: which words name one, and what its type is."""

from __future__ import annotations

import re

from de_lint.patterns import compiled
from de_lint.reading.fields import Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.record import Json, Leaf
from de_lint.reading.values import placeholders
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import active, per_vocabulary, role_by_name
from de_lint.vocabulary.schemas import schema

_AGENT = compiled(r"[\s-]*\b(?:Agent|AGENT)\s*$")
_ANY_AGENT = compiled(r"[\s-]*\bagent\s*$", re.IGNORECASE)
_SNAKE = compiled(r"[^\w]+")
#: What agents run on, as people write it before an agent's own name.
_PRODUCT = compiled(rf"(?:(?:{'|'.join(schema('recognition')['report']['product_words'])})\s*)+", re.IGNORECASE)
#: Words that stand before a colon in documents about agents without naming one.
_NO_NAMES = frozenset(
    {
        "",
        "agent",
        "the agent",
        "this agent",
        "reporting agent",
        "next agent",
        "selected agent",
        "target agent",
        "each agent",
        "sub agent",
    }
)


def is_agent_name(words: str) -> bool:
    """Tell whether a label says outright that it names an agent: `QA Agent`, `[Agent Type] Agent`."""
    if not _AGENT.search(words):
        return False
    name = words_of(_AGENT.sub("", words))
    return fold(name) not in _NO_NAMES and fold(words) not in _NO_NAMES and len(name.split()) <= 6


def is_known_name(words: str) -> bool:
    """Tell whether a label is the name of a role, without the word Agent."""
    return fold(words) in role_by_name()


def agent_type(name: str) -> str | None:
    """Return an agent's name in snake_case, `Data Engineer Agent` as `data_engineer`; None for a placeholder."""
    if not name.strip() or placeholders.holds_placeholder(name) or fold(name) in _NO_NAMES:
        return None
    name = _ANY_AGENT.sub("", words_of(name)) or name
    for words in (fold(name), fold(_without_product(name))):
        known = role_by_name().get(words)
        if known and words not in _own_types():
            return known
        if known:
            return _SNAKE.sub("_", words)
    return _SNAKE.sub("_", fold(name)).strip("_") or None


@per_vocabulary
def _own_types() -> frozenset[str]:
    """Names of agents that a role describes without being the agent's own type: a DevOps agent stays `devops`."""
    return frozenset(fold(n) for found in active().roles.values() for n in found.schema.get("x-own-types", ()))


def is_product(words: str) -> bool:
    """Tell whether a name says only what the agent runs on: `Claude Code`, `AI Agent`."""
    return not _without_product(_ANY_AGENT.sub("", words))


def _without_product(name: str) -> str:
    found = _PRODUCT.match(name)
    return name[found.end() :] if found else name


def agent_json(text: Text) -> Json:
    """Return the contract's agent object for a name as written, with or without the word Agent."""
    written = words_of(text.text)
    name = words_of(_ANY_AGENT.sub("", written)) or written
    return {"name": Leaf(name, text.span), "type": Leaf(agent_type(name), text.span)}
