"""Comments that silence findings: `<!-- de-lint: ignore T201 reason="…" until=2026-12-31 -->`.

`ignore` silences the block below (or the line that the comment ends), `ignore-record` the record that it stands in or
above, `ignore-file` the whole file. Rules are named by code, start of a code, name, or ALL.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from de_lint.classes import dataclass, field
from de_lint.diagnostics import Finding, Span
from de_lint.patterns import compiled
from de_lint.reading.document import Document
from de_lint.reading.fields import Node, rows_of, span_of
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


def fits(selector: str, code: str, name: str) -> bool:
    """Tell whether a rule is named by its code, the start of it, its name, or ALL."""
    return selector.upper() == "ALL" or begins(code, selector.upper()) or name == selector.lower()


def begins(code: str, start: str) -> bool:
    """Tell whether a code begins so: with the letters of its family, all of them, and maybe some digits."""
    return code.startswith(start) and not (start.isalpha() and code[len(start) : len(start) + 1].isalpha())


def suppressions_in(document: Document) -> list[Suppression]:
    """Return the suppression comments of a document, in order."""
    lines = [(n, line.text) for n, line in enumerate(document.source.lines) if "<!--" in line.text]
    # Without the end of a comment ahead, each beginning of one would be followed to the end of the line.
    found = [(n, m) for n, text in lines for m in _COMMENT.finditer(text, 0, text.rfind("-->") + 3)]
    places = {(n, m.start()) for n, m in found}
    meant = [(n, m) for n, text in lines for m in _MEANT.finditer(text) if (n, m.start()) not in places]
    reach = _Reach(document) if found else None
    known = [_suppression(document.source, reach, number, match) for number, match in found if reach]
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


class Blocks:
    """The innermost blocks of a source by their lines; fences are looked into."""

    def __init__(self, source: Source) -> None:
        """Read the source as a tree of fields."""
        self._source = source
        self._tree = build_tree(source, rows_of(source), front_matter=True)

    def on(self, number: int) -> Node | None:
        """Return the innermost block that has its own text on line `number` (from 0)."""
        found = self._by_line.get(number)
        return self._within.get(number, found) if found is not None and found.form == "fence" else found

    @cached_property
    def _by_line(self) -> dict[int, Node]:
        return _by_line(self._tree)

    @cached_property
    def _within(self) -> dict[int, Node]:
        """What stands in fences, by the lines that say something."""
        out: dict[int, Node] = {}
        pending = [one for one in dict.fromkeys(self._by_line.values()) if one.form == "fence"]
        while pending:
            fence = pending.pop()
            inner = _by_line(build_tree(self._source, fence.rows))
            for number in (row.number for row in fence.rows if row.text.strip()):
                block = inner.get(number)
                if block is not None:
                    out[number] = block
            pending += [one for one in dict.fromkeys(inner.values()) if one.form == "fence"]
        return out


def _by_line(tree: Node) -> dict[int, Node]:
    found: dict[int, Node] = {}
    for one in tree.walk():
        if one.form != "root":
            for number in one.lines:
                found.setdefault(number, one)
    return found


def _suppression(source: Source, reach: _Reach, number: int, match: re.Match[str]) -> Suppression:
    rest = match.group("rest")
    options = {m.group("name"): m.group("quoted") or m.group("bare") for m in _OPTION.finditer(rest)}
    rules = tuple(dict.fromkeys(r for r in _SEPARATOR.split(_OPTION.sub(" ", rest).strip()) if r))
    return Suppression(
        span_of(source, number, *match.span()),
        match.group("scope"),
        rules,
        reach.lines(match.group("scope"), number),
        (options.get("reason") or "").strip() or None,
        options.get("until"),
    )


class _Reach:
    """Which lines (from 1) the comments of a document are about."""

    def __init__(self, document: Document) -> None:
        """Take the document; what many comments ask for is found once."""
        self._document = document
        self._source = document.source
        self._blocks = Blocks(document.source)

    def lines(self, scope: str, number: int) -> range:
        """Return the lines of a comment of this scope on line `number` (from 0)."""
        if scope == "ignore-file":
            return range(1, len(self._source.lines) + 1)
        if scope == "ignore-record":
            return self._of_record(number)
        at = bisect_left(self._with_text, number)
        if at < len(self._with_text) and self._with_text[at] == number:
            return range(number + 1, number + 2)
        return self._of_block(self._with_text[at]) if at < len(self._with_text) else range(0)

    @cached_property
    def _with_text(self) -> list[int]:
        """The lines that hold more than quote marks and comments such as these."""
        texts = (_COMMENT.sub("", line.text) if "-->" in line.text else line.text for line in self._source.lines)
        return [number for number, text in enumerate(texts) if text.strip(" >\t")]

    def _of_block(self, first: int) -> range:
        """The block below: a heading's line alone, otherwise a label, item or paragraph with all that it owns."""
        block = self._blocks.on(first)
        last = first if block is None or block.form == "heading" else max(block.last_line, first)
        return range(first + 1, last + 2)

    def _of_record(self, number: int) -> range:
        """Return the lines of the innermost record around a line, or else of the next record below it."""
        around = self._around.get(number)
        if around is not None:
            return around
        at = bisect_right(self._records, number, key=lambda span: span.start_line - 1)
        return _lines_of(self._records[at]) if at < len(self._records) else range(0)

    @cached_property
    def _records(self) -> list[Span]:
        return sorted(record.span for top in self._document.records for record in top.walk())

    @cached_property
    def _around(self) -> dict[int, range]:
        """The lines of the innermost record by each of them (from 0)."""
        out: dict[int, range] = {}
        for span in sorted(self._records, key=lambda s: s.start_line - s.end_line):
            out.update(dict.fromkeys(range(span.start_line - 1, span.end_line), _lines_of(span)))
        return out


