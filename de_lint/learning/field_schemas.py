"""The fields of a form to the properties of a schema: names, labels, nesting and the shape of each value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from de_lint.classes import dataclass, field
from de_lint.learning.asked_words import how_many
from de_lint.learning.placeholder_types import ValueType, asked_name, contents, is_grade, is_optional, value_type
from de_lint.patterns import compiled
from de_lint.reading.fields import Node
from de_lint.reading.markup import words_of
from de_lint.reading.records.claims import labelled_children
from de_lint.reading.values.placeholders import holds_placeholder, is_placeholder
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.schemas import Schema

_NOTE = compiled(r"(?:(?<!\s)\s+)?\([^()]*\)\s*$")
_STRUCTURED = frozenset({"object", "array"})


@dataclass(frozen=True, slots=True, order=True)
class Open:
    """Something that the template leaves open: its line, from 1, and what could not be decided."""

    line: int
    text: str


@dataclass(slots=True)
class Learnt:
    """One field of a form: the schema of its value, and whether a filled-in form may leave it out."""

    label: str
    line: int
    schema: Schema
    optional: bool
    written: str
    open: list[Open] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The label folded for comparison."""
        return fold(self.label)

    @property
    def name(self) -> str:
        """The label in snake_case."""
        return re.sub(r"\W+", "_", self.key).strip("_") or f"field_{self.line}"

    @property
    def is_structured(self) -> bool:
        """True for groups of fields and for repeated pairs."""
        return self.schema.get("type") in _STRUCTURED

    @property
    def shape(self) -> str:
        """The name of the value's shape; empty for groups and pairs."""
        return str(self.schema.get("$ref", "")).rpartition("/")[2]

    @property
    def property(self) -> Schema:
        """The schema of the property, with its label and the line that it was learnt from."""
        about: Schema = {"title": _sentence(self.label)}
        if asked := "; ".join(contents(self.written)):
            about["description"] = asked
        where: Schema = {"x-label": self.label, "x-line": self.line}
        if self.written:
            where["x-placeholder"] = self.written
        return {**_leading(self.schema), **about, **where, **_trailing(self.schema)}


def learn(node: Node) -> Learnt:
    """Return what one labelled field of a form says about the value that stands there when it is filled in."""
    line = node.text.span.start_line
    label = words_of(node.label.text) if node.label else node.name
    optional = is_optional(_note_of(label))
    label = _NOTE.sub("", label) if optional else label
    written = node.inline.text if node.inline else ""
    learnt = Learnt(label, line, {}, optional, written)
    _fill(learnt, node)
    return learnt


def _note_of(label: str) -> str:
    note = _NOTE.search(label)
    return note.group().strip(" ()") if note else ""


def _fill(learnt: Learnt, node: Node) -> None:
    below = [c for c in labelled_children(node) if c.form not in ("rule", "comment", "text")]
    boxes = [c for c in below if c.checked is not None and not c.label]
    table = next((c for c in node.children if c.form == "table" and len(c.header) > 2), None)
    if boxes and len(boxes) == len(below):
        _be_boxes(learnt, node, boxes)
        return
    if table is not None:
        _be_table(learnt, table)
        return
    if not below:
        _be_value(learnt, value_type(learnt.written))
        return
    learnt.optional |= is_optional(learnt.written) or all(is_optional(c.text.text) for c in below)
    named = [c for c in below if c.label and not holds_placeholder(words_of(c.label.text))]
    if named and len(named) == len(below):
        _be_object(learnt, named)
    elif pair := _pair_of(below):
        learnt.schema = pair
    else:
        learnt.schema = ValueType("items").schema
        if named:
            learnt.open.append(Open(learnt.line, f"only some of the lines under '{learnt.label}' have labels"))
    if learnt.written and learnt.is_structured and not is_optional(learnt.written):
        learnt.open.append(Open(learnt.line, f"'{learnt.label}' has both a value and fields below it"))


def _be_boxes(learnt: Learnt, node: Node, boxes: Sequence[Node]) -> None:
    """Check boxes are choices; a note beside the label says how many to tick, or else the choices do."""
    choices = [words_of(b.text.text) for b in boxes if not holds_placeholder(b.text.text)]
    many = how_many(f"{node.text.text} {learnt.written}")
    grades = bool(choices) and all(is_grade(c) for c in choices)
    learnt.schema = ValueType(
        "word",
        {**({"enum": choices} if len(choices) == len(boxes) else {}), "x-boxes": many or ("one" if grades else "many")},
    ).schema
    learnt.optional |= is_optional(learnt.written)


def _be_table(learnt: Learnt, table: Node) -> None:
    """A table of three columns or more is a list of rows, whose cells the columns say."""
    columns = {}
    for number, header in enumerate(table.header):
        types = [value_type(r.children[number].text.text) for r in table.children if number < len(r.children)]
        if types and types[0].facts and all(t.facts == types[0].facts for t in types):
            columns[words_of(header.text)] = types[0].schema
    learnt.schema = ValueType("items", {"x-columns": columns} if columns else {}).schema
    learnt.optional |= is_optional(learnt.written)


def _be_value(learnt: Learnt, found: ValueType) -> None:
    learnt.schema = found.schema
    learnt.optional |= found.optional
    if found.open:
        learnt.open.append(Open(learnt.line, f"'{learnt.label}' is read as {found.shape}: {found.open}"))


def _be_object(learnt: Learnt, below: Sequence[Node]) -> None:
    parts: dict[str, Learnt] = {}
    for child in below:
        part = learn(child)
        if part.name in parts:
            learnt.open.append(Open(part.line, f"'{part.label}' stands twice under '{learnt.label}'"))
            continue
        if part.shape == "items" and not child.children:
            part.schema = ValueType("text").schema  # one line of a group is one text, even of a plural
        parts[part.name] = part
        learnt.open += part.open
    required = [name for name, part in parts.items() if not part.optional]
    learnt.optional |= not required
    learnt.schema = {"type": "object", "properties": {name: part.property for name, part in parts.items()}}
    if required:
        learnt.schema["required"] = required


def _is_filled_in(node: Node) -> bool:
    """A placeholder or a ticket's id before the colon is filled in as well: the line is one of several alike."""
    return node.label is not None and is_placeholder(words_of(node.label.text))


def _pair_of(below: Sequence[Node]) -> Schema | None:
    """Return the schema of repeated pairs, `[operation 1]: [result]`; lines led by tickets are items with tickets."""
    if not all(c.label and c.value and _is_filled_in(c) for c in below):
        return None
    first = below[0]
    assert first.label and first.value
    key = asked_name(first.label.text)
    if not key:
        return None
    value = asked_name(first.value.text) or "value"
    value = value if value != key else f"{key}_value"
    line = first.text.span.start_line
    return {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                key: {"title": _sentence(key), "type": "string", "x-line": line},
                value: {"title": _sentence(value), "type": ["string", "null"], "x-line": line},
            },
            "required": [key, value],
            "additionalProperties": False,
        },
    }


def _sentence(label: str) -> str:
    words = label.replace("_", " ").split()
    kept = [w if w.isupper() and len(w) > 1 else w.lower() for w in words]
    return " ".join([kept[0][:1].upper() + kept[0][1:], *kept[1:]]) if kept else label


def _leading(schema: Schema) -> Schema:
    return {k: schema[k] for k in ("$ref", "type") if k in schema}


def _trailing(schema: Schema) -> Schema:
    return {k: v for k, v in schema.items() if k not in ("$ref", "type")}
