"""Progress reports to lines: a title, the role's fields in their order, and the section tree.

The facts of a report may stand in several places: its title names the agent, a section states the blockers. So the
lines are read back, and a field that the rest states already is not written a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from de_lint.classes import dataclass, replace
from de_lint.patterns import compiled
from de_lint.reading.document import read
from de_lint.reading.markup import words_of
from de_lint.vocabulary.folding import fold
from de_lint.vocabulary.kinds import Kind, Property, kind, properties_named, role
from de_lint.writing.delegations import note_lines
from de_lint.writing.lines import one_line, tree
from de_lint.writing.properties import FORM, LABELS, NONE, FieldStyle, mentions, property_lines, written_value
from de_lint.writing.sections import has_headings, loose_lines, section_lines

Record = Mapping[str, Any]
_WORD = compiled(r"\w+")
#: What a report's form always says of itself.
FORM_TITLE = "progress report"
#: How often a text is read again at most to see what it can do without: each time, all of it is read.
MOST_TRIES = 20
_DERIVED = frozenset({"kind", "span", "context", "metrics", "report_type", "title", "tickets"})


@dataclass(frozen=True, slots=True)
class FieldLines:
    """The lines of one field; a field that the role's form requires stays even where it says nothing new."""

    name: str
    lines: tuple[str, ...]
    required: bool = False


def report_lines(record: Record, embedded: bool = False) -> list[str]:
    """Return the lines of a report; one that is `embedded` in a template document is known to be one by its place."""
    draft = _Draft(record)
    pieces = [*draft.pieces(), *draft.extras()]
    title, *others = draft.titles()
    found = _compared(record, draft.lines(pieces, title))
    if found is None and others and not embedded:
        title = others[-1]
        found = _compared(record, draft.lines(pieces, title))
    lines = draft.lines(_without_repetition(draft, pieces, title, found), title)
    held = _words(lines)
    return [*lines, *(line for note in note_lines(record) if not _words(note) <= held for line in ["", *note])]


@dataclass(frozen=True, slots=True)
class FactDifference:
    """The facts of a record, those that a text lacks, and those that it has beyond them."""

    ours: Counter[tuple[str, str]]
    lacking: Counter[tuple[str, str]]
    beyond: Counter[tuple[str, str]]

    def lost(self, name: str) -> bool:
        """Tell whether the text has nothing of what the record says under `name`."""
        ours = Counter({fact: n for fact, n in self.ours.items() if fact[0] == name})
        return bool(ours) and ours <= self.lacking

    def exceeds(self, name: str) -> bool:
        """Tell whether the text says more under `name` than the record."""
        return any(n == name for n, _ in self.beyond)

    @property
    def size(self) -> tuple[int, int]:
        """How much is lacking, then how much is there beyond."""
        return self.lacking.total(), self.beyond.total()


def _without_repetition(
    draft: _Draft, pieces: list[FieldLines], title: str, best: FactDifference | None
) -> list[FieldLines]:
    """Drop every piece that the text states without it, if it reads at least as much like the record then.

    `best` is how the text differs with all pieces.
    """
    if best is None:
        return pieces
    candidates = [p for p in pieces if draft.may_repeat(p) or (best.exceeds(p.name) and not p.required)]
    for piece in candidates[:MOST_TRIES]:
        fewer = [p for p in pieces if p is not piece]
        lines = draft.lines(fewer, title)
        if piece.name == "extra" and not _words(piece.lines) <= _words(lines):
            continue  # nothing claims it, so nothing else would miss it
        found = _compared(draft.record, lines)
        if found is not None and found.size <= best.size and not found.lost(piece.name):
            pieces, best = fewer, found
    return pieces


def _words(lines: Iterable[str]) -> set[str]:
    return set(_WORD.findall("\n".join(lines).casefold()))


def _compared(record: Record, lines: Sequence[str]) -> FactDifference | None:
    """Return how the text of `lines` differs from a record; None if it does not read as one report."""
    found = read("\n".join(lines) + "\n").records
    if len(found) != 1 or found[0].kind != "progress_report":
        return None
    ours, theirs = Counter(_facts(record)), Counter(_facts(found[0].data))
    return FactDifference(ours, ours - theirs, theirs - ours)


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if name not in _DERIVED:
            yield from ((name, leaf) for leaf in _leaves(value))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            if key not in ("span", "quantities", "tickets"):
                yield from _leaves(below)
    elif isinstance(value, (list, tuple)):
        for below in value:
            yield from _leaves(below)
    elif value not in (None, ""):
        yield str(value)


