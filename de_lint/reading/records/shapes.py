"""Fields to typed values: one function a shape, chosen by the property's schema and never by the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Text, whole
from de_lint.reading.markup import unwrapped
from de_lint.reading.records.claims import group_fields
from de_lint.reading.records.items import item, items_below
from de_lint.reading.records.record import Json, Leaf, leaf, step
from de_lint.reading.values import dates, placeholders, quantities
from de_lint.reading.values.quantities import Quantity
from de_lint.reading.values.tickets import ticket_systems
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Property, concepts, part, said
from de_lint.vocabulary.schemas import schema

#: What a note on a value begins with.
_NOTE_MARKS = (",", ";", ":", "(", "–", "—", " - ")
_TODAY = compiled(r"^\s*today(?:'s date)? is\s+.*?(?:\.(?=\s|$)|$)", re.IGNORECASE | re.DOTALL)


def flat_texts(node: Node) -> Iterator[Text]:
    """Yield all texts of a field: its value, then those below it, in source order."""
    own = node.value if node.label and node.form != "cell" else node.text
    if node.form == "heading":
        own = node.value or Text("", node.text.span)
    if own:
        yield own
    for child in node.content:
        if child.label and child.form in ("label", "item", "row"):
            yield child.text
            for below in child.children if child.form != "row" else []:
                yield from flat_texts(below)
        else:
            yield from flat_texts(child)


#: A text, what its tickets are to the record where its own words do not say so, and whether a ticket field holds it.
TicketText = tuple[Text, str, bool]


def ticket_texts(nodes: Iterable[Node], kind_name: str) -> Iterator[TicketText]:
    """Yield everything that fields and those below them say, labels included, for `tickets_json`."""
    stack = [(node, "mention", False) for node in reversed(list(nodes))]
    while stack:
        node, relation, in_field = stack.pop()
        # A heading such as `Epic 2: Search` only numbers what it is about.
        counts = node.form == "heading" and any(c.isdigit() for c in node.name)
        if node.is_labelled and not counts and part(node.name, kind_name) == "tickets":
            said = ticket_systems().relation(node.name)  # `Tickets Created`
            relation, in_field = "reference" if said == "mention" else said, True
        if node.form == "cell":
            header = node.label.text if node.label else ""
            yield Text(f"{header} | {node.text.text}", node.text.span), relation, in_field
        elif node.form not in ("front-matter", "row") and node.text:
            yield node.text, relation, in_field
        stack += [(child, relation, in_field) for child in reversed(node.children)]


def _joined(fields: Sequence[Node]) -> Text | None:
    return whole(t for f in fields for t in flat_texts(f))


def _text(fields: Sequence[Node], prop: Property, rest: list[Node]) -> Json:
    said = _joined(fields)
    return leaf(said) if said else None


def _word(fields: Sequence[Node], prop: Property, rest: list[Node]) -> Json:
    first = next((t for f in fields for t in flat_texts(f)), None)
    if first is None:
        return None
    written = first.text[slice(*unwrapped(first.text, 0, len(first.text)))]
    by_key = {fold(c): c for c in prop.choices}
    return Leaf(by_key.get(fold(written)) or by_key.get(_before_note(written)) or written, first.span)


def _boolean(fields: Sequence[Node], prop: Property, rest: list[Node]) -> Json:
    """Yes and no as true and false; any other text stays as written."""
    written = _word(fields, prop, rest)
    said = _before_note(str(written.value)) if written else ""
    value = next((v for v, name in ((True, "yes"), (False, "no")) if said in schema("answers")[name].split()), None)
    return written if value is None else Leaf(value, written.span)


def _before_note(text: str) -> str:
    for mark in _NOTE_MARKS:
        text = text.partition(mark)[0]
    return fold(text)


def measure(text: Text) -> Json:
    """Return a text as a typed measure."""
    found = [] if placeholders.is_placeholder(text.text) else quantities.find(text.text)
    return {"text": leaf(text), "quantities": quantities_json(found, text.span)}


def quantities_json(found: Sequence[Quantity], span: Span) -> list[Json]:
    """Return quantities as the contract's objects, each placed at the text that states it."""
    return [{k: Leaf(v, span) for k, v in q.to_json().items()} for q in found]


def _pairs(fields: Sequence[Node], prop: Property, rest: list[Node]) -> Json:
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


def _object(fields: Sequence[Node], prop: Property, rest: list[Node]) -> Json:
    out: dict[str, Json] = {}
    for one in fields:
        held, says_more = group_fields(one, prop.properties)
        if says_more:
            rest.append(Node("label", one.text, one.label, one.value, lines=one.lines))
        for child in held:
            target = next((p for p in prop.properties if p.claims(child.key)), None)
            if target is None or target.name in out:
                rest.append(child)
            else:
                out[target.name] = shape([child], target, rest)
    return {p.name: out[p.name] for p in prop.properties if out.get(p.name) is not None}


