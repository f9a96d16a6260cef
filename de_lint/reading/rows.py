"""Lines before they are read: without quotation marks, and cut at each label of a run, `Agent: QA | Status: done`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from de_lint.classes import replace
from de_lint.patterns import compiled
from de_lint.reading.fields import Row
from de_lint.reading.labels import indent_of
from de_lint.reading.markup import words_of
from de_lint.vocabulary.kinds import active, part, said
from de_lint.vocabulary.words import words_in

_QUOTE = compiled(r"[ \t]{0,3}(?:>(?![\d=])[ \t]?)+")
#: What may be quoted of another text, apart from what somebody said.
_QUOTED = frozenset({"report", "status", "progress", "handoff", "comment", "review", "verdict", "analysis"})
_BOLD_LABEL = compiled(r"(?<![\w*_])(?:\*\*|__)(?=[^\s*_])[^*_:：|]{1,40}(?:[:：](?:\*\*|__)|(?:\*\*|__)[:：])(?=\s)")
_SEPARATOR = compiled(r"(?<![ \t])[ \t]+[|·•][ \t]+")
_PLAIN_LABEL = compiled(r"(?:[*_]{0,2})[A-Z][\w/-]*(?: [\w/-]+){0,2}[*_]{0,2}[:：][*_]{0,2}[ \t]+\S")
_ENDS = " \t|·•,;"
_BREAKS = ("<br>", "<br/>", "<br />", "\\")
#: A line that opens with one of these is a list item, a quotation or a table's row.
_NO_RUN = ("-", "+", "|", ">", "#", "`", "* ", "• ")


def unquoted(rows: Sequence[Row]) -> list[Row]:
    """Take the quote marks off each row: a quoted form reads like an unquoted one."""
    out = list(rows)
    for at, row in enumerate(rows):
        found = _QUOTE.match(row.text) if ">" in row.text[:4] else None
        if found:
            out[at] = Row(row.number, row.text[found.end() :], row.start + found.end(), found.group().count(">"))
    return out


def without_break(row: Row) -> Row:
    """Return a row without the mark of a hard line break at its end: `Status: done<br>`, or a backslash."""
    text = row.text.rstrip()
    mark = next((m for m in _BREAKS if text.endswith(m)), "") if text[-1:] in (">", "\\") else ""
    return replace(row, text=text.removesuffix(mark)) if mark else row


def announces_a_quotation(line: str) -> bool:
    """`The earlier report said:`, `As QA wrote:`."""
    words = words_of(line)
    if not line.rstrip(" *_").endswith((":", "：")) or part(words, "progress_report") in ("status", "conclusion"):
        return False
    told = set(words_in(words.casefold())) & set(active().words["quoting"].split())
    return bool(told) or any(one.concept in _QUOTED for one in said(words))


def rows_of_run(row: Row) -> list[Row]:
    """Return a row for each label of a line that holds several; else the row itself.

    Each new row is as far indented as the line and keeps its columns in the source.
    """
    text = row.text
    line = text.lstrip()
    if text.count(":") + text.count("：") < 2 or line.startswith(_NO_RUN) or line[:1].isdigit():
        return [row]
    first = len(text) - len(line)
    bold = [m.start() for m in _BOLD_LABEL.finditer(text)]
    starts = bold if bold and not text[first : bold[0]].strip(_ENDS) else _separated_starts(text, first)
    return list(_cut(row, starts, first)) if len(starts) > 1 else [row]


def _separated_starts(text: str, first: int) -> list[int]:
    """Every part but the first must have a label, and two of them at least."""
    starts = [first, *(m.end() for m in _SEPARATOR.finditer(text))]
    labelled = [s for s in starts if _PLAIN_LABEL.match(text, s)]
    return starts if len(labelled) > 1 and len(starts) - len(labelled) <= (starts[0] not in labelled) else []


def _cut(row: Row, starts: list[int], first: int) -> Iterator[Row]:
    indent = " " * indent_of(row.text[:first])
    for start, end in zip(starts, [*starts[1:], len(row.text)], strict=True):
        words = row.text[start:end]
        own = words.rstrip(_ENDS) if end < len(row.text) else words
        yield Row(row.number, indent + own, row.start + start - len(indent))
