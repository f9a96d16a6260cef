"""The JSON values in what people hand over: one, or one a line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn


class NotJson(ValueError):
    """Why a text is not JSON, with the line where that is known."""


def values_in(data: bytes) -> Iterator[tuple[Any, int | None]]:
    """Yield the one value that `data` is, or each of JSON Lines with its line number; raise NotJson."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise NotJson(f"line {number}: this is not UTF-8") from None
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > 1 and _is_json(lines[0][1]):
        yield from ((_value(line, number), number) for number, line in lines)
        return
    yield _value(text, None), None


def _is_json(text: str) -> bool:
    """Tell whether a text is a JSON value, or would be but for its numbers or depth."""
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return False
    except (ValueError, RecursionError):
        return True
    return True


def _value(text: str, number: int | None) -> Any:
    where = f"line {number}: " if number else ""
    try:
        return json.loads(text, parse_constant=_no_constant, parse_int=_whole_number, parse_float=_number)
    except json.JSONDecodeError as error:
        place = f"line {number or error.lineno}, column {error.colno}"
        raise NotJson(f"{place}: this is not JSON: {error.msg}") from None
    except ValueError as error:
        raise NotJson(f"{where}this is not JSON: {error}") from None
    except RecursionError:
        raise NotJson(f"{where}it is nested too deeply") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _whole_number(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:
        raise ValueError(f"the number {digits[:12]}… has {len(digits)} digits") from None


def _number(text: str) -> float:
    found = float(text)
    if math.isinf(found):
        raise ValueError(f"the number {text[:40]} is too large")
    return found
