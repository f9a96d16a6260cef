"""Which fields of a record name which property, and what is left over; and the fields that a group holds.

These stand below its label, in a table, or behind it on one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from de_lint.classes import dataclass, field, replace
from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import words_of
from de_lint.reading.records.record import ClaimedField, Json, Leaf, leaf
from de_lint.reading.values import dates
from de_lint.reading.values.quantities import labelled_after
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Kind, Property, part, properties_named
from de_lint.vocabulary.taught import KINDS

#: A label within a value, at its start or after another field's value.
INNER_LABEL = compiled(r"(?:^|[;,|·•]|\band\b)[\s*_]*+(?P<label>[^\W\d][\w /-]{0,40}?)[\s*_]*+[:=](?=[\s*_])[\s*_]*")
_BETWEEN = " \t;,|·•"
#: What a report says of itself at its top; in a section it is said of the section.
FACTS = frozenset({"agent", "date", "status", "progress", "report_type", "title"})


@dataclass(slots=True)
class Claimed:
    """The fields that each property claims, the labelled ones that none does, and those without a label."""

    by_property: dict[Property, list[Node]] = field(default_factory=dict)
    others: list[Node] = field(default_factory=list)
    unlabelled: list[Node] = field(default_factory=list)
    claims: list[ClaimedField] = field(default_factory=list)

    def of(self, name: str) -> list[Node]:
        """Return the fields claimed by the property called `name`."""
        return [f for p, fs in self.by_property.items() if p.name == name for f in fs]


def claim_fields(fields: Iterable[Node], kinds: Sequence[Kind]) -> Claimed:
    """Give every labelled field to the properties that its label names; a misspelled label to the nearest free one."""
    out = Claimed()
    unknown: list[Node] = []
    for one in spread_fields(fields):
        if not one.is_labelled:
            out.unlabelled.append(one)
            continue
        targets = _targets(one, kinds)
        for target in targets:
            out.by_property.setdefault(target, []).append(one)
            out.claims.append(ClaimedField(one, target))
        if not targets:
            unknown.append(one)
    for one in unknown:
        guesses = [g for k in kinds if (g := k.guess(one.key)) and g not in out.by_property]
        guesses = [g for g in guesses if g.label == guesses[0].label]  # a role may have a field of the kind's label
        out.by_property |= {guess: [one] for guess in guesses}
        out.claims += [ClaimedField(one, guess, guessed=True) for guess in guesses] or [ClaimedField(one, None)]
        if not guesses:
            out.others.append(one)
    out.claims.sort(key=lambda c: c.field.text.span)
    return out


def lifted(fields: Sequence[Node], kinds: Sequence[Kind]) -> list[Node]:
    """Return `fields` with those set free that a list below one of them goes on with.

    `**Task**: x` owns the list below it, but not from `- **Status**: y` on, a label that the kinds know and that no
    other field has; a date owns no list at all. A table of two columns with such labels is a list of fields.
    """
    out: list[Node] = []
    stated = {f.key for f in fields if f.is_labelled}
    known = {k for one in kinds for p in one.properties for k in p.keys}
    for one in fields:
        if one.form == "table" and (rows := _of_form(one, kinds, known)):
            out += rows
            continue
        names = (c.key if c.is_item and c.label and one.value else "" for c in one.children)
        cut = next((i for i, name in enumerate(names) if name in known - stated), None)
        if one.children and one.value and dates.parse(one.value.text):
            cut = 0
        if cut is None or one.form == "heading":
            out.append(one)
        else:
            out += [replace(one, children=one.children[:cut]), *one.children[cut:]]
    return out


def beyond_sections(
    headings: Sequence[Node], header: Sequence[Node], kinds: Sequence[Kind]
) -> tuple[list[Node], list[Node]]:
    """Return the headings of a form without the fields that only seem to belong to them, and these fields.

    Below `## Completed` and its list, `**Blockers**: x` says nothing of what is completed: where a section is a field
    itself, a label of another field that nothing states yet begins that one.
    """
    stated = {p for f in (*header, *headings) if f.is_labelled for p in properties_named(f.name, kinds)}
    kept, freed = [], []
    for one in headings:
        named = ((c, properties_named(c.name, kinds)) for c in one.children if c.label)
        others = [c for c, found in named if found and not any(p in stated or p.name in FACTS for p in found)]
        if not others or not properties_named(one.name, kinds):
            kept.append(one)
            continue
        stated.update(p for c in others for p in properties_named(c.name, kinds))
        kept.append(replace(one, children=[c for c in one.children if c not in others]))
        freed += [replace(c, form="label") if c.is_item else c for c in others]
    return kept, freed


def _of_form(table: Node, kinds: Sequence[Kind], known: set[str]) -> list[Node]:
    """The fields of a table that is a list of them, a row or column each; `| Status | done |` may stand as header."""
    columns = _columns(table, [p for one in kinds for p in one.properties])
    if columns or any(len(row.children) != 2 for row in table.children) or len(table.header) != 2:
        return columns
    label, value = table.header
    rows = [label_of_row(row) for row in table.children]
    texts = (label.text, *(row.name for row in rows))
    spoken = [one.name for one in kinds if one.name in KINDS]  # a role's labels say what they say exactly
    named = [t for t in texts if fold(t) in known or any(part(t, name) in FACTS for name in spoken)]
    if label.text in named and fold(value.text) not in known:
        rows.insert(0, _field(replace(table, lines=table.lines[:1]), label, value))
    return rows if len(named) > 1 else []


def label_of_row(row: Node) -> Node:
    """Return a table's row of two cells as a label with its value."""
    label, value = row.label or row.text, row.value or Text("", row.text.span)
    text = Text(f"{label.text}: {value.text}", label.span.to(value.span))
    return Node("label", text, label, value, lines=row.lines)


