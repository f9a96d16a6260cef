"""Ticket ids: which ones a text names, and what its words say that they are to it; how they look is data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from de_lint.classes import dataclass
from de_lint.patterns import compiled
from de_lint.reading.markup import without_code
from de_lint.reading.values.quantities import DIGITS
from de_lint.vocabulary.kinds import active, per_vocabulary

_CUE_REACH = 48
_GROUP_NAME = compiled(r"\(\?P<[A-Za-z_]\w*>")
#: How far from an id the words stand that make it one or none.
_REACH = 24
_GLUED = r"[^\W_\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket id at [start, end) of the text, and what the words before it say it is to that text.

    `number` is the number at the id's end; `from_address` is true of an id that the text does not write itself.
    """

    id: str
    start: int
    end: int
    relation: str = "mention"
    number: str = ""
    from_address: bool = False


class TicketSystems:
    """Finds ids of any tracker, and knows those of the systems in force.

    `data` is the content of `tickets.json`.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.chosen: Sequence[Mapping[str, Any]] = [s for s in data.get("systems", []) if s.get("default", True)]
        self._systems = [TicketSystem(system, data) for system in self.chosen]
        self._keyed = any(s.get("keyed") for s in self.chosen)
        others = [TicketSystem(one, data, is_open=True) for one in data.get("open", ())]
        self._by_group = {f"system{number}": s for number, s in enumerate([*self._systems, *others])}
        self._id = self._pattern(lambda s: not s.is_open)
        self._in_text = self._pattern(lambda s: not s.in_fields and not (s.is_key and self._keyed))
        self._in_field = self._pattern(lambda s: True)
        joining = [rf"(?:{either(data.get('and', ()))})(?!\w)", ""]
        self._joined = any_of(joining, r"[\s,;/&+*`()\[\]]*", r"[\s*`\[]*")
        self._to_end = any_of(data.get("ranges", ()), "[ ]?", r"[ ]?#?([0-9]{1,20})(?![\w%]|[.,]\d)")
        self._cues = [(relation, _cue(words, data)) for relation, words in data.get("relations", {}).items()]
        self.example: str = next((str(s["example"]) for s in self.chosen if s.get("example")), "")

    def _pattern(self, takes: Callable[[TicketSystem], bool]) -> re.Pattern[str]:
        # Not glued to a word before (`FOO1ISS-1`) or after (`ISS-34A`); `fix-ISS-0345` and `修复#12的` are fine.
        # A group is behind what it tells of: entering one takes longer the more there are before it.
        ids = either([f"(?:{s.alternative})(?P<{group}>)" for group, s in self._by_group.items() if takes(s)])
        return any_of([rf"(?<!{_GLUED})(?<![A-Z0-9]-)(?:{ids})(?!{_GLUED})"])

    def find(self, text: str, *, field: bool = False) -> list[Ticket]:
        """Return the ids of any tracker in `text`, in order, each as often as it occurs.

        In a `field` for tickets more is one: small numbers, ids in code spans, task numbers.
        """
        found: list[Ticket] = []
        if DIGITS.isdisjoint(text):
            return found
        prose: str | None = None
        system: TicketSystem | None = None
        for match in (self._in_field if field else self._in_text).finditer(text):
            start, end = match.span()
            before, system = system, self._by_group[match.lastgroup or ""]
            last = found[-1] if found else None
            joined = last is not None and bool(self._joined.fullmatch(text, last.end, start))
            sure = (joined and system is before) or system.is_named(text, start)
            sure = sure or (field and system.is_open and not system.mark)
            if (
                (last and start < last.end)
                or system.denies(text, start, end, sure)
                # Of no system in force, but with the key of one: written right, it would be of that.
                or (system.is_open and any(s.key.fullmatch(match.group().rpartition("-")[0]) for s in self._systems))
            ):
                continue
            if not (system.in_code or (sure and system.is_open)):
                prose = without_code(text) if prose is None else prose
                if prose[start:end] != match.group():
                    continue
            ticket, is_address = system.id_of(match.group())
            is_address = is_address or "://" in text[max(0, start - _CUE_REACH) : start].rpartition(" ")[2]
            number = ticket[len(ticket.rstrip("0123456789")) :]
            if last and last.number == number and _leads_into_address(text[last.end : start]):
                continue  # the words of the link name the ticket already
            relation = self.relation(text[max(0, start - _CUE_REACH) : start])
            relation = last.relation if last and joined and relation == "mention" else relation
            found.append(Ticket(ticket, start, end, relation, number, is_address))
            to = self._to_end.match(text, end)
            if to and ticket.endswith(number) and 0 <= len(to[1]) - len(number) <= 1 and int(to[1]) > int(number):
                found.append(Ticket(ticket.removesuffix(number) + to[1], *to.span(1), relation, to[1]))
        return found

    def system_of(self, ticket: str) -> TicketSystem | None:
        """Return the system in force that an id belongs to."""
        return next((s for s in self._systems if s.fits(ticket)), None)

    def fits(self, ticket: str) -> bool:
        """Tell whether a text is an id of a system in force, by its form alone."""
        return bool(self._id.fullmatch(ticket))

    def relation(self, before: str) -> str:
        """Return what the words at the end of a text say that a ticket behind them is to it."""
        cues = ((relation, cue.search(before)) for relation, cue in self._cues)
        return next((relation for relation, said in cues if said and not said["negated"]), "mention")


@per_vocabulary
def ticket_systems() -> TicketSystems:
    """Return the ticket systems in force."""
    return TicketSystems(active().tickets)


def _leads_into_address(between: str) -> bool:
    """Tell whether a text leads from the words of a Markdown link into its address."""
    words, link, address = between.partition("](")
    return bool(link) and not set(words) & set("[]\n") and not set(address) & set("() \t\n")


def _cue(words: Sequence[str], data: Mapping[str, Any]) -> re.Pattern[str]:
    """A pattern for one of the words before an id, with what may stand between them, and what denies it before."""
    between, negations = either(data.get("between", ())), either(data.get("negations", ()))
    negated = rf"(?P<negated>(?<!\w)(?:{negations})\s+(?:\w+\s+){{0,2}})?(?<!\w)"
    return any_of(sorted(words, key=len, reverse=True), negated, rf"(?:\s+(?:{between}))*[\s:：=*_`(\[]*$")


class TicketSystem:
    """A system's patterns, made ready; `alternative` matches an id or its address anywhere in a text."""

    def __init__(self, data: Mapping[str, Any], lists: Mapping[str, Any], is_open: bool = False) -> None:
        """Take an entry of `systems` or `open` and the lists that it names."""

        def words(name: str) -> Sequence[str]:
            found: str | Sequence[str] = data.get(name, ())
            return lists.get(found, ()) if isinstance(found, str) else found

        prefixes = either(data.get("prefixes", ()))
        boundary = r"[\s*_:：#(\[`|]*$"
        pattern = str(data["pattern"]).replace("<prefix>", f"(?:{prefixes})")
        addresses: Sequence[Mapping[str, str]] = data.get("addresses", [])
        self.name = str(data.get("name", ""))
        self.example = str(data.get("example") or "")
        self.is_open = is_open
        self.in_fields = bool(data.get("field"))
        self.is_key = bool(data.get("key"))
        self.in_code = bool(data.get("in_code", True))
        patterns = (*(str(a["pattern"]) for a in addresses), pattern)
        # Groups lose their names, because two systems may use the same one.
        self.alternative = "|".join(_GROUP_NAME.sub("(?:", p) for p in patterns)
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


def either(patterns: Sequence[str]) -> str:
    """Return a pattern for any of several; of none, one that never matches."""
    return "|".join(patterns) or r"(?!)"


def any_of(patterns: Sequence[str], before: str = "", behind: str = "") -> re.Pattern[str]:
    """Return what finds one of several patterns between two others; between such, capitals count as small letters."""
    return compiled(f"{before}(?:{either(patterns)}){behind}", re.IGNORECASE if before else 0)
