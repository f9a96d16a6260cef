"""Which field of a record stands at a place, what its contract is, and which fields a record does not have yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.classes import dataclass
from de_lint.diagnostics import Span
from de_lint.judging.adoption import contract_of, demanded_by
from de_lint.judging.places import label_span
from de_lint.reading.document import Document
from de_lint.reading.fields import Node
from de_lint.reading.records.record import Record
from de_lint.vocabulary.kinds import Kind, Property, active, required_of


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A label of a record, the property that it names, and the group of fields that it is in, if it is in one."""

    record: Record
    node: Node
    prop: Property
    group: Property | None = None

    @property
    def label(self) -> Span:
        """Where the label stands."""
        return label_span(self.node)


def all_records(document: Document) -> list[Record]:
    """Return the records of a document with those that are within others."""
    return [record for top in document.records for record in top.walk()]


def record_at(document: Document, line: int) -> Record | None:
    """Return the innermost record that a line (from 0) is in, or else the last one above it."""
    above = [record for record in all_records(document) if record.span.start_line - 1 <= line]
    around = [record for record in above if line < record.span.end_line]
    return around[-1] if around else max(above, key=lambda record: record.span.end_line, default=None)


def fields_in(record: Record) -> Iterator[FieldPlace]:
    """Yield the fields of a record that a property claims, with those of its groups."""
    for claim in record.claims:
        if claim.property is None:
            continue
        yield FieldPlace(record, claim.field, claim.property)
        for child in claim.field.children:
            inner = next((p for p in claim.property.properties if p.claims(child.key)), None)
            if inner is not None:
                yield FieldPlace(record, child, inner, claim.property)


def known_fields(record: Record) -> list[Property]:
    """Return the fields that a record may have: those of its role's form first."""
    core, role = active().kinds.get(record.kind), record.role if record.kind == "progress_report" else None
    own = (role.fields or role.properties) if role else ()
    found = {p.name: p for p in (*own, *(role.properties if role else ()))}
    rest = core.properties if core else ()
    return [*found.values(), *(p for p in rest if p.name not in found)]


def missing_fields(record: Record) -> list[Property]:
    """Return the fields with a label that a record does not have."""
    written = {place.prop.name for place in fields_in(record) if place.group is None}
    return [p for p in known_fields(record) if p.label and p.name not in written]


def contract(record: Record, prop: Property, group: Property | None, given: str | None) -> list[str]:
    """Return what is to be known of a field of a record or of a group in it, a sentence each.

    `given` is the role that the reader was told.
    """
    top = group or prop
    spec = _spec(record, top, given)
    whose = f"of {demanded_by(spec, top.name)}" if spec else "of this record"
    said = [f"A field under '{group.label or group.name}', {whose}." if group else f"A field {whose}."]
    description = prop.schema.get("description")
    said += [str(description)] if description else []
    said += [_demand(prop, group, spec)] if spec else []
    if prop.choices:
        said.append(f"One of {', '.join(each.replace('_', ' ') for each in prop.choices)}.")
    return [*said, f"In a blank form: `{prop.placeholder}`"]


def _spec(record: Record, prop: Property, given: str | None) -> Kind | None:
    """Return what a field is of: its kind, or the role to whose form a report is held or which alone has it."""
    core = active().kinds.get(record.kind)
    role = record.role if record.kind == "progress_report" else None
    if role and prop.name in role.order and (contract_of(record, given) or not (core and core.named(prop.name))):
        return role
    return core


def _demand(prop: Property, group: Property | None, spec: Kind) -> str:
    required: Sequence[str] = spec.schema.get("required", ())
    if group:
        required = group.schema.get("required", ())
    elif spec.type:
        required = required_of(spec)
    if prop.name in required:
        return "Required."
    return "Recommended." if prop.name in spec.schema.get("x-recommended", ()) else "Optional."
