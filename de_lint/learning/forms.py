"""A form's fields, in order, each as a property of the core or as one of the role's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from de_lint.classes import dataclass, field
from de_lint.learning.field_schemas import Learnt, Open, learn
from de_lint.reading.fields import Node
from de_lint.reading.values.placeholders import holds_placeholder
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.properties import Kind, Property
from de_lint.vocabulary.schemas import Schema, schema

#: Which shapes of a value a core property takes in place of its own; others make the field one of the role's own.
_TAKES = {
    "items": frozenset({"items", "text"}),
    "text": frozenset({"items", "text"}),
    "task": frozenset({"items", "text"}),
    "steps": frozenset({"items", "text"}),
    "temporal_context": frozenset({"items", "text"}),
    "tickets": frozenset({"tickets", "text"}),
    "word": frozenset({"word", "text", "boolean"}),
}
#: What a schema asks of a value beside its shape.
CONSTRAINTS = ("enum", "pattern", "x-value", "x-parts", "x-range", "x-quantities", "x-boxes", "x-columns")


@dataclass(slots=True)
class LearntForm:
    """What a form asks for: the order of its fields, which are required, the core ones, and the role's own."""

    order: list[str] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    core: dict[str, Schema] = field(default_factory=dict)
    properties: dict[str, Schema] = field(default_factory=dict)
    open: list[Open] = field(default_factory=list)


def learn_form(fields: Iterable[Node], core: Kind, type_: str) -> LearntForm:
    """Return what the fields of a form say, seen from the kind that they extend."""
    form, seen = LearntForm(), set[str]()
    for node in fields:
        learnt = learn(node)
        if not learnt.label or holds_placeholder(node.label.text if node.label else node.text.text):
            form.open.append(Open(learnt.line, f"'{node.text.text}' has no label of its own"))
            continue
        if learnt.key in seen:
            form.open.append(Open(learnt.line, f"'{learnt.label}' stands twice"))
            continue
        seen.add(learnt.key)
        _add(form, learnt, core, type_)
    return form


def _add(form: LearntForm, learnt: Learnt, core: Kind, type_: str) -> None:
    target = _core_property(learnt, core, form)
    name = target.name if target else _own_name(learnt, core, form, type_)
    form.order.append(name)
    if not learnt.optional:
        form.required.append(name)
    if target:  # its shape is the core's to say
        if learnt.key == fold(target.label) and not _fits(learnt, target):
            shape = target.shape or "a number"
            form.open.append(Open(learnt.line, f"'{learnt.label}' stays {shape} as in every record"))
        form.core[name] = {"x-label": learnt.label, "x-line": learnt.line} | _constraints(learnt)
        form.core[name] |= {"x-placeholder": learnt.written} if learnt.written else {}
    else:
        form.properties[name] = learnt.property
        form.open += learnt.open


def _constraints(learnt: Learnt) -> Schema:
    """Return what a form asks of a core property's value; the shape of the value is the core's to say."""
    asked = {k: v for k, v in learnt.schema.items() if k in CONSTRAINTS}
    return ({"x-choices": list(asked.pop("enum"))} if "enum" in asked else {}) | asked


def _core_property(learnt: Learnt, core: Kind, form: LearntForm) -> Property | None:
    """Return the property of the core that the label names and whose shape the value fits."""
    for found in core.exact(learnt.key):  # the words of a label alone do not make a form's field another
        if found.name in form.order or learnt.is_structured:
            continue
        if learnt.key == fold(found.label) or _fits(learnt, found):
            return found
    return None


def _fits(learnt: Learnt, found: Property) -> bool:
    if found.name == "date":
        return learnt.schema.get("x-value") == "date"
    return learnt.shape in _TAKES.get(found.shape, frozenset({"text", "measure"}))


def _own_name(learnt: Learnt, core: Kind, form: LearntForm, type_: str) -> str:
    """Return the label in snake_case; with the role before it where the record's own parts have that name."""
    taken = _reserved(core)
    candidates = _names(learnt.name, type_)
    return next(n for n in candidates if n not in taken and n not in form.order)


def _names(name: str, type_: str) -> Iterator[str]:
    yield name
    yield f"{type_}_{name}"
    number = 2
    while True:
        yield f"{type_}_{name}_{number}"
        number += 1


def _reserved(core: Kind) -> frozenset[str]:
    parts = schema("document")["$defs"].get(core.name, {}).get("properties", {})
    # What a core property without a label says stands among the other labels: a form may say more of it.
    return (frozenset(parts) | {p.name for p in core.properties}) - {p.name for p in core.properties if not p.label}
