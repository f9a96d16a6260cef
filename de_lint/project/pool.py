"""Work shared among processes: results in the order of the tasks, few of them in memory, no task lost to a crash."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Result = TypeVar("Result")

#: Up to this many files, processes take longer to start than to do the work.
FEW = 50
#: Seconds that a process takes until it is ready, roughly. So long a pool that nobody asked for works in this process:
#: small files, or the few that a warm cache does not know, are done by then.
_START = 0.7
#: Tasks on their way for each process: enough that none waits, few enough for memory.
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Task:
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


class Pool(Generic[Result]):
    """Calls a worker for tasks, in `jobs` processes or in this one.

    `make` gives the worker and is called once in every process, so it must be picklable. Processes are spawned, and
    only when there is a task for them.
    """

    def __init__(self, jobs: int, make: Callable[[], Callable[..., Result]], here: Callable[..., Result] | None = None):
        """Take how many processes; `here` is this process's worker, for the start (None: every task goes out)."""
        self._jobs = jobs
        self._make = make
        self._here = here
        self._worked_here = 0.0
        self._executor: ProcessPoolExecutor | None = None

    @classmethod
    def suited(
        cls,
        count: int,
        jobs: int | None,
        make: Callable[[], Callable[..., Result]],
        here: Callable[[], Callable[..., Result]],
    ) -> Pool[Result]:
        """Return a pool for so many files and the number of processes asked for, if any.

        `here` makes this process's worker, which is wanted where one process does, or nobody asked for more.
        """
        many = jobs_for(count, jobs)
        return cls(many, make, here() if jobs is None or many == 1 else None)

    def results(self, parts: Iterable[Task | Result]) -> Iterator[Result | Crashed]:
        """Yield the result of every task, and every other part as it is, in order."""
        if self._jobs == 1:
            work = self._here or self._make()
            yield from (work(*part.arguments) if isinstance(part, Task) else part for part in parts)
            return
        try:
            yield from self._shared(iter(parts))
        finally:
            self._end()

    def _shared(self, parts: Iterator[Task | Result]) -> Iterator[Result | Crashed]:
        waiting: deque[_Sent[Result] | Result | Crashed] = deque()
        for part in parts:
            waiting.append(self._sent(part) if isinstance(part, Task) else part)
            if len(waiting) >= self._jobs * _AHEAD:
                yield self._first(waiting)
        while waiting:
            yield self._first(waiting)

    def _sent(self, task: Task) -> _Sent[Result] | Result:
        from concurrent.futures import BrokenExecutor

        if self._here and self._worked_here < _START:
            started = time.monotonic()
            try:
                return self._here(*task.arguments)
            finally:
                self._worked_here += time.monotonic() - started
        if self._executor is None:
            self._executor = _executor(self._jobs, self._make)
        try:
            return _Sent(task, self._executor.submit(_work, task.arguments))
        except BrokenExecutor:  # it broke unnoticed; the task is tried again when it is its turn
            return _Sent(task, None)

    def _first(self, waiting: deque[_Sent[Result] | Result | Crashed]) -> Result | Crashed:
        from concurrent.futures import BrokenExecutor

        first = waiting.popleft()
        if not isinstance(first, _Sent):
            return first
        try:
            if first.future is not None:
                return first.future.result()
        except BrokenExecutor:
            pass
        # Nobody knows which task broke the pool: this one and those that it took along are tried one by one.
        self._end()
        for index, other in enumerate(waiting):
            if isinstance(other, _Sent) and other.broken:
                waiting[index] = self._alone(other.task)
        return self._alone(first.task)

    def _alone(self, task: Task) -> Result | Crashed:
        from concurrent.futures import BrokenExecutor

        with _executor(1, self._make) as executor:
            try:
                result: Result = executor.submit(_work, task.arguments).result()
            except BrokenExecutor:
                return Crashed()
            return result

    def _end(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


@dataclass(slots=True)
class _Sent(Generic[Result]):
    """A task on its way; without a future, the pool was broken before it left."""

    task: Task
    future: Future[Result] | None

    @property
    def broken(self) -> bool:
        """Tell whether the pool broke before the task was done (it has ended, so nothing is waited for)."""
        from concurrent.futures import BrokenExecutor

        if self.future is None or self.future.cancelled():
            return True
        return isinstance(self.future.exception(), BrokenExecutor)


_worker: Callable[..., Any]


def _executor(jobs: int, make: Callable[[], Callable[..., Any]]) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned processes behave the same on every system, and hold no lock that a thread of this one held.
    return ProcessPoolExecutor(jobs, get_context("spawn"), _start, (make,))


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


def _work(arguments: tuple[Any, ...]) -> Any:
    return _worker(*arguments)
