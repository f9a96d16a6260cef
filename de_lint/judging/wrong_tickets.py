"""Ticket ids written wrongly: what was meant, and what is wrong in plain words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from de_lint.classes import dataclass
from de_lint.judging import mentions
from de_lint.patterns import compiled
from de_lint.reading.markup import without_code
from de_lint.reading.values.answers import says_none
from de_lint.reading.values.tickets import Ticket, TicketSystems

_PLACEHOLDER_ID = compiled(r"[A-Z][A-Z0-9]{0,9}-(?:X{2,}|Y{2,}|Z{2,}|N{2,}|x{3,}|n{3,}|#{2,}|\?{2,})")
_TRIM = " \t\r\n*_~`\"'“”.,;:!()[]<>"
_TOKEN = compiled(r"[^\s,;()\[\]{}<>\"'“”*`]+")
_HYPHENS = "-‐‑‒–—−﹣－"
# A separator that is no single hyphen, then the rest of the word.
_FORM = (
    r"(?<![\w/.-])(?P<prefix>{})(?P<separator>[ \t]?[" + _HYPHENS + r"_#:.]?[ \t]?)(?P<rest>\d[^\W_]*)(?![\w/-]|\.\w)"
    r"|(?<![\w/.-])(?P<head>{})-(?P<tail>[^\W_]*)(?![\w/*\[{{<#…-]|\.[\w.])"
)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A wrongly written id at [start, end) of the text, what it should be if that is known, and why it is wrong."""

    text: str
    start: int
    end: int
    suggestion: str | None
    reason: str


_JOINT = compiled(r"\s*[\s_–—:-]\s*")
_RESPELLED: tuple[tuple[Callable[[str], str], str], ...] = (
    (str.upper, "it must be in capitals"),
    (str.lower, "it has to be in small letters"),
    (lambda core: _JOINT.sub("-", core), "its parts have to be joined by hyphens"),
    (lambda core: _JOINT.sub("-", core).upper(), "it must be in capitals, joined by hyphens"),
    (lambda core: "".join(core.split()), "there is a space in it"),
)


class WrongTickets:
    """Finds the ids of the systems in force that are written wrongly."""

    def __init__(self, systems: TicketSystems) -> None:
        self._all = systems
        chosen = systems.chosen
        self._systems = {p: s for s in chosen for p in s.get("unmistakable", [])}
        self._aliases = {a.upper(): (p, s) for s in chosen for a, p in s.get("aliases", {}).items()}
        self._explained = [(compiled(str(near["pattern"])), near, s) for s in chosen for near in s.get("near", ())]
        self._form = _form(self._systems)
        self._alias_form = _form(self._aliases)

    def near_misses(self, text: str) -> list[NearMiss]:
        """Return what can only be an id but is written wrongly: `ISS 345`, `iss-0345`, `ISS_0345`, `ISS-34A`."""
        # Without any digit (`ISS-aware`) it may be a word: that is wrong in a ticket field only.
        wrong = self._wrong(without_code(text), text)
        return [miss for miss in wrong if miss.text.endswith("-") or any(c.isdigit() for c in miss.text)]

    def malformed(self, value: str) -> NearMiss | None:
        """Return what is wrong with the value of a ticket field that names no ticket; None if nothing is.

        A value that says there is no ticket, that is still a placeholder, or that names one of a tracker which is not
        in force, is not malformed.
        """
        core = value.strip(_TRIM)
        if not any(c.isalnum() for c in core) or says_none(core) or mentions.has_blank(value):
            return None
        found = self._all.find(value, field=True)
        names_one = any(self._all.system_of(t.id) for t in found) or self._all.fits(core)
        known = self._in_field(value, names_one)
        if known or names_one:
            return known
        known = next(self._wrong(value, value), None) or self._by_alias(value) or self._respelled(value, core)
        return known or (None if found else self._best_token(value, core))

    def _wrong(self, searched: str, text: str) -> Iterator[NearMiss]:
        """Yield the unmistakable prefixes with a wrong rest, outside of ids that are right."""
        taken: list[Ticket] | None = None
        for match in self._form.finditer(searched):
            prefix = str(match["prefix"] or match["head"]).upper()
            miss = _judged(match, prefix, self._systems[prefix], self._all.fits)
            if miss is None or _PLACEHOLDER_ID.match(text[miss.start : miss.start + 30]):
                continue
            if taken is None:
                taken = [t for t in self._all.find(text) if self._all.system_of(t.id)]
            while taken and taken[0].end <= miss.start:
                taken.pop(0)
            if not taken or miss.end <= taken[0].start:
                yield miss

    def _by_alias(self, text: str) -> NearMiss | None:
        """Return the first id whose prefix no system knows but people use for a known one."""
        for match in self._alias_form.finditer(text):
            written = match["prefix"] or match["head"]
            if "#" in (match["separator"] or ""):
                continue  # `Issue #45` names #45
            prefix, system = self._aliases[written.upper()]
            digits = _plain_digits(match["rest"] or match["tail"])
            suggestion = _suggested(prefix, digits, system, self._all.fits) if digits else None
            return NearMiss(match.group(), *match.span(), suggestion, f"the prefix '{written}' is unknown")
        return None

    def _in_field(self, text: str, names_one: bool) -> NearMiss | None:
        """Return the first wrong id of a field that a system explains; `names_one` if it has a valid one, too."""
        for pattern, near, system in self._explained:
            found = pattern.search(text) if not names_one or near.get("despite_ids") else None
            if found:
                right = found.expand(near["suggestion"]) if near.get("suggestion") else None
                right = right.upper() if right and near.get("upper") else right
                keyed = system.get("keyed")
                if right is None or self._all.fits(right) or (not keyed and self._all.find(right, field=True)):
                    return NearMiss(found.group(), *found.span(), right, str(near["reason"]))
                if keyed and right.rpartition("-")[0] not in system["prefixes"]:
                    known = ", ".join(system["prefixes"])
                    reason = f"its project is not one that is configured ('tickets.projects.{system['name']}': {known})"
                    return NearMiss(found.group(), *found.span(), None, reason)
        return None

    def _respelled(self, text: str, core: str) -> NearMiss | None:
        """Return a field's value that is an id but for its case or the mark between its parts."""
        for form, reason in _RESPELLED:
            right = form(core)
            if right != core and self._all.fits(right):
                start = text.find(core)
                return NearMiss(core, start, start + len(core), right, reason)
        return None

    def _best_token(self, text: str, core: str) -> NearMiss:
        """Return the part of a value without any id that comes nearest to one: a word with digits, or all of it."""
        like = f", write it like {self._all.example}" if self._all.example else ""
        with_digits = [m for m in _TOKEN.finditer(text) if any(c.isdigit() for c in m.group())]
        token = next((m for m in with_digits if "-" in m.group()), with_digits[0] if with_digits else None)
        if token is None:
            start = text.find(core)
            return NearMiss(core, start, start + len(core), None, f"it names no ticket{like}")
        written = token.group().rstrip(".:!?")
        bare = not any(c.isalpha() for c in written)
        reason = f"{'it has no prefix and' if bare else 'it'} matches no enabled ticket system ({self._enabled()})"
        reason += "; to accept it, set tickets.systems, tickets.projects or tickets.custom in the configuration"
        return NearMiss(written, token.start(), token.start() + len(written), None, reason)

    def _enabled(self) -> str:
        """Return the systems in force as people call them, each with an id of it."""
        named = ((s.get("title") or s["name"], s.get("example")) for s in self._all.chosen)
        return ", ".join(f"{name} like {example}" if example else str(name) for name, example in named) or "none"


