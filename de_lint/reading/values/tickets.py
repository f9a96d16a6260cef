"""Ticket ids: the valid ones, what relates them to the text, and the ones that are written wrongly.

What an id looks like is data (`schemas/tickets.json`): nothing here knows a prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from de_lint.patterns import compiled
from de_lint.reading.markup import without_code
from de_lint.reading.values import placeholders
from de_lint.reading.values.near_tickets import NearMiss, NearTickets
from de_lint.reading.values.ticket_system import TicketSystem

_PLACEHOLDER_ID = compiled(r"[A-Z][A-Z0-9]{0,9}-(?:X{2,}|Y{2,}|Z{2,}|N{2,}|x{3,}|n{3,}|#{2,}|\?{2,})")
_BETWEEN_IDS = compiled(r"[\s,/&+*`()\[\]]*(?:and\b)?[\s*`\[]*")
_CUE_REACH = 48
_TRIM = " \t\r\n*_~`\"'“”.,;:!()[]<>"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket id at [start, end) of the text, and what the words before it say it is to that text."""

    id: str
    start: int
    end: int
    relation: str = "mention"


class TicketSystems:
    """Finds and judges ticket ids by the systems that `data` (the content of `tickets.json`) describes."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        systems: Sequence[Mapping[str, Any]] = [s for s in data.get("systems", []) if s.get("default", True)]
        self._systems = {f"system{number}": TicketSystem(system) for number, system in enumerate(systems)}
        # Not glued to a word before (`FOO-ISS-1`) or after (`ISS-34A`); `fix-ISS-0345` and `ISS-0345.md` are fine.
        ids = "|".join(f"(?P<{group}>{s.alternative})" for group, s in self._systems.items()) or r"(?!)"
        self._id = compiled(rf"(?<![^\W_])(?<![A-Z0-9]-)(?:{ids})(?![^\W_])")
        self._lookalike = compiled("|".join(data.get("lookalikes", [])) or r"(?!)")
        self._none = frozenset(data.get("none", []))
        self._cues = [(relation, _cue(words)) for relation, words in data.get("relations", {}).items()]
        self._near = NearTickets(systems)
        self.example: str = next((str(s["example"]) for s in systems if s.get("example")), "")

    def find(self, text: str) -> list[Ticket]:
        """Return the valid ids in `text`, in order, each as often as it occurs."""
        found: list[Ticket] = []
        prose: str | None = None
        for match in self._id.finditer(text):
            start, end = match.span()
            system = self._systems[match.lastgroup or ""]
            if self._lookalike.fullmatch(match.group()) or system.denies(text, start, end):
                continue
            if not system.in_code:
                prose = without_code(text) if prose is None else prose
                if prose[start:end] != match.group():
                    continue
            relation = self._relation(text, start)
            if relation == "mention" and found and _BETWEEN_IDS.fullmatch(text, found[-1].end, start):
                relation = found[-1].relation
            found.append(Ticket(system.id_of(match.group()), start, end, relation))
        return found

    def system_of(self, ticket: str) -> TicketSystem | None:
        """Return the system that an id belongs to."""
        return next((s for s in self._systems.values() if s.fits(ticket)), None)

    def near_misses(self, text: str) -> list[NearMiss]:
        """Return what can only be an id but is written wrongly: `ISS 345`, `iss-0345`, `ISS_0345`, `ISS-34A`."""
        # Without any digit (`ISS-aware`) it may be a word: that is wrong in a ticket field only.
        wrong = self._wrong(without_code(text), text)
        return [miss for miss in wrong if miss.text.endswith("-") or any(c.isdigit() for c in miss.text)]

    def malformed(self, value: str) -> NearMiss | None:
        """Return what is wrong with the value of a ticket field that names no ticket; None if nothing is.

        A value that says there is no ticket, or that is still a placeholder, is not malformed.
        """
        core = value.strip(_TRIM)
        if not any(c.isalnum() for c in core) or self._says_none(core) or placeholders.holds_placeholder(value):
            return None
        names_one = bool(self.find(value)) or self._fits(core)
        known = self._near.in_field(value, names_one)
        if known or names_one:
            return known
        known = next(self._wrong(value, value), None) or self._near.by_alias(value, self._fits)
        known = known or self._near.respelled(value, core, self._fits)
        return known or self._near.best_token(value, core, self.example)

    def is_placeholder_id(self, text: str) -> bool:
        """Tell whether `text` is an id still to be filled in, such as `ISS-XXXX`."""
        return bool(_PLACEHOLDER_ID.fullmatch(text.strip(_TRIM)))

    def _says_none(self, core: str) -> bool:
        said = core.casefold()
        return said in self._none or re.split(r"\s*[(,;:–—-]\s*", said, maxsplit=1)[0].strip() in self._none

    def _wrong(self, searched: str, text: str) -> Iterator[NearMiss]:
        taken = [(t.start, t.end) for t in self.find(text)]
        for miss in self._near.find(searched, self._fits):
            if _PLACEHOLDER_ID.match(text[miss.start : miss.start + 30]):
                continue
            while taken and taken[0][1] <= miss.start:
                taken.pop(0)
            if not taken or miss.end <= taken[0][0]:
                yield miss

    def _fits(self, ticket: str) -> bool:
        return bool(self._id.fullmatch(ticket))

    def _relation(self, text: str, start: int) -> str:
        before = text[max(0, start - _CUE_REACH) : start]
        return next((relation for relation, cue in self._cues if cue.search(before)), "mention")


_CUE_FORM = r"(?<!\w)(?:{})(?:\s+(?:a|the|new|ticket|tickets|issue|issues|epic|task|bug|id))*[\s:=*_`(\[]*$"


def _cue(words: Sequence[str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"
    return compiled(_CUE_FORM.format(either), re.IGNORECASE)
