"""A property's value to lines: one function a shape, chosen by the schema as in reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from de_lint.classes import dataclass
from de_lint.reading.records.items import item_status
from de_lint.reading.values import dates
from de_lint.reading.values.answers import says_none
from de_lint.reading.values.tickets import ticket_systems
from de_lint.vocabulary.kinds import Property
from de_lint.writing.lines import bullet, fence, labelled, one_line, protected, tree

NONE = "none"
_BOXES = {"completed": "[x] ", "pending": "[ ] "}


@dataclass(frozen=True, slots=True)
class FieldStyle:
    """How fields are written: what stands before a label, whether it is bold, and how lists below it look."""

    lead: str
    bold: bool
    marker: str
    indent: int

    def label(self, label: str, value: str = "") -> list[str]:
        """Return a label with its value; a label in capitals is never bold."""
        return labelled(label, value, self.lead, self.bold and not label.isupper())


#: A report's fields: `- Label: value` with `  * item` below.
FORM = FieldStyle("- ", False, "*", 2)
#: A delegation's fields: `**Label**: value` with `- item` below.
LABELS = FieldStyle("", True, "-", 0)


def property_lines(prop: Property, value: Any, style: FieldStyle) -> list[str]:
    """Return the lines of a property's value; none for an absent one."""
    if value is None or value in ("", [], {}):
        return []
    return _SHAPES.get(prop.shape, _text)(prop, value, style)


def _text(prop: Property, value: Any, style: FieldStyle) -> list[str]:
    return style.label(prop.label, written_value(value))


def written_value(value: Any) -> str:
    """Return the text of a scalar, a measure or anything else that states one."""
    if isinstance(value, Mapping):
        return str(value.get("text") or "")
    if isinstance(value, (list, tuple)):
        return "; ".join(written_value(v) for v in value)
    return str(value)


def _items(prop: Property, value: Any, style: FieldStyle) -> list[str]:
    first = value[0]
    if len(value) == 1 and _fits_beside_label(first):
        return style.label(prop.label, str(first["text"]))
    return [*style.label(prop.label), *items(value, style.indent, style.marker)]


def _fits_beside_label(item: Mapping[str, Any]) -> bool:
    text = str(item.get("text") or "")
    if item.get("items") or "\n" in text or not text or _box(item) or says_none(text):
        return False
    return dates.parse(text) is None and not text.startswith("{")


def items(nodes: Sequence[Mapping[str, Any]], indent: int, marker: str, nested: bool = False) -> Iterator[str]:
    """Yield the lines of a report's items, with their check boxes; below an item, several lines are a fence."""
    for node in nodes:
        if nested and "\n" in str(node.get("text") or ""):
            yield from fence(node["text"], indent)
            continue
        text, box = one_line(str(node.get("text") or "")), _box(node)
        text = f"{box}{text}" if box in _BOXES.values() else protected(text) + box
        yield f"{' ' * indent}{marker} {text}".rstrip()
        yield from items(node.get("items") or [], indent + 2, marker, nested=True)


def _box(item: Mapping[str, Any]) -> str:
    """Return what states an item's status where its text does not: a check box, or the word after a dash."""
    status, text = item.get("status"), str(item.get("text") or "")
    if status is None or item_status(text, None) == status:
        return ""
    return _BOXES.get(str(status)) or f" - {str(status).replace('_', ' ')}"


def _pairs(prop: Property, value: Any, style: FieldStyle) -> list[str]:
    key, result = list(prop.schema["items"]["properties"])
    out = style.label(prop.label)
    lead = f"{' ' * style.indent}{style.marker} "
    for pair in value:
        if pair.get(result) is None:
            out += bullet(str(pair.get(key) or ""), style.indent, style.marker)
        else:
            out += labelled(one_line(str(pair.get(key) or "")), one_line(str(pair[result])), lead)
    return out


def _object(prop: Property, value: Any, style: FieldStyle) -> list[str]:
    out = style.label(prop.label)
    below = FieldStyle(f"{' ' * style.indent}{style.marker} ", False, style.marker, style.indent + 2)
    for inner in prop.properties:
        out += property_lines(inner, value.get(inner.name), below)
    return out


def _steps(prop: Property, value: Any, style: FieldStyle) -> list[str]:
    if len(value) == 1 and not value[0].get("steps") and "\n" not in value[0]["text"]:
        return style.label(prop.label, value[0]["text"])
    return [*style.label(prop.label), *tree(value, "steps", style.indent, style.marker)]


def _task(prop: Property, value: Any, style: FieldStyle) -> list[str]:
    if not isinstance(value, Mapping):
        return _text(prop, value, style)
    summary = str(value.get("summary") or "")
    steps = value.get("steps") or []
    if not summary and not steps:
        return []
    return [*style.label(prop.label, summary), *tree(steps, "steps", style.indent, style.marker)]


def _tickets(prop: Property, value: Any, style: FieldStyle) -> list[str]:
    return style.label(prop.label, value if isinstance(value, str) else ticket_text(value))


def ticket_text(tickets: Sequence[Mapping[str, Any]]) -> str:
    """Return a text that names `tickets` with their relations."""
    words = {"parent": "parent ", "created": "created ", "updated": "updated "}
    return ", ".join(words.get(str(t.get("relation")), "") + str(t["id"]) for t in tickets)


def mentions(text: str) -> set[str]:
    """Return the ids of the tickets that `text` names."""
    return {t.id for t in ticket_systems().find(text)}


_Lines = Callable[[Property, Any, FieldStyle], list[str]]
_SHAPES: dict[str, _Lines] = {
    "items": _items,
    "pairs": _pairs,
    "object": _object,
    "steps": _steps,
    "task": _task,
    "tickets": _tickets,
}
