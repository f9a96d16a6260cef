"""Quotations: the marks that a mail or an answer puts before each line, and whether they hold another text."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.patterns import compiled
from de_lint.reading.fields import Row
from de_lint.reading.markup import words_of
from de_lint.vocabulary.kinds import active, part, said
from de_lint.vocabulary.words import words_in

_QUOTE = compiled(r"[ \t]{0,3}(?:>(?![\d=])[ \t]?)+")
#: What may be quoted of another text, apart from what somebody said.
_QUOTED = frozenset({"report", "status", "progress", "handoff", "comment", "review", "verdict", "analysis"})


def unquoted(rows: Sequence[Row]) -> list[Row]:
    """Take the quote marks off each row: a quoted form reads like an unquoted one."""
    return [_unquoted(r) for r in rows]


def _unquoted(row: Row) -> Row:
    found = _QUOTE.match(row.text) if ">" in row.text[:4] else None
    if not found:
        return row
    return Row(row.number, row.text[found.end() :], row.start + found.end(), found.group().count(">"))


def announces_a_quotation(line: str) -> bool:
    """`The earlier report said:`, `As QA wrote:`."""
    words = words_of(line)
    if not line.rstrip(" *_").endswith((":", "：")) or part(words, "progress_report") in ("status", "conclusion"):
        return False
    told = set(words_in(words.casefold())) & set(active().words["quoting"].split())
    return bool(told) or any(one.concept in _QUOTED for one in said(words))
