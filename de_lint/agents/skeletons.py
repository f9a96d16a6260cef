"""The form that an agent fills in: what it wrote already, and a placeholder for everything that is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from de_lint.classes import dataclass
from de_lint.diagnostics import OWN_FAMILY, Finding
from de_lint.judging.blank_fields import field_order
from de_lint.reading.document import Document, read
from de_lint.reading.records.record import Record
from de_lint.vocabulary.kinds import Kind, active

#: Where a record keeps the text of fields whose value is derived from it.
_WRITTEN_AS = {"status": "status_text", "tickets": "ticket_reference"}
LONGEST_FORM = 9_000
_MOST_LABELS = 30
_MISSING = frozenset({"missing-field", "empty-field", "empty-report"})
#: What is found where a value is none of its field's choices.
_NO_CHOICE = frozenset({"invalid-status", "invalid-enum"})


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A text to fill in; it is one's own with what one wrote in it, and mended if nothing is left to be mended.

    A part holds what is missing, and nothing else.
    """

    text: str
    is_own: bool = False
    is_mended: bool = False
    is_part: bool = False


def titled(text: str, role: Kind) -> str:
    """Return a report with the title of its role's form above it."""
    return f"{role.names[0]} Agent Progress Report\n\n{text}"


def lacking_in(findings: Iterable[Finding]) -> frozenset[str]:
    """Return the pointers of the fields that findings say are missing or empty."""
    return frozenset(f.pointer for f in findings if is_of_lack(f) and f.pointer)


def is_of_lack(finding: Finding) -> bool:
    """Tell whether a finding is that a field is missing or empty: a rule of the project's own mends nothing else."""
    return finding.name in _MISSING or (finding.code.startswith(OWN_FAMILY) and finding.fix is not None)


def forms(
    document: Document | None, kind: str, role: Kind | None, findings: Sequence[Finding], is_mended: bool = False
) -> Iterator[BlankForm]:
    """Yield texts to fill in, the best first: what was written with what it lacks, that alone, the role's blank form.

    What was written stays in its own form if that shows how the missing fields are to be written, else it is rendered.
    Either is only shown if it reads back without anything missing. `is_mended` says of a document that nothing in it
    is left to be mended.
    """
    own = [(i, r) for i, r in enumerate(document.records) if r.kind == kind] if document else []
    named = role or next((r.role for _, r in own if r.role), None)
    is_blank = any(f.name == "empty-report" for f in findings)
    if document and own and _is_small(document) and not (is_blank and named):
        drafts: list[Callable[[], str]] = [lambda: _rendered(own, role, findings)]
        if named and named.form and len(own) == 1:
            drafts = [lambda: _in_own_form(own[0], named, findings)]
        if len(own) == 1:  # quick, and in its writer's own form
            drafts.insert(0, lambda: _completed(document, own[0][1], role, findings))
        whole = (text for draft in drafts if _is_whole(text := draft(), kind, role))
        is_open = any(f.name == "unfilled-placeholder" for f in findings)
        for text in islice(whole, 1):
            is_bare = is_blank or (is_open and text.split() == _blank_form(kind, named).split())
            yield BlankForm(text, not is_bare, is_mended)
    if len(own) == 1 and not is_blank and (lacking := _lacking(own[0][1], findings)):
        yield BlankForm(lacking, is_part=True)
    if blank := _blank_form(kind, named):
        yield BlankForm(blank)


def _blank_form(kind: str, role: Kind | None) -> str:
    """Return the form that a role is given; blank for no role."""
    if role is None or role.type is None:
        return ""
    from de_lint.writing.scaffold import new

    return new(kind, role.type)


def _completed(document: Document, record: Record, role: Kind | None, findings: Sequence[Finding]) -> str:
    """Return a record's lines with those put in that findings say are missing, and choices for wrong values."""
    order = list(field_order(record))
    fixes = sorted(
        ((_position(f, order), f.fix.edits) for f in findings if is_of_lack(f) and f.fix), key=itemgetter(0)
    )
    added: dict[tuple[int, int, int], str] = {}
    for edit in (edit for _, edits in fixes for edit in edits):  # all of them put something in, and take nothing out
        place = (edit.span.start_line, edit.span.start_column, edit.span.start_column)
        added[place] = added.get(place, "") + edit.text
    added |= _choices(record, role or record.role, findings)
    lines = [line.raw for line in document.source.lines]
    for (line, start, end), text in sorted(added.items(), reverse=True):
        lines[line - 1] = lines[line - 1][: start - 1] + text + lines[line - 1][end - 1 :]
    return "\n".join(lines[record.span.start_line - 1 : _last_line(document, record)]) + "\n"


