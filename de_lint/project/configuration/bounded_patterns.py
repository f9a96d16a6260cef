"""Regular expressions from a configuration of nobody knows whom, which become a part of a larger one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from de_lint.patterns import compiled

#: More than this is not repeated: no id is so long.
_MOST_REPEATED = 60
#: In how many ways a pattern may fit at one place: each of them may have to be tried.
_MOST_WAYS = 40_000
_LONGEST = 1_000
_FLAGS = compiled(r"(?<!\\)\(\?[aiLmsux]+\)")
#: A repetition without an end, and before it what holds none.
_OPEN = compiled(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<open>[*+]|\{(?P<least>\d*),\})(?P<how>[?+]?)", re.DOTALL)


def bounded(pattern: str) -> str:
    """Return a pattern whose repetitions all end; ValueError says why one cannot be a part of a larger pattern.

    It fits at any place in so few ways that no text makes it take long.
    """
    if len(pattern) > _LONGEST:
        raise ValueError(f"a regular expression of more than {_LONGEST} characters is not possible")
    flags = _FLAGS.search(pattern)
    if flags:
        why = f"flags for the whole pattern are not possible; write '({flags[0][1:-1]}:…)' around what they are for"
        raise ValueError(why)
    try:
        ended = _OPEN.sub(_with_end, pattern)
        ways = _ways(_parsed(ended))
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"'{pattern}' is not a valid regular expression: {error}") from None
    if ways > _MOST_WAYS:
        raise ValueError(f"'{pattern}' has repetitions within others, or too many: some texts would take forever")
    return ended


def _with_end(found: re.Match[str]) -> str:
    if not found["open"]:
        return found[0]
    least = {"*": 0, "+": 1}.get(found["open"], int(found["least"] or 0))
    return f"{{{least},{max(least, _MOST_REPEATED)}}}{found['how']}"


def _parsed(pattern: str) -> Any:
    from re import _parser  # type: ignore[attr-defined]  # the one there is

    return _parser.parse(pattern)


def _ways(parts: Iterable[tuple[Any, Any]]) -> int:
    """Return in how many ways some parts that follow each other may fit, at most; beyond the limit it is not exact."""
    product = 1
    for name, about in parts:
        product = min(product * _ways_of(str(name), about), _MOST_WAYS + 1)
    return product


def _ways_of(name: str, about: Any) -> int:
    if name in ("GROUPREF", "GROUPREF_EXISTS"):
        raise re.error("references to groups are not possible")
    if name == "BRANCH":
        return sum(map(_ways, about[1]))
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = about
        ways = _ways(inner)
        return int(most) - int(least) + 1 if ways == 1 else ways ** min(int(most), _MOST_REPEATED)
    if name in ("SUBPATTERN", "ATOMIC_GROUP", "ASSERT", "ASSERT_NOT"):
        return _ways(about if name == "ATOMIC_GROUP" else about[-1])
    return 1
