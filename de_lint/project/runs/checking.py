"""A run over many inputs: what is known from earlier runs is not judged again, the rest is shared among processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from de_lint.project.files.discovery import Input, reason
from de_lint.project.runs.judging import Failed, Judged, Stopped, Verdict
from de_lint.project.runs.pool import Crashed, PoolTask, ProcessPool

if TYPE_CHECKING:
    from de_lint.project.configuration.projects import Projects
    from de_lint.project.runs.cache import ResultCache

CRASHED = "internal failure: the process that read it ended"


class Checking:
    """Judges inputs; with a cache, each file whose verdict is known is only read."""

    def __init__(self, projects: Projects, pool: ProcessPool[Verdict], cache: ResultCache | None = None) -> None:
        """Take the settings of files, who judges, and where verdicts are kept."""
        self._projects = projects
        self._pool = pool
        self._cache = cache

    def verdicts(self, inputs: Iterable[Input]) -> Iterator[tuple[Input, Judged | Failed]]:
        """Yield every input with its verdict, in order; ConfigurationError and UnknownRole end the run."""
        given: deque[tuple[Input, bool]] = deque()  # those on their way, and whether the verdict is to be kept
        parts = self._parts(inputs, given)
        try:
            for found in self._pool.results(parts):
                each, is_new = given.popleft()
                verdict = Failed(CRASHED) if isinstance(found, Crashed) else found
                if isinstance(verdict, Stopped):
                    raise verdict.error()
                if self._cache and is_new and isinstance(verdict, Judged) and verdict.lasting:
                    self._cache.put(each, verdict)
                yield each, verdict
        finally:  # what is known by now is known to the next run, however this one ends
            if self._cache:
                self._cache.write()

    def answers(self, verdicts: Iterable[tuple[Input, Judged | Failed]]) -> Iterator[tuple[Input, Judged | Failed]]:
        """Yield the inputs with reports that answer delegations in any of them, and how well they do, in order."""
        from de_lint.project.pairs.pairing import Answering

        yield from Answering(self._projects, self._cache).verdicts(verdicts)
        if self._cache:
            self._cache.write()

    def _parts(self, inputs: Iterable[Input], given: deque[tuple[Input, bool]]) -> Iterator[PoolTask | Verdict]:
        for each in inputs:
            known = None
            try:
                if self._cache is None:
                    data = each.read()
                else:
                    settings = self._projects.of(each.place or each.path)
                    known = self._cache.known(each, settings)
                    if known is None:
                        data, known = self._cache.read(each, settings)
            except OSError as error:
                given.append((each, False))
                yield Failed(reason(error))
                continue
            given.append((each, known is None))
            yield known or PoolTask((data, each.path, each.place or each.path, each.place is not None))
