"""Masks: what shows the form of a value by letters in the place of its digits, such as `vX.Y.Z` or `TT.MM.JJJJ`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from string import ascii_uppercase

from de_lint.classes import dataclass
from de_lint.learning.asked_words import mask_letters
from de_lint.patterns import compiled

_SIZES = {"year": 4, "month": 2, "day": 2, "hour": 2, "minute": 2, "second": 2}
#: What follows a value that only looks like one of the form.
_END = r"(?![\w]|[-./:][\w])"
_OF_VERSION = r"(?:[-+][0-9A-Za-z.+-]+)?"


@dataclass(frozen=True, slots=True)
class Mask:
    """The form of a value: the pattern that it keeps to, and what it is: `date`, `time`, `version` or `id`.

    `parts` are those of a day and time, in the order in which their digits stand.
    """

    pattern: str
    value: str
    parts: tuple[str, ...] = ()


@cache
def _tokens() -> re.Pattern[str]:
    named = {name: "|".join(letters) for name, letters in mask_letters()}
    end = "(?=Z?$|[^A-Za-z])"
    clock = rf"(?<=:)(?P<minute>{named['minute']}){end}|(?<=:)(?P<second>{named['second']}){end}"
    return compiled(
        rf"(?P<year>{named['year']})|{clock}|(?P<hour>{named['hour']})(?=:|$)"
        rf"|(?P<month>{named['month']})(?![A-Za-z])|(?P<day>{named['day']})(?=T[Hh]|[^A-Za-z]|$)"
        r"|(?P<digits>N{1,9}(?![A-Za-z])|#{2,9}|0{3,9}|9{3,9})|(?P<any>X{2,9}(?![A-Za-z])|x{3,9}(?![a-z]))"
        r"|(?P<part>[XYZ](?![A-Za-z]))|(?P<zone>(?<=[HhMmSs])Z$)"
        r"|(?P<literal>[A-Z][A-Z0-9]{1,9}(?=[-_/ ])|[vV](?=[XN0-9])|\#(?=[N#0-9X])|[-_/.: T,]|[0-9]+(?=[-./]))"
    )


def mask_of(said: str) -> Mask | None:
    """Return the form that a text shows; None for any text but a mask."""
    at, parts, kinds = 0, [], []
    while at < len(said):
        found = _tokens().match(said, at)
        if found is None or found.lastgroup is None:
            return None
        kinds.append(found.lastgroup)
        parts.append(_pattern(found))
        at = found.end()
    value = _value(kinds, said)
    if value is None:
        return None
    of_time = tuple(k for k in kinds if k in _SIZES)
    if value == "version":
        parts = [*([] if said[0] in "vV" else ["v?"]), *parts, _OF_VERSION]
    return Mask("^" + "".join(parts) + _END, value, of_time)


def _pattern(found: re.Match[str]) -> str:
    kind, written = str(found.lastgroup), found.group()
    if kind in _SIZES:
        return f"[0-9]{{{_SIZES[kind]}}}"
    if kind == "literal":
        return "[ T]" if written == "T" else re.sub(r"([.#])", r"[\1]", written)
    return {"any": "[0-9A-Za-z]+", "zone": "Z"}.get(kind, "[0-9]+")


def _value(kinds: Sequence[str], said: str) -> str | None:
    """Return what a mask of these tokens is the form of; None where letters only look like one."""
    held = [k for k in kinds if k != "literal"]
    if {"year", "month", "day"} <= set(held):
        return "date"
    if {"hour", "minute"} <= set(held):
        return "time"
    if len(held) > 1 and not set(held) & _SIZES.keys() and not set(said) - set("vVXYZN."):
        return "version"
    filled = {"digits", "any"} & set(held) and "part" not in held
    return "id" if filled and said[0] in "#" + ascii_uppercase and "literal" in kinds and " " not in said else None