class _Draft:
    """A report's parts as lines, from which a text is put together."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.agent: Mapping[str, Any] = record.get("agent") or {}
        self.role = role(str(self.agent.get("type"))) if self.agent.get("type") else None
        self.sections: Sequence[Record] = record.get("sections") or []
        self.style = LABELS if has_headings(self.sections) else FORM
        self.stated = {p.name for s in self.sections for p in self._claiming(str(s.get("title") or ""))}

    def titles(self) -> list[str]:
        """Return the forms that the title may have, the best first."""
        name = self.agent.get("name") or (self.role.title if self.role else "")
        title = one_line(str(self.record.get("title") or f"{name} Agent Progress Report".strip()))
        if self.style is LABELS:
            return [f"# {title}"]
        icon = self.role.icon if self.role and fold(title).endswith(FORM_TITLE) else ""
        return [f"{icon} {title}".strip(), f"# {title}"]

    def lines(self, pieces: Sequence[FieldLines], title: str) -> list[str]:
        """Return the whole text with these pieces."""
        loose = loose_lines(self.sections)
        fields = list(_joined(pieces, self.style))
        titled = section_lines(self.sections, self._is_outline, footer=self._is_footer)
        tight = self.style is FORM and not title.startswith("#") and not loose
        out = [title] if tight else [title, ""]
        for block in (loose, fields, titled):
            out += [*block, ""] if block else []
        while not out[-1]:
            out.pop()
        return out

    def may_repeat(self, piece: FieldLines) -> bool:
        """Tell whether the rest of the report may state what a piece states."""
        if piece.required:
            return False
        plain = not self.sections and not self.record.get("extra")
        return not plain or piece.name in ("agent", "status", "date", "progress") or self._shares_label(piece.name)

    def pieces(self) -> Iterator[FieldLines]:
        """Yield the fields in the role's order, then those that it does not name."""
        specs = self._properties()
        order = list(dict.fromkeys([*self._order(), *specs]))
        required = set(self.role.schema.get("required", ())) if self.role and self._is_form() else set()
        for name in (n for n in order if n in specs):
            lines = self._fact(specs[name])
            if not lines and name in required and specs[name].shape in ("items", "pairs") and name not in self.stated:
                lines = self.style.label(specs[name].label, NONE)
            if lines:
                yield FieldLines(name, tuple(lines), (name in required and self._is_form()))

    def extras(self) -> Iterator[FieldLines]:
        """Yield the labelled fields that no property claims, and tickets that no text names."""
        for extra in self.record.get("extra") or []:
            lines = self.style.label(str(extra.get("label") or ""), str(extra.get("value") or ""))
            below = tree(extra.get("items") or [], "steps", self.style.indent, self.style.marker)
            yield FieldLines("extra", (*lines, *below))
        known = mentions("\n".join([str(self.record.get("title")), *(leaf for _, leaf in _facts(self.record))]))
        missing = [str(t["id"]) for t in self.record.get("tickets") or [] if t["id"] not in known]
        if missing:
            yield FieldLines("tickets", tuple(self.style.label("Tickets", ", ".join(missing))), required=True)

    def _order(self) -> Sequence[str]:
        report = kind("progress_report")
        order = self.role.order if self.role and self.role.order else report.schema.get("required", ())
        return ["agent", "date", *order]

    def _properties(self) -> dict[str, Property]:
        """Every property that is written, by name; those of the role come first where two share a label."""
        own = self.role.properties if self.role else ()
        shared = [p if p.name in _FACTS else self._relabelled(p) for p in kind("progress_report").properties]
        return {p.name: p for p in (*own, *shared) if p.label or p.name in _FACTS}

    def _relabelled(self, prop: Property) -> Property:
        """Give a property that every report has another of its labels where its own means something to the role."""
        rivals = [p for p in (self.role.properties if self.role else ()) if not self.record.get(p.name)]
        free = [x for x in (prop.label, *prop.aliases) if x and not any(p.claims(fold(x)) for p in rivals)]
        return replace(prop, label=free[0]) if free and free[0] != prop.label else prop

    def _is_form(self) -> bool:
        return self.style is FORM and fold(str(self.record.get("title") or FORM_TITLE)).endswith(FORM_TITLE)

    def _fact(self, prop: Property) -> list[str]:
        value = self.record.get(prop.name)
        if prop.name in _FACTS:
            text = _FACTS[prop.name](self.record)
            return self.style.label(prop.label or prop.schema["title"], text) if text else []
        return property_lines(prop, value, self.style)

    def _shares_label(self, name: str) -> bool:
        """Tell whether a field of the role has a label that also names this property of every report."""
        target = kind("progress_report").named(name)
        written_too = [p for p in (self.role.properties if self.role else ()) if self.record.get(p.name)]
        return target is not None and any(target.claims(fold(p.label)) for p in written_too)

    def _claiming(self, title: str) -> list[Property]:
        kinds: list[Kind] = [kind("progress_report"), *([self.role] if self.role else [])]
        return properties_named(title, kinds) if title else []

    def _is_footer(self, section: Record, text: str) -> bool:
        """Tell whether a text in the section of a list is none of its items."""
        lists = [p for p in self._claiming(str(section["title"])) if p.shape == "items" and self.record.get(p.name)]
        return bool(lists) and words_of(text) not in self._listed

    @cached_property
    def _listed(self) -> frozenset[str]:
        """What the report's lists hold, nested items included."""
        lists = [self.record.get(p.name) for p in kind("progress_report").properties if p.shape == "items"]
        return frozenset(words_of(leaf) for leaf in _leaves(lists))

    def _is_outline(self, title: str) -> bool:
        """A stand-alone title that would state a field which the report does not have is a numbered item."""
        found = self._claiming(title)
        return bool(found) and not any(self.record.get(p.name) for p in found)


def _joined(pieces: Sequence[FieldLines], style: FieldStyle) -> Iterator[str]:
    """Yield the lines of pieces; below bold labels, lists end with a blank line."""
    for index, piece in enumerate(pieces):
        if style is LABELS and index and len(pieces[index - 1].lines) > 1:
            yield ""
        yield from piece.lines


def _status(record: Record) -> str:
    written, status = str(record.get("status_text") or ""), str(record.get("status") or "").replace("_", " ")
    return status if status and written.endswith(".") else written or status  # a sentence elsewhere may have told it


def _progress(record: Record) -> str:
    value = record.get("progress")
    return "" if value is None else f"{value:g}%" if isinstance(value, (int, float)) else str(value)


#: Facts that reading finds in several places; each is written as one labelled line.
_FACTS = {
    "agent": lambda record: written_value((record.get("agent") or {}).get("name") or ""),
    "date": lambda record: written_value(record.get("date") or ""),
    "status": _status,
    "progress": _progress,
}
