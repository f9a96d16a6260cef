"""An end to how long an event may take: a host that waits in vain lets everything go on, and tells nobody why."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from de_lint.patience import PATIENCE

#: Hosts wait ten seconds, and a busy machine takes some of them to start Python.
SECONDS = 6.0 * PATIENCE


class DeadlinePassed(BaseException):
    """The time is over; what handles errors of any kind does not handle this one."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise Late in what runs here when it takes longer, also amid a regular expression.

    Only where the system has timers, which Windows has not.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def late(*_: object) -> None:
        raise DeadlinePassed(f"it takes longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
