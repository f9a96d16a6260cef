"""The columns that JSON Schemas give: shapes of a fixed depth, the same for every run, known without any data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from de_lint.classes import dataclass
from de_lint.vocabulary.schemas import Schema, schema

#: How often a definition may stand within itself; what is deeper becomes JSON text. 1 for those not listed.
LEVELS = {"step": 2, "section": 2, "delegation": 0, "progress_report": 0}
#: The marks of a value's type that columns heed beyond JSON Schema's own.
_DATE = "date"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: `string`, `number`, `integer`, `boolean`, `date`, or `json` for any value as JSON text."""

    type: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Any number of values of one shape."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Struct:
    """Named columns in one."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the key of the JSON object that it is read from, and the shape of its values."""

    name: str
    key: str
    shape: Shape
    about: str = ""


Shape = Scalar | Listing | Struct
JSON = Scalar("json")
TEXT = Scalar("string")
_SCALARS = {name: Scalar(name) for name in ("string", "number", "integer", "boolean")}


def columns_of(properties: Schema, home: Schema, within: tuple[str, ...] = ()) -> Iterator[Column]:
    """Yield the columns of an object's properties; `home` is the schema that `#` refers to.

    A date gives two: the day, and the text as it stands in the JSON.
    """
    for name, each in properties.items():
        about = str(each.get("description", ""))
        if each.get("x-value") == _DATE:
            yield Column(name, name, Scalar(_DATE), about)
            yield Column(f"{name}_text", name, TEXT, f"`{name}` as it stands in the JSON.")
            continue
        yield Column(name, name, shape_of(each, home, within), about or _about(each, home))


def shape_of(found: Schema, home: Schema, within: tuple[str, ...] = ()) -> Shape:
    """Return the shape of the values that a schema describes; JSON text where it allows several shapes."""
    if "$ref" in found:
        return _referred(found["$ref"], home, within)
    if "properties" in found:
        return Struct(tuple(columns_of(found["properties"], home, within)))
    if isinstance(found.get("items"), dict):
        return Listing(shape_of(found["items"], home, within))
    return _choice(found, home, within) or _scalar(found)


def _referred(reference: str, home: Schema, within: tuple[str, ...]) -> Shape:
    place, name = reference.split("#/$defs/")
    if within.count(name) >= LEVELS.get(name, 1):
        return JSON
    home = schema(place.removeprefix("urn:de-lint:")) if place else home
    return shape_of(home["$defs"][name], home, (*within, name))


def _about(found: Schema, home: Schema) -> str:
    """Return what the definition that a property refers to says of itself."""
    place, _, name = str(found.get("$ref", "")).partition("#/$defs/")
    where = schema(place.removeprefix("urn:de-lint:")) if place else home
    return str(where["$defs"][name]["description"]) if name else ""


def _choice(found: Schema, home: Schema, within: tuple[str, ...]) -> Shape | None:
    """Return the one shape of `anyOf` that is not null."""
    choices = [each for each in found.get("anyOf", ()) if each.get("type") != "null"]
    return shape_of(choices[0], home, within) if len(choices) == 1 else None


def _scalar(found: Schema) -> Scalar:
    values = [*found.get("enum", ()), *([found["const"]] if "const" in found else [])]
    types: Any = found.get("type", [])
    names = {types} if isinstance(types, str) else set(types)
    names |= {"string" if isinstance(v, str) else "integer" for v in values if v is not None}
    names -= {"null"}
    return _SCALARS.get(names.pop(), JSON) if len(names) == 1 else JSON


def joined_shape(one: Shape, other: Shape) -> Shape:
    """Return the shape of a column that two schemas give a shape each: JSON text where these do not agree."""
    if isinstance(one, Struct) and isinstance(other, Struct):
        return Struct(joined_columns((*one.columns, *other.columns)))
    return one if one == other else JSON


def joined_columns(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return columns of which no two have the same name."""
    found: dict[str, Column] = {}
    for each in columns:
        before = found.get(each.name)
        shape = joined_shape(before.shape, each.shape) if before else each.shape
        found[each.name] = Column(each.name, each.key, shape, before.about if before else each.about)
    return tuple(found.values())
