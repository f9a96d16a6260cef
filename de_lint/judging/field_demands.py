"""What a project demands of records beyond their schemas: each demand is a schema, and judged like those of roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from de_lint.classes import dataclass
from de_lint.diagnostics import Span
from de_lint.judging.blank_fields import missing_field
from de_lint.judging.places import is_empty, label_span, place_of_missing, words_at
from de_lint.judging.rule import Problem, Subject
from de_lint.judging.violations import breaks, linear, present_in
from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.record import ClaimedField, Record
from de_lint.reading.values import quantities
from de_lint.reading.values.answers import says_none
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.schemas import Schema
from de_lint.vocabulary.taught import OWN_LABEL

Path = tuple[str, ...]
#: The parts of a value that hold what it says.
_SAYING = ("text", "id", "path", "name", "summary")
#: What a field is that says there is nothing: it is there, and has no value to judge.
_NOTHING: tuple[Any, ...] = ([], {})
_LISTS = frozenset({"items", "steps", "tickets", "pairs"})


@dataclass(eq=False)
class FieldDemand:
    """What the records of a kind, or the reports of a role, have to fulfil; `message` is told what breaks it.

    It points at what is wrong, or with `label` at that of the field to which this path leads.
    """

    kind: str
    role: str | None
    schema: Schema
    message: Callable[[Any], str]
    label: Path = ()

    def __post_init__(self) -> None:
        self._validator = linear(self.schema)  # ValueError says why the schema is not possible

    def check(self, subject: Subject) -> Iterator[Problem]:
        """Yield a problem for each place of a record that breaks the demand."""
        for record in subject.judged:
            role = record.role.type if record.role else None
            if record.kind == self.kind and self.role in (None, role):
                said = subject.once("said", record, partial(RecordSayings, record))
                for path, value in breaks(self._validator, said.data):
                    yield self._problem(subject, said, path, value)

    def _problem(self, subject: Subject, said: RecordSayings, path: Sequence[str | int], value: Any) -> Problem:
        record, names = said.record, [str(part) for part in path]
        pointer = "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in names)
        fix = missing_field(subject.source, record, names) if value is None else None
        if self.label:
            span = said.label(self.label)
        else:
            span = place_of_missing(record, names[0]) if value is None else said.at(tuple(path))
        if isinstance(value, str) and not self.label:  # of a ticket in a sentence, only the line is known
            span = words_at(subject.source, span, value)
        known = None if names[0].startswith(OWN_LABEL) else pointer
        return Problem(span, self.message(value), record, known, fix)


class RecordSayings:
    """What a record says, as demands judge it: its data, fields that say none, and labels that no schema knows."""

    def __init__(self, record: Record) -> None:
        """Take the record."""
        self.record = record
        self.data: dict[str, Any] = {name: _plain(value) for name, value in present_in(record.data).items()}
        self._places: dict[tuple[str | int, ...], Span] = {}
        self._labels: dict[str, Span] = {}
        if "status_text" in self.data:
            self.data.setdefault("status", self.data["status_text"])
        for claim in record.claims:
            self._add(claim)

    def _add(self, claim: ClaimedField) -> None:
        prop, one = claim.property, claim.field
        name = prop.name if prop else OWN_LABEL + one.key
        self._labels.setdefault(name, label_span(one))
        if prop and name not in self.data:  # `Blockers: None`, or a label without a value: of that, another rule speaks
            self.data[name] = [] if prop.shape in _LISTS else {}
            self._places |= {(name,): one.value.span} if one.value else {}
        own = OWN_LABEL + one.key
        self._labels.setdefault(own, label_span(one))
        if own not in self.data and not is_empty(one):
            self.data[own] = self._own(own, one)

    def _own(self, name: str, one: Node) -> Any:
        """Return what stands at a label that no schema knows, in the shapes that values have."""
        text, items = one.inline, [c.text for c in one.content if c.text and c.text is not one.inline]
        found: dict[str, Any] = {"text": words_of(text.text)} if text else {}
        places: dict[tuple[str | int, ...], Text] = {(name, "text"): text} if text else {}
        if items:
            found["items"] = [{"text": words_of(item.text)} for item in items]
            places |= {(name, "items", number, "text"): item for number, item in enumerate(items)}
        elif text:
            found["quantities"] = [{"value": q.value} for q in quantities.find(text.text)]
            places[name, "quantities"] = text
        self._places |= {path: place.span for path, place in places.items()}
        return _plain(found)

    def at(self, path: tuple[str | int, ...]) -> Span:
        """Return where a value stands."""
        around = [self._places[part] for end in range(len(path), 0, -1) if (part := path[:end]) in self._places]
        below = [span for part, span in self._places.items() if part[: len(path)] == path]
        if around or below:
            return around[0] if around else min(below)
        pointer = "".join(f"/{part}" for part in path)
        is_known = any(p == pointer or p.startswith(f"{pointer}/") for p in self.record.spans(str(path[0])))
        return self.record.at(pointer) if is_known or len(path) > 1 else self.label((str(path[0]),))

    def label(self, path: Path) -> Span:
        """Return where the label of a field stands, or without one its value."""
        own = self._labels.get(path[0]) if len(path) == 1 else None
        return own or self.record.at("".join(f"/{part}" for part in path))


def _plain(value: Any) -> Any:
    """Return a value without marks of emphasis; what says that there is nothing becomes nothing."""
    if isinstance(value, str):
        return {} if says_none(value) else words_of(value)
    if isinstance(value, Mapping):
        text = value.get("text")
        return {} if isinstance(text, str) and says_none(text) else {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def there(path: Path) -> Schema:
    """Return the schema of what has a field."""
    schema: Schema = {"required": [path[-1]]}
    for name in reversed(path[:-1]):
        schema = {"required": [name], "properties": {name: schema}}
    return schema


def forbidden(path: Path) -> Schema:
    """Return the schema of what has no such field."""
    return _below(path, {"not": {}})  # of `false`, jsonschema does not say where it stands


def matching(path: Path, pattern: str) -> Schema:
    """Return the schema of what has a field in whose value, or each of its items, a pattern is found."""
    return _below(path, _each({"pattern": pattern}))


def choosing(path: Path, choices: Sequence[str]) -> Schema:
    """Return the schema of what has one of these words in a field: in any case, with any mark around it."""
    words = "|".join(re.escape(" ".join(words_of(choice).split())) for choice in choices)
    return matching(path, rf"(?i)^\W*(?:{words})\W*$")


def asking(path: Path, other: Path) -> Schema:
    """Return the schema of what has another field where it has a value in this one."""
    says_something = [there(path), _below(path, {"not": {"enum": list(_NOTHING)}})]
    return {"if": {"allOf": says_something}, "then": there(other)}


def at_least(path: Path, number: float) -> Schema:
    """Return the schema of what has so many items in a field, or such a number."""
    first = {"prefixItems": [{"properties": {"value": {"minimum": number}}}]}
    counted: Schema = {"minItems": number} if number == int(number) else {"minItems": int(number) + 1}
    return _below(path, {**counted, "minimum": number, "properties": {"quantities": first, "items": counted}})


def _below(path: Path, schema: Any) -> Schema:
    for name in reversed(path):
        schema = {"properties": {name: schema}}
    return dict(schema)


def _each(schema: Schema) -> Schema:
    """Return the schema of a value all whose texts fit a schema: itself, what it says, and each of its items."""
    parts = {"properties": dict.fromkeys(_SAYING, schema)}
    items = {**schema, **parts}
    return {**schema, "properties": {**parts["properties"], "items": {"items": items}}, "items": items}


def own_label(word: str) -> str:
    """Return the name under which demands know a label of a project's own."""
    return OWN_LABEL + fold(word)
