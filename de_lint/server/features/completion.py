"""What may be written at the cursor: labels that a record does not have yet, values of a field, tickets, forms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lsprotocol import types

from de_lint.classes import dataclass
from de_lint.judging.blank_fields import LabelStyle, blank_text, style_of
from de_lint.patterns import compiled
from de_lint.reading.labels import indent_of, split_line
from de_lint.reading.records.record import Record
from de_lint.server.contracts import FieldPlace, contract, fields_in, known_fields, missing_fields, record_at
from de_lint.server.features import Answer
from de_lint.server.opened import Opened
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Property, active, properties_named, using
from de_lint.writing.scaffold import new

_START = compiled(r"(?P<indent>[\s>]*)(?P<bullet>[-*+•]\s+)?(?P<mark>\*\*|__)?")
_TICKET = compiled(r"(?:#|[A-Za-z][A-Za-z0-9_]*-?)\d*\Z")
_LABEL = types.CompletionItemKind.Field
_VALUE = types.CompletionItemKind.EnumMember
_FORM = types.CompletionItemKind.Snippet
_AGENT = types.CompletionItemKind.Constant
_TICKET_ID = types.CompletionItemKind.Reference
#: Clients filter what they are given; of a registry of any size they get the first that fit.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where something is to be written: the line, and the index in it."""

    opened: Opened
    line: int
    index: int

    @property
    def text(self) -> str:
        """The whole line."""
        return self.opened.text.line(self.line)

    @property
    def before(self) -> str:
        """What is on the line already."""
        return self.text[: self.index]

    def item(
        self, start: int, end: int, label: str, text: str, kind: types.CompletionItemKind, detail: str = ""
    ) -> types.CompletionItem:
        """Return an item that puts a text in the place of a stretch of the line, the cursor in it."""
        place = types.Range(
            self.opened.text.position(self.line, start), self.opened.text.position(self.line, max(end, self.index))
        )
        written = self.text[start : self.index]
        shown = label if fold(label).startswith(fold(written)) else written + label
        newline = self.opened.document.source.newline.replace("mixed", "\n")
        return types.CompletionItem(
            label,
            kind=kind,
            detail=detail or None,
            filter_text=shown,
            text_edit=types.TextEdit(place, text.replace("\n", newline)),
        )


def completion(opened: Opened, params: types.CompletionParams) -> types.CompletionList:
    """Return what may be written at the cursor."""
    cursor = Cursor(opened, params.position.line, opened.text.index(params.position.line, params.position.character))
    with using(opened.vocabulary):
        found = list(_items(cursor))
    for number, each in enumerate(found):
        each.sort_text = f"{number:04}"
    return types.CompletionList(is_incomplete=len(found) >= _MOST, items=found[:_MOST])


def _items(cursor: Cursor) -> Iterator[types.CompletionItem]:
    record = record_at(cursor.opened.document, cursor.line)
    parts = split_line(cursor.before)
    if parts.label is not None and parts.form != "bold-only":
        yield from _values(cursor, record, cursor.before[slice(*parts.label)])
        return
    typed = _TICKET.search(cursor.before)
    tickets = list(_tickets(cursor, typed.start())) if typed and record else []
    yield from tickets
    start = _START.match(cursor.before)
    if start is None or tickets:
        return
    if record is not None:
        yield from _labels(cursor, record, start.end(), start["bullet"] or "", start["mark"] or "")
    if record is None and not cursor.before.strip():
        yield from _forms(cursor)


def _values(cursor: Cursor, record: Record | None, label: str) -> Iterator[types.CompletionItem]:
    """Yield what a labelled field may say: its choices, agents, tickets, or its placeholder."""
    prop = _property(cursor, record, label)
    parts = split_line(cursor.text)
    start, end = parts.value if parts.value else (len(cursor.text), len(cursor.text))
    start = min(start, cursor.index)
    gap = "" if cursor.before[:start].endswith((" ", "\t")) else " "
    if prop is None:
        return
    for choice in prop.choices:
        word = choice.replace("_", " ")
        yield cursor.item(start, end, word, gap + word, _VALUE, prop.label)
    if prop.shape == "agent":
        for role in sorted(active().roles.values(), key=lambda each: each.names):
            name = role.names[0]
            yield cursor.item(start, end, name, gap + name, _AGENT, role.title)
    if prop.shape == "tickets":
        typed = _TICKET.search(cursor.before, start)
        at = typed.start() if typed else cursor.index
        yield from _tickets(cursor, at, "" if typed else gap)
    if not prop.choices and not cursor.text[start:].strip():
        yield cursor.item(start, end, prop.placeholder, gap + prop.placeholder, _FORM, "placeholder")


