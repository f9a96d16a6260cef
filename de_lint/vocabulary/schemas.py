"""Loads the schemas that ship with the package. They are the only copy of names, labels, enums and shapes."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

#: Where the schemas are installed.
FOLDER = Path(import_module("de_lint.schemas").__path__[0])


@cache
def schema(name: str) -> Schema:
    """Return the schema `name` (`delegation`, `roles/qa`, …); raise `KeyError` if there is none."""
    resource = FOLDER / f"{name}.json"
    if not resource.is_file():
        raise KeyError(name)
    loaded: Schema = json.loads(resource.read_text(encoding="utf-8"))
    return loaded


@cache
def role_names() -> tuple[str, ...]:
    """Return the types of the roles that ship, sorted."""
    return tuple(sorted(r.name.removesuffix(".json") for r in (FOLDER / "roles").iterdir() if r.name.endswith(".json")))


@cache
def all_schemas() -> tuple[Schema, ...]:
    """Return every schema that ships, for a registry of references."""
    top = sorted(r.name.removesuffix(".json") for r in FOLDER.iterdir() if r.name.endswith(".json"))
    return (*(schema(n) for n in top), *(schema(f"roles/{n}") for n in role_names()))
