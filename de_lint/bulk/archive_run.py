"""A conversion into a sink: interrupted anywhere, by anything, it goes on to the same result."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from de_lint.bulk.converting import Done, RefusedInput
from de_lint.bulk.formats import Format
from de_lint.bulk.inputs.item import Item
from de_lint.bulk.losses import LossReport
from de_lint.bulk.resumption import ResumptionError, State, forget, is_begun, work_folder
from de_lint.bulk.run_summary import summary_text
from de_lint.bulk.sinks.sink import Sink
from de_lint.bulk.tally import Tally
from de_lint.project.files.writing import atomic

#: What a kill costs at most: so many documents, or so many seconds.
DOCUMENTS, SECONDS = 500, 1.0


class ArchiveRun:
    """Takes documents and refusals, keeps them safe every second, and completes the output at the end.

    Beside the output `OUT` stands `OUT.partial/` until then, and `OUT.summary.json` from then on.
    """

    def __init__(self, target: Path, written: Format, settings: Mapping[str, Any], losses: Path | None = None) -> None:
        """Take the output and its format, what must be the same when the run is resumed, and where losses go."""
        self._target = target
        self._settings = dict(settings)
        self._format = written
        self._losses = losses
        self.work = work_folder(target)
        self.tally = Tally()
        self._open = ExitStack()
        self._sinks: dict[str, Sink] = {}
        self._on_their_way: set[str] = set()
        self._since = 0
        self._saved = self._started = time.monotonic()
        self._over = False  # all is written that is to be

    def begin(self, resume: bool) -> None:
        """Begin, or with `resume` go on with what was interrupted; ResumptionError says why that is impossible."""
        for file in (self._target, self._losses or self._target):
            _find_folder(file)
        self._goes_on = is_begun(self.work) and resume
        if not self._goes_on:
            forget(self.work)
        try:
            self._state = self._opened_state()
        except BaseException:
            self.close()
            raise
        try:
            self._take_up()
            for name, each in self._sinks.items():
                if not self._placed:
                    each.open(self._state.fact(name))
            if self._state.fact("tally") is None:
                self._save()
        except BaseException as error:
            self.abandon()
            if self._goes_on and isinstance(error, Exception) and not isinstance(error, OSError):
                why = " ".join(str(error).split()) or type(error).__name__
                raise ResumptionError(self.work, f"its state cannot be read ({why}): delete it") from None
            raise

    def _opened_state(self) -> State:
        (self.work / "output").mkdir(parents=True, exist_ok=True)
        state = State(self.work)
        self._open.callback(state.close)
        known = state.fact("settings")
        if known not in (None, self._settings):
            before = known if isinstance(known, dict) else {}
            differing = ", ".join(name for name in self._settings if before.get(name) != self._settings[name])
            raise ResumptionError(self.work, f"the interrupted run had other settings: {differing}")
        self._sinks["mark"] = self._format.sink(self._target, self.work / "output")
        if self._losses is not None:
            self._sinks["losses"] = LossReport(self._losses, self.work)
        for each in self._sinks.values():
            self._open.callback(each.close)
        return state

    def _take_up(self) -> None:
        tally, seconds = self._state.fact("tally"), self._state.fact("seconds")
        self.tally = Tally.from_json(tally) if tally else Tally()
        self._started -= seconds or 0.0
        #: Whether an earlier run was ended after it had put its output in place.
        before = self._state.fact("finishing")
        self._placed = before is not None and self._target.is_file() and before != self._standing()

    @property
    def done(self) -> int:
        """Return how many inputs were done when the run began."""
        return self._state.done()

    def pending(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items that are not done yet, each once."""
        for each in () if self._placed else items:
            if each.identity not in self._on_their_way and not self._state.holds(each.identity):
                self._on_their_way.add(each.identity)
                yield each

    def take(self, item: Item, conclusion: Done | RefusedInput) -> None:
        """Take what became of an item; every now and then, put all of it on the disk."""
        self._on_their_way.discard(item.identity)
        if isinstance(conclusion, RefusedInput):
            self.tally.refuse()
            self._state.add(item.identity, item.name, conclusion.why)
        else:
            self.tally.add(conclusion.document, conclusion.account)
            for each in self._sinks.values():
                each.add(conclusion.document)
            self._state.add(item.identity)
        self._since += 1
        due = self._since >= DOCUMENTS or time.monotonic() - self._saved >= SECONDS
        if due and not conclusion.together:
            self._save()

    def _save(self, **more: Any) -> None:
        """Commit the sinks, then what they hold: a kill between the two makes them drop what nobody knows of."""
        facts = {name: dict(each.commit()) for name, each in self._sinks.items()}
        self._state.commit(
            {"settings": self._settings, "tally": self.tally.to_json(), "seconds": self.seconds, **facts, **more}
        )
        self._since, self._saved = 0, time.monotonic()

    def finish(self) -> None:
        """Complete the output, write the summary and take the work folder away."""
        if not self._placed:
            self._save(finishing=self._standing())
            # The output comes last, as its being there tells that all is.
            for name in reversed(self._sinks):
                self._sinks[name].finish()
        summary = summary_text(self.tally, self.seconds, self._format.name, self._state.refused())
        with atomic(f"{self._target}.summary.json") as stream:
            stream.write(summary.encode("utf-8"))
        self._over = True
        self.close()
        shutil.rmtree(self.work)

    @property
    def seconds(self) -> float:
        """Return how long the run has taken, with what was before an interruption."""
        return round(time.monotonic() - self._started, 3)

    def abandon(self) -> int:
        """Close everything and return how many inputs are safe; a run that began with none leaves nothing behind."""
        try:
            kept = 0 if self._over else self.done
        finally:
            self.close()
        if self._over:
            shutil.rmtree(self.work, ignore_errors=True)
        if not kept and not self._goes_on:
            shutil.rmtree(self.work, ignore_errors=True)
        return kept

    def close(self) -> None:
        """Let go of everything; what was committed stays."""
        self._open.close()

    def _standing(self) -> list[int]:
        """Return what tells the file that is in the output's place from the one that will be."""
        try:
            now = self._target.stat()
        except OSError:
            return []
        return [now.st_ino, now.st_mtime_ns, now.st_size]


def _find_folder(file: Path) -> None:
    """Fail for a file in a folder that does not exist, before anything is done for nothing."""
    if not file.parent.is_dir():
        code = errno.ENOTDIR if file.parent.exists() else errno.ENOENT
        raise OSError(code, os.strerror(code), str(file))
