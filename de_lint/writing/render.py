"""JSON back to canonical Markdown: reading the result gives the record again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from de_lint.writing.delegations import delegation_lines
from de_lint.writing.lines import fence
from de_lint.writing.reports import report_lines
from de_lint.writing.templates import template_lines

Record = Mapping[str, Any]
SEPARATOR = "---"
_LINES: dict[str, Callable[[Record], list[str]]] = {
    "delegation": delegation_lines,
    "progress_report": report_lines,
    "agent_template": template_lines,
}


class NotARecord(ValueError):
    """The JSON given is neither a record nor a document of records."""


def render(record: Record) -> str:
    """Return a record's JSON as canonical Markdown; reading it gives the record again.

    What is not stated by the text comes back as reading derives it: spans and lines, metrics and quantities.
    A whole document is accepted, too. Raises NotARecord for anything else.
    """
    return render_all(records_in(record))


def records_in(value: object) -> list[Record]:
    """Return the records of a document, of a list of either, or the one record given; raise NotARecord."""
    return [record for _, record in _placed(value, "")]


def checked_records(value: object) -> list[Record]:
    """Return the records in a value; raise NotARecord, with the place, where one holds what records cannot hold."""
    from de_lint.writing.given_records import fault_in

    placed = list(_placed(value, ""))
    for place, record in placed:
        fault = fault_in(record)
        if fault is not None:
            inner, why = fault
            raise NotARecord(f"{place}{inner}: {why}".removeprefix(": "))
    return [record for _, record in placed]


def _placed(value: object, place: str) -> Iterator[tuple[str, Record]]:
    """Yield the records in a value, each with the JSON Pointer of its place."""
    below = value.get("records") if isinstance(value, Mapping) else value
    if isinstance(below, list):
        above = place if below is value else f"{place}/records"
        for number, one in enumerate(below):
            yield from _placed(one, f"{above}/{number}")
        return
    if not isinstance(value, Mapping) or value.get("kind") not in list(_LINES):
        where = f"{place}: " if place else ""
        raise NotARecord(f"{where}this is no record: its 'kind' must be one of {', '.join(_LINES)}")
    yield place, value


def render_all(records: Iterable[Record]) -> str:
    """Return records as one text, apart from each other by rules, in an order that reads back."""
    given = list(records)
    fenced = len({r["kind"] for r in given}) > 1
    texts: list[str] = []
    for one in given:
        lines = _LINES[one["kind"]](one)
        texts.append("\n".join(fence("\n".join(lines)) if fenced else lines))
    return f"\n\n{SEPARATOR}\n\n".join(texts) + "\n" if texts else ""
