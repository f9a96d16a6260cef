"""The counts over the hook's log, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from de_lint.output.plain_text import columns, neutralised

_TABLES = {"role": "Role", "week": "Week", "kind": "Kind", "host": "Host", "mode": "Mode", "action": "Answer"}
_LONGEST = 60
#: A name, its counts, and the share of them that failed.
_Row = tuple[Any, ...]


def statistics_text(counts: Mapping[str, Any]) -> str:
    """Return what `LogStatistics.to_json` holds as text: a summary, then a table for each grouping."""
    return "\n".join(["".join(f"{line}\n" for line in block) for block in _blocks(counts)])


def _blocks(counts: Mapping[str, Any]) -> Iterator[list[str]]:
    yield _summary(counts)
    if counts["by_rule"]:
        rules = counts["by_rule"].items()
        ranked = sorted(rules, key=lambda pair: (-pair[1]["failed"], -pair[1]["verdicts"], pair[0]))
        heads = ("verdicts", "failed", "findings")
        yield _table("Rule", (*heads, "share"), [_rule_row(code, rule, heads) for code, rule in ranked])
    for name, title in _TABLES.items():
        rates = counts[f"by_{name}"].items()
        rows = [(value, rate["verdicts"], rate["failed"], rate["rate"]) for value, rate in rates]
        if rows:
            yield _table(title, ("verdicts", "failed", "share"), rows)


def _summary(counts: Mapping[str, Any]) -> list[str]:
    empty, refusals, lines = counts["empty_reports"], counts["refusals"], counts["lines"]
    since = f" since {counts['since']}" if counts["since"] else ""
    rows = [
        f"Verdicts{since}: {counts['verdicts']}, failed: {counts['failed']}{_percent(counts['rate'])}",
        f"Reports: {empty['reports']}, empty: {empty['empty']}{_percent(empty['rate'])}",
        f"Refused: {refusals['refused']}, repaired: {refusals['repaired']}{_percent(refusals['rate'])}",
    ]
    if refusals["untraceable"]:
        rows.append(f"Refused outside of a session: {refusals['untraceable']}")
    if lines["broken"]:
        rows.append(f"Lines that are no entries: {lines['broken']}")
    return rows


def _percent(rate: float | None) -> str:
    return "" if rate is None else f" ({rate:.1%})"


def _rule_row(code: str, rule: Mapping[str, Any], counts: tuple[str, ...]) -> _Row:
    return (f"{code} {rule['name']}", *(rule[name] for name in counts), rule["rate"])


def _table(title: str, heads: tuple[str, ...], rows: Sequence[_Row]) -> list[str]:
    named = [(neutralised(row[0])[:_LONGEST], *row[1:]) for row in rows]
    width = max(columns(name) for name in (title, *(row[0] for row in named)))
    written = [_row(title, width, heads)]
    for name, *numbers, rate in named:
        shown = "" if rate is None else f"{rate:.1%}"
        written.append(_row(name, width, (*map(str, numbers), shown)))
    return written


def _row(name: str, width: int, cells: tuple[str, ...]) -> str:
    return (name + " " * (width - columns(name)) + "".join(f"{cell:>10}" for cell in cells)).rstrip()
