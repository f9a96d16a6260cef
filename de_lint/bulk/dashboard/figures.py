"""The head of the page: how much there is, and how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from de_lint.bulk.account import Account
from de_lint.bulk.dashboard.entries import DashboardEntry
from de_lint.bulk.dashboard.facts import Facts
from de_lint.bulk.dashboard.gathering import Archive

#: In the order in which the page shows them; whatever else a report says comes after, and no status last.
STATUSES = ("completed", "in_progress", "partial", "pending", "blocked", "failed")
SEVERITIES = ("error", "warning", "info")
#: Roles that a chart names; those of fewer reports share one bar.
ROLES = 12
OTHERS = "Other roles"
NOBODY = "No role"


def figures(archive: Archive, facts: Sequence[Facts]) -> dict[str, object]:
    """Return the head figures."""
    holding = [entry for entry in archive.entries if entry.facts]
    return {
        "files": len(archive.entries) + len({path for path, _ in archive.failures}),
        "without_records": len(archive.entries) - len(holding),
        "kinds": dict(Counter(each.kind for each in facts).most_common()),
        "patterns": sum(each.context != "instance" for each in facts),
        "statuses": in_order(Counter(each.status for each in facts if each.is_report)),
        "severities": _severities(facts),
        "with_findings": sum(bool(each.found) for each in facts),
        "judged": not archive.entries or any(entry.source is not None for entry in archive.entries),
        "coverage": coverage(archive.entries),
    }


def coverage(entries: Sequence[DashboardEntry]) -> float | None:
    """Return the characters in records of all characters, as everywhere; None where that cannot be told.

    What older versions of `convert` wrote has a share for each document and not how long it is: only where all are
    whole, or there is one document, that says how it stands with all of them.
    """
    accounts = [entry.account for entry in entries if entry.account is not None]
    if entries and len(accounts) == len(entries):
        return Account(sum(each.claimed for each in accounts), sum(each.unclaimed for each in accounts)).share
    shares = {entry.coverage for entry in entries}
    return shares.pop() if shares == {1.0} or len(entries) == 1 else None


def in_order(counts: Counter[str]) -> dict[str, int]:
    """Return counts by status in the order of the page."""
    known = [status for status in STATUSES if counts[status]]
    others = sorted(status for status in counts if status and status not in STATUSES)
    return {status: counts[status] for status in [*known, *others, *([""] if counts[""] else [])]}


def by_role(facts: Iterable[Facts]) -> list[dict[str, object]]:
    """Return the reports of each role by status, most reports first; `value` is the role, None for all the others."""
    reports = [each for each in facts if each.is_report]
    sizes = Counter(each.role for each in reports)
    ranked = sorted(sizes, key=lambda role: (-sizes[role], role))
    named = ranked if len(ranked) <= ROLES + 1 else ranked[:ROLES]
    counts: dict[str | None, Counter[str]] = {role: Counter() for role in named}
    if len(named) < len(ranked):
        counts[None] = Counter()
    for each in reports:
        counts[each.role if each.role in counts else None][each.status] += 1
    return [
        {"role": OTHERS if role is None else role or NOBODY, "value": role, "statuses": in_order(statuses)}
        for role, statuses in counts.items()
    ]


def frequent(facts: Iterable[Facts]) -> list[dict[str, object]]:
    """Return how many findings each rule has, and in how many records; most findings first."""
    counts: Counter[tuple[str, str, str]] = Counter()
    records: Counter[tuple[str, str, str]] = Counter()
    for each in facts:
        keys = [(found.code, found.name, found.severity) for found in each.found]
        counts.update(keys)
        records.update(set(keys))
    ranked = sorted(counts, key=lambda key: (-counts[key], key))
    return [
        {"code": code, "name": name, "severity": severity, "findings": counts[key], "records": records[key]}
        for key in ranked
        for code, name, severity in [key]
    ]


def _severities(facts: Iterable[Facts]) -> dict[str, int]:
    counts = Counter(found.severity for each in facts for found in each.found)
    return {severity: counts[severity] for severity in SEVERITIES}
