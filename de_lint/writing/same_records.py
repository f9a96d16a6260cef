"""What two documents say, to tell whether formatting changed it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from de_lint.output.json_text import json_text
from de_lint.reading.document import Document
from de_lint.vocabulary.folding import fold

#: Where something stands is not what it says.
_PLACES = frozenset({"span", "line", "start_line", "end_line"})
#: Lists in the order of the source, which follows the order of the labels.
_GATHERED = frozenset({"tickets", "metrics", "notes"})


def difference(
    before: Document, after: Document, respelled: Mapping[str, str] = MappingProxyType({}), prose: bool = True
) -> str | None:
    """Return in a few words where two documents say different things; None if they say the same.

    `respelled` leads from the folded old spelling of a label to the new one. Without `prose`, the text around records
    does not count.
    """
    if len(before.records) != len(after.records):
        return f"{len(before.records)} records would become {len(after.records)}"
    for index, (one, other) in enumerate(zip(before.records, after.records, strict=True)):
        for name in {**one.data, **other.data}:
            if _said(one.data.get(name), name, respelled) != _said(other.data.get(name), name, respelled):
                return f"'{name}' of record {index + 1} would change"
    if prose and [u["text"].split() for u in before.unclaimed()] != [u["text"].split() for u in after.unclaimed()]:
        return "text would change from being part of a record to not being one, or the other way round"
    return None


def _said(value: Any, name: str, respelled: Mapping[str, str]) -> Any:
    if name in _PLACES:
        return None
    if isinstance(value, Mapping):
        return {k: _said(v, k, respelled) for k, v in value.items()}
    if isinstance(value, list):
        below = [_said(v, name, respelled) for v in value]
        return sorted(below, key=lambda v: json_text(v, pretty=False)) if name in _GATHERED else below
    if name in ("label", "path") and isinstance(value, str):
        return respelled.get(fold(value), fold(value))
    return value
