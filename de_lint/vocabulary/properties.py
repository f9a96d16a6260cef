"""What a schema says to a reader: which labels name which property, and in what shape its value is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any
from urllib.parse import unquote

from de_lint.classes import dataclass, field
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kept import Kept
from de_lint.vocabulary.schemas import Schema
from de_lint.vocabulary.spelling import nearest

_VALUES = "urn:de-lint:values#/$defs/"


@dataclass(frozen=True, eq=False)
class Property:
    """One property of a kind or role."""

    name: str
    schema: Schema
    label: str
    aliases: tuple[str, ...]

    @cached_property
    def shape(self) -> str:
        """The name of the value shape, such as `text`, `measure`, `items`, `object` or `pairs`."""
        reference = str(self.schema.get("$ref", ""))
        if reference.startswith(_VALUES):
            return reference.removeprefix(_VALUES)
        if self.schema.get("type") == "object":
            return "object"
        return "pairs" if self.schema.get("type") == "array" else ""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The label and its aliases, folded."""
        return frozenset(fold(x) for x in (self.label, *self.aliases) if x)

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """The properties of an object."""
        return tuple(_properties(self.schema.get("properties", {})))

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that an enum allows, or that a form offers where others that say the same are understood."""
        offered = self.schema.get("enum") or self.schema.get("x-choices") or ()
        return tuple(c for c in offered if isinstance(c, str))

    @property
    def placeholder(self) -> str:
        """What stands in a blank form where the value is to be filled in."""
        written = self.schema.get("x-placeholder")
        if written:
            return str(written)
        if self.choices:
            return f"[{'/'.join(c.replace('_', ' ') for c in self.choices)}]"
        return "[count]" if self.shape == "measure" else f"[{str(self.schema.get('title', self.name)).lower()}]"

    def claims(self, key: str) -> bool:
        """Tell whether a folded label names this property."""
        return key in self.keys


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of record, or a role's addition to one."""

    name: str
    title: str
    schema: Schema
    properties: tuple[Property, ...]
    #: For a role: its type, names and icon.
    type: str | None = None
    names: tuple[str, ...] = ()
    icon: str = ""
    order: tuple[str, ...] = field(default=())

    @property
    def contract(self) -> str:
        """What messages call the document that a project chose for this role's reports; blank if it chose none."""
        return str(self.schema.get("x-contract", ""))

    @property
    def form(self) -> str:
        """The form that reports fill in, as a team's own template has it; blank where there is no template."""
        return str(self.schema.get("x-form", ""))

    @cached_property
    def fields(self) -> tuple[Property, ...]:
        """The fields of a role's own form, in order: its own, and those of every report under the form's labels."""
        rows = self.schema.get("x-core", {}).items()
        core = {n: {**row, "enum": row["x-choices"]} if "x-choices" in row else row for n, row in rows}
        found = {p.name: p for p in (*_properties(core), *self.properties)}
        return tuple(found[name] for name in self.order if name in found)

    def named(self, name: str) -> Property | None:
        """Return the property called `name`."""
        return next((p for p in self.properties if p.name == name), None)

    def property(self, name: str) -> Property:
        """Return the property called `name`; raise `KeyError` if there is none."""
        found = self.named(name)
        if found is None:
            raise KeyError(name)
        return found

    def exact(self, key: str) -> list[Property]:
        """Return the properties whose label or alias a folded label is."""
        return [p for p in self.properties if key in p.keys]

    def guess(self, key: str) -> Property | None:
        """Return the property whose label a misspelled one most likely means."""
        return self._guessed[key]

    @cached_property
    def _guessed(self) -> Kept[Property | None]:
        return Kept(partial(nearest_property, properties=self.fields if self.form else self.properties))


def nearest_property(key: str, properties: Iterable[Property]) -> Property | None:
    """Return the property whose canonical label is nearest to the folded `key`, if it is near enough."""
    by_label: dict[str, Property] = {}
    for each in properties:
        by_label.setdefault(fold(each.label), each)
    found = nearest(key, by_label)
    return by_label[found] if found else None


def _properties(schemas: Mapping[str, Any]) -> Iterator[Property]:
    for name, sub in schemas.items():
        yield Property(
            name,
            sub,
            sub.get("x-label", ""),
            tuple(sub.get("x-aliases", ())),
        )


def kind_of(loaded: Schema) -> Kind:
    """Return the kind or role that a schema describes."""
    return Kind(
        name=unquote(str(loaded["$id"]).rsplit(":", 1)[-1]),
        title=loaded["title"],
        schema=loaded,
        properties=tuple(_properties(loaded.get("properties", {}))),
        type=loaded.get("x-type"),
        names=tuple(loaded.get("x-names", ())),
        icon=loaded.get("x-icon", ""),
        order=tuple(loaded.get("x-order", ())),
    )
