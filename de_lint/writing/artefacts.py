"""One contract in many forms: JSON Schema, Markdown, instructions for an agent, and a schema for structured output."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from de_lint.output.json_text import json_text
from de_lint.vocabulary.kinds import Kind, Property, active, kind, required_of
from de_lint.vocabulary.schemas import Schema, all_schemas, schema
from de_lint.vocabulary.spelling import did_you_mean
from de_lint.writing.scaffold import new
from de_lint.writing.strict_schemas import strict

_VALUES = "urn:de-lint:values#/$defs/"
_HERE = "#/$defs/"


class UnknownSchema(ValueError):
    """A name that no schema has."""


class NoSuchForm(ValueError):
    """A schema that cannot be shown in the form asked for."""


def schema_in_form(name: str, form: str) -> str:
    """Return the schema called `name` in one of FORMS; raise UnknownSchema or NoSuchForm."""
    return FORMS[form](_called(name))


def _called(name: str) -> str:
    """Return what a schema is called; roles go by their names, too."""
    role = None if any(name == known for known, _, _ in schema_names()) else active().role_named(name)
    return role.type if role and role.type else name


def schema_names() -> list[tuple[str, str, str]]:
    """Return name, sort and description of every schema: kinds, roles, then the rest."""
    roles = [(t, "role", r.schema) for t, r in sorted(active().roles.items())]
    kinds = [(n, "kind", k.schema) for n, k in active().kinds.items()]
    told = {n for n, _, _ in (*roles, *kinds)}
    rest = [(re.split("[:/]", s["$id"])[-1].removesuffix(".json"), "other", s) for s in all_schemas() if "$schema" in s]
    rows = [*kinds, *roles, *(r for r in rest if r[0] not in told)]
    return [(n, sort, str(s.get("description", "")).split(". ")[0].rstrip(".") + ".") for n, sort, s in rows]


def bundled(name: str) -> Schema:
    """Return a schema with everything that it refers to; a role's comes with the properties of every report."""
    found = active().roles.get(name)
    whole = dict(_merged(found)) if found else dict(_schema(name))
    defs: dict[str, Any] = dict(whole.get("$defs", {}))
    for own in list(defs):
        defs[own] = _localised(defs[own], defs)
    body = _localised({k: v for k, v in whole.items() if k != "$defs"}, defs)
    return {**body, **({"$defs": defs} if defs else {})}


def _schema(name: str) -> Schema:
    if name in active().kinds:
        return active().kinds[name].schema
    try:
        return schema(name)
    except KeyError:
        known = [n for n, _, _ in schema_names()]
        raise UnknownSchema(
            f"Unknown schema: {name}.{did_you_mean(name, known)} Known schemas: {', '.join(known)}."
        ) from None


def _merged(found: Kind) -> Schema:
    """Return a report's schema for one role."""
    report = kind("progress_report").schema
    own = {k: v for k, v in found.schema.items() if k not in ("properties", "required")}
    return {
        **own,
        "title": f"{found.title} progress report",
        "properties": {**report.get("properties", {}), **found.schema.get("properties", {})},
        "required": required_of(found),
    }


def _localised(node: Any, defs: dict[str, Any]) -> Any:
    """Point references at `defs`, and take what they refer to in there."""
    if isinstance(node, list):
        return [_localised(n, defs) for n in node]
    if not isinstance(node, dict):
        return node
    out = {k: _localised(v, defs) for k, v in node.items() if k != "$ref"}
    target = str(node.get("$ref", ""))
    if not target:
        return out
    shape = target.removeprefix(_VALUES).removeprefix(_HERE)
    if shape not in defs:
        defs[shape] = {}
        defs[shape] = _localised(schema("values")["$defs"].get(shape, {}), defs)
    return {"$ref": f"{_HERE}{shape}", **out}


def _json_schema(name: str) -> str:
    return json_text(bundled(name), pretty=True) + "\n"


def _structured_output(name: str) -> str:
    if name not in active().roles and name not in active().kinds:
        _schema(name)
        raise NoSuchForm(f"{name} is no record: structured output is for kinds and roles.")
    record_kind = name if name in active().kinds else "progress_report"
    return json_text(strict(bundled(name), record_kind), pretty=True) + "\n"


