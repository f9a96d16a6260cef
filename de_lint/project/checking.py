"""A run over many inputs: what is known from earlier runs is not judged again, the rest is shared among processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from de_lint.project.discovery import Input, reason
from de_lint.project.judging_files import Failed, Judged, Stopped, Verdict
from de_lint.project.pool import Crashed, Pool, Task

if TYPE_CHECKING:
    from de_lint.project.cache import Cache
    from de_lint.project.cache_keys import CacheKeys
    from de_lint.project.projects import Projects

CRASHED = "internal failure: the process that read it ended"


class Checking:
    """Judges inputs; with a cache, each file whose verdict is known is only read."""

    def __init__(self, projects: Projects, pool: Pool[Verdict], cache: tuple[Cache, CacheKeys] | None = None) -> None:
        """Take the settings of files, who judges, and where verdicts are kept under which keys."""
        self._projects = projects
        self._pool = pool
        self._cache = cache

    def verdicts(self, inputs: Iterable[Input]) -> Iterator[tuple[Input, Judged | Failed]]:
        """Yield every input with its verdict, in order; ConfigurationError and UnknownRole end the run."""
        given: list[tuple[Input, str | None]] = []  # those on their way, with the key to keep the verdict under
        parts = self._parts(inputs, given)
        for found in self._pool.results(parts):
            each, key = given.pop(0)
            verdict = Failed(CRASHED) if isinstance(found, Crashed) else found
            if isinstance(verdict, Stopped):
                raise verdict.error()
            if self._cache and key and isinstance(verdict, Judged) and verdict.lasting:
                self._cache[0].put(key, verdict)
            yield each, verdict

    def answers(self, verdicts: Iterable[tuple[Input, Judged | Failed]]) -> Iterator[tuple[Input, Judged | Failed]]:
        """Yield the inputs with reports that answer delegations in any of them, and how well they do, in order."""
        from de_lint.project.pairing_files import Answering

        yield from Answering(self._projects, self._cache).verdicts(verdicts)

    def _parts(self, inputs: Iterable[Input], given: list[tuple[Input, str | None]]) -> Iterator[Task | Verdict]:
        for each in inputs:
            file = str(each.file or each.path)
            try:
                data = each.read()
            except OSError as error:
                given.append((each, None))
                yield Failed(reason(error))
                continue
            key = self._key(each, data, file)
            known = self._cache[0].get(key) if self._cache and key else None
            given.append((each, None if known else key))
            yield known or Task((data, each.path, file))

    def _key(self, each: Input, data: bytes, file: str) -> str | None:
        """Return the key of a file; None without a cache and for standard input."""
        if self._cache is None or each.file is None:
            return None
        return self._cache[1].of(self._projects.of(file), data, each.path, file)
