"""The records, sections and fields of a document, to jump to and to fold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from de_lint.diagnostics import Span
from de_lint.reading.fields import Node, span_of_lines
from de_lint.reading.records.record import Record
from de_lint.server.features import Answer
from de_lint.server.opened import Opened

_KINDS = {
    "delegation": types.SymbolKind.Interface,
    "progress_report": types.SymbolKind.Class,
    "agent_template": types.SymbolKind.Module,
}
_COMMENT = "comment"


def symbols(opened: Opened, _: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """Return the records with their sections and fields, and the sections around them."""
    return _Outline(opened).symbols()


def folds(opened: Opened, _: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Return what goes over several lines: records, sections, groups of fields, fences, comments."""
    found: dict[int, types.FoldingRange] = {}
    stretches = [(each.span.start_line - 1, each.span.end_line - 1, "") for each in _records(opened)]
    nodes = (node for node in opened.document.tree().walk() if node.form != "root")
    for first, last, form in [*((n.first_line, n.last_line, n.form) for n in nodes), *stretches]:
        known = found.get(first)
        if last > first and (known is None or known.end_line < last):
            kind = types.FoldingRangeKind.Comment if form == _COMMENT else None
            found[first] = types.FoldingRange(first, last, kind=kind)
    return [found[line] for line in sorted(found)]


def _records(opened: Opened) -> list[Record]:
    return [record for top in opened.document.records for record in top.walk()]


class _Outline:
    """Sorts sections and fields under the records that they are in."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._ranges = opened.ranges
        self._source = opened.document.source

    def symbols(self) -> list[types.DocumentSymbol]:
        """Return the topmost symbols, in order."""
        records = self._opened.document.records
        found = {id(each): self._record(each) for each in records}
        outside = []
        for node in self._opened.document.tree().children:
            holder = next((r for r in records if node.first_line in r.lines), None)
            below = found[id(holder)] if holder else None
            for symbol in self._of([node]):
                if below is None:
                    outside.append(symbol)
                elif not (symbol.selection_range == below.selection_range and not symbol.children):
                    below.children = [*(below.children or ()), *self._apart(symbol, below)]
        for symbol in found.values():
            symbol.range = _around(symbol)
        return sorted([*found.values(), *outside], key=lambda each: each.range.start)

    @staticmethod
    def _apart(symbol: types.DocumentSymbol, record: types.DocumentSymbol) -> Sequence[types.DocumentSymbol]:
        """Return what is to stand below a record: of the heading that is its title, only what is below that."""
        is_title = symbol.range.start == record.selection_range.start
        return symbol.children or () if is_title else [symbol]

    def _record(self, record: Record) -> types.DocumentSymbol:
        agent = (record.data.get("agent") or {}).get("name")
        name = str(record.data.get("title") or agent or record.kind)
        detail = record.kind.replace("_", " ")
        head = self._ranges.range(record.head)
        span = self._ranges.range(record.span.to(record.head))
        return types.DocumentSymbol(_named(name), _KINDS[record.kind], span, head, detail=detail)

    def _of(self, nodes: Sequence[Node]) -> Iterator[types.DocumentSymbol]:
        """Yield the symbols of labelled nodes, and of those below nodes that have no label."""
        for node in nodes:
            below = list(self._of(node.children))
            if not node.is_labelled or not node.lines:
                yield from below
                continue
            own = node.label.span if node.label else node.text.span
            selection = self._ranges.range(Span(own.start_line, own.start_column, own.start_line, own.end_column))
            whole = self._ranges.range(span_of_lines(self._source, node.first_line, node.last_line))
            kind = types.SymbolKind.Namespace if node.form == "heading" else types.SymbolKind.Field
            detail = " ".join(node.value.text.split())[:80] if node.value else None
            symbol = types.DocumentSymbol(_named(node.name), kind, whole, selection, detail=detail, children=below)
            symbol.range = _around(symbol)
            yield symbol


def _named(name: str) -> str:
    """Return a name for a symbol: clients refuse blank ones."""
    return " ".join(name.split()) or "-"


def _around(symbol: types.DocumentSymbol) -> types.Range:
    """Return the range of a symbol with all that clients demand to be in it."""
    inner = [symbol.range, symbol.selection_range, *(each.range for each in symbol.children or ())]
    return types.Range(min(each.start for each in inner), max(each.end for each in inner))


FEATURES = {
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: Answer(symbols),
    types.TEXT_DOCUMENT_FOLDING_RANGE: Answer(folds),
}
