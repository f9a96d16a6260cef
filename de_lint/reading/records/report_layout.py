"""The parts of a report before its facts are read, and what a fact looks like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from de_lint.reading.fields import Field, Text
from de_lint.reading.records.record import Json, Leaf
from de_lint.reading.records.report_titles import TitleFacts


@dataclass(slots=True)
class Layout:
    """A report's parts: its title, the fields right below it, its headings, and its footer."""

    title: Text
    front_matter: list[Field]
    header: list[Field]
    body: list[Field]
    footer: list[Field]
    has_headings: bool
    facts: TitleFacts

    def labelled(self) -> Iterator[Field]:
        """Yield the labelled fields that speak for the whole report: header first, then footer and front matter."""
        for part in (self.header, self.footer, self.front_matter):
            yield from (f for f in part if f.label is not None)


@dataclass(frozen=True, slots=True)
class Found:
    """A fact, the text it was read from, and the field that stated it, if one did."""

    value: Json
    text: Text
    field: Field | None = None

    def leaf(self) -> Leaf:
        """Return the fact as a leaf."""
        return Leaf(self.value, self.text.span)
