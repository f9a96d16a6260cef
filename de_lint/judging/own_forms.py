"""What a report lacks or says wrongly by its role's own form, as a template of the team has it.

Every field of the form is judged by the text that stands there: what the form requires, its choices, days and times,
numbers and their ends, and whatever else it shows by a mask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any

from de_lint.judging.days import objection
from de_lint.judging.places import is_empty
from de_lint.judging.violations import Violation
from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import without_emoji, words_of
from de_lint.reading.records.claims import group_fields
from de_lint.reading.records.record import Record
from de_lint.reading.records.shapes import flat_texts
from de_lint.reading.values import dates, placeholders, quantities, statuses
from de_lint.reading.values.answers import says_none
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Kind
from de_lint.vocabulary.properties import Property
from de_lint.vocabulary.schemas import schema

#: What a note on a value begins with.
_NOTES = compiled(r"(?:(?<!\s)\s+)?[,;:(–—]\s*|(?<!\s)\s+-\s+")
#: A field and the groups above it, outermost first.
_Path = tuple[Property, ...]
_LIMITS = {"month": 12, "day": 31, "hour": 23, "minute": 59, "second": 60}
#: Check boxes on a line, and those that are open.
_BOX = compiled(r"(?:^|(?<=\s))([☐☑☒□▢✓✔✅]|\[[ xX]?\])\s+(?=\S)")
_OPEN = frozenset({"☐", "□", "▢", "[ ]", "[]"})
_BARE = compiled(r"[0-9]+(?:\.[0-9]+)?")
#: What a value of a form is called that no mask shows.
_CALLED = {"version": "a version such as 1.2", "url": "an address", "commit": "a commit's hash"}
_CALLED |= {"email": "an e-mail address"}


def follows(record: Record) -> Kind | None:
    """Return the role whose own form a report is held to; None for one of no contract."""
    role = record.role if record.kind == "progress_report" and record.layout == "form" else None
    return role if role is not None and role.form else None


def breaches(record: Record, role: Kind) -> Iterator[Violation]:
    """Yield every way in which a report breaks its role's own form."""
    fields: dict[str, Node] = {}
    for claim in record.claims:
        if claim.property:
            fields.setdefault(claim.property.name, claim.field)
    yield from _of_group(role.fields, set(role.schema.get("required", ())), fields, (), _blanks(role))


def is_unanswered(node: Node, prop: Property) -> bool:
    """Tell whether a heading of a form has nothing below it, or none of its check boxes is ticked."""
    boxes = [is_ticked for is_ticked, _ in _boxes(node)] if "x-boxes" in prop.schema else []
    said = [c for c in node.content if c.form != "rule"]
    return (bool(boxes) and not any(boxes)) or (node.form == "heading" and not node.value and not said)


def is_left_blank(text: str, role: Kind) -> bool:
    """Tell whether a text is one of those that the form of a role leaves to be filled in."""
    return _plain(text) in _blanks(role)


@lru_cache(maxsize=256)
def _blanks(role: Kind) -> frozenset[str]:
    return frozenset(map(_plain, role.schema.get("x-blanks", ())))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _of_group(
    properties: Iterable[Property], required: set[str], fields: Mapping[str, Node], above: _Path, blanks: Set[str]
) -> Iterator[Violation]:
    for prop in properties:
        node = fields.get(prop.name)
        if node is None:
            if prop.name in required:
                yield _violation("required", (*above, prop), None, None)
        elif not (is_empty(node) or is_unanswered(node, prop)):
            yield from _of_field(prop, node, above, blanks)


def _of_field(prop: Property, node: Node, above: _Path, blanks: Set[str]) -> Iterator[Violation]:
    path = (*above, prop)
    if prop.shape == "object":
        held = group_fields(node, prop.properties)[0]
        below = {p.name: f for f in reversed(held) for p in prop.properties if p.claims(f.key)}
        yield from _of_group(prop.properties, set(prop.schema.get("required", ())), below, path, blanks)
        return
    if "x-boxes" in prop.schema and (boxes := list(_boxes(node))):
        yield from _of_boxes(prop, [text for is_ticked, text in boxes if is_ticked], path)
        return
    if "x-columns" in prop.schema:
        yield from _of_table(prop, node, path, blanks)
        return
    texts = [t for t in flat_texts(node) if t.text.strip()]
    for text in texts[:1]:
        yield from _of_value(prop.schema, text, path, blanks)


def _of_table(prop: Property, node: Node, path: _Path, blanks: Set[str]) -> Iterator[Violation]:
    columns = {fold(name): (name, schema) for name, schema in prop.schema["x-columns"].items()}
    for row in (r for c in node.children if c.form == "table" for r in c.children):
        for cell in row.children:
            name, schema = columns.get(fold(cell.label.text if cell.label else ""), ("", {}))
            if name and cell.text:
                column = Property(name, {"title": name, **schema}, name, ())
                yield from _of_value(schema, cell.text, (*path, column), blanks)


def _boxes(node: Node) -> Iterator[tuple[bool, Text]]:
    """Yield the check boxes of a field, below it or on its line, and whether they are ticked."""
    yield from ((c.checked, c.text) for c in node.items if c.checked is not None)
    parts = _BOX.split(node.value.text)[1:] if node.value else []
    for mark, text in zip(parts[::2], parts[1::2], strict=True):
        yield mark not in _OPEN, Text(text.strip(" ,;/|"), node.value.span if node.value else node.text.span)


