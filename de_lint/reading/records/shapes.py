"""Fields to typed values: one function a shape, chosen by the property's schema and never by the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from de_lint.diagnostics import Span
from de_lint.reading.fields import Field, Text
from de_lint.reading.markup import unwrapped, without_emoji, without_markup
from de_lint.reading.records.record import Json, Leaf, leaf
from de_lint.reading.tree import STATUS_EMOJI
from de_lint.reading.values import dates, placeholders, quantities
from de_lint.reading.values.statuses import read as read_status
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Property
from de_lint.vocabulary.schemas import Schema, schema

_NONE = re.compile(
    r"(?:none(?: (?:observed|found|at this time|identified|known|currently|reported|noted|blocking))?|n/?a|not applicable|nil|nothing"
    r"|no(?: \w+)? (?:blockers?|issues?|blocking issues)|zero|no|-|–|—)(?:[ .,;:!(–—-].*)?",
    re.IGNORECASE | re.DOTALL,
)
_TODAY = re.compile(r"^\s*today(?:'s date)? is\s+.*?(?:\.(?=\s|$)|$)", re.IGNORECASE | re.DOTALL)
_DEADLINE = re.compile(r"deadline|due|ends?\b|until|\bby\b|launch|release|freeze|cutoff", re.IGNORECASE)


@dataclass(slots=True)
class Reading:
    """What every shape needs besides the field: the vocabularies, and the fields that nothing claimed so far."""

    systems: TicketSystems
    statuses: Schema
    unclaimed: list[Field] = field(default_factory=list)


def new_reading() -> Reading:
    """Return a reading with the ticket systems and status words that ship."""
    return Reading(TicketSystems(schema("tickets")), schema("statuses"))


def says_none(text: str) -> bool:
    """Tell whether a value says that there is nothing: none, n/a, no blockers."""
    plain = without_emoji(without_markup(text)).strip()
    return bool(_NONE.fullmatch(plain))


def flat_texts(node: Field) -> Iterator[Text]:
    """Yield all texts of a field: its value, then those below it, in source order."""
    own = node.value if node.label and node.form != "cell" else node.text
    if node.form == "heading":
        own = node.value or Text("", node.text.span)
    if own:
        yield own
    for child in node.children:
        if child.label and child.form in ("label", "item", "row"):
            yield child.text
            for below in child.children if child.form != "row" else []:
                yield from flat_texts(below)
        else:
            yield from flat_texts(child)


def _text(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    texts = [t for f in fields for t in flat_texts(f)]
    if not texts:
        return None
    return Leaf("; ".join(t.text for t in texts), texts[0].span.to(texts[-1].span))


def _word(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    texts = [t for f in fields for t in flat_texts(f)]
    if not texts:
        return None
    first = texts[0]
    start, end = unwrapped(first.text, 0, len(first.text))
    written = first.text[start:end]
    choice = choice_of(written, prop.choices)
    return Leaf(choice or written, first.span)


def choice_of(text: str, choices: Sequence[str]) -> str | None:
    """Return the choice that `text` states, alone or before a note; None if it states none of them."""
    key = fold(text)
    by_key = {fold(c): c for c in choices}
    if key in by_key:
        return by_key[key]
    found = [c for k, c in by_key.items() if re.match(rf"{re.escape(k)}(?:\s*[,;:(–—-]|$)", key)]
    return found[0] if len(found) == 1 else None


def _measure(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    texts = [t for f in fields for t in flat_texts(f)]
    if not texts:
        return None
    text = "; ".join(t.text for t in texts)
    return measure(Text(text, texts[0].span.to(texts[-1].span)))


def measure(text: Text) -> Json:
    """Return a text as a typed measure."""
    found = [] if placeholders.is_placeholder(text.text) else quantities.find(text.text)
    return {"text": leaf(text), "quantities": [{k: Leaf(v, text.span) for k, v in q.to_json().items()} for q in found]}


def _items(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    return [item(t, f, reading) for one in fields for t, f in items_below(one)]


def items_below(node: Field) -> Iterator[tuple[Text, Field | None]]:
    """Yield the top-level items of a list field: the value on its own line is one item unless it says none."""
    listed = [c for c in node.children if c.is_item]
    groups = [c for c in node.children if not c.is_item and c.is_labelled]
    if node.value and not says_none(node.value.text) and node.form != "heading":
        yield node.value, None
    for child in node.children:
        if child.is_item and not says_none(child.text.text):
            yield child.text, child
        elif child.form == "table":
            for row in child.children:
                yield row.text, row
        elif child in groups:
            yield from _group_items(child, groups)
        elif child.form == "text" and not listed and not groups and not node.value and _is_bare_item(node, child):
            yield child.text, None


def _is_bare_item(node: Field, child: Field) -> bool:
    return node.form == "label" and not says_none(child.text.text) and child is node.children[0]


def _group_items(group: Field, groups: Sequence[Field]) -> Iterator[tuple[Text, Field | None]]:
    """A sub-heading such as `Task 1: …` is an item itself; any other group only holds items."""
    if _NUMBERED.match(group.text.text):
        yield group.text, group
    elif group.form == "heading" or not group.value:
        yield from items_below(group)
    elif len(groups) and not says_none(group.value.text):
        yield group.text, group


_NUMBERED = re.compile(
    r"\W*(?:(?:task|item|step|fix|issue|change|phase|feature|deliverable|improvement)\s*#?\d+|\d+[.)])", re.I
)


def item(text: Text, node: Field | None, reading: Reading) -> Json:
    """Return one item of a report's list."""
    found = [t.id for t in reading.systems.find(text.text)]
    out = {
        "text": leaf(text),
        "tickets": [Leaf(i, text.span) for i in dict.fromkeys(found)],
        "status": Leaf(item_status(text.text, node, reading), text.span),
    }
    below = [item(Text(c.text.text, c.text.span), c, reading) for c in node.children if c.text] if node else []
    if below and node and node.form != "row":
        out["items"] = below
    return out


