"""The labels and headings of documents: how often each stands there, and what it was read as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from de_lint.classes import dataclass, field
from de_lint.reading.document import Document
from de_lint.reading.fields import Node
from de_lint.reading.markup import words_of
from de_lint.reading.records.record import Record
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import part, using

#: A longer label is a sentence.
_LONGEST = 60
_CELLS = frozenset({"cell", "row"})


@dataclass(slots=True)
class LabelUse:
    """One label in records of one kind: where it stands, and the property or part that it was read as."""

    #: None in documents without records.
    kind: str | None
    spellings: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    files: set[str] = field(default_factory=set)
    read_as: Counter[str] = field(default_factory=Counter)
    first: tuple[str, int] = ("", 0)

    @property
    def label(self) -> str:
        """The label as it is written most."""
        return self.spellings.most_common(1)[0][0]

    @property
    def count(self) -> int:
        """How often the label stands in records of the kind."""
        return self.spellings.total()

    @property
    def part(self) -> str | None:
        """What it is read as; None for nothing."""
        return self.read_as.most_common(1)[0][0] if self.read_as else None

    def to_json(self) -> dict[str, Any]:
        """Return the use as JSON."""
        return {
            "label": self.label,
            "kind": self.kind,
            "read_as": self.part,
            "count": self.count,
            "files": len(self.files),
            "headings": self.forms["heading"],
            "columns": self.forms["column"],
            "first": {"path": self.first[0], "line": self.first[1]},
        }


class Labels:
    """Counts the labels of documents, one after another."""

    def __init__(self) -> None:
        self.files = 0
        self.with_records = 0
        self._uses: dict[tuple[str, str | None], LabelUse] = {}

    def add(self, document: Document) -> None:
        """Count the labels in the records of a document, or all of one without records; titles are no labels."""
        self.files += 1
        self.with_records += bool(document.records)
        path = document.source.path
        with using(document.vocabulary):
            for label, form, line, kind, read_as in _labels(document):
                use = self._uses.setdefault((fold(label), kind), LabelUse(kind, first=(path, line)))
                use.spellings[label] += 1
                use.forms[form] += 1
                use.files.add(path)
                if read_as:
                    use.read_as[read_as] += 1

    def uses(self) -> list[LabelUse]:
        """Return the uses, those of most files first."""
        return sorted(self._uses.values(), key=lambda u: (-len(u.files), -u.count, fold(u.label), u.kind or ""))


def _labels(document: Document) -> Iterator[tuple[str, str, int, str | None, str | None]]:
    """Yield each label with its form, its line, the kind of the record that it stands in and what it was read as."""
    kinds: dict[int, str] = {}
    claimed: dict[tuple[int, str], str] = {}
    titles = set()
    for record in (one for top in document.records for one in top.walk()):
        kinds |= dict.fromkeys(record.lines, record.kind)
        titles.add(record.head.start_line - 1)
        claimed |= {(c.field.first_line, c.field.key): c.property.name for c in record.claims if c.property}
    seen = set()
    for node in [*document.tree().walk(), *_claimed_fields(document.records)]:
        for label, form, line in _named(node):
            key = fold(label)
            kind = kinds.get(line)
            outside = kind is None and bool(document.records)
            if not key or outside or line in titles or (line, key) in seen or len(label) > _LONGEST:
                continue
            seen.add((line, key))
            yield label, form, line + 1, kind, claimed.get((line, key)) or (part(label, kind) if kind else None)


def _claimed_fields(records: Iterable[Record]) -> Iterator[Node]:
    """The labels of forms in fences, which stand in no tree of the document."""
    yield from (c.field for top in records for one in top.walk() for c in one.claims)


def _named(node: Node) -> Iterator[tuple[str, str, int]]:
    if node.form == "table":
        yield from ((words_of(h.text), "column", h.span.start_line - 1) for h in node.header if h.text.strip())
    elif node.is_labelled and node.form not in _CELLS:
        yield node.name, "heading" if node.form == "heading" else "label", node.first_line
