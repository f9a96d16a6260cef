"""The lines of a document's records in canonical form: labels, where their colon stands, and bullets.

Every change is an edit within one line, so that the text around records stays as it is, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.classes import dataclass, field
from de_lint.diagnostics import Edit, Span
from de_lint.patterns import compiled
from de_lint.reading.document import Document
from de_lint.reading.fields import Node, Row
from de_lint.reading.labels import LineParts, split_line
from de_lint.reading.records.record import ClaimedField, Record
from de_lint.reading.records.sections import is_label_section
from de_lint.reading.rows import unquoted
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Property

#: Layouts whose labels are the schema's; a document with headings keeps the words that its writer chose.
_FORMS = frozenset({"form", "message"})
_LAYOUTS = _FORMS | {"document"}
_BULLETS = frozenset("-*+•◦▪‣·")
_COLON_OUTSIDE = compiled(r"(?P<mark>\*\*|__)[ \t]{0,2}[:：][ \t]*")
_COLON_INSIDE = compiled(r"[:：](?P<mark>\*\*|__)[ \t]*")
_PLAIN_COLON = compiled(r"[:：][ \t]*")
_RULE = compiled(r"[ \t>]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")


@dataclass(slots=True)
class Canonical:
    """Edits that make records canonical, and the labels that they respell: the old one, folded, to the new one."""

    edits: list[Edit] = field(default_factory=list)
    respelled: dict[str, str] = field(default_factory=dict)


def canonical_lines(document: Document) -> Canonical:
    """Return the edits that give every record's labels and bullets their canonical form."""
    out = Canonical()
    lines: dict[int, _Line] = {}
    for record in (part for whole in document.records for part in whole.walk()):
        if record.layout in _LAYOUTS:
            for one, style in _labels(record):
                _label(_line(document, one, lines), one, style, out)
            for one, bullet in _items(record):
                _bullet(_line(document, one, lines), bullet)
    broken = {p.span.start_line - 1 for p in document.source.problems if p.kind == "undecodable-bytes"}
    for number, line in sorted(lines.items()):
        raw = document.source.lines[number].raw
        if line.text != raw and number not in broken and not _RULE.match(line.text):
            out.edits.append(Edit(Span(number + 1, 1, number + 1, len(raw) + 1), line.text))
    return out


@dataclass(frozen=True, slots=True)
class _Style:
    """How a label is spelled (None: as it is) and whether it is bold (None: as it is)."""

    spelling: str | None
    bold: bool | None


_COLON_ONLY = _Style(None, None)


@dataclass(slots=True)
class _Line:
    """A line as it shall be, and where on it the row starts that was read; None for a line that must stay."""

    text: str
    start: int


def _line(document: Document, one: Node, lines: dict[int, _Line]) -> _Line | None:
    """Return the first line of a field; None where repair makes its text another than the file's."""
    if not one.lines or one.lines[0] >= len(document.source.lines):
        return None
    number = one.lines[0]
    line = document.source.lines[number]
    if line.offsets is not None:
        return None
    if number not in lines:
        lines[number] = _Line(line.raw, unquoted([Row(number, line.raw, 0)])[0].start)
    return lines[number]


def _labels(record: Record) -> Iterator[tuple[Node, _Style]]:
    """Yield the labelled lines of a record, each once, with the form that their labels shall have."""
    seen: set[Node] = set()
    head = record.root
    if record.kind == "delegation" and head is not None and head.form == "label":
        yield head, _COLON_ONLY
    for claim in record.claims:
        if claim.field.form in ("label", "item") and claim.field.label and claim.field not in seen:
            seen.add(claim.field)
            yield claim.field, _style(record, claim)
            if record.layout in _FORMS and claim.property:
                yield from _inner(claim.field, claim.property)