def item_status(text: str, node: Field | None, reading: Reading) -> str | None:
    """Return how an item stands by its check box, its emoji or a status word after a dash; else None."""
    if node is not None and node.checked is not None:
        return "completed" if node.checked else "pending"
    bare = text.strip()
    if bare and (bare[0] in STATUS_EMOJI or bare.rstrip("\ufe0f")[-1:] in STATUS_EMOJI):
        emoji = bare[0] if bare[0] in STATUS_EMOJI else bare.rstrip("\ufe0f")[-1]
        return reading_emoji(emoji, reading)
    tail = re.search(r"\s[-–—]\s+([^-–—]{2,40})$", text)
    if tail and len(tail.group(1).split()) <= 2:
        return read_status(tail.group(1), reading.statuses["synonyms"])
    return None


def reading_emoji(emoji: str, reading: Reading) -> str | None:
    """Return the status that an emoji stands for."""
    found = reading.statuses.get("emoji", {})
    status = found.get(emoji) or found.get(emoji + "\ufe0f")
    return str(status) if status else None


def _pairs(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    key, value = list(prop.schema["items"]["properties"])
    out = []
    for one in fields:
        for text, node in items_below(one):
            if node is not None and node.label:
                below = [t.text for c in node.children for t in flat_texts(c)]
                written = "; ".join(filter(None, [node.value.text if node.value else "", *below]))
                span = node.value.span if node.value else node.label.span
                out.append({key: leaf(node.label), value: Leaf(written or None, span)})
            else:
                out.append({key: leaf(text), value: Leaf(None, text.span)})
    return out


def _object(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    out: dict[str, Json] = {}
    for one in fields:
        if one.value:
            reading.unclaimed.append(Field("label", one.text, one.label, one.value, lines=one.lines))
        for child in labelled_children(one):
            target = next((p for p in prop.properties if p.claims(child.key)), None)
            if target is None or target.name in out:
                reading.unclaimed.append(child)
            else:
                out[target.name] = shape([child], target, reading)
    return {p.name: out[p.name] for p in prop.properties if out.get(p.name) is not None}


def labelled_children(node: Field) -> Iterator[Field]:
    """Yield the fields directly below a node, table rows included; unlabelled ones too."""
    for child in node.children:
        if child.form == "table":
            yield from child.children
        else:
            yield child


def _step(node: Field) -> Json:
    below = [_step(c) for c in node.children if c.text or c.children]
    return {"text": leaf(node.text), "steps": below}


def _steps(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    out = []
    for one in fields:
        if one.value:
            out.append({"text": leaf(one.value), "steps": []})
        out += [_step(c) for c in one.children if c.text or c.children]
    return out


def _task(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    summary: list[Text] = []
    steps: list[Json] = []
    for one in fields:
        if one.value:
            summary.append(one.value)
        for child in one.children:
            if child.form == "text" and not summary:
                summary.append(child.text)
            else:
                steps.append(_step(child))
    span = summary[0].span.to(summary[-1].span) if summary else fields[0].text.span
    return {"summary": Leaf("; ".join(t.text for t in summary) or None, span), "steps": steps}


def _temporal_context(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    texts = [t for f in fields for t in flat_texts(f)]
    if not texts:
        return None
    span = texts[0].span.to(texts[-1].span)
    whole = "; ".join(t.text for t in texts)
    today, deadline = None, None
    for found in dates.find(whole):
        before = whole[max(0, found.start - 40) : found.start].rpartition(".")[2]
        if _DEADLINE.search(before):
            deadline = deadline or found.iso
        else:
            today = today or found.iso
    note = _TODAY.sub("", whole).strip(" ;") or None
    return {
        "text": Leaf(whole, span),
        "date": Leaf(today, span),
        "deadline": Leaf(deadline, span),
        "note": Leaf(note, span),
    }


def _tickets(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    return [
        {"id": Leaf(t.id, x.span), "relation": t.relation}
        for f in fields
        for x in flat_texts(f)
        for t in reading.systems.find(x.text)
    ]


Shape = Callable[[Sequence[Field], Property, Reading], Json]
_SHAPES: dict[str, Shape] = {
    "text": _text,
    "word": _word,
    "measure": _measure,
    "items": _items,
    "pairs": _pairs,
    "object": _object,
    "steps": _steps,
    "task": _task,
    "temporal_context": _temporal_context,
    "tickets": _tickets,
}
#: What stands for an absent value of each shape.
ABSENT: dict[str, Json] = {"items": [], "pairs": [], "steps": [], "tickets": []}


def shape(fields: Sequence[Field], prop: Property, reading: Reading) -> Json:
    """Return the value of the fields that a property claims, in the property's shape; absent ones as the contract says."""
    read = _SHAPES.get(prop.shape, _text)
    return read(fields, prop, reading) if fields else absent(prop)


def absent(prop: Property) -> Json:
    """Return what stands for a value that is not there: null, or an empty list."""
    empty = ABSENT.get(prop.shape)
    return list(empty) if empty is not None else None


def span_of_fields(fields: Sequence[Field], default: Span) -> Span:
    """Return the span from the first field's line to the last one's."""
    return fields[0].text.span.to(fields[-1].text.span) if fields else default
