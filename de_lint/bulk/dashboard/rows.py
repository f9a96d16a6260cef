"""The page's table: a row a record, small enough that all of them are there at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from de_lint.bulk.dashboard.entries import DashboardEntry
from de_lint.bulk.dashboard.facts import Facts

#: What a row holds, in this order. `document` is the index of the entry, `place` the record's index in it.
COLUMNS = (
    *("id", "document", "place", "path", "line", "end_line", "kind", "context", "role"),
    *("title", "task", "date", "status", "tickets", "rules"),
)


def page_rows(entries: Sequence[DashboardEntry]) -> Iterator[list[object]]:
    """Yield the row of every record; its id, `path:line`, is the same from page to page."""
    seen: Counter[str] = Counter()
    for document, entry in enumerate(entries):
        for place, facts in enumerate(entry.facts):
            name = f"{facts.path}:{facts.line}"
            seen[name] += 1
            yield _row(name if seen[name] == 1 else f"{name}~{seen[name]}", document, place, facts)


def _row(name: str, document: int, place: int, facts: Facts) -> list[object]:
    rules = [f"{found.severity[0]}{found.code}" for found in facts.found]
    day = facts.day.isoformat() if facts.day else ""
    return [
        *(name, document, place, facts.path, facts.line, facts.end_line, facts.kind, facts.context, facts.role),
        *(facts.title, facts.task, day, facts.status, list(facts.tickets), rules),
    ]
