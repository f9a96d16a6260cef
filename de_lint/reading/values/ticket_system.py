"""One ticket system as data describes it: what its ids look like, and where something that looks like one is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from de_lint.patterns import compiled

_GROUP_NAME = compiled(r"\(\?P<[A-Za-z_]\w*>")
#: How far from an id the words stand that make it one or none.
_REACH = 24


class TicketSystem:
    """A system's patterns, made ready; `alternative` matches an id or its address anywhere in a text."""

    def __init__(self, data: Mapping[str, Any], lists: Mapping[str, Any], is_open: bool = False) -> None:
        """Take an entry of `systems` or `open` and the lists that it names."""

        def words(name: str) -> Sequence[str]:
            found: str | Sequence[str] = data.get(name, ())
            return lists.get(found, ()) if isinstance(found, str) else found

        prefixes = either(data.get("prefixes", ()))
        boundary = r"[\s*_:#(\[`|]*$"
        pattern = str(data["pattern"]).replace("<prefix>", f"(?:{prefixes})")
        addresses: Sequence[Mapping[str, str]] = data.get("addresses", [])
        self.name = str(data.get("name", ""))
        self.example = str(data.get("example") or "")
        self.is_open = is_open
        self.in_fields = bool(data.get("field"))
        self.is_key = bool(data.get("key"))
        self.in_code = bool(data.get("in_code", True))
        self.alternative = "|".join(_nameless(p) for p in (*(str(a["pattern"]) for a in addresses), pattern))
        self.key = any_of(data.get("prefixes", ()))
        self.mark = str(data.get("mark", ""))
        self._id = any_of([pattern])
        self._addresses = [(any_of([str(a["pattern"])]), str(a["id"])) for a in addresses]
        self._lookalike = any_of([*words("lookalikes"), *lists.get("lookalikes", ())])
        self._named = any_of(words("after"), r"(?<!\w)", boundary) if "after" in data else None
        self._alone = any_of([data["alone"]] if "alone" in data else [])
        self._after = any_of(words("not_after"), r"(?<!\w)", boundary)
        self._before = any_of(words("not_before"), r"[*_]*\s+", r"\b")

    def id_of(self, written: str) -> tuple[str, bool]:
        """Return the id that a match of `alternative` stands for, and whether it was written as an address."""
        for pattern, form in self._addresses:
            found = pattern.fullmatch(written)
            if found:
                return form.format(**found.groupdict()), True
        return self.mark + written, False

    def fits(self, ticket: str) -> bool:
        """Tell whether `ticket` is, by its form, an id of this system."""
        return bool(self._id.fullmatch(ticket)) and not self._lookalike.fullmatch(ticket)

    def is_named(self, text: str, start: int) -> bool:
        """Tell whether a word for an id of this form stands before `start`."""
        return bool(self._named and self._named.search(text[max(0, start - _REACH) : start]))

    def denies(self, text: str, start: int, end: int, sure: bool) -> bool:
        """Tell whether what looks like an id at [start, end) is none: by its form, or unless `sure` by its place."""
        if sure or self._lookalike.fullmatch(text, start, end):
            return bool(self._lookalike.fullmatch(text, start, end))
        before = text[max(0, start - _REACH) : start]
        return bool(
            (self._named and not self._alone.fullmatch(text, start, end))
            or self._after.search(before)
            or self._before.match(text[end : end + _REACH])
        )


def _nameless(pattern: str) -> str:
    """Groups lose their names, because two systems may use the same one."""
    return _GROUP_NAME.sub("(?:", pattern)


def either(patterns: Sequence[str]) -> str:
    """Return a pattern for any of several; of none, one that never matches."""
    return "|".join(patterns) or r"(?!)"


def any_of(patterns: Sequence[str], before: str = "", behind: str = "") -> re.Pattern[str]:
    """Return what finds one of several patterns between two others; between such, capitals count as small letters."""
    return compiled(f"{before}(?:{either(patterns)}){behind}", re.IGNORECASE if before else 0)
