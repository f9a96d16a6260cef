"""What keeps JSON that people wrote from being rendered, with the place of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from de_lint.judging.validate import Fault
    from de_lint.vocabulary.kinds import Kind

#: A record need not be whole, as reading leaves it: what follows from the text may be left out.
_LENIENT = frozenset({"required", "minItems"})
_WORDS = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
_TYPES = {
    "object": "an object", "array": "a list", "string": "a text", "number": "a number", "integer": "a whole number",
    "boolean": "true or false", "null": "null",
}  # fmt: skip
_LONGEST = 60


def fault_in(record: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the JSON Pointer of the first thing that a record cannot hold, and why; None if it can be rendered.

    What is missing or null is no fault. What is nested too deeply to tell is left to rendering.
    """
    try:
        return _fault_in(record)
    except RecursionError:
        return None


def _fault_in(record: Mapping[str, Any]) -> tuple[str, str] | None:
    from de_lint.judging.validate import record_faults

    present = _present(record)
    for fault in record_faults(present):
        if _lacks_its_text(fault):
            return pointer(fault.path), f"this has no {fault.expected[0]}"
        if fault.keyword not in _LENIENT:
            return pointer(fault.path), _words(fault.keyword, fault.value, fault.expected)
    role = _role_of(present)
    for fault in record_faults(present, role) if role else ():
        if fault.keyword == "type":  # which values are right is for `check` to say
            return pointer(fault.path), _words(fault.keyword, fault.value, fault.expected)
    return None


def _lacks_its_text(fault: Fault) -> bool:
    """Tell whether a part of a record lacks what it is about, the first text that it must have: a ticket its id."""
    if fault.keyword != "required" or not fault.path or fault.expected[0] in fault.value:
        return False
    lacking: Mapping[str, Any] = fault.schema.get("properties", {}).get(fault.expected[0], {})
    return lacking.get("type") == "string"


def _role_of(record: Mapping[str, Any]) -> Kind | None:
    from de_lint.vocabulary.kinds import role

    type_ = record.get("agent", {}).get("type")
    return role(type_) if type_ and record["kind"] == "progress_report" else None


def pointer(path: tuple[str | int, ...]) -> str:
    """Return the JSON Pointer of a path."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _present(value: Any) -> Any:
    """Return a value without the properties that are null: they say as much as missing ones."""
    if isinstance(value, Mapping):
        return {k: _present(v) for k, v in value.items() if v is not None}
    return [_present(v) for v in value] if isinstance(value, list) else value


def _words(keyword: str, value: Any, expected: Any) -> str:
    if keyword == "type":
        types = [expected] if isinstance(expected, str) else expected
        return f"this is {_brief(value)}, not {' or '.join(_TYPES[t] for t in types if t != 'null')}"
    if keyword == "enum":
        return f"{_brief(value)} is not one of {', '.join(str(e) for e in expected if e is not None)}"
    if keyword == "additionalProperties":
        return "there is a property here that this object cannot have"
    return f"{_brief(value)} does not fit {keyword} {_brief(expected)}"


def _brief(value: Any) -> str:
    """Return a value as JSON where that is short, else what it is."""
    if isinstance(value, (dict, list)):
        return _WORDS[type(value)]
    from de_lint.output.json_text import json_text

    text = json_text(value, pretty=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
