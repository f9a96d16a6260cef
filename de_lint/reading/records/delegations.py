"""Delegation blocks to records."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.diagnostics import Span
from de_lint.reading.fields import Field, Text, span_of
from de_lint.reading.labels import split_line
from de_lint.reading.markup import unwrapped, words_of
from de_lint.reading.records.agents import agent_json
from de_lint.reading.records.claims import Claimed, claim_fields, extra_json, lifted
from de_lint.reading.records.delegation_heads import TELLING, Head, Stretch
from de_lint.reading.records.reading import Reading
from de_lint.reading.records.record import Json, Leaf, Record, leaf, without_leaves
from de_lint.reading.records.shapes import flat_texts, shape, tickets_json, written_texts
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree
from de_lint.reading.values import dates, placeholders
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import kind, per_vocabulary, role

#: With a name that could be anything, this many telling labels make a delegation of a block.
_NEEDED = {3: 1, 2: 1, 1: 2}


def read_delegation(source: Source, stretch: Stretch, reading: Reading) -> Record | None:
    """Return the delegation that a stretch of rows holds, or None if its labels do not show one."""
    head = stretch.head
    assert head is not None
    if not _tells(stretch, _NEEDED[head.strength]):
        return None
    root = build_tree(source, stretch.rows)
    if not root.children:
        return None
    opening, fields = _opened(root)
    if not stretch.fenced:
        fields = _without_tail(fields, source)
    fields = lifted(fields, [kind("delegation")])
    claimed = claim_fields(fields, [kind("delegation")])
    telling = {p.name for p in claimed.by_property if p.name in TELLING}
    if len(telling) < _NEEDED[head.strength] or (
        len(telling) < 2 and any(f.key in report_keys() for f in claimed.others)
    ):
        return None
    who, title = _texts(source, head)
    return delegation_record(source, opening, fields, claimed, who, title, reading, "form")


def _tells(stretch: Stretch, needed: int) -> bool:
    """Tell from the lines alone, before the tree is built, whether enough labels of a delegation stand here."""
    keys = [_label_key(r.text) for r in stretch.rows[1:]]
    found = sum(1 for k in keys if k and (k in _telling_keys() or _is_near(k)))
    return found >= needed or any("|" in r.text for r in stretch.rows)


def _label_key(line: str) -> str:
    text = line.lstrip("# ") if line.startswith("#") else line
    parts = split_line(text)
    if parts.label:
        return fold(text[slice(*parts.label)])
    return fold(text) if line.startswith("#") else ""


def _is_near(key: str) -> bool:
    guess = kind("delegation").guess(key)
    return guess is not None and guess.name in TELLING


@per_vocabulary
def report_keys() -> frozenset[str]:
    """A block with one of these and hardly a label of a delegation is a report's signature."""
    return kind("progress_report").property("status").keys | {"date"}


@per_vocabulary
def _telling_keys() -> frozenset[str]:
    return frozenset(k for name in TELLING for k in kind("delegation").property(name).keys)


def read_roster_line(source: Source, head: Head, reading: Reading) -> Record:
    """Return the delegation that one line of a roster is."""
    root = build_tree(source, [head.row])
    opening, fields = _opened(root)
    who, title = _texts(source, head)
    return delegation_record(
        source, opening, fields, claim_fields(fields, [kind("delegation")]), who, title, reading, "roster"
    )


def _opened(root: Field) -> tuple[Field, list[Field]]:
    """Return the head's field and the fields of the delegation: those below the head and those beside it."""
    opening = root.children[0]
    return opening, [*opening.children, *root.children[1:]]


def _without_tail(fields: list[Field], source: Source) -> list[Field]:
    """Drop what follows the delegation: from the first paragraph of its own below the last label it is known by."""
    known = kind("delegation")
    last = max((i for i, f in enumerate(fields) if f.is_labelled and known.find(f.key)), default=len(fields) - 1)
    end = last + 1
    while end < len(fields) and not _is_prose(fields[end], source):
        end += 1
    return fields[:end]


