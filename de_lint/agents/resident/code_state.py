"""The state of the code that a process has read: the resident helper ends when it is no longer that on the disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

_State = tuple[int, int, int] | None


class CodeState:
    """The files of all modules that are loaded, and everything in these folders."""

    def __init__(self, *folders: str) -> None:
        """Take the state as it is now."""
        files = {file for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))}
        loaded = {file for file in files if not _is_of_python(file)}
        self._states = {path: _state(path) for path in sorted({sys.executable, *loaded, *_below(folders)})}

    def is_unchanged(self) -> bool:
        """Tell whether the code on the disk is still that."""
        return all(_state(path) == state for path, state in self._states.items())

    def is_older_than(self, nanoseconds: int) -> bool:
        """Tell whether all files were written before a time: what is read while they change may be of two versions."""
        times = (max(state[:2]) for path, state in self._states.items() if state and not os.path.isdir(path))
        return max(times, default=0) < nanoseconds


def _is_of_python(file: str) -> bool:
    """Tell whether a file is of Python's own library, which changes with its program."""
    inside = file.removeprefix(os.path.dirname(os.__file__) + os.sep)
    return inside != file and "-packages" not in inside


def _below(folders: tuple[str, ...]) -> Iterator[str]:
    for folder in folders:
        for place, inner, files in os.walk(folder):
            inner[:] = [name for name in inner if name != "__pycache__"]
            yield place
            yield from (os.path.join(place, name) for name in files)


def _state(path: str) -> _State:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size