def _steps(fields: Sequence[Node], prop: Property, rest: list[Node]) -> Json:
    out = []
    for one in fields:
        if one.value:
            out.append({"text": leaf(one.value), "steps": []})
        out += [step(c) for c in one.content if c.text or c.children]
    return out


def _temporal_context(fields: Sequence[Node], prop: Property, rest: list[Node]) -> Json:
    joined = _joined(fields)
    if joined is None:
        return None
    text, span = joined.text, joined.span
    today, deadline, stated = None, None, _TODAY.match(text)
    end = stated.end() if stated else len(text)  # behind a today that is no date stand the dates of other things
    for found in dates.find(text):
        before = text[max(0, found.start - 40) : found.start].rpartition(".")[2]
        if any(one.concept == "deadline" for one in said(before)):
            deadline = deadline or found.iso
        elif found.start < end:
            today = today or found.iso
    note = _TODAY.sub("", text).strip(" ;") if dates.parse(text) is None else ""
    return {
        "text": leaf(joined),
        "date": Leaf(today, span),
        "deadline": Leaf(deadline, span),
        "note": Leaf(note or None, span),
    }


Shape = Callable[[Sequence[Node], Property, list[Node]], Json]
_SHAPES: dict[str, Shape] = {
    "text": _text,
    "word": _word,
    "boolean": _boolean,
    "measure": lambda fields, prop, rest: measure(said) if (said := _joined(fields)) else None,
    "items": lambda fields, prop, rest: [item(t, f) for one in fields for t, f in items_below(one)],
    "pairs": _pairs,
    "object": _object,
    "steps": _steps,
    "temporal_context": _temporal_context,
    "tickets": lambda fields, prop, rest: tickets_json((t, "reference", True) for f in fields for t in flat_texts(f)),
}
#: Shapes of which an empty list stands for an absent value.
_LISTS = frozenset({"items", "pairs", "steps", "tickets"})


def shape(fields: Sequence[Node], prop: Property, rest: list[Node]) -> Json:
    """Return the value of the fields that a property claims, in its shape; absent ones as the contract says.

    What they hold besides goes to the `rest`.
    """
    read = _SHAPES.get(prop.shape, _text)
    return read(fields, prop, rest) if fields else absent(prop)


def absent(prop: Property) -> Json:
    """Return what stands for a value that is not there: null, or an empty list."""
    return [] if prop.shape in _LISTS else None


def tickets_json(texts: Iterable[TicketText]) -> list[Json]:
    """Return the tickets that texts name, each id once, in order of first appearance.

    An id that only an address holds is left out where another with its number is written.
    """
    found: dict[str, tuple[str, Span]] = {}
    numbers: dict[str, str] = {}  # of ids that are written
    only_addressed: dict[str, str] = {}
    texts = list(texts)
    plain = [ticket_systems().find(text.text, field=in_field) for text, _, in_field in texts]
    hashed = {t.id.partition("-")[0] for tickets in plain for t in tickets if t.id[:1].islower() and "#" not in t.id}
    for (text, default, _), tickets in zip(texts, plain, strict=True):
        if hashed:  # where one is written so that it is known, others of the same tracker are too
            more = (t for t in ticket_systems().find(text.text, field=True) if t.id.partition("-")[0] in hashed)
            tickets = list({t.start: t for t in sorted((*more, *tickets), key=lambda t: t.start)}.values())
        asked = placeholders.find_placeholders(text.text) if tickets and "[" in text.text else []  # `[ABC-123 or none]`
        for ticket in (t for t in tickets if not any(p.start <= t.start and t.end <= p.end for p in asked)):
            relation = default if ticket.relation == "mention" else ticket.relation
            if ticket.id not in found or (relation != "mention" and found[ticket.id][0] == "mention"):
                found[ticket.id] = (relation, text.span)
            (only_addressed if ticket.from_address else numbers).setdefault(ticket.number, ticket.id)
    for own in _numbered_here(found):
        del found[own]
    for number in only_addressed.keys() & numbers.keys():
        if only_addressed[number] not in numbers.values():
            found.pop(only_addressed[number], None)
    return [{"id": Leaf(i, span), "relation": relation} for i, (relation, span) in found.items()]


def _numbered_here(found: Mapping[str, tuple[str, Span]]) -> list[str]:
    """Return what a text counts from one on, `SC-001`, `SC-002`, `SC-003`, and no tracker in use has: no tickets."""
    counted: dict[str, dict[int, str]] = {}
    for id_, (relation, _) in found.items():
        key, _, number = id_.rpartition("-")
        if key and relation == "mention" and not concepts(key) and not ticket_systems().system_of(id_):
            counted.setdefault(key, {})[int(number) if number.isdigit() else 0] = id_
    return [i for ids in counted.values() if {1, 2, 3} <= ids.keys() for i in ids.values()]
