"""JSON Lines with a text column: a document a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import partial
from typing import IO

from de_lint.bulk.inputs.columns import Absent, text_columns
from de_lint.bulk.inputs.item import Item, Items, refused
from de_lint.project.files.discovery import STDIN, reason, shown_path, standard_input
from de_lint.project.files.limits import LARGEST, too_large, within_limits

#: The endings of such files' names.
SUFFIXES = (".jsonl", ".ndjson")
#: Columns that say which document a line is.
_NAMES = ("id", "path")


def json_lines_items(path: str, field: str, stdin_name: str | None = None) -> Items:
    """Yield the text in column `field` (dotted for one within another) of every line of a file or standard input."""
    if path == STDIN:
        name = STDIN if stdin_name is None else shown_path(stdin_name)
        try:
            yield from _items(standard_input(), name, os.path.abspath(stdin_name or STDIN), field)
        except OSError as error:
            yield refused(name, reason(error))
        return
    try:
        with open(path, "rb") as stream:
            yield from _items(stream, shown_path(path), os.path.abspath(path), field)
    except OSError as error:
        yield refused(shown_path(path), reason(error))


def _items(stream: IO[bytes], name: str, place: str, field: str) -> Items:
    for number, line in enumerate(_lines(stream), 1):
        path, identity = f"{name}:{number}", f"{place}\0{number}"
        if line is None:
            yield refused(path, reason(too_large()), identity)
            continue
        if not line.strip():
            continue
        row: object = None
        try:
            row = json.loads(line)
            text = _at(row, field)
        except LookupError:
            absent = Absent(name, number, field, text_columns(row))
            yield refused(path, f"there is no '{field}'", identity, absent=absent)
            continue
        except (ValueError, RecursionError) as error:
            yield refused(path, _why(error), identity)
            continue
        origin = {"type": "json_lines", "file": name, "line": number, **_named(row)}
        yield Item(path, partial(_encoded, text), identity, place, origin)


def _lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines; None for one that is too long to be held in memory."""
    while line := stream.readline(LARGEST + 1):
        if len(line) <= LARGEST or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(LARGEST)) and not rest.endswith(b"\n"):
            pass
        yield None


def _at(row: object, field: str) -> str:
    """Return the text in a column; LookupError when there is none, ValueError when it is none."""
    value = row[field] if isinstance(row, dict) and field in row else _below(row, field.split("."))
    if not isinstance(value, str):
        raise ValueError(f"'{field}' is not text")
    return value


def _below(value: object, names: list[str]) -> object:
    for name in names:
        if isinstance(value, list) and name.isdigit():
            value = value[int(name)]
        elif isinstance(value, dict):
            value = value[name]
        else:
            raise LookupError(name)
    return value


def _why(error: Exception) -> str:
    if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError, RecursionError)):
        return f"this is not JSON: {error}"
    return str(error)


def _named(row: object) -> dict[str, str]:
    """Return the columns that name the row, as text whatever they are."""
    if not isinstance(row, dict):
        return {}
    return {name: str(row[name]) for name in _NAMES if isinstance(row.get(name), (str, int)) and row[name] != ""}


def _encoded(text: str) -> bytes:
    return within_limits(text.encode("utf-8", "surrogatepass"))
