"""Blank documents from the schemas: every field of a form with a placeholder, or with the value given for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from de_lint.vocabulary.kinds import Kind, Property, active, kind
from de_lint.vocabulary.spelling import did_you_mean
from de_lint.writing.render import render

Values = Mapping[str, str | Sequence[str]]
#: Fields without a label of their own that can be set.
_UNLABELLED = ("title", "date")
#: Parts of a task that can be set.
_TASK_PARTS = ("summary", "steps")


class UnknownField(ValueError):
    """A field that the form does not have."""


def new(kind_name: str, role_name: str, values: Values | None = None) -> str:
    """Return a blank `delegation` or `progress_report` for a role, filled in with `values`.

    The keys of `values` are field names, dotted for a field of a group (`database_status.health`); a list gives a
    list its items. Raises UnknownField and UnknownRole, each naming the nearest there is.
    """
    found = active().role_called(role_name)
    if kind_name == "progress_report" and found.form:
        return _own_form(found, values or {})
    fields = _fields(kind_name, found)
    record = blank_record(kind_name, found)
    for path, value in (values or {}).items():
        _set(record, fields, path, [value] if isinstance(value, str) else list(value))
    return render(_with_texts(record))


def _own_form(found: Kind, values: Values) -> str:
    from de_lint.writing.form_filling import filled_form

    known = list(paths(found.fields))
    for path in values:
        if path not in known:
            raise _unknown(path, known)
    return filled_form(found, {path: [v] if isinstance(v, str) else v for path, v in values.items()})


def _unknown(path: str, known: Sequence[str]) -> UnknownField:
    return UnknownField(f"Unknown field: {path}.{did_you_mean(path, known)} The fields are {', '.join(known)}.")


def blank_record(kind_name: str, found: Kind) -> dict[str, Any]:
    """Return a record of a role in which every field of the form is a placeholder; `status` and `tickets` are texts."""
    record: dict[str, Any] = {"kind": kind_name, "agent": {"name": found.names[0], "type": found.type}}
    if kind_name == "progress_report":
        record["title"] = f"{found.names[0]} Agent Progress Report"
    shown = _shown(kind_name, found)
    record |= {p.name: blank(p) for p in _fields(kind_name, found) if p.name in shown}
    fields = {p.name for p in _fields(kind_name, found)}
    labels = [label for name, label in _demanded(kind_name, found).items() if name not in fields]
    if labels:
        record["extra"] = [{"label": label, "value": f"[{label.lower()}]", "items": []} for label in labels]
    if kind_name == "delegation" and found.schema.get("x-authority"):
        record["authority"] = found.schema["x-authority"]
    return record


def _fields(kind_name: str, found: Kind) -> list[Property]:
    """The fields of a form; those of the role come first where two have one name."""
    own = found.properties if kind_name == "progress_report" else ()
    names = {p.name for p in own}
    return [
        *own,
        *(p for p in kind(kind_name).properties if p.name not in names and (p.label or p.name in _UNLABELLED)),
    ]


def _shown(kind_name: str, found: Kind) -> list[str]:
    """The names of the fields that a blank form has."""
    schema, demanded = kind(kind_name).schema, _demanded(kind_name, found)
    if kind_name == "progress_report" and found.order:
        return [*found.order, *demanded]
    wanted = [*schema.get("required", ()), *schema.get("x-recommended", ())]
    return [*wanted, *demanded, *(p.name for p in kind(kind_name).properties if p.schema.get("x-placeholder"))]


def _demanded(kind_name: str, found: Kind) -> dict[str, str]:
    """Return the fields that rules of a project require beyond the form, with their labels."""
    own = found.schema.get("x-shown", {}) if kind_name == "progress_report" else {}
    return {**kind(kind_name).schema.get("x-shown", {}), **own}


def blank(prop: Property) -> Any:
    """Return the value of a field that is still to be filled in, in its shape."""
    return _BLANKS.get(prop.shape, _placeholder)(prop)


def _placeholder(prop: Property) -> str:
    """Return a field's placeholder, which shows no id of a ticket system that is off."""
    on = {s["name"] for s in active().tickets["systems"] if s.get("default", True)}
    return prop.placeholder if "built-in" in on else prop.placeholder.replace("ISS-XXXX", "ticket id")


