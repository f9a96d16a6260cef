"""A run of `convert`: into a stream, or into an archive's file with a way back after an interruption."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from de_lint.bulk.converting import Done, RefusedInput
from de_lint.bulk.tally import Tally
from de_lint.cli.shown.progress import shows_progress, with_progress
from de_lint.cli.shown.streams import complain, remark, warn, write_stdout
from de_lint.project.files.discovery import reason
from de_lint.project.runs.pool import FEW

if TYPE_CHECKING:
    from de_lint.bulk.conversion import Converted
    from de_lint.bulk.formats import Format
    from de_lint.bulk.inputs.columns import Absences, Absent
    from de_lint.bulk.inputs.item import Item
    from de_lint.bulk.inputs.sources import Sources
    from de_lint.bulk.losses import LossReport

Convert = Callable[[Iterable["Item"]], Iterator[tuple["Item", Done | RefusedInput]]]


class Refusals:
    """Tells on stderr what was not converted, and keeps it in the quarantine if there is one."""

    def __init__(self, folder: Path | None) -> None:
        self.folders = [folder] if folder else []
        self._absences: dict[str, Absences] = {}

    def tell(self, item: Item, refused: RefusedInput) -> None:
        """Take an input that was not converted."""
        from de_lint.bulk.quarantine import Quarantine

        if item.absent is None:
            complain(item.name, refused.why)
        else:
            self._count(item.absent)
        for folder in self.folders:
            try:
                Quarantine(folder).add(item.name, refused.data, refused.why, item.twin)
            except OSError as error:  # such as a full disk
                complain(item.name, f"cannot be quarantined: {reason(error)}")

    def _count(self, absent: Absent) -> None:
        from de_lint.bulk.inputs.columns import Absences

        self._absences.setdefault(absent.file, Absences(absent)).add(absent)

    def tell_rest(self) -> None:
        """Tell of the lines that lack a column, once for each file."""
        for file, absences in self._absences.items():
            complain(file, str(absences))
        self._absences.clear()

    def forget(self, item: Item) -> None:
        """Take an input that was converted: what an earlier run kept of it goes."""
        from de_lint.bulk.quarantine import Quarantine

        for folder in self.folders:
            try:
                Quarantine(folder).remove(item.name, item.twin)
            except OSError as error:
                complain(item.name, f"cannot be taken out of the quarantine: {reason(error)}")


def number_of_inputs(sources: Sources, few: bool = False) -> int:
    """Return how many inputs there are; with `few`, a little more than a few stands for any larger number.

    Sources that would have to be read for that count as many.
    """
    if not sources.countable:
        return FEW + 1
    return sum(1 for _ in (islice(sources, FEW + 1) if few else sources))


def into_stream(
    sources: Sources, convert: Convert, written: Format, target: Path | None, refusals: Refusals, losses: Path | None
) -> int:
    """Convert to standard output, to a device or a pipe, or a single document to its file; return the exit code."""
    if written.stream is None:
        raise click.UsageError(f"{written.name} is not text: it needs -o FILE.")
    tally, started = Tally(), monotonic()
    length = number_of_inputs(sources) if shows_progress() and sources.countable else None
    with _Losses(losses) as report:
        results = with_progress(convert(sources), length)
        documents = _documents(results, tally, refusals, report)
        try:
            _write(written.stream(documents, sources.single), target)
        finally:
            refusals.tell_rest()
    if tally.files > FEW:
        _tell(tally, monotonic() - started)
    return int(tally.quarantined > 0)


def _documents(
    results: Iterable[tuple[Item, Done | RefusedInput]], tally: Tally, refusals: Refusals, report: LossReport | None
) -> Iterator[Converted]:
    for item, conclusion in results:
        if isinstance(conclusion, RefusedInput):
            refusals.tell(item, conclusion)
            tally.refuse()
            continue
        refusals.forget(item)
        tally.add(conclusion.document, conclusion.account)
        if report is not None:
            report.add(conclusion.document)
        yield conclusion.document


class _Losses:
    """A loss report of a run that cannot be resumed, if one is asked for; it is kept when the run gets to its end."""

    def __init__(self, target: Path | None) -> None:
        self._target = target
        self._report: LossReport | None = None

    def __enter__(self) -> LossReport | None:
        if self._target is not None:
            from de_lint.bulk.losses import LossReport

            if not self._target.parent.is_dir():
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self._target))
            self._folder = TemporaryDirectory(prefix=".de-lint-", dir=self._target.parent)
            self._report = LossReport(self._target, Path(self._folder.name))
            self._report.open(None)
        return self._report

    def __exit__(self, raised: type[BaseException] | None, *_: object) -> None:
        if self._report is not None:
            if raised is None:
                self._report.finish()
            self._report.close()
            self._folder.cleanup()


def _write(pieces: Iterator[str], target: Path | None) -> None:
    if target is None:
        for piece in pieces:
            write_stdout(piece)
        return
    from de_lint.project.files.writing import atomic

    with atomic(str(target)) as stream:
        for piece in pieces:
            stream.write(piece.encode("utf-8"))


def into_archive(
    sources: Sources,
    convert: Convert,
    written: Format,
    target: Path,
    refusals: Refusals,
    losses: Path | None,
    settings: Mapping[str, Any],
    resume: bool,
) -> int:
    """Convert into a file of any format, with a summary beside it; return the exit code."""
    from de_lint.bulk.archive_run import ArchiveRun
    from de_lint.bulk.resumption import is_begun
    from de_lint.project.files.writing import name_file

    run = ArchiveRun(target, written, settings, losses)
    begun = is_begun(run.work)
    if begun and not resume:
        remark(f"{run.work} has an interrupted run, which --resume would have continued; starting over")
    run.begin(resume)
    before = run.done
    if begun and resume:
        remark(f"continuing after {before:,} inputs")
    try:
        length = number_of_inputs(sources) - before if shows_progress() and sources.countable else None
        for item, conclusion in with_progress(convert(run.pending(sources)), length):
            if isinstance(conclusion, RefusedInput):
                refusals.tell(item, conclusion)
            else:
                refusals.forget(item)
            run.take(item, conclusion)
        run.finish()
    except BaseException as error:
        name_file(error, str(target))
        kept = run.abandon()
        if kept and not isinstance(error, GeneratorExit):
            warn(f"interrupted: {kept:,} inputs are saved in {run.work}; repeat the command with --resume to continue")
        raise
    finally:
        refusals.tell_rest()
    _tell(run.tally, run.seconds)
    return int(run.tally.quarantined > 0)


def _tell(tally: Tally, seconds: float) -> None:
    from de_lint.bulk.run_summary import summary_lines

    for line in summary_lines(tally, seconds):
        remark(line)