def is_placeholder_id(text: str) -> bool:
    """Tell whether `text` is an id still to be filled in, such as `ISS-XXXX`."""
    return bool(_PLACEHOLDER_ID.fullmatch(text.strip(_TRIM)))


def _form(prefixes: Mapping[str, object]) -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, prefixes), key=len, reverse=True)) or r"(?!)"
    return compiled(_FORM.format(either, either), re.IGNORECASE)


def _judged(
    match: re.Match[str], prefix: str, system: Mapping[str, Any], fits: Callable[[str], bool]
) -> NearMiss | None:
    written = match["prefix"] or match["head"]
    rest = match["rest"] or match["tail"] or ""
    separator = match["separator"] if match["prefix"] else "-"
    digits = _plain_digits(rest)
    # In lower case only a hyphen or the like makes a word an id: `ep 3` and `iss1` are other things.
    if (not written.isupper() and separator.strip() == "") or (not written.isupper() and not digits):
        return None
    reason = _reason(written, separator, rest, digits, system)
    if reason is None:
        return None
    suggestion = _suggested(prefix, digits, system, fits)
    return NearMiss(match.group().rstrip(), match.start(), match.end(), suggestion, reason)


def _reason(written: str, separator: str, rest: str, digits: str | None, system: Mapping[str, Any]) -> str | None:
    low, high = system.get("digits", (1, 99))
    checks = (
        (not rest, "the number is missing"),
        (rest and digits is None, "only digits may follow the hyphen"),
        (digits is not None and len(digits) < low, f"the number needs at least {low} digits"),
        (digits is not None and len(digits) > high, f"the number may have at most {high} digits"),
        (not rest.isascii(), "the digits are not plain 0 to 9"),
        (separator == "", "the hyphen between prefix and number is missing"),
        (separator != "-", f"prefix and number are joined by {_named(separator)}, not by a hyphen"),
        (not written.isupper(), "the prefix must be in capitals"),
    )
    return next((reason for wrong, reason in checks if wrong), None)


def _named(separator: str) -> str:
    mark = separator.strip()
    known = {"": "a space", "-": "a hyphen with spaces", "–": "an en dash", "—": "an em dash", "_": "an underscore"}
    return known.get(mark, f"'{mark}'")


def _plain_digits(rest: str | None) -> str | None:
    """Return decimal digits of any script as 0 to 9, None if there is anything else or nothing."""
    if not rest or not all(c.isdecimal() for c in rest):
        return None
    return "".join(str(unicodedata.decimal(c)) for c in rest)


def _suggested(prefix: str, digits: str | None, system: Mapping[str, Any], fits: Callable[[str], bool]) -> str | None:
    if digits is None:
        return None
    ticket = f"{prefix}-{digits.zfill(int(system.get('width') or 0))}"
    return ticket if fits(ticket) else None