def _lines_of(span: Span) -> range:
    return range(span.start_line, span.end_line + 1)


def silence(findings: Iterable[Finding], suppressions: Sequence[Suppression], today: date) -> list[Finding]:
    """Return the findings that no suppression silences; every suppression that could is marked as used.

    What is wrong with a comment is not for that comment to silence. Each finding is looked up by the few words that
    name its rule, and each comment by its lines: many of both take no longer than they have to.
    """
    findings = list(findings)
    if not suppressions:
        return findings
    by_word: dict[str, list[int]] = defaultdict(list)
    at_comments: Counter[tuple[str, Span]] = Counter()
    for finding in findings:
        for word in _words(finding):
            by_word[word].append(finding.span.start_line)
            at_comments[word, finding.span] += 1
    for lines in by_word.values():
        lines.sort()
    starts: dict[str, list[int]] = defaultdict(list)
    stops: dict[str, list[int]] = defaultdict(list)
    own: Counter[tuple[str, Span]] = Counter()
    for each in suppressions:
        if each.expired(today):
            continue
        for rule in each.rules:
            for word in {_code(rule), _name(rule)}:
                about = by_word.get(word, ())
                held = bisect_left(about, each.lines.stop) - bisect_left(about, each.lines.start)
                is_within = each.span.start_line in each.lines
                if held > (at_comments[word, each.span] if is_within else 0):
                    each.used.add(rule)
                starts[word].append(each.lines.start)
                stops[word].append(each.lines.stop)
                own[word, each.span] += is_within
    for places in (*starts.values(), *stops.values()):
        places.sort()
    kept = []
    for finding in findings:
        line, words = finding.span.start_line, _words(finding)
        around = sum(bisect_right(starts[word], line) - bisect_right(stops[word], line) for word in words)
        if around <= sum(own[word, finding.span] for word in words):
            kept.append(finding)
    return kept


def _words(finding: Finding) -> list[str]:
    """Return the words by which a comment can name the rule of a finding, as `_code` and `_name` write them."""
    code = finding.code
    starts = [start for length in range(1, len(code) + 1) if begins(code, start := code[:length])]
    return [_code("ALL"), *map(_code, starts), _name(finding.name)]


def _code(selector: str) -> str:
    return f"code {selector.upper()}"


def _name(selector: str) -> str:
    return f"name {selector.lower()}"
