"""A file that grows in a work folder, can be cut back to any commit, and goes to its place when it is whole."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from de_lint.project.files.writing import atomic


def lost(file: Path) -> OSError:
    """Return the error that a file lacks some of what an interrupted run had written to it."""
    why = "what the interrupted run had written is gone; start over without --resume"
    return OSError(errno.EIO, why, str(file))


class GrowingFile:
    """Appends bytes to `part`, which becomes `target` at the end; nothing that was committed is lost by a kill."""

    def __init__(self, part: Path, target: Path) -> None:
        """Take the file to write, in a folder that exists, and its place at the end."""
        self._part = part
        self._target = target
        self._stream: BinaryIO | None = None
        self._placed = False

    def open(self, size: int | None) -> None:
        """Begin anew (None), or go on after `size` bytes; what was written beyond them is cut off."""
        if self._target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(self._target))
        if size is None:
            self._stream = self._part.open("wb")
            return
        if not self._part.exists() and self._target.is_file() and self._target.stat().st_size >= size:
            self._placed = True  # the kill came after the file had gone to its place
            return
        if not self._part.is_file() or self._part.stat().st_size < size:
            raise lost(self._part)
        self._stream = self._part.open("r+b")
        self._stream.truncate(size)
        self._stream.seek(size)

    def write(self, data: bytes) -> None:
        """Append bytes; they may stay in memory until the next commit."""
        if self._stream is not None:
            self._stream.write(data)

    def commit(self) -> int:
        """Put what was written on the disk and return the size."""
        if self._stream is None:
            return self._target.stat().st_size
        self._stream.flush()
        os.fsync(self._stream.fileno())
        return self._stream.tell()

    def finish(self) -> None:
        """Put the file in its place, atomically."""
        if self._placed:
            return
        self.commit()
        self.close()
        try:
            os.replace(self._part, self._target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            with self._part.open("rb") as source, atomic(str(self._target)) as stream:
                shutil.copyfileobj(source, stream)
        self._placed = True

    def close(self) -> None:
        """Let go of the file; what was not committed is not kept."""
        if self._stream is not None:
            with suppress(OSError):  # of a full disk, which a commit has told of or will
                self._stream.close()
            self._stream = None
