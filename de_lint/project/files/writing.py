"""Files written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def atomic(path: str, before: bytes | None = None) -> Iterator[BinaryIO]:
    """Open `path` for writing; its old content stays until the block has ended without an exception.

    With `before`, what was made of that content, it stays for good where it is another one by then.
    """
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        # A pipe or a device cannot be replaced; a folder raises the fitting error here.
        with open(target, "wb") as stream:
            yield stream
        return
    try:
        # As tempfile does it, which takes as long to import as many files take to write.
        temporary = os.path.join(os.path.dirname(target), f".de-lint-{os.urandom(8).hex()}")
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:  # say which file is meant, not the temporary one
        raise OSError(error.errno, error.strerror, path) from None
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
        if before is not None and Path(target).read_bytes() != before:
            raise OSError(0, "somebody else changed it in the meantime; nothing was written", path)
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException as error:
        name_file(error, path)
        with suppress(OSError):
            os.unlink(temporary)
        raise


def name_file(error: BaseException, path: str) -> None:
    """Let an error of writing, such as a full disk, say which file it is about."""
    if isinstance(error, OSError) and error.errno is not None and error.filename is None:
        error.filename = path


def _mode(target: str) -> int:
    """Return the permissions of the file replaced, or those of any new file (ours begins with 0600)."""
    try:
        return stat.S_IMODE(os.stat(target).st_mode)
    except OSError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
