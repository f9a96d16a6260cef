"""Where a document describes its two forms: the delegation template and the reporting format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from de_lint.reading.document import Document
from de_lint.reading.fields import Field, rows_of
from de_lint.reading.records.reading import new_reading
from de_lint.reading.records.record import Record
from de_lint.reading.records.report_titles import is_report_title
from de_lint.reading.records.reports import read_report
from de_lint.reading.tree import build_tree, unquoted
from de_lint.reading.values.placeholders import holds_placeholder

_FORMAT_ENDS = ("format", "template")
_REPORT_WORDS = frozenset({"report", "reporting", "progress", "status"})


@dataclass(slots=True)
class Forms:
    """The two forms, None where a document has none, and the fields of a format that stands in no fence."""

    report: Record | None = None
    delegation: Record | None = None
    plain: list[Field] = field(default_factory=list)

    @property
    def report_fields(self) -> list[Field]:
        """The top-level fields of the reporting format."""
        return fields_of(self.report) if self.report else self.plain


def find_forms(document: Document) -> Forms:
    """Return the forms of a template document; of any other, the first delegation and report with placeholders."""
    parts = [p for r in document.records for p in r.walk() if p.context == "template"]
    forms = Forms(
        next((p for p in parts if p.kind == "progress_report"), None),
        next((p for p in parts if p.kind == "delegation"), None),
    )
    if forms.report is None:
        root = tree_of(document)
        forms.report = next(_fenced_formats(document, root), None)
        forms.plain = [] if forms.report else next(_plain_formats(root), [])
    return forms


def fields_of(record: Record) -> list[Field]:
    """Return the labelled fields that stand at the top of a record, in source order."""
    claimed = {id(c.field): c.field for c in record.claims}
    return sorted(claimed.values(), key=lambda f: f.text.span)


def tree_of(document: Document) -> Field:
    """Return the whole field tree of a document."""
    found = next((r.root for r in document.records if r.kind == "agent_template" and r.root), None)
    rows = unquoted(rows_of(document.source))
    return found or build_tree(document.source, rows, front_matter=True, found=document.blocks)


def _fenced_formats(document: Document, root: Field) -> Iterator[Record]:
    """Yield the reports that stand in fences under any heading and are made of placeholders."""
    for fence in (n for n in root.walk() if n.form == "fence" and n.rows):
        nodes = [n for n in build_tree(document.source, fence.rows).children if n.form != "rule"]
        if not nodes or not is_report_title(nodes[0].text.text):
            continue
        below = [*nodes[0].children, *nodes[1:]]
        record = read_report(document.source, nodes[0], below, [], set(fence.lines), new_reading())
        fields = fields_of(record)
        held = [f for f in fields if any(holds_placeholder(n.text.text) for n in f.walk())]
        if len(fields) > 1 and len(held) * 2 > len(fields):
            yield record


def _plain_formats(root: Field) -> Iterator[list[Field]]:
    """Yield the fields under headings such as `Progress Reporting Format`."""
    for heading in (n for n in root.walk() if n.form == "heading"):
        words = heading.key.split()
        if words[-1:] and words[-1] in _FORMAT_ENDS and _REPORT_WORDS & set(words):
            fields = [c for c in heading.children if c.label or c.form == "heading"]
            if any(holds_placeholder(n.text.text) for f in fields for n in f.walk()):
                yield fields
