"""What a rule is: one file with a docstring, its constants (a code, a severity, what sets it apart) and `check`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from de_lint.classes import dataclass, field
from de_lint.diagnostics import Finding, Fix, Severity, Span
from de_lint.judging.open_places import Surroundings, open_places
from de_lint.judging.own_forms import breaches, follows
from de_lint.judging.pairs import NamedDelegation, Pair
from de_lint.judging.places import Leaves, LinePiece
from de_lint.judging.policy import Policy
from de_lint.judging.suppressions import Suppression, suppressions_in
from de_lint.judging.violations import Violation, violations
from de_lint.reading.document import Document
from de_lint.reading.records.record import Record
from de_lint.reading.source import Source, TextProblem
from de_lint.reading.values.placeholders import Placeholder

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found, before it gets the rule's code: a place, a message in the document's words, maybe a fix."""

    span: Span
    message: str
    record: Record | None = None
    pointer: str | None = None
    fix: Fix | None = None
    severity: Severity | None = None


@dataclass(eq=False)
class Subject:
    """What rules look at: a document, its records including those within others, and the schemas' verdict on each."""

    document: Document
    today: date = field(default_factory=date.today)
    policy: Policy = field(default_factory=Policy)
    #: The delegations that reports of the document answer, as far as they are known.
    asked: Mapping[Record, NamedDelegation] = field(default_factory=dict)
    _made: dict[tuple[str, Record], Any] = field(default_factory=dict)

    @cached_property
    def records(self) -> list[Record]:
        """Every record, those inside template documents included."""
        return [r for top in self.document.records for r in top.walk()]

    @cached_property
    def judged(self) -> list[Record]:
        """The records whose values are judged: everything but templates, whose values are still to be filled in."""
        return [r for r in self.records if r.context != "template"]

    @cached_property
    def pairs(self) -> list[Pair]:
        """The judged reports whose delegation is known, together with it."""
        return [Pair(self.asked[r], r, self.source) for r in self.judged if r in self.asked]

    @cached_property
    def suppressions(self) -> list[Suppression]:
        """The comments that silence findings; none in a document without records, or where the policy wants none."""
        return suppressions_in(self.document) if self.policy.suppressions and self.document.records else []

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, by code."""
        from de_lint.judging.rules import all_rules  # whose files import this one

        return self.policy.rules or all_rules()

    @property
    def source(self) -> Source:
        """The document's source."""
        return self.document.source

    def damage(self, kind: str) -> Iterator[TextProblem]:
        """Yield what is wrong with the text of a document that holds a record; any other document is silent."""
        if self.document.records:
            yield from (p for p in self.source.problems if p.kind == kind)

    def record_on(self, line: int) -> Record | None:
        """Return the innermost record that accounts for a line (from 1)."""
        return self._by_line.get(line - 1)

    @cached_property
    def _by_line(self) -> dict[int, Record]:
        """The innermost record of each line: inner ones come after those that hold them."""
        return {line: r for r in self.records for line in r.lines}

    def once(self, name: str, record: Record, make: Callable[[], Made]) -> Made:
        """Return what is made of a record, made once for all rules; `name` tells it from other things made of it."""
        key = name, record
        if key not in self._made:
            self._made[key] = make()
        found: Made = self._made[key]
        return found

    def violations(self, record: Record) -> list[Violation]:
        """Return the verdict on a record: of its role's own form, or else of the schemas that it is held to."""
        role, given = follows(record), self.document.role
        made = (lambda: list(breaches(record, role))) if role else (lambda: violations(record, given))
        return self.once("violations", record, made)

    def leaves(self, record: Record) -> Leaves:
        """Return where the leaves of a record stand."""
        return self.once("leaves", record, lambda: Leaves(record))

    def open_places(self, record: Record) -> list[tuple[LinePiece, Placeholder]]:
        """Return what a record leaves to be filled in, and where."""
        return self.once("open places", record, lambda: open_places(self.document, record, self._around))

    @cached_property
    def _around(self) -> Surroundings:
        return Surroundings(self.source)

    @cached_property
    def headings(self) -> frozenset[int]:
        """The lines (from 0) of headings."""
        return frozenset(n for b in self.document.blocks if b.kind == "heading" for n in range(b.start, b.end))

    def pointer(self, record: Record, within: str) -> str:
        """Return the pointer, from the document's root, of a pointer within a record."""
        return self._pointers.get(record, "") + within

    @cached_property
    def _pointers(self) -> dict[Record, str]:
        """Where each record stands in the document's JSON."""
        tops = enumerate(self.document.records)
        return {r: f"/records/{i}{r.pointer}" for i, top in tops for r in top.walk()}


Check = Callable[[Subject], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as its file declares it."""

    code: str
    name: str
    severity: Severity
    summary: str
    documentation: str
    check: Check
    fixable: bool = False
    default: bool = True
    #: Runs once the others have run and the comments that silence them have been heeded.
    last: bool = False
    #: Judges reports by the delegation that they answer, and is silent where that is not known.
    paired: bool = False
    #: What it needs and is silent without: HISTORY of git, BASE for what differs from a commit, the SESSION's log.
    asks: str = ""
    #: Where it is from, as messages call it: an installed package, a configuration; blank for one that ships.
    origin: str = ""

    def finding(self, problem: Problem, subject: Subject) -> Finding:
        """Return the finding that a problem is under this rule."""
        record = problem.record or subject.record_on(problem.span.start_line)
        pointer = problem.pointer
        if problem.record and pointer is None:
            pointer = subject.leaves(problem.record).at(problem.span)
        if record is not None and pointer is not None:
            pointer = subject.pointer(record, pointer)
        return Finding(
            self.code,
            self.name,
            problem.severity or self.severity,
            problem.message,
            subject.document.source.path,
            problem.span,
            record.kind if record else None,
            pointer,
            problem.fix,
        )
