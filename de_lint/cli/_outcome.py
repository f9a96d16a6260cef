"""What a run of `check` has found so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from de_lint.cli._streams import complain, warn
from de_lint.diagnostics import Finding, Severity
from de_lint.output.lines import count
from de_lint.project.discovery import Input
from de_lint.project.judging_files import Failed, Judged

if TYPE_CHECKING:
    from de_lint.project.changed import Changes


@dataclass
class Outcome:
    """The findings of a run; `failed` when something could not be read, judged or written."""

    findings: list[Finding] = field(default_factory=list)
    sources: dict[str, Sequence[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    failed: bool = False
    #: The files that hold neither a delegation nor a report nor a template.
    without_records: list[str] = field(default_factory=list)

    def fail(self, path: str, why: str) -> None:
        """Report a path that stopped neither the run nor the other paths."""
        complain(path, why)
        self.failed = True

    def add(self, given: Input, verdict: Judged | Failed, changes: Changes | None) -> None:
        """Take the verdict on an input; with `changes`, only of what is changed."""
        if isinstance(verdict, Failed):
            self.fail(given.path, verdict.why)
            return
        self.files.append(given.path)
        if not verdict.records:
            self.without_records.append(given.path)
        file = given.file or given.path
        findings = [each for each in verdict.findings if changes is None or changes.holds(each, file)]
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

    def tell_records(self) -> None:
        """Say on stderr which files held no record: no finding in them is no praise."""
        for path in self.without_records:
            complain(path, "holds no record")
        warn(f"{count(len(self.files), 'file')}, {len(self.files) - len(self.without_records)} with records")

    def exit_code(self, fail_on: str, exit_zero: bool) -> int:
        """Return the contract's exit code."""
        if self.failed:
            return 2
        if exit_zero or fail_on == "never":
            return 0
        limit = Severity(fail_on).rank
        return int(any(finding.severity.rank <= limit for finding in self.findings))
