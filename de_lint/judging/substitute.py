"""What violations.py asks of jsonschema-rs, answered by jsonschema: where there is no wheel of it, as for browsers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import jsonschema
import referencing
from jsonschema.exceptions import SchemaError
from jsonschema.exceptions import ValidationError as Error
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from de_lint.classes import dataclass
from de_lint.vocabulary.schemas import Schema

_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems", "minLength",
           "maxLength", "minProperties", "maxProperties")  # fmt: skip


class LinearPatterns:
    """Asks for patterns none of which takes long on any text: those of Python can."""


class BadSchema(ValueError):
    """What is wrong with a schema."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ShippedSchemas:
    """The schemas that others can refer to; nothing else is fetched, whatever `retriever` is."""

    def __init__(self, resources: Iterable[tuple[str, Schema]], retriever: object) -> None:  # noqa: ARG002
        known = ((uri, DRAFT202012.create_resource(schema)) for uri, schema in resources)
        self.known: referencing.Registry[Any] = referencing.Registry().with_resources(known)


@dataclass(frozen=True, slots=True)
class Breach:
    """An error, in the names of jsonschema-rs."""

    instance_path: list[str | int]
    schema_path: list[str | int]
    instance: Any
    #: Holds the `property` that is missing, or the `options` or the `limit` that a value is compared with.
    kind: SimpleNamespace


class SchemaJudge:
    """Judges values by a schema; ValueError for one that is none, refers to what is unknown, or cannot be bounded."""

    def __init__(
        self,
        schema: Schema,
        registry: ShippedSchemas,
        retriever: object,  # noqa: ARG002
        pattern_options: LinearPatterns | None = None,
    ) -> None:
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            raise BadSchema(error.message) from None
        resource = DRAFT202012.create_resource(schema)
        resolver = registry.known.resolver_with_root(resource)
        for name, value in _words(schema):
            if name == "$ref":
                try:
                    resolver.lookup(value)
                except Unresolvable as error:
                    raise ValueError(f"{error}; only shipped schemas can be referred to") from None
            if name == "pattern" and pattern_options is not None:
                raise ValueError("patterns of rules need jsonschema-rs, which is not installed")
        self._validator = _OneByOne(schema, registry=registry.known)

    def iter_errors(self, value: Any) -> Iterator[Breach]:
        """Yield each way in which a value breaks the schema; for properties that are missing, one for each."""
        return map(_breach, self._validator.iter_errors(value))

    def is_valid(self, value: Any) -> bool:
        """Tell whether a value fits the schema."""
        return next(self.iter_errors(value), None) is None


def _words(schema: Any) -> Iterator[tuple[str, str]]:
    """Yield each word of a schema whose value is a text, with its value."""
    if isinstance(schema, Mapping):
        for name, value in schema.items():
            if isinstance(value, str):
                yield name, value
            else:
                yield from _words(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _words(value)


def _required(validator: Any, required: Iterable[str], instance: Any, _: Schema) -> Iterator[Error]:
    """Yield an error for each property that is missing, which names it."""
    if validator.is_type(instance, "object"):
        missing = (name for name in required if name not in instance)
        yield from (Error(f"{name!r} is a required property", validator_value=name) for name in missing)


_OneByOne: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"required": _required}
)


def _breach(error: Error) -> Breach:
    keyword = str(error.validator)
    about = "property" if keyword == "required" else "options" if keyword == "enum" else ""
    kind = {about or "limit": error.validator_value} if about or keyword in _LIMITS else {}
    return Breach(list(error.absolute_path), list(error.absolute_schema_path), error.instance, SimpleNamespace(**kind))
