"""The form that an agent fills in: what it wrote already, and a placeholder for everything that is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from de_lint.diagnostics import Finding
from de_lint.judging.blank_fields import field_order
from de_lint.reading.document import Document, read
from de_lint.reading.records.record import Record
from de_lint.vocabulary.kinds import Kind, active

#: Where a record keeps the text of fields whose value is derived from it.
_WRITTEN_AS = {"status": "status_text", "tickets": "ticket_reference"}
_LONGEST = 9_000
_MOST_LABELS = 30
_MISSING = frozenset({"missing-field", "empty-field", "empty-report"})


def titled(text: str, role: Kind) -> str:
    """Return a report with the title of its role's form above it."""
    return f"{role.names[0]} Agent Progress Report\n\n{text}"


def lacking_in(findings: Iterable[Finding]) -> frozenset[str]:
    """Return the pointers of the fields that findings say are missing or empty."""
    return frozenset(f.pointer for f in findings if f.name in _MISSING and f.pointer)


def forms(document: Document | None, kind: str, role: Kind | None, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield texts to fill in, the best first: what was written with what it lacks, then the role's blank form.

    What was written stays in its own form if that shows how the missing fields are to be written, else it is rendered.
    Either is only shown if it reads back without anything missing.
    """
    own = [(i, r) for i, r in enumerate(document.records) if r.kind == kind] if document else []
    if document and own and _is_small(document):
        drafts: list[Callable[[], str]] = [lambda: _rendered(own, role, lacking_in(findings))]
        if len(own) == 1:  # quick, and in its writer's own form
            drafts.insert(0, lambda: _completed(document, own[0][1], findings))
        yield from islice((text for draft in drafts if _is_whole(text := draft(), kind, role)), 1)
    named = role or next((r.role for _, r in own if r.role), None)
    if named is not None and named.type is not None:
        from de_lint.writing.scaffold import new

        yield new(kind, named.type)


def _completed(document: Document, record: Record, findings: Iterable[Finding]) -> str:
    """Return the lines of a record with the lines put in that findings say are missing."""
    order = list(field_order(record))
    fixes = sorted(
        ((_position(f, order), f.fix.edits) for f in findings if f.name in _MISSING and f.fix), key=itemgetter(0)
    )
    added: dict[tuple[int, int], str] = {}
    for edit in (edit for _, edits in fixes for edit in edits):  # all of them put something in, and take nothing out
        place = (edit.span.start_line, edit.span.start_column)
        added[place] = added.get(place, "") + edit.text
    lines = [line.raw for line in document.source.lines]
    for (line, column), text in added.items():
        lines[line - 1] = lines[line - 1][: column - 1] + text + lines[line - 1][column - 1 :]
    return "\n".join(lines[record.span.start_line - 1 : record.span.end_line]) + "\n"


def _position(finding: Finding, order: Sequence[str]) -> int:
    """Return where the field that a finding is about stands in the order of fields."""
    names = [part for part in (finding.pointer or "").split("/")[3:4] if part in order]
    return order.index(names[0]) if names else len(order)


def _rendered(own: Iterable[tuple[int, Record]], role: Kind | None, lacking: frozenset[str]) -> str:
    from de_lint.writing.render import render_all

    return render_all([_filled(r, role or r.role, _top_fields(lacking, i)) for i, r in own])


def _is_small(document: Document) -> bool:
    """Tell whether a document's form fits an answer, and is made while the host waits: each label is read back."""
    labels = sum(len(r.data.get("extra") or []) for r in document.records)
    return len(document.source.text) <= _LONGEST and labels <= _MOST_LABELS


def _top_fields(pointers: frozenset[str], index: int) -> set[str]:
    start = f"/records/{index}/"
    return {p.removeprefix(start).split("/")[0] for p in pointers if p.startswith(start)}


def _filled(record: Record, role: Kind | None, names: set[str]) -> dict[str, Any]:
    """Return a record's data with a placeholder for each of the fields named."""
    data = dict(record.data)
    # A label without a value is kept among the fields that nothing claims; the placeholder stands in its place.
    data["extra"] = [e for e in data.get("extra") or [] if e.get("value") or e.get("items")]
    for name, blank in _blanks(record.kind, role).items() if names else ():
        if name in names:
            key = _WRITTEN_AS.get(name, name)
            data[key] = _merged(data.get(key), blank)
    return data


def _blanks(kind: str, role: Kind | None) -> dict[str, Any]:
    from de_lint.writing.scaffold import blank_record

    # What is sent to or by nobody known has the same fields as any other; only what a role adds to reports is its own.
    some = role or next(iter(active().roles.values()), None)
    if some is None:
        return {}
    record = blank_record(kind, some)
    if role is None:
        record |= {"agent": {"name": "[agent]", "type": None}, "authority": "[what the agent may decide]"}
    return record


def _merged(value: Any, blank: Any) -> Any:
    if isinstance(value, Mapping) and isinstance(blank, Mapping):
        return {**value, **{k: _merged(value.get(k), below) for k, below in blank.items()}}
    return blank if value in (None, "", [], {}) else value


def _is_whole(text: str, kind: str, role: Kind | None) -> bool:
    """Tell whether a form reads back as one of its kind with nothing missing."""
    from de_lint.judging.check import check

    document = read(text, kind=kind, role=role.type if role else None, vocabulary=active())
    return bool(document.records) and not lacking_in(check(document, select=list(_MISSING)))
