"""Values of a document put into the shapes of columns; what does not fit is set aside, and never an error."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from de_lint.bulk.tables.columns import Column, Listing, Scalar, Shape
from de_lint.output.json_text import json_text

#: JSON Pointer to JSON text: what no column has room for, or what is of another type than its column.
Aside = dict[str, str]
_LARGEST_INTEGER = 2**63
_SURROGATES = re.compile("[\ud800-\udfff]")


def fit(shape: Shape, value: object, pointer: str, aside: Aside) -> object:
    """Return `value` in a column's shape, null where it has another type: `aside` then keeps it by its pointer."""
    if value is None:
        return None
    if isinstance(shape, Scalar):
        fitted = _SCALARS[shape.type](value)
        if fitted is None and shape.type != "date":  # a date has its text beside it
            aside[pointer] = as_json(value)
        return fitted
    if isinstance(shape, Listing) and isinstance(value, list):
        return [fit(shape.of, each, f"{pointer}/{i}", aside) for i, each in enumerate(value)]
    if not isinstance(shape, Listing) and isinstance(value, Mapping):
        return fit_columns(shape.columns, value, pointer, aside)
    aside[pointer] = as_json(value)
    return None


def fit_columns(
    columns: Iterable[Column], value: Mapping[str, object], pointer: str, aside: Aside, elsewhere: Iterable[str] = ()
) -> dict[str, object]:
    """Return a value for each column of an object; keys without a column, and not `elsewhere`, are set aside."""
    row: dict[str, object] = {}
    known = set(elsewhere)
    for column in columns:
        known.add(column.key)
        if value.get(column.key) is not None:
            row[column.name] = fit(column.shape, value[column.key], f"{pointer}/{column.key}", aside)
    for key in value.keys() - known:
        aside[f"{pointer}/{escaped(key)}"] = as_json(value[key])
    return row


def escaped(key: str) -> str:
    """Return a key as a part of a JSON Pointer."""
    return storable(key).replace("~", "~0").replace("/", "~1")


def as_json(value: object) -> str:
    """Return a value as JSON text on one line, which UTF-8 can always hold."""
    return json_text(value, pretty=False)


def storable(value: str) -> str:
    """Return a text that UTF-8 can hold: a half of a surrogate pair becomes U+FFFD."""
    return value if value.isascii() else _SURROGATES.sub("\ufffd", value)


def _string(value: object) -> str | None:
    return storable(value) if isinstance(value, str) else None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def _integer(value: object) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and -_LARGEST_INTEGER <= value < _LARGEST_INTEGER
    return value if fits and isinstance(value, int) else None


def _boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _date(value: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


_SCALARS: dict[str, Callable[[object], object]] = {
    "string": _string,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
    "json": as_json,
}
