"""The helpers that are there, for people: how they do, and their end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from time import monotonic, sleep, time

from de_lint.agents.resident import place
from de_lint.agents.resident.client import helpers_connection
from de_lint.agents.resident.wire import STATE, STOP, Broken, TimedOut, receive, send
from de_lint.classes import dataclass
from de_lint.patience import PATIENCE

_FOR_AN_ANSWER = 2.0 * PATIENCE


@dataclass(frozen=True, slots=True)
class KnownHelper:
    """A helper: its process, since when it is there, what it has answered, and how long it waits."""

    process: int
    seconds: float
    answered: int
    waits: float


def running() -> list[KnownHelper]:
    """Return the user's helpers."""
    found = []
    for file in _sockets():
        said = _ask(file, STATE)
        if len(said) == 4:
            process, began, answered, waits = said
            found.append(KnownHelper(int(process), time() - float(began), int(answered), float(waits)))
    return found


def about_helpers() -> list[str]:
    """Return a line about each of the user's helpers, or about why there is none."""
    lines = [
        f"process {one.process} has answered {one.answered} events in {one.seconds:.0f} s; it ends when none comes in "
        f"{one.waits:g} s"
        for one in running()
    ]
    if place.is_off():
        return [*lines, f"switched off by {place.VARIABLE}, or not possible on this system"]
    return lines or ["none is there; the next event that is judged starts one"]


def stopped() -> int:
    """End the user's helpers, wait until they are gone, and return how many there were."""
    ended = 0
    for file in _sockets():
        connection = helpers_connection(file)
        if connection is None:
            continue
        try:
            send(connection, STOP)
            _gone(file)
            ended += 1
        finally:
            connection.close()
    return ended


def _gone(file: str) -> None:
    until = monotonic() + _FOR_AN_ANSWER
    while os.path.lexists(file) and monotonic() < until:
        sleep(0.01)


def _ask(file: str, verb: bytes) -> list[bytes]:
    connection = helpers_connection(file)
    if connection is None:
        return []
    try:
        send(connection, verb)
        return receive(connection, monotonic() + _FOR_AN_ANSWER)
    except (OSError, Broken, TimedOut):
        return []
    finally:
        connection.close()


def _sockets() -> Iterator[str]:
    folder = "" if not hasattr(os, "fork") else place.folder()
    if folder and place.is_private(folder):
        yield from sorted(e.path for e in os.scandir(folder) if e.name.endswith(place.SOCKET))
