"""A report together with the delegation that it answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from de_lint.classes import dataclass
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source

if TYPE_CHECKING:
    from de_lint.judging.matching.match import DemandMatch


@dataclass(frozen=True, slots=True, eq=False)
class NamedDelegation:
    """A delegation and what its document is called."""

    record: Record
    path: str


@dataclass(eq=False)
class Pair:
    """What was asked, and the report in `source` that answers it."""

    asked: NamedDelegation
    report: Record
    source: Source

    def unanswered(self, kind: str) -> Iterator[DemandMatch]:
        """Yield the demands of a kind (see `demands`) that nothing in the report speaks of."""
        yield from (m for m in self.matches if m.demand.kind == kind and not m.answered)

    @cached_property
    def matches(self) -> list[DemandMatch]:
        """How well the report answers each thing that is asked for."""
        from de_lint.judging.matching.demands import demands_of
        from de_lint.judging.matching.match import answers_to
        from de_lint.judging.matching.passages import passages_of

        data = self.asked.record.data
        tickets = " ".join(t["id"] for t in data.get("tickets") or ())
        about = f"{data.get('title') or ''}\n{(data.get('task') or {}).get('summary') or ''}\n{tickets}"
        return answers_to(demands_of(self.asked.record), about, passages_of(self.source, self.report))

    def line_of(self, line: int) -> str:
        """Return how messages name a line of the delegation: `line 5 of asked.md`."""
        return f"line {line}" if self.asked.path == self.source.path else f"line {line} of {self.asked.path}"