def _pairs(prop: Property) -> list[dict[str, str]]:
    key, value = list(prop.schema["items"]["properties"])
    return [{key: f"[{key} {n}]", value: f"[{value}]"} for n in (1, 2)]


_BLANKS: dict[str, Callable[[Property], Any]] = {
    "measure": lambda p: {"text": _placeholder(p)},
    "temporal_context": lambda p: {"text": _placeholder(p)},
    "items": lambda p: [{"text": _placeholder(p)}],
    "steps": lambda p: [{"text": _placeholder(p), "steps": []}],
    "task": lambda p: {"summary": _placeholder(p), "steps": [{"text": f"[step {n}]", "steps": []} for n in (1, 2)]},
    "pairs": _pairs,
    "object": lambda p: {inner.name: blank(inner) for inner in p.properties},
}


def _set(record: dict[str, Any], fields: Sequence[Property], path: str, values: Sequence[str]) -> None:
    """Give the field at a dotted path its value."""
    head, *rest = path.strip().replace("-", "_").split(".")
    prop = next((p for p in fields if p.name == head), None)
    if prop is None or (rest and not _has_part(prop, rest)):
        raise _unknown(path, list(paths(fields)))
    if not rest:
        record[head] = _value(prop, values)
    elif prop.shape == "object":
        _set(record.setdefault(head, {}), prop.properties, ".".join(rest), values)
    else:
        task = record.setdefault(head, {"summary": None, "steps": []})
        task[rest[0]] = _steps(values) if rest[0] == "steps" else "; ".join(values)


def _has_part(prop: Property, rest: Sequence[str]) -> bool:
    return prop.shape == "object" or (prop.shape == "task" and len(rest) == 1 and rest[0] in _TASK_PARTS)


def paths(fields: Iterable[Property]) -> Iterator[str]:
    """Yield the dotted path of every field that can be set."""
    for prop in fields:
        if prop.shape == "object":
            yield from (f"{prop.name}.{below}" for below in paths(prop.properties))
            continue
        yield prop.name
        if prop.shape == "task":
            yield from (f"{prop.name}.{part}" for part in _TASK_PARTS)


def _value(prop: Property, values: Sequence[str]) -> Any:
    if prop.shape == "object":
        known = ", ".join(paths([prop]))
        raise UnknownField(f"{prop.name} is a group; its fields are {known}.")
    make = _VALUES.get(prop.shape)
    return make(prop, values) if make else "; ".join(values)


def _steps(values: Sequence[str]) -> list[dict[str, Any]]:
    return [{"text": v, "steps": []} for v in values]


def _pair_values(prop: Property, values: Sequence[str]) -> list[dict[str, str | None]]:
    key, result = list(prop.schema["items"]["properties"])
    cut = [v.partition(": ") for v in values]
    return [{key: before, result: after or None} for before, _, after in cut]


_VALUES: dict[str, Callable[[Property, Sequence[str]], Any]] = {
    "measure": lambda p, v: {"text": "; ".join(v)},
    "temporal_context": lambda p, v: {"text": "; ".join(v)},
    "items": lambda p, v: [{"text": x} for x in v],
    "steps": lambda p, v: _steps(v),
    "task": lambda p, v: {"summary": v[0], "steps": _steps(v[1:])},
    "pairs": _pair_values,
}


def _with_texts(record: dict[str, Any]) -> dict[str, Any]:
    """Put the status and the ticket field where a record keeps their text."""
    if "status" in record:
        record["status_text"] = record.pop("status")
    if "tickets" in record:
        record["ticket_reference"] = record.pop("tickets")
    return record
