"""Where a schema comes from: a JSON file, a template document, or the name of one that ships."""

from __future__ import annotations

import json
from pathlib import Path

from de_lint.file_names import is_markdown
from de_lint.learning.infer import infer
from de_lint.reading.document import read
from de_lint.vocabulary.schemas import Schema, role_names, schema

_KINDS = ("progress_report", "delegation")


class NoSchema(Exception):
    """Raised for something that is no schema and describes none; says why."""


def load_schema(name: str) -> Schema:
    """Return the schema that `name` leads to; raise `NoSchema` or `OSError`.

    `name` is a path to a JSON Schema or to a template document, or a role or kind that ships, such as `qa`.
    """
    path = Path(name)
    if is_markdown(path.name):
        return schema_of_template(path.read_bytes(), name)
    if path.suffix.lower() == ".json" or path.is_file():
        return schema_of_json(path.read_bytes())
    plain = name.removeprefix("roles/").replace("-", "_")
    if plain in role_names():
        return schema(f"roles/{plain}")
    if plain in _KINDS:
        return schema(plain)
    raise NoSchema(f"neither a file nor one of {', '.join((*role_names(), *_KINDS))}")


def schema_of_template(data: bytes, path: str) -> Schema:
    """Return the schema that a template document describes; raise `NoSchema` if it holds neither form."""
    found = infer(read(data, path))
    if not found.has_format:
        raise NoSchema("holds no delegation template and no reporting format")
    return found.schema


def schema_of_json(data: bytes) -> Schema:
    """Return the JSON Schema that `data` holds; raise `NoSchema` if it is none of a role or kind."""
    try:
        loaded = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NoSchema(f"is not JSON: {error}") from error
    if not isinstance(loaded, dict) or not isinstance(loaded.get("properties"), dict):
        raise NoSchema("is not JSON Schema of a role: it has no properties")
    return loaded
