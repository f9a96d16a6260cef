"""Runs the rules over a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from de_lint.diagnostics import Finding
from de_lint.judging.rule import Rule, Subject
from de_lint.judging.rules import all_rules
from de_lint.reading.document import Document


def check(
    document: Document,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    *,
    today: date | None = None,
) -> list[Finding]:
    """Return what the selected rules find in a document, in order of place and code.

    `select` and `ignore` hold codes, code prefixes (`T`, `T2`), names or `ALL`; the longest match wins. Without
    `select` the rules that are on by default run. `today` is the day that dates are judged by.
    """
    subject = Subject(document, today or date.today())
    found = [rule.finding(p, subject) for rule in selected(select, ignore) for p in rule.check(subject)]
    return sorted(set(found), key=lambda f: f.sort_key)


def selected(select: Sequence[str] | None = None, ignore: Sequence[str] | None = None) -> list[Rule]:
    """Return the rules that run under a selection."""
    return [r for r in all_rules() if _chosen(r, select) > _longest(r, ignore or ())]


def _chosen(rule: Rule, select: Sequence[str] | None) -> int:
    if select is None:
        return 0 if rule.default else -2
    return _longest(rule, select)


def _longest(rule: Rule, patterns: Sequence[str]) -> int:
    """Return how exactly the best pattern names the rule: -1 for none, 0 for ALL, more for longer ones."""
    return max((_match(rule, p) for p in patterns), default=-1)


def _match(rule: Rule, pattern: str) -> int:
    pattern = pattern.strip()
    if pattern.upper() == "ALL":
        return 0
    if pattern.lower() == rule.name:
        return len(rule.code)
    return len(pattern) if pattern and rule.code.startswith(pattern.upper()) else -1
