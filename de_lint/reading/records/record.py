"""A record: its JSON, and for every leaf of it the place in the source that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from de_lint.classes import dataclass, field
from de_lint.diagnostics import Span
from de_lint.reading.fields import Node, Text
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


def step(node: Node) -> Json:
    """Return a node as a step, with those below it."""
    return {"text": leaf(node.text), "steps": [step(c) for c in node.children if c.text or c.children]}


def leaf_spans(body: dict[str, Json], around: Span) -> dict[str, list[Span]]:
    """Replace each Leaf in `body` by its value; return the spans of the scalars, or that `around`, by property."""
    # Pointers to what stands in a long table would take more than the table, and few are ever asked for.
    places: dict[str, list[Span]] = {name: [] for name in body}
    for name, tree in body.items():
        body[name] = _without_leaves(tree, around, places[name])
    return places


def _without_leaves(tree: Json, around: Span, places: list[Span]) -> Json:
    if isinstance(tree, Leaf):
        places.append(tree.span)
        return tree.value
    if isinstance(tree, (dict, list)):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            tree[key] = _without_leaves(value, around, places)
    else:
        places.append(around)
    return tree


def _pointers(tree: Json, pointer: str = "") -> Iterator[str]:
    if not isinstance(tree, (dict, list)):
        yield pointer
        return
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from _pointers(value, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")


@dataclass(frozen=True, slots=True)
class ClaimedField:
    """A labelled field and the property that it was read as; `guessed` when its label is misspelled."""

    field: Node
    property: Property | None
    guessed: bool = False
    pointer: str = ""


@dataclass(slots=True, eq=False)
class Record:
    """One delegation, report or template document.

    `data` is the contract's JSON, `places` are where scalars stand, by property, `head` is where the heading stands,
    `lines` are the source lines (from 0) that it accounts for, `layout` says what kind of text it is: `form` for a
    labelled form, `message` for a short message, `document` for a document with headings.
    """

    data: dict[str, Json]
    places: dict[str, list[Span]]
    head: Span
    layout: str
    role: Kind | None = None
    claims: list[ClaimedField] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    parts: list[Record] = field(default_factory=list)
    root: Node | None = None
    #: What decided each fact, and the kind: by name, for people who ask why.
    facts: dict[str, Any] = field(default_factory=dict)
    #: Where this record's data stands within its document's JSON.
    pointer: str = ""
    _spans: dict[str, dict[str, Span]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What the record is: `delegation`, `progress_report` or `agent_template`."""
        return str(self.data["kind"])

    @property
    def context(self) -> str:
        """What the record is there for: `instance`, `example` or `template`."""
        return str(self.data["context"])

    @property
    def span(self) -> Span:
        """Where the record stands."""
        return Span(**self.data["span"])

    def stand_as(self, context: str) -> None:
        """Let the record be there for something else than its own text says."""
        self.data["context"] = context

    def spans(self, name: str) -> dict[str, Span]:
        """Return the places of the values in the property `name` of `data` by their JSON Pointers."""
        if name not in self._spans:
            self._spans[name] = dict(self._placed(name))
        return self._spans[name]

    def all_spans(self) -> Iterator[tuple[str, Span]]:
        """Yield the JSON Pointers and the places of all values but those that say what the record is."""
        for name in self.data:
            yield from self._spans[name].items() if name in self._spans else self._placed(name)

    def _placed(self, name: str) -> Iterable[tuple[str, Span]]:
        return zip(_pointers({name: self.data[name]}), self.places[name], strict=True) if name in self.places else ()

    def add_note(self, text: Text) -> None:
        """Keep a text that no other value holds."""
        self.data.setdefault("notes", []).append(text.text)
        self.places.setdefault("notes", []).append(text.span)
        self._spans.pop("notes", None)

    def __repr__(self) -> str:
        return f"<Record {self.kind} at {self.span.start_line}:{self.span.start_column}: {self.data.get('title')!r}>"

    def at(self, pointer: str) -> Span:
        """Return the place of the value under `pointer`, or of the nearest thing around it."""
        spans = self.spans(pointer[1:].partition("/")[0].replace("~1", "/").replace("~0", "~"))
        while pointer:
            if pointer in spans:
                return spans[pointer]
            if below := [s for p, s in spans.items() if p.startswith(pointer + "/")]:
                return min(below)
            pointer = pointer.rpartition("/")[0]
        return self.head

    def walk(self) -> Iterator[Record]:
        """Yield this record and those within it."""
        yield self
        for part in self.parts:
            yield from part.walk()


def told_by(records: list[Record], why: Any) -> list[Record]:
    """Return records that say what decided their kind."""
    for record in records:
        record.facts["kind"] = why
    return records


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody else knows of the agent and the text, and what the labels of the whole text tell."""

    #: The type of the agent, where somebody else knows it and the text does not say.
    role: str | None = None
    #: The role of whose own form the text has the labels.
    contract: Kind | None = None
    #: Whether somebody who says that the text is a report expects it in form.
    in_form: bool = False
