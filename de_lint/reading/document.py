"""The whole of reading: bytes to a document with its records, and an account of every line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from de_lint.classes import dataclass, field, replace
from de_lint.reading.fields import Node, Row, rows_of
from de_lint.reading.markdown import Block, blocks
from de_lint.reading.records.accounting import keep_the_rest
from de_lint.reading.records.kinds import records_of
from de_lint.reading.records.record import Json, Reading, Record
from de_lint.reading.records.whole_texts import formed, whole_delegation, whole_report
from de_lint.reading.rows import unquoted
from de_lint.reading.source import Source, read_source
from de_lint.reading.tree import build_tree
from de_lint.vocabulary.kinds import Vocabulary, active, kind_called, shipped, using

SCHEMA_VERSION = 1


@dataclass(slots=True, eq=False)
class Document:
    """A source with the records that it holds, and the vocabulary that they were read with."""

    source: Source
    records: list[Record]
    blocks: list[Block] = field(default_factory=list)
    vocabulary: Vocabulary = field(default_factory=shipped)
    #: The type of the agent, where the reader was told it.
    role: str | None = None

    def __repr__(self) -> str:
        return f"<Document {self.source.path}: {', '.join(r.kind for r in self.records) or 'no records'}>"

    def tree(self) -> Node:
        """Return the field tree of the whole text."""
        return build_tree(self.source, unquoted(rows_of(self.source)), front_matter=True, found=self.blocks)

    def claimed_lines(self) -> set[int]:
        """Return the numbers, from 0, of the lines that a record accounts for."""
        return set().union(*(r.lines for r in self.records))

    def unclaimed(self) -> list[Json]:
        """Return the stretches of non-blank lines that no record accounts for."""
        claimed, raw = self.claimed_lines(), [line.raw for line in self.source.lines]
        written = (number for number, line in enumerate(raw) if line.strip())
        runs = (list(run) for is_held, run in groupby(written, key=claimed.__contains__) if not is_held)
        return [{"start_line": n[0] + 1, "end_line": n[-1] + 1, "text": "\n".join(raw[n[0] : n[-1] + 1])} for n in runs]

    def characters(self) -> tuple[int, int]:
        """Return how many non-blank characters ended up in a record, and how many the source has."""
        claimed = self.claimed_lines()
        counts = [len("".join(line.raw.split())) for line in self.source.lines]
        return sum(c for n, c in enumerate(counts) if n in claimed), sum(counts)

    def to_json(self, source_map: bool = False) -> dict[str, Json]:
        """Return the document as the contract's JSON; with `source_map`, the span of every leaf under its pointer."""
        held, total = self.characters()
        out: dict[str, Json] = {
            "schema_version": SCHEMA_VERSION,
            "path": self.source.path,
            "sha256": self.source.sha256,
            "records": [r.data for r in self.records],
            "unclaimed": self.unclaimed(),
            "coverage": round(held / total, 4) if total else 1.0,
            "characters": total,
        }
        if source_map:
            spans = ((f"/records/{i}{p}", s) for i, r in enumerate(self.records) for p, s in r.all_spans())
            out["source_map"] = {pointer: span.to_json() for pointer, span in spans}
        return out


def read(
    data: bytes | str,
    path: str = "-",
    kind: str | None = None,
    role: str | None = None,
    vocabulary: Vocabulary | None = None,
) -> Document:
    """Read a Markdown text.

    `path` is only a name. `kind` restricts the records to one kind; a text read as `progress_report` that has no
    report's title still gives one record. `role` is the agent's, where it is known from elsewhere. `vocabulary` holds
    the kinds, roles and words to read with; those that ship are the default. UnknownKind and UnknownRole say what no
    vocabulary knows; no bytes raise anything. Text that belongs to no record is in `Document.unclaimed()`.
    """
    with using(vocabulary or active()) as known:
        return _read(data, path, kind_called(kind) if kind else None, known.role_called(role).type if role else None)


def _read(data: bytes | str, path: str, kind: str | None, role: str | None) -> Document:
    source = read_source(data, path)
    rows = unquoted(rows_of(source))
    found_blocks = blocks([r.text for r in rows])
    root = build_tree(source, rows, front_matter=True, found=found_blocks)
    reading = Reading(role)
    records = formed(source, root, reading) or records_of(source, rows, root, reading)
    records = [r for r in records if kind in (None, r.kind)]
    content = any(n.form not in ("front-matter", "rule", "comment") for n in root.children)
    if kind == "delegation" and content and not records:
        records = [whole_delegation(source, root)]  # whatever it looks like: somebody else knows that it is one
    if kind == "progress_report" and content and not records:
        records = [whole_report(source, root, replace(reading, in_form=True))]
    records = _settled(records, rows)
    for record in records:
        keep_the_rest(source, record)
    return Document(source, sorted(records, key=lambda r: r.span), found_blocks, active(), role)


def _settled(records: Sequence[Record], rows: Sequence[Row]) -> list[Record]:
    """Give a line that several records claim to the one with fewest, and one of quote marks to what stands around."""
    free = {r.number for r in rows}
    own: dict[Record, set[int]] = {}
    for record in sorted(records, key=lambda r: len(r.lines)):
        own[record] = record.lines & free
        free -= own[record]
    marks = {r.number for r in rows if r.start and not r.text.strip()} & free
    kept = [r for r in records if own[r]]
    for lines in (own[r] for r in kept if marks):
        lines |= {n for n in marks if min(lines) < n < max(lines)}
        marks -= lines
    return [replace(r, lines=own[r]) for r in kept]
