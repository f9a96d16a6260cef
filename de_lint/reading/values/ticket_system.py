"""One ticket system as data describes it: what its ids look like, and where something that looks like one is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_GROUP_NAME = re.compile(r"\(\?P<[A-Za-z_]\w*>")
#: How far from an id the words stand that make it one or none.
_REACH = 24


class TicketSystem:
    """A system's patterns, made ready; `alternative` matches an id or its address anywhere in a text."""

    def __init__(self, data: Mapping[str, Any], lists: Mapping[str, Any], is_open: bool = False) -> None:
        """Take an entry of `systems` or `open` and the lists that it names; `re.error` says what is wrong with one."""

        def words(name: str) -> Sequence[str]:
            found: str | Sequence[str] = data.get(name, ())
            return lists.get(found, ()) if isinstance(found, str) else found

        prefixes = either(data.get("prefixes", ()))
        pattern = str(data["pattern"]).replace("<prefix>", f"(?:{prefixes})")
        addresses: Sequence[Mapping[str, str]] = data.get("addresses", [])
        self.name = str(data.get("name", ""))
        self.example = str(data.get("example") or "")
        self.is_open = is_open
        self.in_fields = bool(data.get("field"))
        self.is_key = bool(data.get("key"))
        self.in_code = bool(data.get("in_code", True))
        self.alternative = "|".join(_nameless(p) for p in (*(str(a["pattern"]) for a in addresses), pattern))
        self.key = re.compile(prefixes)
        self.mark = str(data.get("mark", ""))
        self._id = re.compile(pattern)
        self._addresses = [(re.compile(str(a["pattern"])), str(a["id"])) for a in addresses]
        self._lookalike = re.compile(either([*words("lookalikes"), *lists.get("lookalikes", ())]))
        self._named = _ending(words("after")) if "after" in data else None
        self._alone = re.compile(data.get("alone", r"(?!)"))
        self._after = _ending(words("not_after"))
        self._before = re.compile(rf"[*_]*\s+(?:{either(words('not_before'))})\b", re.IGNORECASE)

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


def _ending(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for one of the words at the end of a text, before a number or its mark."""
    return re.compile(rf"(?<!\w)(?:{either(words)})[\s*_:#(\[`|]*$", re.IGNORECASE)
