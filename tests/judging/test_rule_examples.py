"""Every rule's page shows what it reports and what it lets through: both are run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from de_lint.diagnostics import Finding, Fix, Severity
from de_lint.judging.check import check
from de_lint.judging.pairs import NamedDelegation
from de_lint.judging.policy import CommitState, Policy, SessionClaim
from de_lint.judging.rule import Rule
from de_lint.judging.rules import all_rules
from de_lint.project.repository.ticket_registry import ListedTickets
from de_lint.reading.document import Document, read
from de_lint.reading.source import read_source
from de_lint.reading.values.tickets import TicketSystems
from de_lint.vocabulary.schemas import schema
from de_lint.writing.edits import edited

#: An example of a rule about answers begins with the delegation that is answered.
_EXAMPLE = (
    r"^## {}\n(?:```delegation\n(?P<asked>.*?\n)```\n)?(?P<fence>`{{3,}})(?P<info>\w+)\n(?P<text>.*?)\n(?P=fence)$"
)
_HEADINGS = ("## What it does", "## Why is this bad?", "## Bad", "## Good")

#: What the session tells of the pages of the rules that need one.
SESSION = {
    "All tests pass": "contradicted",
    "The build passes (`make build || true`)": "masked",
    "Lint is clean": "stale",
    "Pushed to": "unproven",
}

rules = pytest.mark.parametrize("rule", all_rules(), ids=lambda r: r.name)


class Told:
    """The working tree and history that the pages of some rules tell of."""

    asked = False

    def has(self, path: str) -> bool:
        return path in ("src/prices.py", "src/tax.py")

    has_exactly = has

    def near(self, path: str) -> str | None:
        return "src/prices.py"

    def commits(self, hashes: Iterable[str]) -> dict[str, CommitState]:
        return {one: "known" if one == "4be71c0" else "unknown" for one in hashes}

    def changed(self, path: str) -> bool:
        return path == "src/prices.py"

    def changes(self) -> None:
        return None

    def is_number_of_changes(self, number: int) -> bool:
        return number == 1

    def base(self) -> str:
        return "main"


@pytest.fixture(scope="module")
def with_tickets(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """The registry that the pages of some rules tell of."""
    listed = tmp_path_factory.mktemp("tickets") / "tickets.txt"
    listed.write_text("ISS-0733 open\nTSK-0415 closed\nTSK-0416 open\n")
    tickets = schema("tickets")
    return Policy(registry=ListedTickets(listed, TicketSystems(tickets), tickets["closed"]), evidence=Told())


def judged(rule: Rule, document: Document, policy: Policy, asked: NamedDelegation | None = None) -> list[Finding]:
    """Return what a rule finds; those about tickets that there are need a registry, those about claims evidence."""
    answers = {r: asked for r in document.records if r.kind == "progress_report"} if asked else {}
    needed = "registry" in rule.documentation or rule.code.startswith("E")
    policy = replace(policy, session=told_by_session(document))
    return check(document, select=[rule.code], policy=policy if needed else None, asked=answers)


def told_by_session(document: Document) -> tuple[SessionClaim, ...]:
    rows = [(row, line.raw) for row, line in enumerate(document.source.lines)]
    claims = [(text, row, verdict) for text, verdict in SESSION.items() for row, line in rows if text in line]
    return tuple(SessionClaim(text, row, verdict, "the log says so") for text, row, verdict in claims)


def asked_in(rule: Rule, name: str) -> NamedDelegation | None:
    """Return the delegation that an example of a rule's page answers; None for the others."""
    found = match(rule, name)["asked"]
    assert bool(found) == rule.paired
    return NamedDelegation(read(found).records[0], "asked.md") if found else None


def match(rule: Rule, name: str) -> re.Match[str]:
    found = re.search(_EXAMPLE.format(name), rule.documentation, re.MULTILINE | re.DOTALL)
    assert found, f"{rule.name} has no example called {name}"
    return found


def example(rule: Rule, name: str) -> bytes:
    """Return an example of a rule's page; one fenced as `bytes` is written with Python's escapes."""
    found = match(rule, name)
    text = found["text"] + "\n"
    if found["info"] == "bytes":
        return text.encode("ascii").decode("unicode_escape").encode("latin-1")
    return text.encode("utf-8")


def applied(text: str, fixes: list[Fix]) -> str:
    data = text.encode()
    mended, made = edited(data, read_source(data), [fix.edits for fix in fixes])
    assert all(made)
    return mended.decode()


@rules
def test_page_is_complete(rule: Rule) -> None:
    at = [rule.documentation.find(f"\n{h}\n") for h in _HEADINGS]
    assert -1 not in at
    assert at == sorted(at)
    assert rule.summary.endswith(".")
    assert len(rule.summary) < 100


@rules
def test_examples_show_little_else(rule: Rule) -> None:
    for name in ("Bad", "Good"):
        assert match(rule, name)[0].count("\n") <= 26, "cut the lines that the rule does not look at"


@rules
def test_bad_is_reported(rule: Rule, with_tickets: Policy) -> None:
    found = judged(rule, read(example(rule, "Bad")), with_tickets, asked_in(rule, "Bad"))
    assert found
    assert {f.code for f in found} == {rule.code}
    assert all("\n" not in f.message and f.message for f in found)


@rules
def test_bad_breaks_no_other_rule_gravely(rule: Rule) -> None:
    others = [f for f in check(read(example(rule, "Bad"))) if f.code != rule.code]
    assert [f for f in others if f.severity is Severity.ERROR] == []


@rules
def test_good_is_let_through(rule: Rule, with_tickets: Policy) -> None:
    document = read(example(rule, "Good"))
    assert document.records
    assert judged(rule, document, with_tickets, asked_in(rule, "Good")) == []
    assert [f for f in check(document) if f.severity is Severity.ERROR] == []


@rules
def test_good_delegation_is_let_through(rule: Rule) -> None:
    for name in ("Bad", "Good"):
        asked = match(rule, name)["asked"]
        assert [f for f in check(read(asked or "")) if f.severity is Severity.ERROR] == []


@rules
def test_fix_mends_bad(rule: Rule, with_tickets: Policy) -> None:
    bad = example(rule, "Bad").decode("utf-8", "replace")
    fixes = [f.fix for f in judged(rule, read(bad), with_tickets) if f.fix]
    assert bool(fixes) == rule.fixable
    if fixes:
        mended = applied(bad, fixes)
        assert judged(rule, read(mended), with_tickets) == []
        assert "## Fix safety" in rule.documentation


@rules
def test_rule_is_silent_without_a_record(rule: Rule) -> None:
    assert check(read(b"A note, \xff\xe9 \xe2\x80\x8b and \xef\xbf\xbd.\n\n```\ncode\n"), select=[rule.code]) == []