def _property(cursor: Cursor, record: Record | None, label: str) -> Property | None:
    """Return the property that a label at the cursor names: one of the group that it is in, or of the record."""
    key = fold(label)
    if record is None:
        return None
    group = _group(cursor, record)
    found = [p for p in group.prop.properties if p.claims(key)] if group else []
    if not found:
        kinds = [record.role, active().kinds.get(record.kind)]
        found = [p for p in known_fields(record) if p.claims(key)]
        found += properties_named(label, [each for each in kinds if each])
    return found[0] if found else None


def _group(cursor: Cursor, record: Record) -> FieldPlace | None:
    """Return the group of fields that the cursor is in, by its indentation."""
    indent = indent_of(cursor.text)
    above = [p for p in fields_in(record) if p.group is None and p.node.first_line < cursor.line]
    nearest = max(above, key=lambda place: place.node.first_line, default=None)
    if nearest is None or not nearest.prop.properties:
        return None
    return nearest if indent > indent_of(cursor.opened.text.line(nearest.node.first_line)) else None


def _labels(cursor: Cursor, record: Record, start: int, bullet: str, mark: str) -> Iterator[types.CompletionItem]:
    """Yield the fields that a record or the group at the cursor does not have, written as their neighbours are."""
    source, group = cursor.opened.document.source, _group(cursor, record)
    fields = [p for p in fields_in(record) if (p.group is group.prop if group else p.group is None)]
    styles = [style for p in fields if (style := style_of(source, p.node))]
    if group:
        written = {p.prop.name for p in fields}
        missing = [p for p in group.prop.properties if p.label and p.name not in written]
        own = style_of(source, group.node)
        style = styles[-1] if styles else own.inner() if own else LabelStyle("", "- ", "", ": ")
    else:
        missing = missing_fields(record)
        style = styles[-1] if styles else LabelStyle("", "", "**", "**: ")
    style = LabelStyle(style.indent, "" if bullet else style.bullet, "" if mark else style.mark, style.after)
    heading = next((p.node for p in fields if p.node.form == "heading"), None) if not styles and not group else None
    for prop in missing:
        if heading is not None:
            text = f"{'#' * heading.level} {prop.label}"
        else:
            text = blank_text(prop, style).removeprefix(style.indent)
        detail = contract(record, prop, group.prop if group else None, cursor.opened.document.role)[0]
        yield cursor.item(start, len(cursor.before), prop.label, text, _LABEL, detail)


def _tickets(cursor: Cursor, start: int, gap: str = "") -> Iterator[types.CompletionItem]:
    """Yield the tickets of the registry, and those of the delegations around, that begin as what is typed."""
    registry = cursor.opened.settings.registry
    known = dict.fromkeys([*(registry.ids if registry else ()), *cursor.opened.root.tickets()])
    typed = cursor.before[start:].casefold()
    fitting = (ticket for ticket in known if ticket.casefold().startswith(typed) and ticket.casefold() != typed)
    for ticket in islice(fitting, _MOST):
        status = registry.status(ticket) if registry and registry.knows(ticket) else None
        yield cursor.item(start, cursor.index, ticket, gap + ticket, _TICKET_ID, status or "")


def _forms(cursor: Cursor) -> Iterator[types.CompletionItem]:
    """Yield blank delegations and reports."""
    for kind, name in (("progress_report", "report"), ("delegation", "delegation")):
        for type_, role in sorted(active().roles.items()):
            label = f"{name}: {role.names[0]}"
            yield cursor.item(0, cursor.index, label, new(kind, type_), _FORM, f"a blank {name}")


_OPTIONS = types.CompletionOptions(trigger_characters=[":", "-", "#", "["])
FEATURES = {types.TEXT_DOCUMENT_COMPLETION: Answer(completion, _OPTIONS)}
