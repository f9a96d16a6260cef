"""What an agent host's events of one session tell of each other: which delegation each agent was started with.

Every event is answered by a process of its own, so this is kept in a file for each session, a line of JSON for each
thing that was told. A file that is missing, damaged, full or not to be written only means that less is known.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Any

from de_lint.classes import dataclass
from de_lint.patterns import compiled

FOLDER = "hook"
#: Bytes of a session's file, beyond which nothing is added to it, and characters of one delegation.
LARGEST = 4_000_000
LONGEST = 100_000
#: Seconds after which a session that nothing is added to is forgotten.
KEPT = 7 * 24 * 60 * 60
_SAFE = compiled(r"[\w-]{1,64}")


@dataclass(frozen=True, slots=True)
class OpenDelegation:
    """A delegation that an agent was started with: the id of the tool's use, the agent's type, and the text."""

    use: str
    agent_type: str
    text: str


class Session:
    """What is known of a session; nothing without a folder or without the session's id."""

    def __init__(self, folder: Path | None, name: str, record: bool = True) -> None:
        """Take the folder that sessions are kept in, the id that the host gives this one, and whether to add to it."""
        self._record = record
        self._file = folder / f"{_file_name(name)}.jsonl" if folder and name else None

    def open(self, use: str, agent_type: str, text: str) -> None:
        """Remember that an agent of a type is started with a delegation by the use of a tool."""
        if use and text.strip() and len(text) <= LONGEST:
            self._add({"told": "asked", "use": use, "agent_type": agent_type, "text": text})

    def link(self, use: str, agent: str) -> None:
        """Remember that the use of a tool has started the agent with this id."""
        if use and agent:
            self._add({"told": "started", "use": use, "agent": agent})

    def close(self, use: str, agent: str) -> None:
        """Remember that the delegation of a tool's use was answered, by the agent with this id if that is known."""
        self._add({"told": "answered", "use": use, "agent": agent})

    def refuse(self, whom: str) -> bool:
        """Remember a refusal, and tell whether that is remembered."""
        return self._add({"told": "refused", "whom": whom})

    def accept(self, whom: str) -> None:
        """Remember that what was refused before is accepted now."""
        if self.refusals(whom):
            self._add({"told": "accepted", "whom": whom})

    def refusals(self, whom: str) -> int:
        """Return how often something was refused since it was last accepted."""
        said = [line["told"] for line in self._lines() if line.get("whom") == whom and "told" in line]
        return said[::-1].index("accepted") if "accepted" in said else len(said)

    def hear(self, agent: str, handed_over: bool) -> None:
        """Remember that a report of the agent with this id is judged, and whether by a tool that hands it over."""
        if agent:
            self._add({"told": "handed over" if handed_over else "heard", "by": agent})

    def heard(self, agent: str) -> set[str]:
        """Return in which ways reports of the agent with this id were judged: `heard`, `handed over`."""
        return {str(line.get("told")) for line in self._lines() if agent and line.get("by") == agent}

    def began(self) -> float | None:
        """Return when the first agent of the session was started, as far as it is known, in seconds."""
        times = (line.get("at") for line in self._lines() if line.get("told") in ("asked", "started"))
        return next((float(at) for at in times if isinstance(at, int)), None)

    def is_new(self) -> bool:
        """Tell whether nothing is known of the session."""
        return next(self._lines(), None) is None

    def asked(self, use: str, agent: str, agent_type: str) -> OpenDelegation | None:
        """Return the delegation that a report answers.

        It is that of the tool's use, or of the agent with this id; where neither is known, the only one to an agent of
        this type that is neither answered nor another agent's.
        """
        lines = list(self._lines())
        opened = {o.use: o for o in map(_opened, lines) if o}
        agents = {str(line["agent"]): str(line["use"]) for line in lines if line.get("agent") and line.get("use")}
        known = use or agents.get(agent, "")
        if known:
            return opened.get(known)
        spoken_for = {str(line.get("use")) for line in lines if line.get("told") != "asked"}
        free = [o for o in opened.values() if o.use not in spoken_for and o.agent_type == agent_type]
        return free[0] if len(free) == 1 and agent_type else None

    def _lines(self) -> Iterator[Mapping[str, Any]]:
        data = b""
        if self._file is not None:
            with suppress(OSError, ValueError), _opened_file(self._file, os.O_RDONLY) as stream:
                data = stream.read(LARGEST)
        for line in data.split(b"\n"):
            with suppress(ValueError, RecursionError):  # another process was interrupted
                value = json.loads(line)
                if isinstance(value, dict):
                    yield value

    def _add(self, told: Mapping[str, str]) -> bool:
        """Add what was told; tell whether it is there now, or nothing is to be."""
        if self._file is None or not self._record:
            return True
        with suppress(OSError, ValueError):
            if not self._file.exists():
                _prepare(self._file.parent)
            line = (json.dumps({**told, "at": int(time.time())}) + "\n").encode("ascii")
            # What is appended in one write is not mixed with what others append.
            with _opened_file(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT) as stream:
                if os.fstat(stream.fileno()).st_size + len(line) <= LARGEST:
                    stream.write(line)
                    return True
        return False


@contextmanager
def _opened_file(file: Path, flags: int) -> Iterator[FileIO]:
    """Open a session's file; OSError where it, or its folder, is none of our own: a link, or a pipe that never ends."""
    if file.parent.is_symlink():
        raise OSError(0, "the folder is a link")
    careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with FileIO(os.open(file, flags | careful, 0o600), "r" if flags == os.O_RDONLY else "a") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(0, "this is not a regular file")
        yield stream


def _opened(line: Mapping[str, Any]) -> OpenDelegation | None:
    use, agent_type, text = (line.get(name) for name in ("use", "agent_type", "text"))
    if line.get("told") == "asked" and isinstance(use, str) and isinstance(agent_type, str) and isinstance(text, str):
        return OpenDelegation(use, agent_type, text)
    return None


def _file_name(name: str) -> str:
    """Return the session's id where it is a plain name, or else a hash: hosts may call a session anything."""
    return name if _SAFE.fullmatch(name) else hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]


def _prepare(folder: Path) -> None:
    """Make the folder, and drop the sessions that are over; OSError says why that is impossible."""
    from de_lint.project.runs.cache_folders import prepared

    if folder.is_symlink():  # it may lead anywhere, and what is there is not ours to drop
        raise OSError(0, "the folder is a link")
    prepared(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    for entry in os.scandir(folder):
        with suppress(OSError):
            is_session = entry.name.endswith(".jsonl") and entry.is_file(follow_symlinks=False)
            if is_session and time.time() - entry.stat().st_mtime > KEPT:
                os.unlink(entry.path)