def _targets(one: Node, kinds: Sequence[Kind]) -> list[Property]:
    """The properties that a field's label names; `Completed:` names a date only if a date follows."""
    found = properties_named(one.name, kinds)
    if len(found) < 2 or (one.inline and dates.parse(one.inline.text)):
        return found
    return [p for p in found if p.name != "date"]


def spread_fields(fields: Iterable[Node]) -> Iterable[Node]:
    """Yield fields, and of a table with two columns its rows."""
    for one in fields:
        if one.form == "table" and all(len(r.children) == 2 for r in one.children):
            yield from (replace(row, children=[]) for row in one.children)
        elif one.form not in ("rule", "comment"):
            yield one


def extra_json(fields: Iterable[Node]) -> Json:
    """Return labelled fields that no property claims as the contract's `extra` list."""
    return [_extra(f) for f in sorted(fields, key=lambda f: f.text.span)]


def _extra(one: Node) -> Json:
    label = one.label or one.text
    span = one.text.span.to(_last(one).text.span)
    return {
        "label": Leaf(words_of(label.text) or label.text, label.span),
        "value": leaf(one.value) if one.value else Leaf(None, span),
        "items": [_nested(c) for c in one.children if c.form != "tag"] if one.form != "row" else [],
        "span": span.to_json(),
    }


def _last(one: Node) -> Node:
    while one.children:
        one = one.children[-1]
    return one


def _nested(one: Node) -> Json:
    return {"text": leaf(one.text), "steps": [_nested(c) for c in one.children]}


def labelled_children(node: Node, properties: Sequence[Property] = ()) -> Iterator[Node]:
    """Yield the fields directly below a node, unlabelled ones too; of a table its rows, or columns for `properties`."""
    for child in node.children:
        if child.form == "table":
            yield from _columns(child, properties) or child.children
        else:
            counted = _tallied(child, child.text, properties) if properties and not child.is_labelled else []
            yield from counted or [child]


def group_fields(one: Node, properties: Sequence[Property]) -> tuple[list[Node], bool]:
    """Return the fields that a group's field holds, and whether its value says something else than these."""
    value, inline = one.value, list[Node]()
    # `Passed: 48; Failed: 2` and `48 passed, 2 failed` are a field each; of several lines no columns are known.
    if value and value.span.end_column - value.span.start_column == len(value.text):
        inline = _spelled(one, value, properties) or _tallied(one, value, properties)
    return [*inline, *labelled_children(one, properties)], bool(value) and not inline


def _spelled(one: Node, value: Text, properties: Sequence[Property]) -> list[Node]:
    found = [m for m in INNER_LABEL.finditer(value.text) if _claimed(m["label"], properties)]
    if not found or found[0].start():
        return []
    ends = [*(m.start() for m in found[1:]), len(value.text)]
    out = []
    for match, end in zip(found, ends, strict=True):
        said = value.text[match.end() : end].rstrip(_BETWEEN)
        label = _part(value, match.start("label"), match.end("label"))
        out.append(_field(one, label, _part(value, match.end(), match.end() + len(said))))
    return out


def _tallied(one: Node, value: Text, properties: Sequence[Property]) -> list[Node]:
    text = value.text.replace(" and ", ",    ").replace(" / ", ",  ")  # of the same length
    found = [(label, q) for label, q in labelled_after(text) if _claimed(label, properties)]
    out = []
    for label, quantity in found:
        number = _part(value, quantity.start, quantity.end)
        out.append(_field(one, Text(label, value.span), number))
    return out


def _columns(table: Node, properties: Sequence[Property]) -> list[Node]:
    """The one row of a table whose columns are the fields."""
    if len(table.children) != 1 or sum(_claimed(h.text, properties) for h in table.header) < 2:
        return []
    cells = [cell.text for cell in table.children[0].children]
    return [_field(table, h, cell) for h, cell in zip(table.header, cells, strict=False)]


def _field(one: Node, label: Text, value: Text) -> Node:
    return Node("label", Text(f"{label.text}: {value.text}", value.span), label, value, lines=one.lines)


def _claimed(label: str, properties: Sequence[Property]) -> bool:
    key = fold(label)
    return any(p.claims(key) for p in properties)


def _part(text: Text, start: int, end: int) -> Text:
    span = text.span
    column = span.start_column
    return Text(text.text[start:end], Span(span.start_line, column + start, span.start_line, column + end))
