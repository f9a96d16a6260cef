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
        rows = [_rule_row(code, rule, heads, counts["verdicts"]) for code, rule in ranked]
        yield _table("Rule", (*heads, "share"), rows)
    for name, title in _TABLES.items():
        rates = counts[f"by_{name}"].items()
        rows = [(v, r["verdicts"], r["failed"], _percent(r["failed"], r["verdicts"])) for v, r in rates]
        if rows:
            yield _table(title, ("verdicts", "failed", "share"), rows)


def _summary(counts: Mapping[str, Any]) -> list[str]:
    empty, refusals, lines = counts["empty_reports"], counts["refusals"], counts["lines"]
    since = f" since {counts['since']}" if counts["since"] else ""
    rows = [
        _counted(f"Verdicts{since}", "failed", counts["verdicts"], counts["failed"]),
        _counted("Reports", "empty", empty["reports"], empty["empty"]),
        _counted("Refused", "repaired", refusals["refused"], refusals["repaired"]),
    ]
    if refusals["untraceable"]:
        rows.append(f"Refused outside of a session: {refusals['untraceable']}")
    if lines["broken"]:
        rows.append(f"Lines that are no entries: {lines['broken']}")
    return rows


def _percent(part: int, whole: int) -> str:
    """Return a share with one decimal, made of the counts: what was rounded before would be rounded twice."""
    tenths = (2_000 * part + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10}%" if whole else ""


def _counted(of: str, name: str, whole: int, part: int) -> str:
    share = f" ({_percent(part, whole)})" if whole else ""
    return f"{of}: {whole}, {name}: {part}{share}"


def _rule_row(code: str, rule: Mapping[str, Any], counts: tuple[str, ...], verdicts: int) -> _Row:
    return (f"{code} {rule['name']}", *(rule[name] for name in counts), _percent(rule["failed"], verdicts))


def _table(title: str, heads: tuple[str, ...], rows: Sequence[_Row]) -> list[str]:
    named = [(neutralised(row[0])[:_LONGEST], *row[1:]) for row in rows]
    width = max(columns(name) for name in (title, *(row[0] for row in named)))
    written = [_row(title, width, heads)]
    for name, *numbers, share in named:
        written.append(_row(name, width, (*map(str, numbers), share)))
    return written


def _row(name: str, width: int, cells: tuple[str, ...]) -> str:
    return (name + " " * (width - columns(name)) + "".join(f"{cell:>10}" for cell in cells)).rstrip()