def _is_prose(field: Field, source: Source) -> bool:
    """A paragraph after a blank line, or a list, that no label announces."""
    above = field.first_line - 1
    apart = above < 0 or not source.lines[above].text.strip()
    if field.label is not None:
        return field.is_item and apart
    return field.form != "text" or apart


def _texts(source: Source, head: Head) -> tuple[Text, Text]:
    row = head.row
    start, end = unwrapped(row.text, *head.title)
    who = Text(
        row.text[slice(*head.who)], span_of(source, row.number, row.start + head.who[0], row.start + head.who[1])
    )
    return who, Text(row.text[start:end], span_of(source, row.number, row.start + start, row.start + end))


def delegation_record(
    source: Source,
    opening: Field,
    fields: Sequence[Field],
    claimed: Claimed,
    who: Text | None,
    title: Text | None,
    reading: Reading,
    layout: str,
) -> Record:
    """Return the record of a delegation whose fields are claimed; `opening` is where its head stands."""
    spec = kind("delegation")
    lines = {n for f in [opening, *fields] for x in f.walk() for n in x.lines}
    span = _span(source, lines)
    reading.unclaimed = []
    _date_in(claimed)
    body: dict[str, Json] = {
        "agent": agent_json(who) if who else None,
        "title": leaf(title) if title else None,
    }
    for prop in spec.properties[2:]:
        body[prop.name] = shape(claimed.by_property.get(prop, []), prop, reading)
    body["tickets"] = _all_tickets(claimed, title, fields, reading)
    reference = [t for f in claimed.of("tickets") for t in flat_texts(f)]
    body["ticket_reference"] = Leaf(
        "; ".join(t.text for t in reference) or None, reference[0].span if reference else span
    )
    body["extra"] = extra_json([*claimed.others, *reading.unclaimed])
    body["notes"] = [leaf(t) for f in claimed.unlabelled for t in flat_texts(f)]
    spans: dict[str, Span] = {}
    data = without_leaves(body, "", spans, span)
    data = {"kind": "delegation", "span": span.to_json(), "context": _context(data, claimed), **data}
    type_ = data["agent"]["type"] if data["agent"] else None
    record = Record("delegation", data["context"], data, spans, span, opening.text.span, layout, lines=lines)
    record.role = role(type_) if type_ else None
    record.claims = claimed.claims
    record.root = opening
    return record


def _date_in(claimed: Claimed) -> None:
    """Take a delegation's `Date:` for the day it was given, where no temporal context states one."""
    day = next((f for f in claimed.others if f.key == "date" and f.value and dates.parse(f.value.text)), None)
    if day and not claimed.of("temporal_context"):
        claimed.by_property[kind("delegation").property("temporal_context")] = [day]
        claimed.drop(day)


def _span(source: Source, lines: set[int]) -> Span:
    first, last = min(lines), max(lines)
    text = source.lines[first].text
    start = span_of(source, first, len(text) - len(text.lstrip()), len(text))
    return start.to(span_of(source, last, 0, len(source.lines[last].text)))


def _all_tickets(claimed: Claimed, title: Text | None, fields: Sequence[Field], reading: Reading) -> Json:
    """Every ticket that the delegation names; those of the ticket field are references."""
    references = {id(f) for f in claimed.of("tickets")}
    own = [(title, "mention")] if title else []
    below = [(t, "reference" if id(f) in references else "mention") for f in fields for t in written_texts(f)]
    return tickets_json([*own, *below], reading)


def _context(data: dict[str, Json], claimed: Claimed) -> str:
    """A template names no agent or no task yet, or is mostly placeholders; anything else is meant to be acted on."""
    agent = data["agent"]["name"] if data["agent"] else ""
    if placeholders.holds_placeholder(agent) or placeholders.is_placeholder(words_of(data["title"] or "x")):
        return "template"
    task = next((f.inline.text for f in claimed.of("task") if f.inline), "")
    if task and not placeholders.holds_placeholder(task):
        return "instance"
    values = [t.text for fs in claimed.by_property.values() for f in fs for t in ([f.inline] if f.inline else [])]
    held = [v for v in values if placeholders.holds_placeholder(v)]
    return "template" if len(held) * 2 > len(values) else "instance"
