"""How often each rule was broken."""

from __future__ import annotations

from collections.abc import Sequence

from de_lint.diagnostics import Finding
from de_lint.output.json_text import json_text


def statistics(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return code, name, count and number of fixable findings of each rule broken, the most broken first."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.name), []).append(finding)
    ranked = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [
        {"code": code, "name": name, "count": len(each), "fixable": sum(one.fix is not None for one in each)}
        for (code, name), each in ranked
    ]


def render_statistics(findings: Sequence[Finding], as_json: bool) -> str:
    """Return a line for each rule broken (count, code, `[*]` when all are fixable, name), or that as JSON."""
    rows = statistics(findings)
    if as_json:
        return json_text({"schema_version": 1, "statistics": rows}, pretty=True) + "\n"
    width = max((len(str(row["count"])) for row in rows), default=0)
    marks = ["[*]" if row["fixable"] == row["count"] else "[ ]" for row in rows]
    return "".join(
        f"{row['count']:>{width}}  {row['code']}  {mark}  {row['name']}\n"
        for row, mark in zip(rows, marks, strict=True)
    )
