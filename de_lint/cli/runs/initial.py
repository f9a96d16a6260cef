"""The steps of `de-lint init`: look, propose, judge under what is proposed, print and perhaps write."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from de_lint.classes import dataclass, field
from de_lint.cli.options import of_runs
from de_lint.cli.runs.outcome import RunOutcome
from de_lint.cli.shown.initial import RepositoryOverview
from de_lint.cli.shown.progress import with_progress
from de_lint.cli.shown.streams import warn, write_stdout
from de_lint.output.lines import count
from de_lint.project.configuration.files import Configuration
from de_lint.project.configuration.initial import Looked
from de_lint.project.configuration.projects import Projects
from de_lint.project.configuration.proposing import Proposal, ProposedSetting
from de_lint.project.configuration.surveying import look, sample
from de_lint.project.configuration.toml_text import write as write_configuration
from de_lint.project.configuration.writing_proposals import placed
from de_lint.project.files.discovery import Input, reason
from de_lint.project.runs.baseline import Baseline, configured_baselines
from de_lint.project.runs.judging import Failed, Judged

BASELINE = ".de-lint-baseline.json"
#: So many findings fit a screen and can be fixed by hand; with more, only new ones should count.
FEW_FINDINGS = 10


@dataclass
class Initial:
    """One run of the command; `make_projects` makes, in other processes, the same projects anew."""

    projects: Projects
    make_projects: Callable[[], Projects]
    jobs: int | None
    outcome: RunOutcome = field(default_factory=RunOutcome)

    def run(
        self,
        inputs: Sequence[Input],
        excluded: Sequence[str],
        most: int,
        wants_baseline: bool | None,
        write: bool,
        as_json: bool,
    ) -> int:
        """Look at the inputs, at most so many, from which something may be `excluded`; return the exit code."""
        settings = self.projects.of_folder(Path.cwd())
        own = list(self._own(inputs, settings.configuration.folder))
        chosen = sample(own, most)
        looked = Looked(settings, len(own), left_out=len(own) - len(chosen))
        readable = list(self._looked_at(chosen, looked))
        proposal = looked.proposal()
        if excluded:
            patterns = [*settings.configuration.data.get("exclude", ()), *excluded]
            proposal.settings.append(ProposedSetting(("exclude",), patterns, "asked for with --exclude"))
        verdicts = self._judged(readable, proposal.added_to(settings.configuration))
        baseline = self._baseline(looked, proposal, wants_baseline)
        overview = RepositoryOverview(looked, proposal, self.outcome.findings, looked.followed(verdicts))
        new = placed(proposal, settings.configuration.folder, overview.head)
        written = write and self._write(new, baseline, proposal)
        write_stdout(overview.json(new, written) if as_json else overview.text(new, written))
        return 2 * self.outcome.failed

    def _own(self, inputs: Sequence[Input], folder: Path) -> Iterator[Input]:
        """Yield the inputs that are under the folder's configuration: one in a folder below has its own files."""
        for each in inputs:
            file = self.projects.of(each.file or each.path).configuration.file
            if file is None or file.parent == folder or not file.is_relative_to(folder):
                yield each

    def _looked_at(self, inputs: Sequence[Input], looked: Looked) -> Iterator[Input]:
        """Look at the files, and yield those that can be read."""
        for each, seen in with_progress(look(inputs, self.projects, self.make_projects, self.jobs), len(inputs)):
            if isinstance(seen, Failed):
                self.outcome.fail(each.path, seen.why)
            else:
                looked.add(each, seen)
                yield each

    def _judged(self, inputs: Sequence[Input], configuration: Configuration) -> list[tuple[Input, Judged | Failed]]:
        """Judge the files as `check` would under a configuration; nothing is cached of what is only proposed."""
        outcome, projects = self.outcome, Projects(configuration)
        make_projects = partial(Projects, configuration)
        checking = of_runs.checking(projects, make_projects, inputs, self.jobs, no_cache=True)
        verdicts = []
        for each, verdict in with_progress(checking.verdicts(inputs), len(inputs)):
            outcome.add(each, verdict, None)
            verdicts.append((each, verdict))
        outcome.add_answers(checking.answers(verdicts))
        outcome.findings.sort(key=lambda finding: finding.sort_key)
        for known in configured_baselines([configuration]):
            outcome.findings = known.new(outcome.findings)
        return verdicts

    def _baseline(self, looked: Looked, proposal: Proposal, wanted: bool | None) -> Baseline | None:
        """Propose a baseline where there are findings; return the one to write, if it is more than a suggestion."""
        configuration, findings = looked.settings.configuration, self.outcome.findings
        if not findings or wanted is False or "baseline" in configuration.data:
            return None
        active = looked.is_whole and (wanted or len(findings) > FEW_FINDINGS)
        files = count(len({finding.path for finding in findings}), "file")
        why = f"{count(len(findings), 'finding')} in {files} today; with a baseline, only new ones are reported"
        if not active:
            why += f". `de-lint check --write-baseline {BASELINE}` writes one"
        proposal.settings.insert(0, ProposedSetting(("baseline",), BASELINE, why, active=active))
        file = str(configuration.folder / BASELINE)
        return Baseline(file).updated(findings, self.outcome.files, grow=True) if active else None

    def _write(self, new: Configuration, baseline: Baseline | None, proposal: Proposal) -> bool:
        """Write the baseline, then the configuration that names it: both or none."""
        if not proposal.is_active:
            warn("there is nothing to configure, and no file was written")
            return False
        if baseline and os.path.lexists(baseline.file):
            self.outcome.fail(BASELINE, "this file is there already; delete it, or give --no-baseline")
            return False
        try:
            if baseline:
                baseline.write()
            write_configuration(new)
        except OSError as error:
            if baseline:
                with suppress(OSError):
                    os.unlink(baseline.file)
            self.outcome.fail(new.name, reason(error))
            return False
        return True
