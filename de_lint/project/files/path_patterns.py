"""Patterns of paths as gitignore has them, from files of nobody knows whom: none of them takes long to match."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

#: How often `**` may stand in a pattern: each time, every way to part a path has to be tried.
MOST_FOLDERS = 3
#: What pathspec makes of `*`, and what tells what it makes of `**`.
_STAR, _FOLDERS = "[^/]*", ".+"


def path_patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """Return what matches paths by patterns; ValueError says which of them is none."""
    from pathspec import GitIgnoreSpec

    lines = list(lines)
    found = GitIgnoreSpec.from_lines(lines)
    for line in lines:
        if line.count("**") > MOST_FOLDERS:
            raise ValueError(f"'{line}' has '**' more than {MOST_FOLDERS} times")
    for pattern in found.patterns:
        if pattern.regex is not None:
            pattern.regex = re.compile(_linear(pattern.regex.pattern))
    return found


def _linear(expression: str) -> str:
    """Let each `*` but the last take the fewest characters up to what follows it: another choice fits no better."""
    first, *parts = expression.split(_STAR)
    *inner, last = parts or [""]
    fewest = (f"{_STAR}{part}" if _FOLDERS in part else f"(?>{_STAR}?{part})" for part in inner)
    return first + "".join(fewest) + (_STAR + last if parts else "")
