"""Configuration files as text: what TOML says, how a key is written in it, and a changed file saved."""

from __future__ import annotations

import codecs
import json
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from de_lint.project.configuration.files import Configuration

#: What reads TOML takes a time that grows with the square of the parts of a key.
_LONGEST, _MOST_DOTS = 1_000_000, 1_000


def loads(text: str) -> dict[str, Any]:
    """Return what a TOML text says; TOMLDecodeError for one that says nothing, or too much."""
    if len(text) > _LONGEST or any(line.count(".") > _MOST_DOTS for line in text.split("\n")):
        raise tomllib.TOMLDecodeError(f"more than {_LONGEST} characters, or {_MOST_DOTS} dots on a line")
    return tomllib.loads(text)


def loaded(text: str) -> dict[str, Any] | None:
    """Return what a TOML text says; None if it is none."""
    try:
        return loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def dotted(path: Sequence[str]) -> str:
    """Return a path of keys as TOML writes it."""
    return ".".join(_key(key) for key in path)


def _key(key: str) -> str:
    """Return a key bare where TOML allows that and it is a name of the settings; labels are quoted."""
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum() and key.islower()
    return key if bare else json.dumps(key, ensure_ascii=False)


def write(configuration: Configuration) -> None:
    """Write a configuration's text to its file; a byte order mark stays."""
    from de_lint.project.files.writing import atomic

    file = str(configuration.file)
    mark = codecs.BOM_UTF8 if os.path.isfile(file) and Path(file).read_bytes().startswith(codecs.BOM_UTF8) else b""
    with atomic(file) as stream:
        stream.write(mark + configuration.text.encode("utf-8"))
