"""Waits for files to change, by looking at them: no library, and it works on network folders, too."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator

#: Seconds between two looks.
_PAUSE = 0.3
#: Looking takes no more than this part of the time, however many files there are.
_SHARE = 0.1

State = dict[str, tuple[int, int, int]]


def rounds(files: Callable[[], Iterable[str | os.PathLike[str]]]) -> Iterator[int]:
    """Yield the numbers of the rounds: 0 at once, and another one after each change.

    `files` is asked anew for each look, so that files may come and go.
    """
    number, seen = 0, state_of(files())
    while True:
        yield number
        # What changed during the round counts: `seen` is from before it.
        seen, number = _changed_state(files, seen), number + 1


def _changed_state(files: Callable[[], Iterable[str | os.PathLike[str]]], seen: State) -> State:
    while True:
        started = time.monotonic()
        now = state_of(files())
        if now != seen:
            return now
        time.sleep(max(_PAUSE, (time.monotonic() - started) / _SHARE))


def state_of(files: Iterable[str | os.PathLike[str]]) -> State:
    """Return by their paths what tells whether files have changed; those that are not there are left out."""
    found: State = {}
    for file in files:
        try:
            status = os.stat(file)
        except OSError:
            continue
        found[os.fspath(file)] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found
