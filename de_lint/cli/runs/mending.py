"""What `check` does about findings: fixes them, shows what it would fix, silences them, compares with a baseline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from de_lint.classes import dataclass, field
from de_lint.cli.options.common import as_one
from de_lint.cli.shown.streams import complain, remark
from de_lint.diagnostics import Finding
from de_lint.output.lines import count
from de_lint.project.configuration.files import ConfigurationError
from de_lint.project.files.discovery import Input, reason

if TYPE_CHECKING:
    from de_lint.cli.runs.outcome import RunOutcome
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.repository.changed import ChangedLines
    from de_lint.project.runs.baseline import Baseline
    from de_lint.project.runs.fixing import FileOfProject

_OPTIONS = (
    click.option("--fix", is_flag=True, help="Apply safe fixes, and report the rest."),
    click.option("--unsafe-fixes", is_flag=True, help="Also apply fixes that may change the meaning."),
    click.option("--diff", is_flag=True, help="Show what --fix would change, without changing it."),
    click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if anything was fixed."),
    click.option("--no-suppressions", is_flag=True, help="Ignore suppression comments."),
    click.option("--add-suppressions", is_flag=True, help="Write a suppression comment for every finding."),
    click.option(
        "--reason", metavar="TEXT", default="not fixed yet", show_default=True,
        help="Reason for --add-suppressions.",
    ),
    click.option(
        "--baseline", metavar="FILE", type=click.Path(dir_okay=False),
        help="Report only findings that FILE does not allow.",
    ),
    click.option("--no-baseline", is_flag=True, help="Ignore the configured baseline."),
    click.option(
        "--write-baseline", metavar="FILE", type=click.Path(dir_okay=False),
        help="Write the counts of findings by file and rule to FILE; with --baseline, only lower counts.",
    ),
)  # fmt: skip


@dataclass
class Mending:
    """The options, a field each, and what was done."""

    fix: bool
    unsafe_fixes: bool
    diff: bool
    exit_non_zero_on_fix: bool
    no_suppressions: bool
    add_suppressions: bool
    reason: str
    baseline: str | None
    no_baseline: bool
    write_baseline: str | None
    fixed: list[Finding] = field(default_factory=list, init=False)
    #: The diffs of what would be changed.
    diffs: list[str] = field(default_factory=list, init=False)
    #: What standard input is after its fixes.
    text: bytes | None = field(default=None, init=False)

    @property
    def changes_text(self) -> bool:
        """Tell whether fixes are wanted, made or only shown."""
        return self.fix or self.diff

    def held(self, inputs: Sequence[Input], changed: bool) -> list[Input]:
        """Return the inputs so that each can be read again; fail for options that do not go together."""
        if changed and (self.baseline or self.write_baseline):
            raise click.UsageError("--changed and baselines cannot be combined: a baseline counts whole files.")
        if self.baseline and self.no_baseline:
            raise click.UsageError("--baseline and --no-baseline cannot be combined.")
        if self.add_suppressions and any(each.file is None for each in inputs):
            raise click.UsageError("--add-suppressions needs files, not standard input.")
        if self.add_suppressions and self.diff:
            raise click.UsageError("--add-suppressions and --diff cannot be combined.")
        if all(each.place is not None for each in inputs):
            return list(inputs)
        from de_lint.project.runs.fixing import held

        return [held(each) for each in inputs]

    def apply_fixes(
        self, outcome: RunOutcome, inputs: Sequence[Input], projects: Projects, changes: ChangedLines | None
    ) -> None:
        """Fix the files with findings that can be fixed, and put what remains in place of what was found."""
        if not self.changes_text:
            return
        from de_lint.writing.fixing import applicable

        fixable = {each.path for each in outcome.findings if applicable(each, self.unsafe_fixes)}
        for given in inputs:
            if given.file is None and given.path in outcome.files:
                self.text = given.read()
            if given.path in fixable:
                self._each(outcome, given, projects, lambda file: self._fix(outcome, file, changes))
        if self.fixed:
            files = count(len({each.path for each in self.fixed}), "file")
            said = "would fix" if self.diff else "fixed"
            remark(f"{said} {count(len(self.fixed), 'finding')} in {files}")

    def _fix(self, outcome: RunOutcome, file: FileOfProject, changes: ChangedLines | None) -> None:
        given = file.given
        data = given.read()
        result = file.fixed(data, self.unsafe_fixes, changes)
        if result.data == data:
            return
        if self.diff:
            from de_lint.output.diff import text_diff

            self.diffs.append(text_diff(given.path, data, result.data))
        else:
            file.write(result.data, data)
            outcome.replace(given.path, result.remaining, [line.raw for line in result.document.source.lines])
            if given.file is None:
                self.text = result.data
        self.fixed += result.fixed

    def compare(self, outcome: RunOutcome, configured: Sequence[Baseline], all_rules: bool) -> None:
        """Leave out what a baseline allows, the `configured` ones unless the options name one or write one.

        Unless all rules of the configuration ran, a count may be lower because its rule did not run.
        """
        known = _loaded(self.baseline)
        written = self._updated(outcome, known)
        if written is not None:
            outcome.findings = (known or written).new(outcome.findings)
            return
        for baseline in [known] if known is not None else configured:
            if all_rules:
                from de_lint.project.runs.baseline import lines_about

                for path, why in lines_about(baseline.stale(outcome.findings, outcome.files)):
                    complain(path, why)
            outcome.findings = baseline.new(outcome.findings)

    def configured(self, inputs: Sequence[Input], projects: Projects, changed: bool) -> list[Baseline]:
        """Return the baselines of the configurations that the inputs are under; counts are not of changed lines."""
        if changed or self.no_baseline or self.baseline or self.write_baseline:
            return []
        if not any(settings.configuration.data.get("baseline") for settings in projects.in_use()):
            return []
        from de_lint.project.runs.baseline import configured_baselines

        return configured_baselines({projects.of(each.file or each.path).configuration: None for each in inputs})

    def _updated(self, outcome: RunOutcome, known: Baseline | None) -> Baseline | None:
        """Return the baseline written; with one that is known no count becomes larger."""
        if self.write_baseline is None:
            return None
        from pathlib import Path

        from de_lint.project.runs.baseline import Baseline

        before = known or (_loaded(self.write_baseline) if Path(self.write_baseline).exists() else None)
        before = before.moved_to(self.write_baseline) if before else Baseline(self.write_baseline)
        written = before.updated(outcome.findings, outcome.files, grow=known is None)
        try:
            written.write()
        except OSError as error:
            outcome.fail(self.write_baseline, reason(error))
        return written

    def silence(self, outcome: RunOutcome, inputs: Sequence[Input], projects: Projects) -> None:
        """Write comments that silence what is left."""
        if not self.add_suppressions:
            return
        left = {each.path for each in outcome.findings}
        for given in inputs:
            if given.path in left:
                self._each(outcome, given, projects, lambda file: self._silence(outcome, file))

    def _silence(self, outcome: RunOutcome, file: FileOfProject) -> None:
        path = file.given.path
        own = [each for each in outcome.findings if each.path == path]
        data = file.given.read()
        new = file.suppressed(data, own, self.reason)
        if new != data:
            file.write(new, data)
            document = file.read(new)
            outcome.replace(path, file.judge(document), [line.raw for line in document.source.lines])

    def _each(
        self, outcome: RunOutcome, given: Input, projects: Projects, change: Callable[[FileOfProject], None]
    ) -> None:
        """Change one file; what goes wrong with it stops no other."""
        from de_lint.project.runs.fixing import FileOfProject

        try:
            change(FileOfProject(given, projects))
        except ConfigurationError:
            raise
        except OSError as error:
            outcome.fail(given.path, reason(error))
        except Exception as error:
            outcome.fail(given.path, f"internal failure: {type(error).__name__}: {error}")

    def exit_code(self, verdict: int, exit_zero: bool) -> int:
        """Return the exit code of a run whose findings alone would give `verdict`."""
        if verdict == 2:
            return 2
        if self.diff:
            return int(bool(self.diffs) and not exit_zero)
        return 1 if self.fixed and self.exit_non_zero_on_fix and not exit_zero else verdict


def _loaded(file: str | None) -> Baseline | None:
    if file is None:
        return None
    from de_lint.project.runs.baseline import Baseline

    return Baseline.load(file)


options = as_one("mending", Mending, *_OPTIONS)