def _style(record: Record, claim: ClaimedField) -> _Style:
    prop = claim.property
    if prop is None or record.layout not in _FORMS or not prop.label:
        return _COLON_ONLY
    if record.kind == "progress_report" and is_label_section(claim.field):  # its words are the title of a section
        return _COLON_ONLY
    spelling = spelled(claim.field, prop, claim.guessed)
    if record.kind != "delegation" or spelling is None:
        return _Style(spelling, None)
    return _Style(spelling, not spelling.isupper())


def spelled(one: Node, prop: Property, guessed: bool = False) -> str | None:
    """Return how the schema spells a field's label: an alias stays that alias; None where the schema has no word."""
    if guessed:
        return prop.label
    return next((known for known in (prop.label, *prop.aliases) if known and _shown(known, prop, one)), None)


def _shown(known: str, prop: Property, one: Node) -> bool:
    """Tell whether a label is this known one but for case and what stands between its words, and nothing is lost."""
    written = (one.label or one.text).text
    return _letters(known) == _letters(written) and (known == prop.label or known != known.lower())


def _letters(label: str) -> str:
    return "".join(c for c in label if c.isalnum()).casefold()


def _inner(group: Node, prop: Property) -> Iterator[tuple[Node, _Style]]:
    """Yield the labels within a group of fields."""
    for child in group.children if prop.properties else ():
        target = next((p for p in prop.properties if child.label and p.claims(child.key)), None)
        if target and child.form in ("label", "item"):
            yield child, _Style(spelled(child, target), None)


def _label(line: _Line | None, one: Node, style: _Style, out: Canonical) -> None:
    if line is None or one.label is None:
        return
    parts = split_line(line.text[line.start :])
    if parts.label is None or parts.emoji or line.start + parts.label[0] + 1 != one.label.span.start_column:
        return
    start, end = (line.start + at for at in parts.label)
    old = line.text[start:end]
    new = style.spelling or old
    opened, rest = _around(line.text, start, end, parts)
    if rest is None:
        return
    if new != old and fold(new) != fold(old):
        out.respelled[fold(old)] = fold(new)
    bold = bool(opened) if style.bold is None or (opened == "" and parts.marker) else style.bold
    mark = "**" if bold else ""
    value = line.text[rest:]
    value = value if value.strip() else ""
    line.text = f"{line.text[: start - len(opened)]}{mark}{new}{mark}:{' ' if value else ''}{value}"


def _around(text: str, start: int, end: int, parts: LineParts) -> tuple[str, int | None]:
    """Return the mark before a label and where what follows its colon starts; None for any other form."""
    if parts.form == "plain":
        found = _PLAIN_COLON.match(text, end)
        return "", found.end() if found and text[end : end + 1] == ":" else None
    if parts.form != "bold" or text[start - 2 : start] not in ("**", "__"):
        return "", None
    found = _COLON_OUTSIDE.match(text, end) or _COLON_INSIDE.match(text, end)
    fits = found and found.group("mark") == text[start - 2 : start] and text[start - 3 : start - 2] not in ("*", "_")
    return text[start - 2 : start], found.end() if found and fits else None


def _items(record: Record) -> Iterator[tuple[Node, str]]:
    """Yield the list items below a record's labels with the bullet that they shall have."""
    if record.layout not in _FORMS:
        return
    seen: set[Node] = set()
    for claim in record.claims:
        top = claim.field
        below = "*" if record.kind == "progress_report" and top.is_item else "-"
        for one in top.walk():
            if one.marker in _BULLETS and one not in seen:
                seen.add(one)
                yield one, "-" if one is top else below


def _bullet(line: _Line | None, bullet: str) -> None:
    if line is None:
        return
    row = line.text[line.start :]
    parts = split_line(row)
    at = line.start + len(row) - len(row.lstrip())
    if parts.marker in _BULLETS and line.text[at] == parts.marker and parts.start < parts.end:
        line.text = f"{line.text[:at]}{bullet}{line.text[at + 1 :]}"
