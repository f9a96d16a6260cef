"""Where front matter stands, and data that fills a text: behind the blank lines, comments and tags around it."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.patterns import compiled

_KEY = compiled(r"(?:- )?[a-z][a-z0-9_-]*:(?:\s|$)")
#: So many marks at least open front matter.
_FEWEST_MARKS = 3


def front_matter_in(lines: Sequence[str]) -> tuple[int, int]:
    """Return the first line of the front matter, and the line behind it; (0, 0) where there is none."""
    first = _first(lines)
    opening = lines[first] if lines else ""
    marks = len(opening) - len(opening.lstrip(opening[:1]))
    if opening[:1] not in ("-", "+") or marks < _FEWEST_MARKS:  # YAML, TOML
        return 0, 0
    if first and not any(map(_KEY.match, lines[first + 1 : first + 2])):
        return 0, 0  # a rule below the comment
    texts = ((n, lines[n].strip(" \t")) for n in range(first + 1, len(lines)))
    end = next((n for n, t in texts if t == "..." or (len(t) >= marks and not t.strip(opening[0]))), None)
    return (0, 0) if end is None else (first, end + 1)


def data_in(lines: Sequence[str]) -> tuple[int, int]:
    """Return where a text that may be JSON, or YAML with identifiers as keys, begins and ends; (0, 0) for any other."""
    start = _first(lines)
    said = (line for line in lines[start:] if line.strip())
    first = next(said, "").strip()
    if first[:-1].isidentifier() and first.endswith(":"):
        below = next(said, "")  # `Task:` above the keys of one
        may_be = below[:1] in (" ", "\t", "-") and _KEY.match(below.strip()) is not None
    else:
        may_be = first[:1] == "{" or _KEY.match(first) is not None
    end = len(lines)
    while may_be and end > start and (_is_around(lines[end - 1]) or not lines[end - 1].strip("- ")):
        end -= 1
    return (start, end) if may_be else (0, 0)


def _first(lines: Sequence[str]) -> int:
    return next((n for n, line in enumerate(lines) if not _is_around(line)), 0)


def _is_around(line: str) -> bool:
    own = line.strip()
    return not own or (own[0] == "<" and own[-1] == ">")
