"""What is wrong with a configuration, in the words of the person who wrote it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from de_lint.judging.validate import Fault
    from de_lint.project.configuration.files import Configuration, ConfigurationError

_TYPES = {"array": "a list", "object": "a table", "string": "a text", "boolean": "true or false"}
_NEAR = 0.5
#: The settings that name files, and what they name them with.
_PLACES = (("templates",), ("roles",), ("baseline",), ("tickets", "registry"))
_WILD = re.compile(r"[*?\[]")
_WORD = r"(?<![\w-]){}(?![\w-])"


def first_fault(configuration: Configuration) -> ConfigurationError | None:
    """Return what the published schema says is wrong with a configuration; None if nothing is."""
    from de_lint.judging.validate import faults

    for fault in faults("configuration", dict(configuration.data)):
        if fault.keyword == "additionalProperties":
            known = list(fault.schema.get("properties", {}))
            unknown = next(key for key in fault.value if key not in known)
            hint = near_hint(unknown, known)
            return configuration.error((*fault.path, unknown), f"there is no such setting{hint}")
        return configuration.error(_place(configuration, fault), _words(fault))
    for path in _PLACES:
        value: Any = configuration.data
        for key in path:
            value = value.get(key, {})
        for name in [value] if isinstance(value, str) else value:
            literal, *wild = _WILD.split(name, maxsplit=1)
            if configuration.leads_out(name) or configuration.leads_out(os.path.dirname(literal) if wild else literal):
                why = f"'{name}' leads out of the project, as only a configuration that --config names may"
                return configuration.error(path, why)
    return None


def _place(configuration: Configuration, fault: Fault) -> tuple[str | int, ...]:
    """Return the path of what is wrong: of the setting itself where that is its name."""
    value: Any = configuration.data
    for part in fault.path:
        value = value[part]
    return (*fault.path, fault.value) if isinstance(value, dict) and isinstance(fault.value, str) else fault.path


def _words(fault: Fault) -> str:
    words = _WORDS.get(fault.keyword)
    return words(fault.value, fault.expected) if words else " ".join(fault.message.split())


def _of_type(value: Any, types: str | list[str]) -> str:
    wanted = [types] if isinstance(types, str) else types
    return f"{value!r} is not {' or '.join(_TYPES.get(t, t) for t in wanted)}"


def _one_of(value: Any, options: Sequence[dict[str, list[str]]]) -> str:
    """Return what is said of a table that has none of some settings, or several of them, or one without its others."""
    given = [option["required"] for option in options if option["required"][-1] in value]
    if len(given) > 1:
        return f"{' and '.join(keys[-1] for keys in given)} cannot stand in one table; write two"
    lacking = [key for key in given[0] if key not in value] if given else []
    return f"{', '.join(lacking) or ' or '.join(option['required'][-1] for option in options)} is missing"


#: What to say of each schema word that a setting can break, from the value and what the word asks for.
_WORDS: dict[str, Callable[[Any, Any], str]] = {
    "enum": lambda value, choices: f"{value!r} is not one of {', '.join(choices)}",
    "type": _of_type,
    "required": lambda value, keys: f"{', '.join(k for k in keys if k not in value)} is missing",
    "anyOf": lambda _, options: f"{' or '.join(k for o in options for k in o['required'])} is missing",
    "oneOf": _one_of,
    "maxLength": lambda _, most: f"it must have at most {most} characters",
    "minLength": lambda *_: "it must not be empty",
    "minItems": lambda *_: "it must not be empty",
    "pattern": lambda value, pattern: f"{value!r} does not fit {pattern}",
}


def near_hint(word: str, known: Iterable[str]) -> str:
    """Return `; 'x' is nearest` for the known word that is most like another, or nothing where none is."""
    from difflib import get_close_matches

    folded = {k.casefold(): k for k in known}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=_NEAR)
    return f"; did you mean '{folded[near[0]]}'?" if near else ""


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """Return the line (from 1) on which the last named part of a setting's path is written; None if it is not found."""
    last: re.Match[str] | None = None
    for key in (re.escape(part) for part in path if isinstance(part, str)):
        # In a table's heading or before an equals sign; `{key = …}` may stand anywhere.
        word = _WORD.format(key)
        written = re.compile(rf"^[ \t]*\[[^\n]*?{word}[^\n]*\]|{word}[\"']?[ \t]*[=.]", re.MULTILINE)
        last = written.search(text, last.start() if last else 0)
        if last is None:
            return None
    return text.count("\n", 0, last.start()) + 1 if last else None
