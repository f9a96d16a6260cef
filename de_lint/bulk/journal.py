"""A file of documents, a line each, that only grows and can be cut back to where it was safe."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from de_lint.bulk.growing_file import lost
from de_lint.output.json_text import json_text


class Fingerprint:
    """Names a part after the documents in it, so that the same documents converted again replace it."""

    def __init__(self) -> None:
        """Begin without documents."""
        self._digest = hashlib.sha256()

    def add(self, document: Mapping[str, object]) -> None:
        """Take a document; the order counts."""
        source = [document.get(key) for key in ("path", "sha256", "origin")]
        self._digest.update(json_text(source, pretty=False).encode("utf-8") + b"\n")

    def name(self, suffix: str) -> str:
        """Return the name of the part's file, with its suffix."""
        return f"part-{self._digest.hexdigest()[:16]}{suffix}"


class Journal:
    """Keeps documents on the disk in the order in which they came; its memory does not grow with them."""

    def __init__(self, file: Path) -> None:
        """Take the file to keep them in."""
        self._file = file
        self._stream: BinaryIO | None = None

    def open(self, size: int | None) -> None:
        """Begin an empty file (None), or cut an old one back to a size that `commit` returned.

        Raises OSError if the old file is not there or lacks some of it.
        """
        self.close()
        if size is not None and not self._file.is_file():
            raise lost(self._file)
        self._stream = open(self._file, "wb" if size is None else "r+b")  # noqa: SIM115
        if size is not None:
            if self._stream.seek(0, os.SEEK_END) < size:
                raise lost(self._file)
            self._stream.seek(size)
            self._stream.truncate()

    def append(self, document: Mapping[str, object]) -> None:
        """Add a document."""
        self._opened().write(json_text(document, pretty=False).encode("utf-8") + b"\n")

    def commit(self) -> int:
        """Put all of it on the disk and return its size in bytes."""
        stream = self._opened()
        stream.flush()
        os.fsync(stream.fileno())
        return stream.tell()

    def documents(self) -> Iterator[dict[str, Any]]:
        """Yield all documents again, one at a time."""
        self._opened().flush()
        with open(self._file, "rb") as stream:
            for line in stream:
                yield json.loads(line)

    def close(self) -> None:
        """Let go of the file; what was not committed is not kept."""
        if self._stream:
            with suppress(OSError):  # of a full disk, which a commit has told of or will
                self._stream.close()
            self._stream = None

    def _opened(self) -> BinaryIO:
        if self._stream is None:
            raise ValueError("the journal is not open")
        return self._stream
