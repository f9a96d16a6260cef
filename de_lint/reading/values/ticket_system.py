"""One ticket system as data describes it: what its ids look like, and where something that looks like one is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_GROUP_NAME = re.compile(r"\(\?P<[A-Za-z_]\w*>")
#: How far from an id the words stand that make it none.
_REACH = 24


class TicketSystem:
    """A system's patterns, made ready; `alternative` matches an id or its address anywhere in a text."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Take an entry of `systems`; `re.error` says what is wrong with a pattern."""
        prefixes = "|".join(data.get("prefixes", [])) or r"(?!)"
        pattern = str(data["pattern"]).replace("<prefix>", f"(?:{prefixes})")
        addresses: Sequence[Mapping[str, str]] = data.get("addresses", [])
        self.name = str(data.get("name", ""))
        self.example = str(data.get("example") or "")
        self.in_code = bool(data.get("in_code", True))
        self.alternative = "|".join(_nameless(p) for p in (*(str(a["pattern"]) for a in addresses), pattern))
        self._id = re.compile(pattern)
        self._addresses = [(re.compile(str(a["pattern"])), str(a["id"])) for a in addresses]
        self._url = data.get("url")
        self._url_of: Mapping[str, str] = data.get("url_of", {})
        self._lookalike = _any(data.get("lookalikes", []))
        self._after = re.compile(rf"(?<!\w)(?:{_either(data.get('not_after', []))})[\s*_]*$", re.IGNORECASE)
        self._before = re.compile(rf"[*_]*\s+(?:{_either(data.get('not_before', []))})\b", re.IGNORECASE)

    def id_of(self, written: str) -> str:
        """Return the id that a match of `alternative` stands for: itself, or the one that an address leads to."""
        for pattern, form in self._addresses:
            found = pattern.fullmatch(written)
            if found:
                return form.format(**found.groupdict())
        return written

    def fits(self, ticket: str) -> bool:
        """Tell whether `ticket` is, by its form, an id of this system."""
        return bool(self._id.fullmatch(ticket)) and not self._lookalike.fullmatch(ticket)

    def denies(self, text: str, start: int, end: int) -> bool:
        """Tell whether what looks like an id at [start, end) of a text is none."""
        return bool(
            self._lookalike.fullmatch(text, start, end)
            or self._after.search(text[max(0, start - _REACH) : start])
            or self._before.match(text[end : end + _REACH])
        )

    def url(self, ticket: str) -> str | None:
        """Return the address of a ticket; None if the system has none or a part of it is not known."""
        found = self._id.fullmatch(ticket)
        form = next((url for mark, url in self._url_of.items() if mark in ticket), self._url)
        if not found or not form:
            return None
        parts = {k: v for k, v in found.groupdict().items() if v is not None}
        try:
            return str(form).format(**{"id": ticket, **parts})
        except (KeyError, IndexError, ValueError):
            return None


def _nameless(pattern: str) -> str:
    """Groups lose their names, because two systems may use the same one."""
    return _GROUP_NAME.sub("(?:", pattern)


def _either(words: Sequence[str]) -> str:
    return "|".join(words) or r"(?!)"


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(_either(patterns))
