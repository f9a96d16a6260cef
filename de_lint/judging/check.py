"""Runs the rules over a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from de_lint.diagnostics import OWN_FAMILY, Finding
from de_lint.judging.pairs import NamedDelegation
from de_lint.judging.policy import Policy
from de_lint.judging.rule import Rule, Subject
from de_lint.judging.rules import all_rules
from de_lint.judging.selectors import UnknownRule
from de_lint.judging.suppressions import begins, fits, silence
from de_lint.reading.document import Document
from de_lint.reading.records.record import Record
from de_lint.vocabulary.kinds import using


def check(
    document: Document,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    *,
    today: date | None = None,
    policy: Policy | None = None,
    asked: Mapping[Record, NamedDelegation] | None = None,
) -> list[Finding]:
    """Return what the selected rules find in a document, in order of place and code.

    `select` and `ignore` hold codes, code prefixes (`T`, `T2`), names or `ALL`; the longest match wins, and UnknownRule
    is raised for one that fits no rule. Without
    `select` the rules that are on by default run. `today` is the day that dates are judged by. `policy` holds what
    a project asks for. `asked` holds the delegations that reports of the document answer. Findings that a comment in
    the document silences are left out. Documents are judged by the vocabulary that they were read with.
    """
    subject = Subject(document, today or date.today(), policy or Policy(), asked or {})
    known = subject.policy.rules
    for selector in (*(select or ()), *(ignore or ())):
        if not selected([selector], rules=known):
            raise UnknownRule(selector, known)
    if not (document.records or known or subject.policy.session):  # the rules that ship are about records
        return []
    # Rules about answers have nothing to say, and much to import, where no delegation is known.
    rules = [rule for rule in selected(select, ignore, known) if subject.pairs or not rule.paired]
    with using(document.vocabulary):
        found = {finding: None for rule in rules if not rule.last for finding in _ordered(rule, subject)}
        kept = silence(_once(found), subject.suppressions, subject.today)
        if any(rule.last for rule in rules):
            _use(subject, rules)
            about_comments = {finding: None for rule in rules if rule.last for finding in _ordered(rule, subject)}
            kept += silence(about_comments, subject.suppressions, subject.today)
    return sorted(kept, key=lambda f: f.sort_key)


def _once(found: Iterable[Finding]) -> list[Finding]:
    """Return findings without those that a field is missing where a rule of the project says so, too."""
    own = {(f.pointer, f.span) for f in found if f.code.startswith(OWN_FAMILY) and f.pointer}
    return [f for f in found if not (f.name == "missing-field" and (f.pointer, f.span) in own)]


def _use(subject: Subject, ran: Sequence[Rule]) -> None:
    """Let the rules that comments name, but that were not asked for, mark the comments that they use."""
    if subject.suppressions:
        named = {name for suppression in subject.suppressions for name in suppression.rules}
        others = [rule for rule in subject.rules if rule not in ran and not rule.last]
        for rule in others:
            if any(fits(name, rule.code, rule.name) for name in named):
                silence(set(_findings(rule, subject)), subject.suppressions, subject.today)


def _ordered(rule: Rule, subject: Subject) -> list[Finding]:
    """Return what a rule finds: about answers in the order of what was asked, else by message."""
    found = list(_findings(rule, subject))
    return found if rule.paired else sorted(found, key=lambda f: f.message)


def _findings(rule: Rule, subject: Subject) -> Iterator[Finding]:
    severity = subject.policy.severities.get(rule.code)
    for problem in rule.check(subject):
        finding = rule.finding(problem, subject)
        yield replace(finding, severity=severity) if severity else finding


def selected(
    select: Sequence[str] | None = None, ignore: Sequence[str] | None = None, rules: Sequence[Rule] = ()
) -> list[Rule]:
    """Return those of the rules in force, or else of those that ship, that run under a selection."""
    known = tuple(rules or all_rules())
    return list(_selected(known, None if select is None else tuple(select), tuple(ignore or ())))


@lru_cache(maxsize=64)
def _selected(rules: tuple[Rule, ...], select: tuple[str, ...] | None, ignore: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(r for r in rules if _chosen(r, select) > _longest(r, ignore))


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
    return len(pattern) if pattern and begins(rule.code, pattern.upper()) else -1