def _of_boxes(prop: Property, ticked: Sequence[Text], path: _Path) -> Iterator[Violation]:
    for text in ticked if prop.choices else ():
        yield from _of_choice(prop.choices, text, path)
    if prop.schema["x-boxes"] == "one" and len(ticked) > 1:
        told = " and ".join(words_of(text.text) for text in ticked)
        yield _violation("form", path, Text(told, ticked[1].span), "one choice")


def _of_value(asked: Mapping[str, Any], text: Text, path: _Path, blanks: Set[str]) -> Iterator[Violation]:
    """Yield what is wrong with a text by the constraints of its field; what is still blank is no value."""
    if _plain(text.text) in blanks or placeholders.holds_placeholder(text.text):
        return
    if "enum" in asked:
        yield from _of_choice(asked["enum"], text, path)
        return
    if says_none(text.text):
        return  # there is none to be told
    value = words_of(text.text).strip("\"'“”<>")
    shape = str(asked.get("$ref", "")).rpartition("/")[2]
    if shape == "boolean":
        yield from _of_answer(text, path)
    elif "x-quantities" in asked:
        yield from _of_quantity(asked, text, path)
    elif asked.get("x-value") in ("date", "time"):
        yield from _of_time(asked, value, text, path)
    elif "pattern" in asked and not re.search(asked["pattern"], text.text if asked.get("x-value") == "url" else value):
        keyword = "ticket" if shape == "tickets" else "form"
        kind = str(asked.get("x-value"))
        masked = kind == "version" and asked["pattern"].startswith("^")  # what is shown says more than its kind
        yield _violation(keyword, path, text, _asked(path) if masked else _CALLED.get(kind) or _asked(path))


def _of_choice(choices: Sequence[str], text: Text, path: _Path) -> Iterator[Violation]:
    known: set[str | None] = {_choice(c) for c in choices}
    written = without_emoji(words_of(text.text))
    said: set[str | None] = {_choice(written), _choice(_NOTES.split(written, maxsplit=1)[0])}
    if path[-1].name == "status":  # another word for one of the choices will do
        known |= {statuses.read_status(c) for c in choices}
        said |= {statuses.read_status(s) for s in said if s and statuses.official(s)}
    if not said & known:
        yield _violation("enum", path, Text(words_of(text.text), text.span), list(choices))


def _of_answer(text: Text, path: _Path) -> Iterator[Violation]:
    known = {word for name in ("yes", "no") for word in schema("answers")[name].split()}
    if fold(_NOTES.split(words_of(text.text), maxsplit=1)[0]) not in known:
        yield _violation("form", path, text, "yes or no")


def _choice(text: str) -> str:
    return fold(without_emoji(words_of(text))).strip("\"'“”")


def _of_quantity(asked: Mapping[str, Any], text: Text, path: _Path) -> Iterator[Violation]:
    found = quantities.find(text.text)
    kind = asked["x-quantities"][0]
    bare = _BARE.fullmatch(words_of(text.text))  # of any length
    if not found and not bare:
        yield _violation("minItems", path, text, None)
        return
    value, unit = (found[0].value, found[0].unit) if found else (float(bare.group() if bare else 0), "")
    low, high = asked.get("x-range", (None, None))
    if low is not None and not low <= value <= high:
        yield _violation("form", path, text, f"a number from {low} to {high}")
    elif kind == "count" and (value != int(value) or value < 0 or unit == "%"):
        yield _violation("form", path, text, "a whole number")
    elif kind == "percentage" and unit not in ("", "%"):
        yield _violation("form", path, text, "a percentage")
    elif "pattern" in asked and not re.search(asked["pattern"], words_of(text.text)):
        yield _violation("form", path, text, path[-1].placeholder)


def _of_time(asked: Mapping[str, Any], value: str, text: Text, path: _Path) -> Iterator[Violation]:
    shown = re.search(asked["pattern"], value) if "pattern" in asked else None
    if shown is None:
        if "pattern" in asked or not dates.parse(value):
            yield _violation("date", path, text, _asked(path) if "pattern" in asked else "a day")
        return
    parts = dict(zip(asked.get("x-parts", ()), map(int, re.findall("[0-9]+", shown.group())), strict=False))
    wrong = next((f"there is no {p} {n}" for p, n in parts.items() if n > _LIMITS.get(p, n)), "")
    if not wrong and {"year", "month", "day"} <= parts.keys():
        wrong = objection(parts["year"], parts["month"], parts["day"]) or ""
    if wrong:
        yield _violation("date", path, text, _asked(path), wrong)


def _asked(path: _Path) -> str:
    """Return what a field asks for in the words of its form."""
    return str(path[-1].schema.get("description") or path[-1].schema.get("x-placeholder") or path[-1].label)


def _violation(keyword: str, path: _Path, value: Text | None, expected: Any, why: str = "") -> Violation:
    pointer = "".join(f"/{p.name}" for p in path)
    labels = [p.label for p in path]
    said = value.text if value else None
    return Violation(
        pointer, keyword, labels[-1], tuple(labels[:-1]), said, expected, value.span if value else None, why
    )
