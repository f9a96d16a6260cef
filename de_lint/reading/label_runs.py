"""Several labels on one line, `**Agent**: QA **Status**: done` or `Agent: QA | Status: done`, to a row for each."""

from __future__ import annotations

from collections.abc import Iterator

from de_lint.patterns import compiled
from de_lint.reading.fields import Row
from de_lint.reading.labels import indent_of

_BOLD_LABEL = compiled(r"(?<![\w*_])(?:\*\*|__)(?=[^\s*_])[^*_:：|]{1,40}(?:[:：](?:\*\*|__)|(?:\*\*|__)[:：])(?=\s)")
_SEPARATOR = compiled(r"[ \t]+[|·•][ \t]+")
_PLAIN_LABEL = compiled(r"(?:[*_]{0,2})[A-Z][\w/-]*(?: [\w/-]+){0,2}[*_]{0,2}[:：][*_]{0,2}[ \t]+\S")
_ENDS = " \t|·•,;"
#: A line that opens with one of these is a list item, a quotation or a table's row.
_NO_RUN = ("-", "+", "|", ">", "#", "`", "* ", "• ")


def rows_of_run(row: Row) -> list[Row]:
    """Return a row for each label of a line that holds several; else the row itself.

    Each new row is as far indented as the line and keeps its columns in the source.
    """
    text = row.text
    line = text.lstrip()
    if text.count(":") + text.count("：") < 2 or line.startswith(_NO_RUN) or line[:1].isdigit():
        return [row]
    first = len(text) - len(line)
    starts = _bold_starts(text, first) or _separated_starts(text, first)
    return list(_cut(row, starts, first)) if len(starts) > 1 else [row]


def _bold_starts(text: str, first: int) -> list[int]:
    starts = [m.start() for m in _BOLD_LABEL.finditer(text)]
    return starts if starts and not text[first : starts[0]].strip(_ENDS) else []


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