def _markdown(name: str) -> str:
    whole = bundled(name)
    spec = active().roles.get(name) or active().kinds.get(name)
    rows = list(_rows(_ordered(spec), set(whole.get("required", ())))) if spec else list(_plain_rows(whole))
    lines = [f"# {whole.get('title', name)}", "", str(whole.get("description", "")), ""]
    table = ["| Label | Field | Value | Required | |", "| --- | --- | --- | --- | --- |", *rows]
    return "\n".join([*lines, *(table if rows else [])]).rstrip() + "\n"


def _ordered(spec: Kind) -> list[Property]:
    """Return the properties of a report of a role, or of a kind, in the order of its form."""
    if spec.form:
        return list(spec.fields)
    core = () if spec.type is None else kind("progress_report").properties
    by_name = {p.name: p for p in (*core, *spec.properties)}
    order = [n for n in spec.order if n in by_name]
    return [*(by_name[n] for n in order), *(p for n, p in by_name.items() if n not in order)]


def _rows(properties: Sequence[Property], required: set[str], path: str = "") -> Iterator[str]:
    for prop in properties:
        cells = (
            f"{'— ' if path else ''}{prop.label}",
            f"`{path}{prop.name}`",
            ", ".join(f"`{c}`" for c in prop.choices) or prop.shape or _type(prop.schema),
            "yes" if prop.name in required else "",
            str(prop.schema.get("description", "")),
        )
        yield "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"
        yield from _rows(prop.properties, set(prop.schema.get("required", ())), f"{path}{prop.name}.")


def _plain_rows(whole: Schema) -> Iterator[str]:
    required = whole.get("required", ())
    for name, sub in whole.get("properties", {}).items():
        yield f"| | `{name}` | {_type(sub)} | {'yes' if name in required else ''} | {sub.get('description', '')} |"


def _type(sub: Mapping[str, Any]) -> str:
    """Return what a schema says of a value's type, in words."""
    stated = sub.get("type") or str(sub.get("$ref", "")).rpartition("/")[2]
    return stated if isinstance(stated, str) else " or ".join(stated)


def prompt(name: str) -> str:
    """Return a block for an agent's instructions: the forms of its tasks and reports, and what they must hold."""
    found = active().roles.get(name)
    if found is None:
        _schema(name)
        raise NoSuchForm(f"{name} is no role: a prompt is for roles.")
    parts = [
        f"You are given tasks in this form:\n\n{_fenced(new('delegation', name))}",
        f"You answer with a report in this form, labels and order as they stand:\n\n"
        f"{_fenced(new('progress_report', name))}",
        "\n".join(f"- {rule}" for rule in _instructions(found)),
    ]
    return "\n\n".join(parts) + "\n"


def _fenced(text: str) -> str:
    return f"```\n{text}```"


def _instructions(found: Kind) -> Iterator[str]:
    fields = _ordered(found)
    required = set(required_of(found))
    yield f"Required: {', '.join(p.label for p in fields if p.name in required)}."
    for label, prop in _labelled(fields, ""):
        if prop.choices:
            yield f"{label}: {_either([c.replace('_', ' ') for c in prop.choices])}."
    measures = [label for label, prop in _labelled(fields, "") if prop.shape == "measure"]
    if measures:
        yield f"Numbers with their units, or `n/a` where there is none: {', '.join(measures)}."
    in_force = [s for s in active().tickets.get("systems", ()) if s.get("default", True)]
    examples = dict.fromkeys(str(s["example"]) for s in in_force if s.get("example"))
    if examples:
        yield f"Tickets as {_either(list(examples))}."
    lists = [p.label for p in fields if p.shape in ("items", "pairs") and p.name in required]
    if lists:
        yield f"Write `none` where there is nothing to list: {', '.join(lists)}."


def _labelled(properties: Sequence[Property], path: str) -> Iterator[tuple[str, Property]]:
    for prop in properties:
        if prop.label:
            yield f"{path}{prop.label}", prop
            yield from _labelled(prop.properties, f"{path}{prop.label} > ")


def _either(choices: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(choices[:-1]), choices[-1]]))


#: The forms that a schema can be shown in.
FORMS: Mapping[str, Callable[[str], str]] = {
    "json-schema": _json_schema,
    "markdown": _markdown,
    "prompt": prompt,
    "structured-output": _structured_output,
}
