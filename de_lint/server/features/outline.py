"""The records, sections and fields of a document, to jump to and to fold."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from de_lint.reading.fields import Node, span_of_lines
from de_lint.reading.records.record import Record
from de_lint.server.contracts import all_records
from de_lint.server.features import Answer
from de_lint.server.opened import Opened

_KINDS = {
    "delegation": types.SymbolKind.Interface,
    "progress_report": types.SymbolKind.Class,
    "agent_template": types.SymbolKind.Module,
}
_COMMENT = "comment"
_LONGEST = 80


def symbols(opened: Opened, _: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """Return the records with their sections and fields, and the sections around them."""
    records = [_of_record(record, opened) for record in all_records(opened.document)]
    titles = {each.selection_range.start.line for each in records}
    nodes = (node for node in opened.document.tree().walk() if node.is_labelled and node.lines)
    found = [*records, *(_of_node(node, opened) for node in nodes if node.first_line not in titles)]
    found.sort(key=lambda each: each.range.end, reverse=True)  # of those that begin together, the largest is first
    return _nested(sorted(found, key=lambda each: each.range.start))


def _nested(found: Sequence[types.DocumentSymbol]) -> list[types.DocumentSymbol]:
    """Return the topmost of symbols in order; the others are put below those that hold them."""
    top: list[types.DocumentSymbol] = []
    around: list[types.DocumentSymbol] = []
    for symbol in found:
        while around and around[-1].range.end < symbol.range.end:
            around.pop()
        below = around[-1] if around else None
        if below is None:
            top.append(symbol)
        else:
            below.children = [*(below.children or ()), symbol]
        around.append(symbol)
    return top


def folds(opened: Opened, _: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Return what goes over several lines: records, sections, groups of fields, fences, comments."""
    found: dict[int, types.FoldingRange] = {}
    stretches = [(each.span.start_line - 1, each.span.end_line - 1, "") for each in all_records(opened.document)]
    nodes = (node for node in opened.document.tree().walk() if node.form != "root")
    for first, last, form in [*((n.first_line, n.last_line, n.form) for n in nodes), *stretches]:
        known = found.get(first)
        if last > first and (known is None or known.end_line < last):
            kind = types.FoldingRangeKind.Comment if form == _COMMENT else None
            found[first] = types.FoldingRange(first, last, kind=kind)
    return [found[line] for line in sorted(found)]


def _of_record(record: Record, opened: Opened) -> types.DocumentSymbol:
    agent = (record.data.get("agent") or {}).get("name")
    name = str(record.data.get("title") or agent or record.kind)
    whole = opened.ranges.range(record.span.to(record.head))
    head = opened.ranges.range(record.head)
    return types.DocumentSymbol(_named(name), _KINDS[record.kind], whole, head, detail=record.kind.replace("_", " "))


def _of_node(node: Node, opened: Opened) -> types.DocumentSymbol:
    own = node.label.span if node.label else node.text.span
    whole = span_of_lines(opened.document.source, node.first_line, node.last_line).to(own)
    kind = types.SymbolKind.Namespace if node.form == "heading" else types.SymbolKind.Field
    detail = " ".join(node.value.text.split())[:_LONGEST] if node.value else None
    ranges = opened.ranges
    return types.DocumentSymbol(_named(node.name), kind, ranges.range(whole), ranges.range(own), detail=detail)


def _named(name: str) -> str:
    """Return a name for a symbol: clients refuse blank ones."""
    return " ".join(name.split()) or "-"


FEATURES = {
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: Answer(symbols),
    types.TEXT_DOCUMENT_FOLDING_RANGE: Answer(folds),
}
