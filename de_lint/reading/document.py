"""The whole of reading: bytes to a document with its records, and an account of every line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from de_lint.reading.fields import Field, Row, rows_of
from de_lint.reading.markdown import Block, blocks
from de_lint.reading.records.accounting import keep_the_rest
from de_lint.reading.records.delegation_heads import Landmarks, find_heads, rosters, stretch_of
from de_lint.reading.records.delegations import read_delegation, read_roster_line
from de_lint.reading.records.headless_delegations import read_headless, read_task_block
from de_lint.reading.records.reading import Reading, new_reading
from de_lint.reading.records.record import Json, Record
from de_lint.reading.records.report_documents import (
    Segment,
    opens_report,
    report_segments,
    segments_beside,
    untitled_report,
)
from de_lint.reading.records.report_titles import is_strong_title
from de_lint.reading.records.reports import read_report
from de_lint.reading.records.templates import read_template, template_title
from de_lint.reading.source import Source, read_source
from de_lint.reading.tree import build_tree, unquoted
from de_lint.vocabulary.kinds import Vocabulary, active, shipped, using

SCHEMA_VERSION = 1


@dataclass(slots=True, eq=False)
class Document:
    """A source with the records that it holds, and the vocabulary that they were read with."""

    source: Source
    records: list[Record]
    blocks: list[Block] = field(default_factory=list)
    vocabulary: Vocabulary = field(default_factory=shipped)

    def claimed_lines(self) -> set[int]:
        """Return the numbers, from 0, of the lines that a record accounts for."""
        return set().union(*(r.lines for r in self.records))

    def unclaimed(self) -> list[Json]:
        """Return the stretches of non-blank lines that no record accounts for."""
        claimed = self.claimed_lines()
        out: list[Json] = []
        for number, line in enumerate(self.source.lines):
            if number in claimed or not line.raw.strip():
                continue
            if out and not any(self.source.lines[n].raw.strip() for n in range(out[-1]["end_line"], number)):
                between = [self.source.lines[n].raw for n in range(out[-1]["end_line"], number + 1)]
                out[-1]["text"] = "\n".join([out[-1]["text"], *between])
                out[-1]["end_line"] = number + 1
            else:
                out.append({"start_line": number + 1, "end_line": number + 1, "text": line.raw})
        return out

    def coverage(self) -> float:
        """Return the share of non-blank characters that ended up in a record; 1.0 for an empty source."""
        claimed = self.claimed_lines()
        counts = [(sum(not c.isspace() for c in line.raw), n in claimed) for n, line in enumerate(self.source.lines)]
        total = sum(c for c, _ in counts)
        return round(sum(c for c, held in counts if held) / total, 4) if total else 1.0

    def to_json(self, source_map: bool = False) -> dict[str, Json]:
        """Return the document as the contract's JSON; with `source_map`, the span of every leaf under its pointer."""
        out: dict[str, Json] = {
            "schema_version": SCHEMA_VERSION,
            "path": self.source.path,
            "sha256": self.source.sha256,
            "records": [r.data for r in self.records],
            "unclaimed": self.unclaimed(),
            "coverage": self.coverage(),
        }
        if source_map:
            out["source_map"] = {
                f"/records/{i}{p}": s.to_json() for i, r in enumerate(self.records) for p, s in r.spans.items()
            }
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
    report's title still gives one record. `role` is the type of the agent where it is known from elsewhere.
    `vocabulary` holds the kinds, roles and words to read with; those that ship are the default. Never raises on any
    bytes; text that belongs to no record is in `Document.unclaimed()`.
    """
    with using(vocabulary or active()):
        return _read(data, path, kind, role)


def _read(data: bytes | str, path: str, kind: str | None, role: str | None) -> Document:
    source = read_source(data, path)
    rows = unquoted(rows_of(source))
    found_blocks = blocks([r.text for r in rows])
    root = build_tree(source, rows, front_matter=True, found=found_blocks)
    reading = new_reading(role)
    records = _records(source, rows, found_blocks, root, reading)
    if kind:
        records = [r for r in records if r.kind == kind]
    if kind in _FORCED and not records:
        records = list(_FORCED[kind](source, root, reading))
    _claim_quote_marks(records, rows)
    for record in records:
        keep_the_rest(source, record)
    return Document(source, sorted(records, key=lambda r: r.span), found_blocks, active())


def _records(
    source: Source, rows: Sequence[Row], found: Sequence[Block], root: Field, reading: Reading
) -> list[Record]:
    title = template_title(root)
    if title is not None:
        return [read_template(source, root, title, _all_lines(source), reading)]
    delegations = list(_delegations(source, rows, found, reading))
    if delegations:
        taken = {n for r in delegations for n in r.lines}
        beside = list(_reports(source, root, segments_beside(root, taken), reading, front=False))
        return [*delegations, *beside, *_embedded_reports(source, root, [*delegations, *beside], reading)]
    return _block_and_reports(source, root, reading) or _whole(source, root, reading) or _held(source, root, reading)


def _whole(source: Source, root: Field, reading: Reading) -> list[Record]:
    """The reports or the one delegation that a text is as a whole."""
    segments = report_segments(root, reading)
    if segments:
        return list(_reports(source, root, segments, reading))
    block = read_task_block(source, root, reading) or read_headless(source, root, reading)
    if block:
        block.lines |= {n for f in root.children if f.form in ("rule", "comment") for n in f.lines}
        return [block]
    untitled = untitled_report(root, reading)
    return list(_reports(source, root, [untitled], reading)) if untitled else []


def _held(source: Source, root: Field, reading: Reading) -> list[Record]:
    """The records that stand somewhere in a text of another kind."""
    held = list(_task_blocks(source, root, reading))
    taken = {n for r in held for n in r.lines}
    held += _reports(source, root, segments_beside(root, taken), reading, front=False)
    return [*held, *_embedded_reports(source, root, held, reading)]


def _block_and_reports(source: Source, root: Field, reading: Reading) -> list[Record]:
    """A delegation without a head line, and the reports below it; none where only the form of a report is shown."""
    nodes = root.children
    cut = next((i for i, n in enumerate(nodes) if i and opens_report(n)), None)
    if cut is None or opens_report(nodes[0]):
        return []
    above, below = replace(root, children=nodes[:cut]), replace(root, children=nodes[cut:])
    block = read_task_block(source, above, reading) or read_headless(source, above, reading)
    reports = list(_reports(source, below, report_segments(below, reading), reading)) if block else []
    return [block, *reports] if block and any(r.context == "instance" for r in reports) else []


def _as_report(source: Source, root: Field, reading: Reading) -> Iterator[Record]:
    """The whole text as one report, whatever it looks like: somebody else knows that it is one."""
    nodes = [n for n in root.children if n.form not in ("front-matter", "rule", "comment")]
    if nodes:
        segment = Segment(nodes[0], (*nodes[0].children, *nodes[1:]), tuple(root.children))
        for record in _reports(source, root, [segment], reading):
            record.layout = "form"  # whoever says that it is a report expects one in form
            yield record


def _as_delegation(source: Source, root: Field, reading: Reading) -> Iterator[Record]:
    """The whole text as one delegation, whatever it looks like."""
    record = read_headless(source, root, reading, needed=0)
    if record:
        yield record


_FORCED = {"progress_report": _as_report, "delegation": _as_delegation}


def _claim_quote_marks(records: Sequence[Record], rows: Sequence[Row]) -> None:
    """A line of quote marks alone belongs to the record that it stands within."""
    marks = [r.number for r in rows if r.start and not r.text.strip()]
    held = set().union(*(r.lines for r in records)) if marks else set()
    for record in records if marks else ():
        first, last = min(record.lines), max(record.lines)
        own = {n for n in marks if first < n < last} - held
        record.lines |= own
        held |= own


def _all_lines(source: Source) -> set[int]:
    return set(range(len(source.lines)))


def _delegations(source: Source, rows: Sequence[Row], found: Sequence[Block], reading: Reading) -> Iterator[Record]:
    heads = find_heads(rows)
    marks = Landmarks(rows, found, heads)
    taken: set[int] = set()
    for head in heads:
        if head.row.number in taken:
            continue
        record = read_delegation(source, stretch_of(head, marks), reading)
        if record:
            record.lines |= _fence_around(record, found)
            taken |= record.lines
            yield record
    for head in rosters(heads, taken):
        yield read_roster_line(source, head, reading)


def _fence_around(record: Record, found: Sequence[Block]) -> set[int]:
    """The fence lines belong to a record that stands in the fence alone."""
    first = record.span.start_line - 1
    for block in found:
        if block.kind == "fence" and block.start <= first < block.end:
            edges = {block.start, block.end - 1} if block.closed else {block.start}
            inner = set(range(block.start + 1, block.end - block.closed))
            return edges if first == min(inner, default=-1) else set()
    return set()


def _reports(
    source: Source, root: Field, segments: Sequence[Segment], reading: Reading, front: bool = True
) -> Iterator[Record]:
    matter = [n for n in root.children if n.form == "front-matter"] if front else []
    for index, segment in enumerate(segments):
        own = matter if index == 0 else []
        lines = {n for f in [*own, *segment.owned] for x in f.walk() for n in x.lines}
        fields = [f for n in own for f in n.children]
        yield read_report(source, segment.title, segment.nodes, fields, lines, reading)


def _task_blocks(source: Source, root: Field, reading: Reading) -> Iterator[Record]:
    """The delegations that fences hold from their first line on: `Task:` and what goes with it."""
    for fence in (n for n in root.walk() if n.form == "fence" and n.rows):
        record = read_task_block(source, build_tree(source, fence.rows), reading)
        if record:
            record.lines |= set(fence.lines)
            yield record


def _embedded_reports(source: Source, root: Field, others: Sequence[Record], reading: Reading) -> Iterator[Record]:
    """Messages inside the fences of a document that is no report itself."""
    taken = {n for r in others for n in r.lines}
    for fence in (n for n in root.walk() if n.form == "fence"):
        rows = [r for r in fence.rows if r.number not in taken]
        yield from _messages(source, fence, rows, reading)


def _messages(source: Source, fence: Field, rows: Sequence[Row], reading: Reading) -> Iterator[Record]:
    starts = [i for i, r in enumerate(rows) if r.text.strip() and is_strong_title(r.text) and _is_followed(rows, i)]
    for index, start in enumerate(starts):
        stop = starts[index + 1] if index + 1 < len(starts) else len(rows)
        own = list(_until_quotes(rows[start:stop]))
        tree = build_tree(source, own)
        if not tree.children:
            continue
        title = tree.children[0]
        lines = {n for x in tree.walk() for n in x.lines}
        if start == 0 and len(starts) == 1 and len(own) == len(rows):
            lines |= set(fence.lines)
        yield read_report(source, title, [*title.children, *tree.children[1:]], [], lines, reading)


def _is_followed(rows: Sequence[Row], index: int) -> bool:
    """A title is followed, at most two blank lines below, by an item, a label, a table or a heading."""
    after = [r.text.strip() for r in rows[index + 1 : index + 4]]
    line = next((a for a in after if a), "")
    marked = line[:2] in ("- ", "* ", "+ ", "**", "__") or line[:1] in ("|", "#")
    return marked or line[:1].isdigit() or ":" in line[:60]


def _until_quotes(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        if '"""' in row.text or "'''" in row.text:
            return
        yield row
