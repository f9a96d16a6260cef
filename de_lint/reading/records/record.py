"""A record: its JSON, and for every leaf of it the place in the source that it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from de_lint.diagnostics import Span
from de_lint.reading.fields import Field, Text
from de_lint.vocabulary.kinds import Kind, Property

Json = Any


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar and the place it was read from."""

    value: str | int | float | bool | None
    span: Span


def leaf(text: Text) -> Leaf:
    """Return a text of the source as a leaf."""
    return Leaf(text.text, text.span)


def without_leaves(tree: Json, pointer: str, spans: dict[str, Span], around: Span) -> Json:
    """Return `tree` with each Leaf replaced by its value, and record every leaf's span under its JSON Pointer.

    A plain scalar takes the span `around` it, which is that of the nearest leaf before it or of the record.
    """
    if isinstance(tree, Leaf):
        spans[pointer] = tree.span
        return tree.value
    if isinstance(tree, dict):
        return {k: without_leaves(v, f"{pointer}/{_escaped(k)}", spans, around) for k, v in tree.items()}
    if isinstance(tree, list):
        return [without_leaves(v, f"{pointer}/{i}", spans, around) for i, v in enumerate(tree)]
    spans[pointer] = around
    return tree


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True, slots=True)
class Claim:
    """A labelled field and the property that it was read as; `guessed` when its label is misspelled."""

    field: Field
    property: Property | None
    guessed: bool = False
    pointer: str = ""


@dataclass(slots=True, eq=False)
class Record:
    """One delegation, report or template document.

    `data` is the contract's JSON, `spans` maps JSON Pointers within it to places, `head` is where the record's
    heading stands, `lines` are the source lines (from 0) that it accounts for, `layout` says what kind of text it is:
    `form` for a labelled form, `message` for a short message, `document` for a document with headings.
    """

    kind: str
    context: str
    data: dict[str, Json]
    spans: dict[str, Span]
    span: Span
    head: Span
    layout: str
    role: Kind | None = None
    claims: list[Claim] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    parts: list[Record] = field(default_factory=list)
    root: Field | None = None
    #: What decided each fact, and the kind: by name, for people who ask why.
    facts: dict[str, Any] = field(default_factory=dict)
    #: Where this record's data stands within its document's JSON.
    pointer: str = ""

    def at(self, pointer: str) -> Span:
        """Return the place of the value under `pointer`, or of the nearest thing around it."""
        while pointer:
            if pointer in self.spans:
                return self.spans[pointer]
            below = [s for p, s in self.spans.items() if p.startswith(pointer + "/")]
            if below:
                return min(below)
            pointer = pointer.rpartition("/")[0]
        return self.head

    def walk(self) -> Iterator[Record]:
        """Yield this record and those within it."""
        yield self
        for part in self.parts:
            yield from part.walk()
