"""Work shared among processes: results in the order of the tasks, few of them in memory, no task lost to a crash."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from de_lint.classes import dataclass, field

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Result = TypeVar("Result")

#: Up to this many files, processes take longer to start than to do the work.
FEW = 50
#: Seconds that a process takes until it is ready, roughly: one that is a copy of this one, and one that begins anew. So
#: long a pool that nobody asked for works in this process, and to the end where it would take no longer: small files,
#: or the few that a warm cache does not know, are done by then.
_COPY, _START = 0.15, 0.7
#: Batches on their way for each process: enough that none waits, few enough for memory.
_AHEAD = 3
#: How many bytes and how many tasks go out together: what is sent one by one takes as long to send as to judge.
_BATCH, _MOST = 40_000, 16
#: Libraries with threads of their own.
_THREADED = frozenset({"pyarrow", "duckdb", "distributed", "vl_convert"})


@dataclass(frozen=True, slots=True)
class PoolTask:
    """What a worker is called with."""

    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Crashed:
    """The result of a task whose process ended before it was done."""


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def jobs_for(files: int, asked: int | None) -> int:
    """Return how many processes suit so many files: those asked for (0: one a processor), never more than files."""
    if asked is None:
        asked = 1 if files <= FEW else 0
    return max(1, min(asked or processors(), files))


class ProcessPool(Generic[Result]):
    """Calls a worker for tasks, in `jobs` processes or in this one.

    `make` gives the worker and is called once in every process, so it must be picklable. Processes are started only
    when there is a task for them.
    """

    def __init__(
        self,
        jobs: int,
        make: Callable[[], Callable[..., Result]],
        here: Callable[..., Result] | None = None,
        count: int | None = None,
    ):
        """Take how many processes; `here` is this process's worker, for the start (None: every task goes out).

        `count` is how many parts there will be, where that is known.
        """
        self._jobs = jobs
        self._make = make
        self._here = here
        self._count = count
        self._seen = 0
        self._worked_here = 0.0
        self._executor: ProcessPoolExecutor | None = None
        self._out = 0  # batches on their way

    @classmethod
    def suited(
        cls,
        count: int,
        jobs: int | None,
        make: Callable[[], Callable[..., Result]],
        here: Callable[[], Callable[..., Result]],
    ) -> ProcessPool[Result]:
        """Return a pool for so many files and the number of processes asked for, if any.

        `here` makes this process's worker, which is wanted where one process does, or nobody asked for more.
        """
        many = jobs_for(count, jobs)
        return cls(many, make, here() if jobs is None or many == 1 else None, count)

    def results(self, parts: Iterable[PoolTask | Result]) -> Iterator[Result | Crashed]:
        """Yield the result of every task, and every other part as it is, in order."""
        if self._jobs == 1:
            work = self._here or self._make()
            yield from (work(*part.arguments) if isinstance(part, PoolTask) else part for part in parts)
            return
        try:
            yield from self._shared(iter(parts))
        finally:
            self._end()

    def _shared(self, parts: Iterator[PoolTask | Result]) -> Iterator[Result | Crashed]:
        waiting: deque[_Place[Result] | Result | Crashed] = deque()
        batch = _Batch[Result]()
        for part in parts:
            self._seen += 1
            if not isinstance(part, PoolTask):
                waiting.append(part)
            elif self._here and self._begins():
                waiting.append(self._begun(self._here, part))
            else:
                batch = _Batch() if batch.is_full or batch.future else batch
                waiting.append(batch.place(part))
                if batch.is_full:
                    self._send(batch)
            while waiting and (not isinstance(waiting[0], _Place) or self._is_full(waiting)):
                yield self._first(waiting)
        if batch.tasks and not batch.future:
            self._send(batch)
        while waiting:
            yield self._first(waiting)

    def _is_full(self, waiting: Sized) -> bool:
        return self._out >= self._jobs * _AHEAD or len(waiting) >= self._jobs * _AHEAD * _MOST

    def _begins(self) -> bool:
        """Tell whether other processes would not be worth their start, by what is done and what is left."""
        start = _COPY if _copies() else _START
        if self._worked_here < start:
            return True
        left = (self._count - self._seen) * self._worked_here / self._seen if self._count else start
        return self._executor is None and left < start

    def _begun(self, here: Callable[..., Result], task: PoolTask) -> Result:
        started = time.monotonic()
        try:
            return here(*task.arguments)
        finally:
            self._worked_here += time.monotonic() - started

    def _send(self, batch: _Batch[Result]) -> None:
        from concurrent.futures import BrokenExecutor

        if self._executor is None:
            self._executor = _executor(self._jobs, self._make, self._here)
        self._out += 1
        # One that broke unnoticed takes nothing; its tasks are tried again when it is their turn.
        with suppress(BrokenExecutor):
            batch.future = self._executor.submit(_work, [task.arguments for task in batch.tasks])

    def _first(self, waiting: deque[_Place[Result] | Result | Crashed]) -> Result | Crashed:
        first = waiting.popleft()
        if not isinstance(first, _Place):
            return first
        batch = first.batch
        if batch.results is None:
            if batch.future is None:
                self._send(batch)
            batch.results = self._collected(batch)
            self._out -= 1
        return batch.results[first.number]

    def _collected(self, batch: _Batch[Result]) -> Sequence[Result | Crashed]:
        from concurrent.futures import BrokenExecutor, CancelledError

        try:
            if batch.future is not None:
                return batch.future.result()
        except (BrokenExecutor, CancelledError):
            pass
        # Nobody knows which task broke the pool: those of this batch, and of all that broke, are tried alone.
        self._end()
        return list(self._alone(batch.tasks))

    def _alone(self, tasks: Iterable[PoolTask]) -> Iterator[Result | Crashed]:
        from concurrent.futures import BrokenExecutor

        executor = None
        try:
            for task in tasks:
                executor = executor or _executor(1, self._make, self._here)
                try:
                    (result,) = executor.submit(_work, [task.arguments]).result()
                    yield result
                except BrokenExecutor:
                    executor.shutdown()
                    executor = None
                    yield Crashed()
        finally:
            if executor is not None:
                executor.shutdown()

    def _end(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


@dataclass(slots=True)
class _Batch(Generic[Result]):
    """Tasks that go out together, and what came of them."""

    tasks: list[PoolTask] = field(default_factory=list)
    size: int = 0
    future: Future[list[Result]] | None = None
    results: Sequence[Result | Crashed] | None = None

    @property
    def is_full(self) -> bool:
        """Tell whether it takes no more."""
        return self.size >= _BATCH or len(self.tasks) >= _MOST

    def place(self, task: PoolTask) -> _Place[Result]:
        """Take a task, and return where its result will be."""
        self.tasks.append(task)
        self.size += sum(len(each) for each in task.arguments if isinstance(each, bytes))
        return _Place(self, len(self.tasks) - 1)


@dataclass(frozen=True, slots=True)
class _Place(Generic[Result]):
    """Where the result of a task will be."""

    batch: _Batch[Result]
    number: int


_worker: Callable[..., Any]


def _executor(
    jobs: int, make: Callable[[], Callable[..., Any]], here: Callable[..., Any] | None
) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    if _copies():
        return ProcessPoolExecutor(jobs, get_context("fork"), _start, (make if here is None else lambda: here,))
    # Spawned processes hold no lock that a thread of this one held.
    return ProcessPoolExecutor(jobs, get_context("spawn"), _start, (make,))


def _copies() -> bool:
    """Tell whether processes may be copies of this one, which has read the program and its tables already.

    They may where nothing else runs in it: on Linux, without threads of ours, and without libraries that have some.
    """
    return sys.platform == "linux" and threading.active_count() == 1 and _THREADED.isdisjoint(sys.modules)


def _start(make: Callable[[], Callable[..., Any]]) -> None:
    global _worker  # noqa: PLW0603 - the one thing that a process keeps from task to task
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run ends its processes itself, and quietly
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = make()


def _end_with_parent() -> None:
    """End this process when the run is killed: the queue that it waits at would never be closed."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(batch: Sequence[tuple[Any, ...]]) -> list[Any]:
    return [_worker(*arguments) for arguments in batch]
