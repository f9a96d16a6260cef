"""The resident helper itself: reads the program, listens, and forks for each event, so that none sees another's traces.

Only the fork changes to the folder and environment of whoever asks, and it ends with its answer.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
from contextlib import suppress
from math import inf
from select import select
from time import monotonic, time, tzset

from de_lint.agents.deadline import within
from de_lint.agents.resident import place
from de_lint.agents.resident.client import ANSWERED_WITHIN, helpers_connection
from de_lint.agents.resident.code_state import CodeState
from de_lint.agents.resident.confinement import confinement
from de_lint.agents.resident.warming import warm
from de_lint.agents.resident.wire import ANSWER, STATE, STOP, peer, receive, send
from de_lint.patience import PATIENCE

#: Seconds between two looks at whether the socket is still there, and after which a fork is ended.
_LOOKS, _LONGEST = 5.0, 10.0 * PATIENCE
#: Seconds that a message may take.
_FOR_A_MESSAGE = 1.0 * PATIENCE
#: What a fork notes for its parent: its own number when it is being asked, or that this is to end.
_NOTE = 4
_OVER = bytes(_NOTE)
#: Events that are answered at once, and helpers of a user: one for each environment.
_MOST_EVENTS, _MOST_HELPERS = 8, 8


def serve_events(folder: str, name: str, identity: bytes, seconds: float, started: int) -> None:
    """Answer events at a socket in a folder until none has come for so many seconds.

    `started` is when that was asked for, in nanoseconds: code that is newer may be read in part only.
    """
    _leave()
    file, marker = (os.path.join(folder, name + ending) for ending in (place.SOCKET, place.STARTING))
    if not place.is_private(folder) or _others(folder, file) >= _MOST_HELPERS:
        return
    warm()
    code = CodeState(*_folders())
    if not code.is_older_than(started):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        bound = f"{file}.{os.getpid()}"
        listener.bind(bound)
        os.chmod(bound, 0o600)
        listener.listen(2 * _MOST_EVENTS)
        if _is_alive(file):
            os.unlink(bound)
            return
        os.rename(bound, file)
        with suppress(OSError):
            os.unlink(marker)  # where this is not reached, no other one is started for a while
        Helper(listener, file, identity, seconds, code).serve()


def _leave() -> None:
    """Hold nothing of those who started it: no folder, no terminal, no file or pipe that is waited for."""
    os.chdir("/")
    os.umask(0o077)
    with suppress(OSError):
        os.setsid()
    for name in os.listdir("/dev/fd"):
        if int(name) > 2:
            with suppress(OSError):
                os.close(int(name))
    os.dup2(1, 0)


def _folders() -> tuple[str, ...]:
    from de_lint.vocabulary.schemas import FOLDER

    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), str(FOLDER)


def _others(folder: str, file: str) -> int:
    """Return how many other helpers listen in a folder, and drop what those have left that were killed."""
    alive = 0
    for entry in os.scandir(folder):
        if place.SOCKET in entry.name and entry.path != file:
            if _is_alive(entry.path):
                alive += 1
            elif entry.name.endswith(place.SOCKET):
                os.unlink(entry.path)
    return alive


def _is_alive(file: str) -> bool:
    connection = helpers_connection(file)
    if connection:
        connection.close()
    return connection is not None


class Helper:
    """Keeps a fork waiting at a socket for the next event, and ends when it is no longer needed."""

    def __init__(self, listener: socket.socket, file: str, identity: bytes, seconds: float, code: CodeState) -> None:
        """Take the socket, its file, what those who ask must have in common with it, and how long it waits."""
        self._listener, self._file, self._identity, self._seconds, self._code = listener, file, identity, seconds, code
        self._own = os.lstat(file).st_ino
        self._confinement = confinement()
        self._notes, self._note = os.pipe()
        #: The fork that waits, and all forks by when they were asked.
        self._waiting = 0
        self._forks: dict[int, float] = {}
        self._began, self._heard, self._answered = time(), monotonic(), 0

    def serve(self) -> None:
        """Have events answered until none has come for long, the socket is gone, or the code is another."""
        # What a handler raises is lost where it comes amid a fork.
        signal.signal(signal.SIGTERM, lambda *_: os.write(self._note, _OVER))
        gc.collect()
        gc.freeze()  # what all forks share stays shared
        try:
            while self._is_there() and monotonic() - self._heard < self._seconds:
                if not self._waiting and len(self._forks) < _MOST_EVENTS:
                    self._fork()
                if select([self._notes], [], [], min(_LOOKS, self._seconds))[0]:
                    asked = int.from_bytes(os.read(self._notes, _NOTE), "big")
                    if not asked:
                        break
                    if asked == self._waiting:  # or it has ended already, and another one waits
                        self._forks[asked], self._waiting = monotonic(), 0
        finally:
            self._drop()
            if self._waiting:
                os.kill(self._waiting, signal.SIGKILL)

    def _is_there(self) -> bool:
        self._reap()
        try:
            return os.lstat(self._file).st_ino == self._own
        except OSError:
            return False

    def _drop(self) -> None:
        with suppress(OSError):
            if os.lstat(self._file).st_ino == self._own:
                os.unlink(self._file)

    def _reap(self) -> None:
        for process, since in list(self._forks.items()):
            if monotonic() - since > _LONGEST:
                with suppress(OSError):
                    os.kill(process, signal.SIGKILL)
            gone, status = os.waitpid(process, os.WNOHANG)
            if gone:
                del self._forks[process]
                self._waiting = 0 if process == self._waiting else self._waiting
                if not status:
                    self._answered, self._heard = self._answered + 1, monotonic()

    def _fork(self) -> None:
        parent = os.getpid()
        self._waiting = os.fork()
        if self._waiting:
            self._forks[self._waiting] = inf
            return
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os._exit(0 if self._serve_one(parent) else 1)
        finally:  # nothing of what goes wrong here is told: the event is answered without a helper then
            os._exit(1)

    def _serve_one(self, parent: int) -> bool:
        """Wait for one who asks, and answer; tell whether it was an event."""
        connection = None
        while os.getppid() == parent and connection is None:
            connection = self._accepted()
        if connection is None or os.getppid() != parent:
            return False
        if not self._code.is_unchanged():
            self._drop()  # before the one who asks learns of it, and starts another one
            os.write(self._note, _OVER)
            return False
        os.write(self._note, os.getpid().to_bytes(_NOTE, "big"))
        if not self._may_ask(connection):
            return False
        asked, *rest = receive(connection, monotonic() + _FOR_A_MESSAGE)
        if asked == STATE:
            facts = (parent, self._began, self._answered, self._seconds)
            send(connection, *(repr(fact).encode() for fact in facts))
        elif asked == STOP:
            os.write(self._note, _OVER)
        elif asked == ANSWER and rest and rest[0] == self._identity:
            _answer(connection, rest[1:])
            return True
        return False

    def _accepted(self) -> socket.socket | None:
        self._listener.settimeout(_LOOKS)
        try:
            return self._listener.accept()[0]
        except TimeoutError:
            return None

    def _may_ask(self, connection: socket.socket) -> bool:
        """Tell whether whoever asks is the user, and confined as this process is."""
        process, user = peer(connection)
        return user == os.geteuid() and confinement(process) == self._confinement


def _answer(connection: socket.socket, rest: list[bytes]) -> None:
    here, which, mask, environment, host, closed, isolated, config, data = rest
    _enter(here, which, int(mask), environment)

    def remembers() -> None:
        connection.setblocking(False)
        with suppress(BlockingIOError):
            connection.recv(1)  # nothing comes from one who waits
            raise RuntimeError("whoever asked has gone, and answers without the helper")

    from de_lint.agents.hook import answer

    with within(ANSWERED_WITHIN):
        given = answer(
            data, host.decode(), config=os.fsdecode(config[1:]) if config else None,
            isolated=isolated == b"1", fail_closed=closed == b"1", remembers=remembers,
        )  # fmt: skip
    texts = (text.encode("utf-8", "backslashreplace") for text in (given.stdout, given.stderr))
    connection.settimeout(_FOR_A_MESSAGE)
    send(connection, b"%d" % given.exit_code, *texts)


def _enter(here: bytes, which: bytes, mask: int, environment: bytes) -> None:
    """Go to where whoever asks is; OSError where that is no longer the same place."""
    os.chdir(here)
    now = os.stat(".")
    if b"%d %d" % (now.st_dev, now.st_ino) != which:
        raise OSError(0, "another folder is there now")
    os.umask(mask)
    os.environ.clear()
    items = (item.partition(b"=") for item in environment.split(b"\0"))
    os.environb.update((name, value) for name, is_set, value in items if is_set)
    tzset()
