"""Documents that `convert` wrote: JSON Lines, or JSON with one document or an array of them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

from de_lint.bulk.dashboard.entries import DashboardEntry, entry_of
from de_lint.bulk.inputs.columns import named, text_columns
from de_lint.project.runs.judging import Failed
from de_lint.vocabulary.kinds import shipped

#: The file names whose content is converted already.
SUFFIXES = (".jsonl", ".ndjson", ".json")
_NO_DOCUMENT = "this is no document that convert writes"


def recorded(data: bytes, path: str) -> Iterator[DashboardEntry | Failed]:
    """Yield each document in the file called `path`, or what is wrong with its line."""
    text = data.decode("utf-8-sig", "replace")
    if not path.lower().endswith(".json"):
        yield from _lines(text)
        return
    try:
        value = _parsed(text)
    except (ValueError, RecursionError) as error:
        yield Failed(_why(error))
        return
    for each in value if isinstance(value, list) else [value]:
        yield _entry(each)


def _lines(text: str) -> Iterator[DashboardEntry | Failed]:
    others: list[int] = []
    columns: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = _parsed(line)
            found = _entry(row)
        except (ValueError, RecursionError) as error:
            yield Failed(f"line {number}: {_why(error)}")
            continue
        if isinstance(found, Failed):
            others.append(number)
            columns = columns or text_columns(row)
        else:
            yield found
    if others:
        yield Failed(_no_documents(others[0], len(others), columns))


def _no_documents(first: int, count: int, columns: tuple[str, ...]) -> str:
    """Return, once for all lines that are no documents, which they are and what may be made of them."""
    which = f"line {first}" + (f" and {count - 1:,} more" if count > 1 else "")
    hint = f"{named(columns)} (de-lint convert --field NAME turns one into documents)" if columns else ""
    return f"{which}: {_NO_DOCUMENT}{hint}"


def _entry(document: object) -> DashboardEntry | Failed:
    if not isinstance(document, dict) or not isinstance(document.get("records"), list):
        return Failed(_NO_DOCUMENT)
    path = document.get("path")
    try:
        return entry_of(document, path if isinstance(path, str) and path else "-", shipped())
    except (ValueError, RecursionError):  # nested too deeply to be written again
        return Failed(_NO_DOCUMENT)


def _parsed(text: str) -> object:
    return json.loads(text, parse_constant=lambda _: None, parse_float=_finite)


def _finite(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None


def _why(error: Exception) -> str:
    detail = f": {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
    return f"this is not JSON{detail}"
