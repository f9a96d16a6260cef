"""The last row of a table that sums up its columns, and does not."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from de_lint.diagnostics import Span
from de_lint.patterns import compiled
from de_lint.reading.fields import Node, Text
from de_lint.reading.markup import without_emoji, without_markup
from de_lint.vocabulary.folding import fold

_TOTAL = compiled(r"(?:grand )?totals?|sum|total .{1,30}")
_PART_TOTAL = compiled(r"\b(?:sub ?totals?|totals?|all|combined|overall|average|mean|sum|both|of which|including)\b")
#: Columns whose numbers are not there to be added.
_NO_SUM = compiled(
    r"(?:avg|average|mean|median|max\w*|min\w*|rate|ratio|percent\w*|p\d\d|share|score|coverage|version|year|id|rank"
    r"|priority|phase|day|date|week|time|latency|duration|speed|factor|unique|distinct|per|peak|utilization|line)\b|%|#|/"
)
_NUMBER = compiled(r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-z]{0,12})")
_FEWEST_ROWS = 2


def wrong_totals(root: Node) -> Iterator[tuple[Span, str]]:
    """Yield the place of each total below a field that is not the sum of its column, with a message."""
    for table in (one for one in root.walk() if one.form == "table"):
        rows = [row.children for row in table.children if row.children]
        if len(rows) > _FEWEST_ROWS and _is_summed([_key(row[0].text) for row in rows]):
            for index in range(1, min(map(len, rows))):
                header = fold(table.header[index].text) if index < len(table.header) else ""
                if not _NO_SUM.search(header):
                    yield from _wrong([row[index].text for row in rows])


def _key(cell: Text) -> str:
    return fold(without_emoji(without_markup(cell.text)))


def _is_summed(keys: list[str]) -> bool:
    distinct = len(set(keys)) == len(keys)
    return bool(_TOTAL.fullmatch(keys[-1])) and distinct and not any(_PART_TOTAL.search(key) for key in keys[:-1])


def _wrong(cells: list[Text]) -> Iterator[tuple[Span, str]]:
    found = [_NUMBER.fullmatch(without_emoji(without_markup(cell.text)).strip()) for cell in cells]
    numbers = [Decimal(one["number"].replace(",", "")) for one in found if one]
    units = {one["unit"].lower().rstrip("s") for one in found if one}
    if len(numbers) < len(cells) or len(units) > 1:
        return
    *parts, total = numbers
    added = sum(parts, Decimal(0))
    # Where anything is no whole number, each may have been rounded to the last place that it shows.
    units_of_last = [Decimal(1).scaleb(int(one.as_tuple().exponent)) for one in numbers]
    slack = sum(units_of_last, Decimal(0)) / 2 if min(units_of_last) < 1 else Decimal(0)
    if abs(added - total) > slack:
        yield cells[-1].span, f"The column adds up to {added:,}, not {total:,}"