def _lacking(record: Record, findings: Sequence[Finding]) -> str:
    """Return the lines that findings say are missing, as they are to be put in."""
    order = list(field_order(record))
    lacking = sorted((f for f in findings if is_of_lack(f) and f.fix), key=lambda f: _position(f, order))
    lines = (edit.text.strip("\n") for f in lacking if f.fix for edit in f.fix.edits)
    return "".join(f"{line}\n" for line in dict.fromkeys(lines) if line.strip())


def _last_line(document: Document, record: Record) -> int:
    """Return the number of a record's last line, without the end of a fence that begins above the record."""
    first, last = record.span.start_line, record.span.end_line
    around = (b for b in document.blocks if b.kind == "fence" and b.closed and b.start < first - 1 and b.end == last)
    return last - 1 if any(around) else last


def _choices(record: Record, role: Kind | None, findings: Iterable[Finding]) -> dict[tuple[int, int, int], str]:
    """Return the placeholders to write in the place of values that are none of their field's choices."""
    wrong = [f for f in findings if f.name in _NO_CHOICE and f.span.start_line == f.span.end_line]
    blanks = _blanks(record.kind, role) if wrong else {}
    found = {(f.span.start_line, f.span.start_column, f.span.end_column): _blank_at(blanks, f) for f in wrong}
    return {place: blank for place, blank in found.items() if blank is not None}


def _blank_at(blanks: Any, finding: Finding) -> str | None:
    for name in (finding.pointer or "").split("/")[3:]:
        blanks = blanks.get(name) if isinstance(blanks, Mapping) else None
    return blanks if isinstance(blanks, str) else None


def _position(finding: Finding, order: Sequence[str]) -> int:
    """Return where the field that a finding is about stands in the order of fields."""
    names = [part for part in (finding.pointer or "").split("/")[3:4] if part in order]
    return order.index(names[0]) if names else len(order)


def _in_own_form(own: tuple[int, Record], role: Kind, findings: Sequence[Finding]) -> str:
    """Return a team's own form with what a report says in its fields that is not wrong."""
    from de_lint.writing.form_filling import filled_form, values_of

    wrong = {f.pointer for f in findings if f.pointer}
    values = values_of(own[1], role)
    return filled_form(
        role, {n: v for n, v in values.items() if f"/records/{own[0]}/{n.replace('.', '/')}" not in wrong}
    )


def _rendered(own: Iterable[tuple[int, Record]], role: Kind | None, findings: Sequence[Finding]) -> str:
    from de_lint.writing.render import render_all

    lacking, wrong = lacking_in(findings), {f.pointer for f in findings if f.name in _NO_CHOICE and f.pointer}
    return render_all([_filled(r, role or r.role, _below(lacking, i), _below(wrong, i)) for i, r in own])


def _is_small(document: Document) -> bool:
    """Tell whether a document's form fits an answer, and is made while the host waits: each label is read back."""
    labels = sum(len(r.data.get("extra") or []) for r in document.records)
    return len(document.source.text) <= LONGEST_FORM and labels <= _MOST_LABELS


def _below(pointers: Iterable[str], index: int) -> list[list[str]]:
    """Return the names of the fields of a record that pointers lead to, outer ones first."""
    start = f"/records/{index}/"
    return [p.removeprefix(start).split("/") for p in pointers if p.startswith(start)]


def _filled(record: Record, role: Kind | None, lacking: list[list[str]], wrong: list[list[str]]) -> dict[str, Any]:
    """Return a record's data with a placeholder for each field that it lacks, or whose value is none of its choices."""
    data = dict(record.data)
    for name, *inner in wrong:
        key = _WRITTEN_AS.get(name, name)
        data[key] = {**data[key], inner[0]: None} if inner and isinstance(data[key], Mapping) else None
    names = {path[0] for path in (*lacking, *wrong)}
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
