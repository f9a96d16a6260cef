"""Why a document was read as it was: kinds, facts and the evidence that won, with lines, as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from de_lint.diagnostics import Span
from de_lint.output.plain_text import neutralised
from de_lint.reading.document import Document
from de_lint.reading.records.evidence import KINDS, LETTERS, KindEvidence, weigh
from de_lint.reading.records.layout import Candidate
from de_lint.reading.records.record import Record
from de_lint.vocabulary.kinds import using
from de_lint.vocabulary.schemas import schema

_SHOWN = {
    "delegation": "delegation",
    "progress_report": "report",
    "agent_template": "template",
    "none": "none of these",
}
_PLACES = {
    "name": "words of the file's name",
    "title": "words of the title",
    "heading": "words of the headings",
    "label": "words of the labels above the first heading",
}
#: So much of the evidence is shown, strongest first.
_MOST_EVIDENCE = 8
_LEAST_WEIGHT = 0.05
#: So many characters of a value or a source line are shown.
_LONGEST = 60
#: Parts of a record's JSON that are no facts of their own.
_FORM = frozenset({"kind", "span", "context"})
_NESTED = frozenset({"delegation_template", "examples", "progress_format"})


def explanation(document: Document) -> str:
    """Return the kind of each record, its facts and what decided them; for a document without records, why not."""
    lines = [neutralised(document.source.path)]
    if not document.records:
        lines += ["  no record", *_kind(_weighed(document), "none", document)]
    for record in document.records:
        lines += _record(record, document)
    return "\n".join(lines) + "\n"


def _weighed(document: Document) -> KindEvidence:
    with using(document.vocabulary):
        return weigh(document.tree(), document.source.path)


def _record(record: Record, document: Document, indent: str = "  ") -> Iterator[str]:
    first, last = record.span.start_line, record.span.end_line
    where = f" {record.pointer}" if record.pointer else ""
    yield f"{indent}lines {first}-{last}: {record.kind} ({record.context}){where}"
    told = record.facts.get("kind")
    if isinstance(told, KindEvidence):
        yield from (indent + line for line in _kind(told, record.kind, document))
    elif told:
        yield f"{indent}  read as {_SHOWN[record.kind]}: {told}"
    named = {name: found for name, found in record.facts.items() if isinstance(found, Candidate)}
    for name, value in record.data.items():
        line = "" if name in _FORM | _NESTED else _fact(name, value, named.get(name), record)
        if line:
            yield f"{indent}  {line}"
    for part in record.parts:
        yield from _record(part, document, indent + "  ")


def _kind(evidence: KindEvidence, won: str, document: Document) -> Iterator[str]:
    """How much speaks for each kind, and what most parts the one that won from the next."""
    scores = evidence.scores()
    rival = max((k for k in KINDS if k != won), key=lambda k: scores[k])
    ordered = sorted(KINDS, key=lambda k: -scores[k])
    yield "  evidence: " + ", ".join(f"{_SHOWN[k]} {scores[k]:.1f}" for k in ordered)
    weights = schema("weights")["kinds"]
    mine, other = KINDS.index(won), KINDS.index(rival)
    worth = {f: (w[mine] - w[other]) * value for f, value in evidence.values.items() if (w := weights.get(f))}
    strongest = sorted(worth, key=lambda f: -abs(worth[f]))[:_MOST_EVIDENCE]
    for feature in strongest:
        if abs(worth[feature]) >= _LEAST_WEIGHT:
            at = evidence.lines.get(feature)
            yield f"    {worth[feature]:+5.1f}  {_named(feature)}{_quoted(at, document)}"
    yield f"    (against {_SHOWN[rival]}, which comes next)" if won != "none" or strongest else "    (no evidence)"


def _named(feature: str) -> str:
    place, _, letter = feature.partition(".")
    if place in _PLACES and letter and letter in LETTERS:
        return f"{_PLACES[place]} ({_SHOWN[KINDS[LETTERS.index(letter)]]})"
    return feature


def _quoted(line: int | None, document: Document) -> str:
    """The line that first shows a piece of evidence; what is counted over the whole text stands on none."""
    if line is None or line >= len(document.source.lines):
        return ""
    return f"  line {line + 1}: {_short(document.source.lines[line].text)}"


def _fact(name: str, value: Any, found: Candidate | None, record: Record) -> str:
    """`status: completed  line 4: a status label, in the header`; nothing for what the record does not have."""
    if value in (None, [], {}, ""):
        return ""
    places = [found.text.span] if found is not None else list(record.spans(name).values())
    why = f": {', '.join(found.why)}" if found is not None and found.why else ""
    return f"{name}: {_told(value)}{_lines(places)}{why}"


def _told(value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)} {'item' if len(value) == 1 else 'items'}"
    if isinstance(value, Mapping):
        shown = [v for v in (value.get(k) for k in ("type", "name", "summary", "text")) if isinstance(v, str)]
        return _short(shown[0]) if shown else ", ".join(k for k, v in value.items() if v)
    return _short(str(value))


def _short(text: str) -> str:
    line = neutralised(" ".join(text.split()))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _lines(places: Sequence[Span]) -> str:
    if not places:
        return ""
    first, last = min(p.start_line for p in places), max(p.end_line for p in places)
    return f"  line {first}" if first == last else f"  lines {first}-{last}"
