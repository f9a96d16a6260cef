"""An event's side of the resident helper: it is asked if it is there, and started if it is not.

Imported for every event, into a Python that has only just started. Whatever goes wrong here, the event is answered
without a helper.
"""

from __future__ import annotations

import os
import sys
from time import monotonic, time, time_ns

from de_lint.agents.resident import place
from de_lint.agents.resident.wire import ANSWER, LARGEST, TimedOut, peer, receive, send
from de_lint.patience import PATIENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _socket import socket
    from collections.abc import Mapping
    from typing import Any

#: Seconds until the helper is reached, and until it has answered an event: what it does not answer is still answered in
#: time without it.
REACHED_WITHIN, ANSWERED_WITHIN = 0.5 * PATIENCE, 3.0 * PATIENCE
#: Seconds in which no second helper is started.
_STARTS = 60
_SPAWNED = """
import marshal, sys
given = marshal.load(sys.stdin.buffer)
sys.path[:] = given[0]
from de_lint.agents.resident.server import serve_events
serve_events(*given[1:])
"""


def helpers_answer(data: bytes, options: Mapping[str, Any]) -> tuple[int, bytes, bytes] | None:
    """Return the helper's answer to an event: the exit code, stdout and stderr; None where it gives none."""
    try:
        if place.is_off() or len(data) > LARGEST // 2:
            return None
        identity, folder = place.identity(), place.folder()
        if not (folder and place.is_private(folder)):
            return None
        file = os.path.join(folder, place.name_of(identity) + place.SOCKET)
        connection = helpers_connection(file)
        if connection is None:
            return None
        try:
            return _answer(connection, (identity, *_surroundings(), *_said(options), data))
        except (TimedOut, TimeoutError):
            os.unlink(file)  # no other event waits in vain; the helper sees that, and ends
            return None
        finally:
            connection.close()
    except Exception:
        return None


def helpers_connection(file: str) -> socket | None:
    """Return a connection to the helper at a socket, None where that is not the user's or nobody listens."""
    import _socket

    if not place.is_own_socket(file):
        return None
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        connection.settimeout(REACHED_WITHIN)
        connection.connect(file)
        if peer(connection)[1] == os.geteuid():
            return connection
    except OSError:
        pass
    connection.close()
    return None


def _surroundings() -> tuple[bytes, bytes, bytes, bytes]:
    """Return the working directory, which one that is, the mask of new files' modes, and the environment."""
    here, mask = os.stat("."), os.umask(0o077)
    os.umask(mask)
    environment = b"\0".join(b"=".join(item) for item in os.environb.items())
    return os.getcwdb(), b"%d %d" % (here.st_dev, here.st_ino), b"%d" % mask, environment


def _said(options: Mapping[str, Any]) -> tuple[bytes, bytes, bytes, bytes]:
    config, flags = options["config"], (b"%d" % bool(options[name]) for name in ("fail_closed", "isolated"))
    return (options["host"].encode(), *flags, b"" if config is None else b"=" + os.fsencode(config))


def _answer(connection: socket, said: tuple[bytes, ...]) -> tuple[int, bytes, bytes]:
    until = monotonic() + ANSWERED_WITHIN
    connection.settimeout(ANSWERED_WITHIN)
    send(connection, ANSWER, *said)
    code, stdout, stderr = receive(connection, until)
    return int(code), stdout, stderr


def start(seconds: float) -> None:
    """Start a helper that waits so long for events, unless one is about to start; it is not waited for."""
    try:
        if not place.is_off() and sys.executable and (folder := place.folder()):
            _start(folder, seconds)
    except Exception:  # a sandbox may forbid it, or the disk be full
        return


def _start(folder: str, seconds: float) -> None:
    os.makedirs(folder, 0o700, exist_ok=True)
    identity = place.identity()
    name = place.name_of(identity)
    if not place.is_private(folder) or not _is_first(os.path.join(folder, name + place.STARTING)):
        return
    import marshal

    given = marshal.dumps((place.path(), folder, name, identity, float(seconds), time_ns()))
    read, write = os.pipe()
    try:
        os.set_blocking(write, False)
        if os.write(write, given) != len(given):
            return
        _spawn(read)
    finally:
        os.close(read)
        os.close(write)


def _spawn(read: int) -> None:
    command = [sys.executable, "-P", *(["-I"] if sys.flags.isolated else []), "-c", _SPAWNED]
    nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    actions = [(os.POSIX_SPAWN_DUP2, read, 0), *nowhere]
    try:
        os.posix_spawn(sys.executable, command, os.environ, file_actions=actions, setsid=True)
    except NotImplementedError:  # it leaves the session by itself, a moment later
        os.posix_spawn(sys.executable, command, os.environ, file_actions=actions)


def _is_first(marker: str) -> bool:
    """Tell whether no other event has started the helper in the last minute."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        if 0 <= time() - os.lstat(marker).st_mtime < _STARTS:
            return False
        os.utime(marker, follow_symlinks=False)
    return True
