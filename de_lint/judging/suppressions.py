"""Comments that silence findings: `<!-- de-lint: ignore T201 reason="…" until=2026-12-31 -->`.

`ignore` silences the block below (or the line that the comment ends), `ignore-record` the record that it stands in or
above, `ignore-file` the whole file. Rules are named by code, start of a code, name, or ALL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from de_lint.diagnostics import Finding, Span
from de_lint.patterns import compiled
from de_lint.reading.document import Document
from de_lint.reading.fields import Field, rows_of, span_of
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree

SCOPES = ("ignore", "ignore-record", "ignore-file")
_COMMENT = compiled(r"<!--\s*de-lint:\s*(?P<scope>ignore(?:-record|-file)?)(?![\w-])(?P<rest>.*?)-->")
#: What is meant to be one: with another word, with the program's name or the colon written otherwise, or unfinished.
_MEANT = compiled(
    r"<!--\s*(?:de-lint:(?!\s*(?:begin|end)\b)\s*"
    r"|de[-_ ]?lint[\s:_-]*(?=ignore|disable|enable|skip|suppress|allow|noqa|off\b))"
    r"(?P<scope>[^\s:>]*?)(?=[\s:>]|-->|$)(?P<rest>.*?)(?:-->|$)",
    re.IGNORECASE,
)
_OPTION = compiled(r"\b(?P<name>reason|until)\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"]+))")
_SEPARATOR = compiled(r"[\s,]+")


@dataclass(slots=True, eq=False)
class Suppression:
    """One comment: which rules it silences on which lines (from 1), why, and until when."""

    span: Span
    scope: str
    rules: tuple[str, ...]
    lines: range
    reason: str | None = None
    until: str | None = None
    used: set[str] = field(default_factory=set)
    #: What keeps the comment from being one that silences anything; blank if nothing does.
    fault: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None if it names none, or one that there is not."""
        try:
            return date.fromisoformat(self.until) if self.until is not None else None
        except ValueError:
            return None

    def expired(self, today: date) -> bool:
        """Tell whether its last day is over, or is no day."""
        last = self.last_day
        return self.until is not None and (last is None or last < today)

    def silences(self, finding: Finding, today: date) -> bool:
        """Tell whether it silences a finding, and remember by which of its rules."""
        if finding.span.start_line not in self.lines or self.expired(today):
            return False
        if finding.span == self.span:  # what is wrong with a comment is not for the comment to silence
            return False
        named = [r for r in self.rules if fits(r, finding.code, finding.name)]
        self.used.update(named)
        return bool(named)


def fits(selector: str, code: str, name: str) -> bool:
    """Tell whether a rule is named by its code, the start of it, its name, or ALL."""
    return selector.upper() == "ALL" or code.startswith(selector.upper()) or name == selector.lower()


def suppressions_in(document: Document) -> list[Suppression]:
    """Return the suppression comments of a document, in order."""
    lines = [(n, line.text) for n, line in enumerate(document.source.lines) if "<!--" in line.text]
    found = [(n, m) for n, text in lines for m in _COMMENT.finditer(text)]
    places = {(n, m.start()) for n, m in found}
    meant = [(n, m) for n, text in lines for m in _MEANT.finditer(text) if (n, m.start()) not in places]
    tree = block_tree(document.source) if found else None
    known = [_suppression(document, tree, number, match) for number, match in found if tree]
    return sorted(known + [_faulty(document.source, *one) for one in meant], key=lambda each: each.span)


def _faulty(source: Source, number: int, match: re.Match[str]) -> Suppression:
    """Return a comment that was meant to silence findings and does not, with what is wrong with it."""
    scope = match["scope"]
    if not match.group().endswith("-->"):
        fault = "The comment does not end on its line and silences nothing"
    elif scope in SCOPES:
        fault = f"The comment silences nothing; it has to begin with '<!-- de-lint: {scope} '"
    else:
        said = f"'{scope}' is not known and silences nothing" if scope else "The comment silences nothing"
        fault = f"{said}; write ignore (the block below), ignore-record or ignore-file"
    return Suppression(span_of(source, number, *match.span()), scope, (), range(0), fault=fault)


def block_tree(source: Source) -> Field:
    """Return the field tree of a whole source."""
    return build_tree(source, rows_of(source), front_matter=True)


def block_on(source: Source, tree: Field, number: int) -> Field | None:
    """Return the innermost block of a tree that has its own text on line `number` (from 0); fences are looked into."""
    found = next((n for n in tree.walk() if n.form != "root" and number in n.lines), None)
    if found is None or found.form != "fence":
        return found
    inner = [row for row in found.rows if row.text.strip()]
    if not any(row.number == number for row in inner):
        return found
    return block_on(source, build_tree(source, found.rows), number) or found


def _suppression(document: Document, tree: Field, number: int, match: re.Match[str]) -> Suppression:
    rest = match.group("rest")
    options = {m.group("name"): m.group("quoted") or m.group("bare") for m in _OPTION.finditer(rest)}
    rules = tuple(dict.fromkeys(r for r in _SEPARATOR.split(_OPTION.sub(" ", rest).strip()) if r))
    return Suppression(
        span_of(document.source, number, *match.span()),
        match.group("scope"),
        rules,
        _lines(document, tree, number, match),
        (options.get("reason") or "").strip() or None,
        options.get("until"),
    )


def _lines(document: Document, tree: Field, number: int, match: re.Match[str]) -> range:
    source = document.source
    if match.group("scope") == "ignore-file":
        return range(1, len(source.lines) + 1)
    if match.group("scope") == "ignore-record":
        return _record_lines(document, number)
    if _COMMENT.sub("", source.lines[number].text).strip(" >\t"):
        return range(number + 1, number + 2)
    return _block_lines(source, tree, number)


def _record_lines(document: Document, number: int) -> range:
    """Return the lines of the innermost record around a line, or else of the next record below it."""
    spans = [r.span for top in document.records for r in top.walk()]
    around = [s for s in spans if s.start_line - 1 <= number < s.end_line]
    below = sorted(s for s in spans if s.start_line - 1 > number)
    chosen = min(around, key=lambda s: s.end_line - s.start_line) if around else next(iter(below), None)
    return range(chosen.start_line, chosen.end_line + 1) if chosen else range(0)


def _block_lines(source: Source, tree: Field, number: int) -> range:
    """The block below: a heading's line alone, otherwise a label, item or paragraph with all that it owns."""
    first = next((n for n in range(number + 1, len(source.lines)) if _has_text(source, n)), None)
    if first is None:
        return range(0)
    block = block_on(source, tree, first)
    last = first if block is None or block.form == "heading" else max(block.last_line, first)
    return range(first + 1, last + 2)


def _has_text(source: Source, number: int) -> bool:
    """Tell whether a line holds more than quote marks and comments such as these."""
    return bool(_COMMENT.sub("", source.lines[number].text).strip(" >\t"))


def silence(findings: Iterable[Finding], suppressions: Sequence[Suppression], today: date) -> list[Finding]:
    """Return the findings that no suppression silences; every suppression that could is marked as used."""
    return [f for f in findings if not [s for s in suppressions if s.silences(f, today)]]
