"""Which fields of a record name which property, and what is left over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from de_lint.reading.fields import Field
from de_lint.reading.markup import words_of
from de_lint.reading.records.record import Claim, Json, Leaf, leaf
from de_lint.reading.values import dates
from de_lint.vocabulary.kinds import Kind, Property


@dataclass(slots=True)
class Claimed:
    """The fields that each property claims, the labelled ones that none does, and those without a label."""

    by_property: dict[Property, list[Field]] = field(default_factory=dict)
    others: list[Field] = field(default_factory=list)
    unlabelled: list[Field] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def of(self, name: str) -> list[Field]:
        """Return the fields claimed by the property called `name`."""
        return [f for p, fs in self.by_property.items() if p.name == name for f in fs]

    def drop(self, one: Field) -> None:
        """Take a field that was read elsewhere out of what is left over."""
        self.others = [f for f in self.others if f is not one]


def claim_fields(fields: Iterable[Field], kinds: Sequence[Kind]) -> Claimed:
    """Give every labelled field to the properties that its label names; a misspelled label to the nearest free one."""
    out = Claimed()
    unknown: list[Field] = []
    for one in _spread(fields):
        if not one.is_labelled:
            out.unlabelled.append(one)
            continue
        targets = _targets(one, kinds)
        for target in targets:
            out.by_property.setdefault(target, []).append(one)
            out.claims.append(Claim(one, target))
        if not targets:
            unknown.append(one)
    for one in unknown:
        guess = next((g for k in kinds if (g := k.guess(one.key)) and g not in out.by_property), None)
        if guess:
            out.by_property[guess] = [one]
        else:
            out.others.append(one)
        out.claims.append(Claim(one, guess, guessed=guess is not None))
    out.claims.sort(key=lambda c: c.field.text.span)
    return out


def _targets(one: Field, kinds: Sequence[Kind]) -> list[Property]:
    """The properties that a field's label names; `Completed:` names a date only if a date follows."""
    found = [p for k in kinds for p in k.find(one.key)]
    if len(found) < 2 or (one.inline and dates.parse(one.inline.text)):
        return found
    return [p for p in found if p.name != "date"]


def _spread(fields: Iterable[Field]) -> Iterable[Field]:
    for one in fields:
        if one.form == "table" and all(len(r.children) == 2 for r in one.children):
            yield from one.children
        elif one.form not in ("rule", "comment"):
            yield one


def extra_json(fields: Iterable[Field]) -> Json:
    """Return labelled fields that no property claims as the contract's `extra` list."""
    return [_extra(f) for f in sorted(fields, key=lambda f: f.text.span)]


def _extra(one: Field) -> Json:
    label = one.label or one.text
    span = one.text.span.to(_last(one).text.span)
    return {
        "label": Leaf(words_of(label.text) or label.text, label.span),
        "value": leaf(one.value) if one.value else Leaf(None, span),
        "items": [_nested(c) for c in one.children] if one.form != "row" else [],
        "span": span.to_json(),
    }


def _last(one: Field) -> Field:
    while one.children:
        one = one.children[-1]
    return one


def _nested(one: Field) -> Json:
    text = leaf(one.text)
    return {"text": text, "steps": [_nested(c) for c in one.children]}
