"""What is wrong with a configuration, in the words of the person who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from de_lint.judging.validate import Fault
    from de_lint.project.configuration import Configuration, ConfigurationError

_TYPES = {"array": "a list", "object": "a table", "string": "a text", "boolean": "true or false"}
_NEAR = 0.5


def first_fault(configuration: Configuration) -> ConfigurationError | None:
    """Return what the published schema says is wrong with a configuration; None if nothing is."""
    from de_lint.judging.validate import faults

    for fault in faults("configuration", dict(configuration.data)):
        if fault.keyword == "additionalProperties":
            known = list(fault.schema.get("properties", {}))
            unknown = next(key for key in fault.value if key not in known)
            hint = near_hint(unknown, known)
            return configuration.error((*fault.path, unknown), f"there is no such setting{hint}")
        return configuration.error(fault.path, _words(fault))
    return None


def _words(fault: Fault) -> str:
    expected: Any = fault.expected
    match fault.keyword:
        case "enum":
            return f"{fault.value!r} is not one of {', '.join(map(str, expected))}"
        case "type":
            types = [expected] if isinstance(expected, str) else expected
            return f"{fault.value!r} is not {' or '.join(_TYPES.get(t, t) for t in types)}"
        case "required":
            return f"{', '.join(k for k in expected if k not in fault.value)} is missing"
        case "anyOf":
            wanted = [" and ".join(option.get("required", ())) for option in expected]
            return f"{' or '.join(wanted)} is missing"
        case "minLength" | "minItems":
            return "it must not be empty"
        case "pattern":
            return f"{fault.value!r} does not fit {expected}"
    return " ".join(fault.message.split())


def near_hint(word: str, known: Iterable[str]) -> str:
    """Return `; 'x' is nearest` for the known word that is most like another, or nothing where none is."""
    from difflib import get_close_matches

    folded = {k.casefold(): k for k in known}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=_NEAR)
    return f"; '{folded[near[0]]}' is nearest" if near else ""


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """Return the line (from 1) on which the last named part of a setting's path is written; None if it is not found."""
    keys = [part for part in path if isinstance(part, str)]
    if not keys:
        return None
    start = 0
    for key in keys:
        written = re.compile(rf"^[ \t\[]*(?:[^=#\n]*[.\"'{{, \t])?{re.escape(key)}[\"']?[ \t]*(?:[=.\]]|$)", re.MULTILINE)
        found = written.search(text, start) or re.compile(rf"[\"']?{re.escape(key)}[\"']?\s*=").search(text, start)
        if found:
            start = found.start()
            last: re.Match[str] | None = found
        else:
            last = None
    if last is None:
        return None
    return text.count("\n", 0, last.end() - 1) + 1
