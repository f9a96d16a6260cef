"""What a run of `check` has found so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from de_lint.classes import dataclass, field, replace
from de_lint.cli.shown.streams import complain, is_quiet, warn
from de_lint.diagnostics import Finding, Severity
from de_lint.output.lines import count
from de_lint.project.files.discovery import Input
from de_lint.project.runs.judging import Failed, Judged

if TYPE_CHECKING:
    from de_lint.judging.rule import Rule
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.repository.changed import ChangedLines

#: Where a program names a whole repository's files, the sum says enough.
_MOST_NAMED = 20
#: A damaged file may have a finding every few characters, and each of them takes kilobytes to show.
MOST_ALIKE = 1_000


@dataclass
class RunOutcome:
    """The findings of a run; `failed` when something could not be read, judged or written."""

    projects: Projects | None = None
    findings: list[Finding] = field(default_factory=list)
    sources: dict[str, Sequence[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    failed: bool = False
    #: The files that hold neither a delegation nor a report nor a template.
    without_records: list[Input] = field(default_factory=list)
    #: How many records of each kind there are.
    kinds: Counter[str] = field(default_factory=Counter)

    def more_rules(self) -> Iterable[Rule]:
        """Yield the rules that the settings in use add."""
        return (rule for settings in (self.projects.in_use() if self.projects else ()) for rule in settings.rules)

    def fail(self, path: str, why: str) -> None:
        """Report a path that stopped neither the run nor the other paths."""
        complain(path, why)
        self.failed = True

    def add(self, given: Input, verdict: Judged | Failed, changes: ChangedLines | None) -> None:
        """Take the verdict on an input; with `changes`, only of what is changed."""
        if isinstance(verdict, Failed):
            self.fail(given.path, verdict.why)
            return
        self.files.append(given.path)
        self.kinds.update(verdict.records)
        if not verdict.records:
            self.without_records.append(given)
        findings = verdict.findings
        if changes is not None:
            file = given.file or given.path
            findings = tuple(each for each in findings if changes.holds(each, file))
        if findings:
            self.findings += findings
            self.sources[given.path] = verdict.lines

    def add_answers(self, verdicts: Iterable[tuple[Input, Judged | Failed]]) -> None:
        """Take what is found in files that are known already, now that it is known which delegations they answer."""
        for given, verdict in verdicts:
            if isinstance(verdict, Failed):
                self.fail(given.path, verdict.why)
            elif verdict.findings:
                self.findings += verdict.findings
                self.sources[given.path] = verdict.lines

    def replace(self, path: str, findings: Sequence[Finding], lines: Sequence[str]) -> None:
        """Take a new verdict on a file that was changed."""
        self.findings = [each for each in self.findings if each.path != path]
        self.findings += findings
        self.sources[path] = lines

    @property
    def shown(self) -> list[Finding]:
        """The findings, of one rule in one file no more than anybody reads: the last says how many more there are."""
        often = Counter((each.path, each.code) for each in self.findings)
        if not any(number > MOST_ALIKE for number in often.values()):
            return self.findings
        out, seen = [], Counter[tuple[str, str]]()
        for each in self.findings:
            seen[what := (each.path, each.code)] += 1
            if seen[what] == MOST_ALIKE < often[what]:
                more = f"{each.message}; {often[what] - MOST_ALIKE:,} more of this rule in this file are not shown"
                out.append(replace(each, message=more))
            elif seen[what] <= MOST_ALIKE:
                out.append(each)
        return out

    def tell_bare(self, named: Collection[str] | None) -> None:
        """Say on stderr which of the `named` files, or of all, held no record: no finding there is no praise."""
        bare = [each for each in self.without_records if each.path not in self.sources]
        if named is not None:
            bare = [each for each in bare if each.place in named]
        for each in bare if not is_quiet() and (named is None or len(bare) <= _MOST_NAMED) else ():
            complain(each.path, "contains no delegation, report or template")

    def sum_up(self) -> None:
        """Say on stderr what was read and how it stands."""
        held = ", ".join(count(number, kind) for kind, number in self.kinds.most_common())
        number = len(self.files) - len(self.without_records)
        records = f"{number} with records ({held})" if number else "none with records"
        weights = Counter(finding.severity for finding in self.findings)
        found = ", ".join(count(weights[each], each.value) for each in Severity if weights[each]) or "no findings"
        warn(f"{count(len(self.files), 'file')}: {records}, {found}")

    def exit_code(self, fail_on: str, exit_zero: bool) -> int:
        """Return the contract's exit code."""
        if self.failed:
            return 2
        if exit_zero or fail_on == "never":
            return 0
        limit = Severity(fail_on).rank
        return int(any(finding.severity.rank <= limit for finding in self.findings))
