"""What the resident helper and those who ask it send each other: lists of byte strings, over a socket of the system.

Imported for every event, into a Python that has only just started: only what is compiled into Python is imported.
"""

from __future__ import annotations

import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _socket import socket

#: What is asked: to answer an event, how the helper does, and to end.
ANSWER, STATE, STOP = b"answer 1", b"state 1", b"stop 1"
#: Bytes of a message.
LARGEST = 8_000_000
_SIZE = 4


class Broken(Exception):
    """What came is no message."""


class TimedOut(Exception):
    """Nothing has come in time."""


def send(connection: socket, *parts: bytes) -> None:
    """Send a message."""
    body = b"".join(_sized(part) for part in parts)
    connection.sendall(_sized(body))


def _sized(part: bytes) -> bytes:
    return len(part).to_bytes(_SIZE, "big") + part


def receive(connection: socket, until: float) -> list[bytes]:
    """Return the next message; raise TimedOut if it is not there by a time on the clock of `time.monotonic`."""
    body = _read(connection, _size(_read(connection, _SIZE, until)), until)
    parts, at = [], 0
    while at < len(body):
        end = at + _SIZE + _size(body[at : at + _SIZE])
        parts.append(body[at + _SIZE : end])
        at = end
    if at != len(body):
        raise Broken
    return parts


def _size(data: bytes) -> int:
    size = int.from_bytes(data, "big")
    if size > LARGEST:
        raise Broken
    return size


def _read(connection: socket, size: int, until: float) -> bytes:
    data = b""
    while len(data) < size:
        left = until - monotonic()
        if left <= 0:
            raise TimedOut
        connection.settimeout(left)
        try:
            more = connection.recv(min(size - len(data), 1_000_000))
        except TimeoutError:
            raise TimedOut from None
        if not more:
            raise Broken
        data += more
    return data


def peer(connection: socket) -> tuple[int, int]:
    """Return the process and the user at the other end; where the system does not tell the process, it is 0."""
    import _socket

    if hasattr(_socket, "SO_PEERCRED"):
        found = connection.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12)
        return int.from_bytes(found[:4], sys.byteorder), int.from_bytes(found[4:8], sys.byteorder)
    # As macOS and the BSDs have it: a version, and then the user.
    found = connection.getsockopt(0, getattr(_socket, "LOCAL_PEERCRED", 1), 76)
    return 0, int.from_bytes(found[4:8], sys.byteorder)
