"""JSON Schema properties as Markdown tables."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

Shape = dict[str, Any]
_COLUMNS = ("property", "label", "value", "required", "meaning")
_ANOTHER_SCHEMA = "urn:de-lint:values#/$defs/"
_THIS_SCHEMA = "#/$defs/"
_LINE_BREAKS = re.compile(r"\s*\n\s*")
_SPECIAL = re.compile(r"([\[\]*_])")


def table(shape: Shape, to_schemas: str) -> str:
    """Return a table of a shape's properties, those of nested objects dotted; `to_schemas` leads to the value page.

    A column in which nothing would stand is left out.
    """
    rows = [
        (f"`{path}`", _label(each), _value(each, to_schemas), "✓" if must else "", _meaning(each))
        for path, each, must in _flat(shape, "")
    ]
    kept = [i for i in range(len(_COLUMNS)) if any(row[i] for row in rows)]
    lines = [_COLUMNS, ["---"] * len(_COLUMNS), *rows]
    return "\n".join(f"| {' | '.join(line[i] for i in kept)} |" for line in lines)


def definition(shape: Shape) -> list[str]:
    """Return the parts of a definition's section: what it is, its value, and its properties."""
    parts = [prose(shape.get("description", "")), f"Value: {_value(shape, '')}."]
    if shape.get("properties"):
        parts.append(table(shape, ""))
    return [part for part in parts if part]


def cell(text: str) -> str:
    """Return plain text for a cell: on one line, with nothing in it that Markdown or HTML would act on."""
    return prose(_LINE_BREAKS.sub(" ", text)).replace("|", "\\|")


def prose(text: str) -> str:
    """Return plain text as Markdown that shows it as it is; code between backticks stays code."""
    parts = text.split("`")
    shown = [part if i % 2 else _SPECIAL.sub(r"\\\1", html.escape(part, quote=False)) for i, part in enumerate(parts)]
    return "`".join(shown)


def code(value: object) -> str:
    """Return a value, or each of a list of values, as code in a cell."""
    values = value if isinstance(value, list) else [value]
    return ", ".join(map(_code, values))


def _code(value: object) -> str:
    text = _plain(value)
    plain = text and text == text.strip() and not set(text) & {"`", "|", "\\"}
    return f"`{text}`" if plain else f"<code>{_entities(text)}</code>"


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _entities(text: str) -> str:
    """Return text as HTML in which Markdown finds nothing: its special characters are entities, too."""
    return re.sub(r"[|\\`*_\[\]{}~]", lambda found: f"&#{ord(found[0])};", html.escape(text, quote=False))


def _flat(shape: Shape, before: str) -> Iterator[tuple[str, Shape, bool]]:
    """Yield each property with its dotted path and whether it must be there, nested ones after their own."""
    required = shape.get("required", ())
    for name, each in shape.get("properties", {}).items():
        yield before + name, each, name in required
        yield from _flat(each, f"{before}{name}.")
        for key, mark in (("items", "[]."), ("additionalProperties", ".*.")):
            inner = each.get(key)
            yield from _flat(inner, f"{before}{name}{mark}") if isinstance(inner, dict) else ()


def _label(shape: Shape) -> str:
    return code(shape["x-label"]) if "x-label" in shape else ""


def _meaning(shape: Shape) -> str:
    parts = [cell(shape.get("description", ""))]
    if shape.get("x-aliases"):
        parts.append(f"Also labelled {code(shape['x-aliases'])}.")
    return " ".join(part for part in parts if part)


def _value(shape: Shape, to_schemas: str) -> str:
    """Return what a value must be, in a few words."""
    if "enum" in shape:
        return " or ".join(code(each) for each in shape["enum"])
    if "const" in shape:
        return code(shape["const"])
    if "$ref" in shape:
        return _link(shape["$ref"], to_schemas)
    return _compound(shape, to_schemas) or _kinds(shape)


def _compound(shape: Shape, to_schemas: str) -> str:
    """Return what a value must be that is made of others, or one of several; an empty string for any other."""
    choices = shape.get("oneOf") or ([] if shape.get("properties") else shape.get("anyOf"))
    if choices:
        return " or ".join(_value(each, to_schemas) for each in choices)
    if "items" in shape:
        return f"list of {_value(shape['items'], to_schemas)}"
    if shape.get("type") == "object" and isinstance(shape.get("additionalProperties"), dict):
        inner = _value(shape["additionalProperties"], to_schemas)
        return "object of objects" if inner == "object" else f"object, with {inner} under each name"
    return ""


def _kinds(shape: Shape) -> str:
    kinds = shape.get("type", "any value")
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)


def _link(reference: str, to_schemas: str) -> str:
    """Return a link to a definition, on the page of values or on the same page; other schemas by their name."""
    if reference.startswith(_ANOTHER_SCHEMA):
        name = reference.removeprefix(_ANOTHER_SCHEMA)
        return f"[{name}]({to_schemas}values.md#{name})"
    name = reference.removeprefix(_THIS_SCHEMA)
    return f"[{name}](#{name})" if reference.startswith(_THIS_SCHEMA) else code(reference)
