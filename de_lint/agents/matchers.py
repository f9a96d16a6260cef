"""Which agents an entry in a host's settings is for: names, or a regular expression that hosts do not anchor."""

from __future__ import annotations

import re
from collections.abc import Iterable

from de_lint.agents.hosts.host import EVERY
from de_lint.patterns import compiled

#: Names that hosts take as they are: with any other character the whole is a regular expression.
_PLAIN = compiled(r"\w+(?:\|\w+)*", re.ASCII)
_ANCHORED = compiled(r"\^\(\?:(.*)\)\$")
#: A list of names that was written before matchers were anchored.
_NAMES = compiled(r"[\w.: |-]+")
_ESCAPED = compiled(r"\\(.)")
_BAR = compiled(r"(?<!\\)\|")


def matcher_of(names: Iterable[str]) -> str:
    """Return the matcher for agents with these names; of none of them it is for every agent."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return EVERY
    plain = "|".join(wanted)
    if _PLAIN.fullmatch(plain):
        return plain
    return f"^(?:{'|'.join(_escaped(name) for name in wanted)})$"


def names_in(matcher: str) -> list[str] | None:
    """Return the names that a matcher lists, None where it is of another make."""
    if matcher == EVERY:
        return []
    anchored = _ANCHORED.fullmatch(matcher)
    if anchored:
        return [_ESCAPED.sub(r"\1", name) for name in _BAR.split(anchored[1])]
    return matcher.split("|") if _NAMES.fullmatch(matcher) else None


def joined_matcher(matcher: str, others: Iterable[str]) -> str:
    """Return the matcher for those that this one is for, and those of other matchers before it."""
    lists = [names_in(each) for each in (*others, matcher)]
    if matcher == EVERY or None in lists:
        return matcher
    return matcher_of(name for names in lists for name in names or ())


def matches(matcher: str, name: str) -> bool:
    """Tell whether a matcher is for an agent or tool with this name, as hosts read it."""
    if matcher == EVERY or not name:
        return True
    if _PLAIN.fullmatch(matcher):
        return name in matcher.split("|")
    try:
        return re.search(matcher, name) is not None
    except re.error:
        return False


def _escaped(name: str) -> str:
    return re.escape(name).replace(r"\-", "-").replace(r"\ ", " ")
