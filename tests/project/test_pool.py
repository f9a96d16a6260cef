"""Results in order, few in memory, and a process that dies takes only its own task along."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from functools import partial

import pytest

from de_lint.project.runs.pool import FEW, Crashed, PoolTask, ProcessPool, jobs_for, processors

# Spawned processes find the worker by its module's name, so the module is one that they can import by it.
sys.path.insert(0, os.path.dirname(__file__))
from pool_worker import Refusing, worker


def results(jobs: int, parts: list[PoolTask | str], here: object = None) -> list[str | Crashed]:
    return list(ProcessPool[str](jobs, partial(worker, "w"), here).results(parts))  # type: ignore[arg-type]


def tasks(count: int) -> list[PoolTask | str]:
    return [PoolTask((number,)) for number in range(count)]


def test_results_are_in_order() -> None:
    expected = [f"w{number}" for number in range(30)]
    assert results(1, tasks(30)) == results(2, tasks(30)) == expected
    assert results(2, ["a", PoolTask((1,)), "b", "c", PoolTask((2,))]) == ["a", "w1", "b", "c", "w2"]
    assert results(2, []) == []


def test_crashes_cost_only_their_own_tasks() -> None:
    parts = [PoolTask((n,)) for n in (0, 1, "die", 3, "known", 5, 6, 7, "die", "die", 10, 11, 12, 13)]
    found = results(2, [*parts[:4], "known", *parts[5:]])
    crashed = [2, 8, 9]
    assert [n for n, one in enumerate(found) if isinstance(one, Crashed)] == crashed
    assert [one for n, one in enumerate(found) if n not in [*crashed, 4]] == [
        f"w{n}" for n in (0, 1, 3, 5, 6, 7, 10, 11, 12, 13)
    ]
    assert found[4] == "known"


def test_no_more_is_read_than_needed() -> None:
    read = 0

    def parts() -> Iterator[PoolTask | str]:
        nonlocal read
        for number in range(1_000):
            read += 1
            yield PoolTask((number,))

    found = ProcessPool[str](2, partial(worker, "w")).results(parts())
    assert next(found) == "w0"
    assert read <= 100
    found.close()  # type: ignore[attr-defined]


def test_what_is_known_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("de_lint.project.runs.pool._executor", None)
    assert results(8, ["a", "b"]) == ["a", "b"]
    # A pool that nobody asked for begins here.
    assert results(8, tasks(10), here=worker("here")) == [f"here{n}" for n in range(10)]


def test_what_takes_longer_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("de_lint.project.runs.pool._START", 0.01)
    monkeypatch.setattr("de_lint.project.runs.pool._copies", lambda: False)

    def slow(given: object) -> str:
        time.sleep(0.02)
        return f"h{given}"

    assert results(2, tasks(9), here=slow) == ["h0", *(f"w{n}" for n in range(1, 9))]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, processes begin anew")
def test_copies_go_on_with_the_worker_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("de_lint.project.runs.pool._COPY", 0.01)
    monkeypatch.setattr("de_lint.project.runs.pool._copies", lambda: True)

    def slow(given: object) -> str:
        time.sleep(0.02)
        return f"{given} {os.getpid() == own}"

    own = os.getpid()
    assert results(2, tasks(9), here=slow) == ["0 True", *(f"{n} False" for n in range(1, 9))]


def test_an_exception_of_a_worker_comes_back() -> None:
    with pytest.raises(ValueError, match="no"):
        list(ProcessPool[str](2, Refusing).results(tasks(3)))


@pytest.mark.parametrize(
    ("files", "asked", "jobs"),
    [
        (0, None, 1), (FEW, None, 1), (FEW + 1, None, processors()),
        (1, 0, 1), (9, 3, 3), (2, 8, 2), (99, 0, processors()),
    ],
)  # fmt: skip
def test_how_many_processes(files: int, asked: int | None, jobs: int) -> None:
    assert jobs_for(files, asked) == jobs


def test_processes_end_with_the_results() -> None:
    import multiprocessing

    results(2, tasks(3))
    deadline = time.monotonic() + 900
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not multiprocessing.active_children()


def test_what_is_left_is_done_here_where_that_is_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("de_lint.project.runs.pool._executor", None)
    monkeypatch.setattr("de_lint.project.runs.pool._COPY", 1e9)
    monkeypatch.setattr("de_lint.project.runs.pool._START", 1e9)

    def slow(given: object) -> str:
        time.sleep(0.01)
        return f"h{given}"

    pool = ProcessPool[str](2, partial(worker, "w"), slow, count=8)
    assert list(pool.results(tasks(8))) == [f"h{n}" for n in range(8)]


def test_known_results_do_not_wait_for_a_batch() -> None:
    parts: list[PoolTask | str] = ["a", PoolTask((1,)), "b"]
    found = ProcessPool[str](2, partial(worker, "w")).results(iter(parts))
    assert list(found) == ["a", "w1", "b"]
