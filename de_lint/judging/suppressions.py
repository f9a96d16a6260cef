"""Comments that silence findings: `<!-- de-lint: ignore T201 reason="…" until=2026-12-31 -->`.

`ignore` silences the block below (or the line that the comment ends), `ignore-record` the record that it stands in or
above, `ignore-file` the whole file. Rules are named by code, start of a code, or name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from de_lint.diagnostics import Finding, Span
from de_lint.reading.document import Document
from de_lint.reading.fields import Field, rows_of, span_of
from de_lint.reading.source import Source
from de_lint.reading.tree import build_tree

_COMMENT = re.compile(r"<!--\s*de-lint:\s*(?P<scope>ignore(?:-record|-file)?)\b(?P<rest>.*?)-->")
_OPTION = re.compile(r"(?P<name>reason|until)\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>\S+))")
_SEPARATOR = re.compile(r"[\s,]+")


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

    def expired(self, today: date) -> bool:
        """Tell whether its last day is over; a date that is none never comes."""
        try:
            return self.until is not None and date.fromisoformat(self.until) < today
        except ValueError:
            return True

    def silences(self, finding: Finding, today: date) -> bool:
        """Tell whether it silences a finding, and remember by which of its rules."""
        if finding.span.start_line not in self.lines or self.expired(today):
            return False
        named = [r for r in self.rules if finding.code.startswith(r.upper()) or r == finding.name]
        self.used.update(named)
        return bool(named)


def suppressions_in(document: Document) -> list[Suppression]:
    """Return the suppression comments of a document, in order."""
    lines = enumerate(line.text for line in document.source.lines)
    found = [(n, m) for n, text in lines if "de-lint:" in text for m in _COMMENT.finditer(text)]
    if not found:
        return []
    tree = build_tree(document.source, rows_of(document.source), front_matter=True)
    return [_suppression(document, tree, number, match) for number, match in found]


def _suppression(document: Document, tree: Field, number: int, match: re.Match[str]) -> Suppression:
    rest = match.group("rest")
    options = {m.group("name"): m.group("quoted") or m.group("bare") for m in _OPTION.finditer(rest)}
    rules = tuple(r for r in _SEPARATOR.split(_OPTION.sub(" ", rest).strip()) if r)
    return Suppression(
        span_of(document.source, number, *match.span()),
        match.group("scope"),
        rules,
        _lines(document, tree, number, match),
        options.get("reason"),
        options.get("until"),
    )


def _lines(document: Document, tree: Field, number: int, match: re.Match[str]) -> range:
    source = document.source
    if match.group("scope") == "ignore-file":
        return range(1, len(source.lines) + 1)
    if match.group("scope") == "ignore-record":
        return _record_lines(document, number)
    if source.lines[number].text[: match.start()].strip(" >\t"):
        return range(number + 1, number + 2)
    return _block_lines(source, tree, number)


def _record_lines(document: Document, number: int) -> range:
    spans = [r.span for r in document.records]
    around = [s for s in spans if s.start_line - 1 <= number < s.end_line]
    below = [s for s in spans if s.start_line - 1 > number]
    chosen = (around or below)[:1]
    return range(chosen[0].start_line, chosen[0].end_line + 1) if chosen else range(0)


def _block_lines(source: Source, tree: Field, number: int) -> range:
    """The block below: a heading's line alone, otherwise a label, item or paragraph with all that it owns."""
    first = next((n for n in range(number + 1, len(source.lines)) if source.lines[n].text.strip()), None)
    if first is None:
        return range(0)
    block = next((n for n in tree.walk() if n.form != "root" and n.lines and n.lines[0] == first), None)
    last = first if block is None or block.form == "heading" else block.last_line
    return range(first + 1, last + 2)


def apply_suppressions(
    findings: Sequence[Finding], suppressions: Sequence[Suppression], today: date
) -> list[Finding]:
    """Return the findings that no suppression silences; every suppression that could is marked as used."""
    kept = []
    for finding in findings:
        silenced = [s for s in suppressions if s.silences(finding, today)]
        if not silenced:
            kept.append(finding)
    return kept
