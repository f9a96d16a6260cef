"""Fields still to be filled in, written the way the fields around them are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from de_lint.classes import dataclass
from de_lint.diagnostics import Edit, Fix, Span
from de_lint.judging.line_edits import extent, is_empty_line, lines_after, lines_before
from de_lint.judging.places import claims_of
from de_lint.patterns import compiled
from de_lint.reading.fields import Node
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source
from de_lint.vocabulary.kinds import Property, kind

#: What may stand before a label that is to be copied: quote marks, a bullet, bold marks.
_PREFIX = compiled(r"(?P<indent>[\s>]*)(?P<bullet>[-*+•]\s+)?(?P<mark>\*\*|__)?")
_FORMS = frozenset({"label", "item"})
_COLON = compiled("[:：]")


@dataclass(frozen=True, slots=True)
class LabelStyle:
    """How a field is written on its line: `- **` before its label, `**: ` after it."""

    indent: str
    bullet: str
    mark: str
    after: str

    def line(self, label: str, value: str) -> str:
        """Return the line of a field."""
        if label.isupper() and not self.bullet:  # shouted labels stand by themselves
            return f"{self.indent}{label}: {value}".rstrip()
        return f"{self.indent}{self.bullet}{self.mark}{label}{self.after}{value}".rstrip()

    def inner(self) -> LabelStyle:
        """Return how a field below this one is written where none shows it."""
        return LabelStyle(f"{self.indent}  ", self.bullet or "- ", "", ": ")


def style_of(source: Source, one: Node) -> LabelStyle | None:
    """Return how a field is written; None where that cannot be copied, as in a table or with an emoji."""
    if one.label is None or one.form not in _FORMS or one.info == "all-bold":
        return None
    span = one.label.span
    raw = source.lines[span.start_line - 1].raw
    found = _PREFIX.fullmatch(raw[: span.start_column - 1])
    on_line = one.value and one.value.span.start_line == span.start_line
    end = one.value.span.start_column - 1 if one.value and on_line else None
    after = raw[span.end_column - 1 : end]
    if found is None or not _COLON.search(after):
        return None
    after = after if on_line else after.rstrip() + " "
    return LabelStyle(found["indent"], found["bullet"] or "", found["mark"] or "", after)


def missing_field(source: Source, record: Record, path: Sequence[str]) -> Fix | None:
    """Return the fix that puts in the field at a path of one or two names; None where no field shows how."""
    known = [spec for spec in (record.role, kind(record.kind)) if spec]
    own = record.role.fields if record.role and record.role.form else ()
    prop = next((p for p in (*own, *(spec.named(path[0]) for spec in known)) if p and p.name == path[0]), None)
    if prop is None or len(path) > 2:
        return None
    if len(path) == 1:
        order = field_order(record)
        fields = [(c.property, c.field) for c in record.claims if c.property and c.field.first_line in record.lines]
        return _inserted(source, prop, order, fields, None)
    group = next((c.field for c in claims_of(record, path[0])), None)
    inner = next((p for p in prop.properties if p.name == path[1]), None)
    if group is None or inner is None:
        return None
    below = [(p, c) for c in group.children for p in prop.properties if p.claims(c.key)]
    return _inserted(source, inner, [p.name for p in prop.properties], below, group)


def field_order(record: Record) -> Sequence[str]:
    """Return the role's order for its form, and the schema's for a delegation."""
    if record.kind == "progress_report" and record.role and record.role.order:
        return record.role.order
    return tuple(p.name for p in kind(record.kind).properties)


def _inserted(
    source: Source, prop: Property, order: Sequence[str], fields: Sequence[tuple[Property, Node]], group: Node | None
) -> Fix | None:
    styled = [(p, f, s) for p, f in fields if p.name in order and (s := style_of(source, f))]
    if not prop.label or prop.name not in order:
        return None
    title = f"Write '{prop.label}' with a placeholder"
    if not styled:
        style = style_of(source, group) if group and not fields else None
        if group is None or style is None:
            return None
        return Fix(title, (lines_after(source, extent(group)[1], blank_text(prop, style.inner())),), safe=False)
    place = order.index(prop.name)
    above = [(f, s) for p, f, s in styled if order.index(p.name) < place]
    if not above:
        first, style = styled[0][1], styled[0][2]
        gap = "\n" if is_empty_line(source, first.first_line - 1) else ""
        return Fix(title, (lines_before(first.first_line, blank_text(prop, style) + gap),), safe=False)
    one, style = above[-1]
    start, last = extent(one)
    gap = "\n" if last > start and not style.bullet else ""
    return Fix(title, (lines_after(source, last, gap + blank_text(prop, style)),), safe=False)


def blank_text(prop: Property, style: LabelStyle) -> str:
    """Return the lines of a blank field, with those of a group below it."""
    if prop.shape != "object":
        return style.line(prop.label, prop.placeholder)
    return "\n".join([style.line(prop.label, ""), *_inner_lines(prop.properties, style.inner())])


def _inner_lines(properties: Iterable[Property], style: LabelStyle) -> Iterator[str]:
    for prop in properties:
        if prop.label:
            yield blank_text(prop, style)


def filling_fix(source: Source, one: Node, prop: Property) -> Fix | None:
    """Return the fix that gives a label without a value its placeholder; None where a group is empty."""
    if one.label is None or one.form not in _FORMS:
        return None
    span = one.label.span
    raw = source.lines[span.start_line - 1].raw
    column = len(raw.rstrip()) + 1
    if prop.shape == "object":
        style = style_of(source, one)
        if style is None:
            return None
        text = "\n".join(_inner_lines(prop.properties, style.inner()))
        return Fix("Write its fields with placeholders", (lines_after(source, span.start_line - 1, text),), safe=False)
    colon = "" if _COLON.search(raw[span.end_column - 1 :]) else ":"
    edit = Edit(Span(span.start_line, column, span.start_line, column), f"{colon} {prop.placeholder}")
    return Fix(f"Write '{prop.placeholder}'", (edit,), safe=False)
