"""The connection to a Dask cluster: the only file that knows Dask's own names."""

from __future__ import annotations

import logging
import os
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from de_lint.bulk.inputs.item import SourceError
from de_lint.patience import PATIENCE
from de_lint.project.files.discovery import reason
from de_lint.project.runs.pool import processors

if TYPE_CHECKING:
    import distributed

#: Seconds for a scheduler to answer, and for one that has just been started.
_ANSWER, _START = 10 * PATIENCE, 60 * PATIENCE
#: Seconds between looks at what the cluster does, for a result to travel, and without any worker until giving up.
_LOOK, _TRAVEL, _WITHOUT_WORKERS = 5, 60 * PATIENCE, 60 * PATIENCE
#: How often a partition is tried again after an exception, and how many of its workers may die before it is to blame.
_RETRIES, _DEATHS = 2, 1
#: Partitions on their way for each thread of the cluster: enough that none waits, few enough for memory.
_AHEAD = 2
_FOR_EVER = "1000 days"
_NAME = "dask"
#: What Dask calls a call that has not come to its end, and one whose result went with a worker and is made again.
_AT_WORK = ("pending", "lost")
_LOUD = ("distributed", "tornado", "asyncio", "bokeh")


class Killed(Exception):
    """Workers died of a task, as often as Dask lets them."""


Future = Any


class Cluster:
    """Calls functions on the workers of a cluster."""

    def __init__(self, client: distributed.Client, name: str) -> None:
        """Take a connected client, and what messages call the cluster."""
        self._client = client
        self._name = name
        self._threads = 0
        self._looked = time.monotonic()
        self._without: float | None = None  # since when looks have found no worker

    def submit(self, function: Callable[..., Any], *arguments: Any, name: str) -> Future:
        """Have a function called; `name` tells the call from all others."""
        return self._client.submit(function, *arguments, key=f"de-lint-{name}", pure=False, retries=_RETRIES)

    def result(self, future: Future) -> Any:
        """Return what a call returned. Killed says that workers die of it, SourceError what else prevents it."""
        self.settle([future])
        while future.status == "finished":
            try:
                found = future.result(timeout=_TRAVEL)
            except Exception as error:  # the worker with the result is gone, or the result is large
                if future.status == "finished" and not isinstance(error, TimeoutError):
                    raise
                self.settle([future])
            else:
                future.release()
                return found
        raise self._failure(future)

    def settle(self, futures: Sequence[Future]) -> None:
        """Wait until all these calls have come to an end, whatever it is; SourceError when nobody works on them."""
        distributed: Any = _module()
        while pending := [each for each in futures if each.status in _AT_WORK]:
            try:
                with self._client.as_current():
                    distributed.wait(pending, timeout=_LOOK)
            except TimeoutError:
                self._look()
            except distributed.CancelledError:
                continue  # its status says so
        self._without = None  # there was a worker, even if it lived between two looks

    def ahead(self) -> int:
        """Return how many calls should be on their way at a time."""
        if not self._threads or time.monotonic() - self._looked > _LOOK:
            self._look()
        return _AHEAD * max(self._threads, 1)

    def _look(self) -> None:
        """Count the workers' threads; SourceError when there have been none for a while, or no scheduler is left."""
        self._looked = time.monotonic()
        try:
            self._threads = sum(self._client.nthreads().values())  # type: ignore[no-untyped-call]
        except Exception as error:  # Dask has many for a scheduler that does not answer
            self._threads = 0
            if self._client.status == "closed":
                raise SourceError(self._name, f"the scheduler is gone ({reason(error)})") from None
        self._without = None if self._threads else (self._without or self._looked)
        if self._without is not None and self._looked - self._without > _WITHOUT_WORKERS:
            raise SourceError(self._name, f"the cluster has had no workers for {_WITHOUT_WORKERS:g} seconds")

    def _failure(self, future: Future) -> Exception:
        if future.status != "error":
            return SourceError(self._name, f"the cluster gave the work up ({future.status})")
        error = future.exception(timeout=_ANSWER)
        future.release()
        if isinstance(error, _module().KilledWorker):
            return Killed()
        if isinstance(error, ModuleNotFoundError):
            return SourceError(self._name, f"a worker lacks a package: {reason(error)}")
        return SourceError(self._name, f"{type(error).__name__}: {reason(error)}")


@contextmanager
def connected(address: str | None, jobs: int | None) -> Iterator[Cluster]:
    """Connect to the scheduler at an address, or to a cluster of `jobs` new processes (None or 0: one a processor).

    SourceError says why that is impossible. Dask itself says nothing on any stream.
    """
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        distributed = _module()
        try:
            if address is None:
                scheduler = stack.enter_context(_of_this_machine(distributed, jobs or processors()))
                client = _client(distributed, scheduler, _START)
            else:
                client = _client(distributed, address, _ANSWER)
        except Exception as error:  # a wrong address, a closed port, another protocol: each has errors of its own
            raise SourceError(address or _NAME, f"there is no Dask scheduler to be reached: {reason(error)}") from None
        stack.callback(client.close, timeout=_ANSWER)
        yield Cluster(client, address or _NAME)


def _module() -> Any:
    """Return Dask's package, silenced."""
    # Before the import, which sets the loggers up; the environment is for the workers.
    os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "critical")
    try:
        import distributed
    except ImportError:
        raise SourceError(_NAME, "clusters need a package: pip install 'de-lint[dask]'") from None
    for name in [*_LOUD, *logging.root.manager.loggerDict]:
        if name.split(".")[0] in _LOUD:
            logger = logging.getLogger(name)
            logger.handlers[:] = [logging.NullHandler()]
            logger.setLevel(logging.CRITICAL + 1)
    return distributed


def _client(distributed: Any, scheduler: Any, seconds: float) -> Any:
    """Return a connected client; whatever Client raises, and TimeoutError even where Client itself waits for ever."""
    client = distributed.Client.__new__(distributed.Client)
    raised: list[Exception] = []

    def connect() -> None:
        try:
            client.__init__(scheduler, timeout=seconds, set_as_default=False)
        except Exception as error:
            raised.append(error)

    connecting = threading.Thread(target=connect, daemon=True)
    connecting.start()
    connecting.join(seconds + _LOOK)
    if connecting.is_alive():
        raised.append(TimeoutError(f"what is there does not speak Dask's language within {seconds} s"))
    if raised:
        client.status = "closed"  # or it would wait for its own end
        raise raised[0]
    return client


@contextmanager
def _of_this_machine(distributed: Any, jobs: int) -> Iterator[Any]:
    import dask

    settings = {
        "distributed.scheduler.allowed-failures": _DEATHS,
        # A nanny starts a worker that died again; where that takes longer than this, Dask would give the nanny up.
        "distributed.deploy.lost-worker-timeout": _FOR_EVER,
    }
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1",
            preload=["de_lint.bulk.cluster.quiet_worker"], silence_logs=logging.CRITICAL,
        ) as cluster,
    ):  # fmt: skip
        yield cluster
