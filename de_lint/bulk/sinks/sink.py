"""What every sink does: take documents, say how far they are safe, and put the whole in its place at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

Converted = Mapping[str, object]
#: What a sink needs to go on from a commit: JSON, and small.
Mark = Mapping[str, object]


class Sink(Protocol):
    """Takes documents, in a work folder of its own beside the output, until `finish` puts the result in its place."""

    def open(self, mark: Mark | None) -> None:
        """Begin (None), or go on from a commit: what was added after it is discarded, so nothing comes twice."""

    def add(self, document: Converted) -> None:
        """Take a document; it may stay in memory until the next commit."""

    def commit(self) -> Mark:
        """Put everything added so far on the disk, safe from a kill, and return where that is."""

    def finish(self) -> None:
        """Complete the output and put it in its place, atomically."""

    def close(self) -> None:
        """Let go of open files, finished or not; calling it again does nothing."""
