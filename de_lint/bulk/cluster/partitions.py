"""Inputs in partitions of so many bytes: what travels to a worker."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from de_lint.bulk.inputs.item import Item
from de_lint.classes import dataclass, replace
from de_lint.project.files.discovery import reason

if TYPE_CHECKING:
    from de_lint.project.configuration.files import Configuration
    from de_lint.project.configuration.projects import Projects

#: What a document counts besides its bytes, and what one counts whose size is not known before it is read.
_OVERHEAD, _UNKNOWN = 500, 10_000


@dataclass(frozen=True, slots=True)
class PartitionDocument:
    """A document as a worker gets it: its bytes, why there are none, or what reads them there.

    `size` is how many bytes there are to read, where that is known; `settings` tells the configuration that holds here.
    """

    path: str
    file: str
    origin: Mapping[str, object] | None
    settings: str
    load: Callable[[], bytes] | None = None
    size: int | None = None
    data: bytes | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Partition:
    """Documents that are converted together: the partition with that number, from the document at `offset` on."""

    number: int
    offset: int
    pieces: tuple[PartitionDocument, ...]

    @property
    def name(self) -> str:
        """Return what tells it from all others of a run; names sort as the documents do."""
        return f"{self.number:06}-{self.offset:06}-{len(self.pieces):06}"

    def bounds(self, into: int) -> list[tuple[int, int]]:
        """Return where it is to be cut into so many parts of like lengths."""
        length = -(-len(self.pieces) // into)
        return [(start, min(start + length, len(self.pieces))) for start in range(0, len(self.pieces), length)]

    def cut(self, start: int, end: int) -> Partition:
        """Return a part of it."""
        return replace(self, offset=self.offset + start, pieces=self.pieces[start:end])


@dataclass(frozen=True, slots=True)
class Batch:
    """A partition, and the items that it was made of: these stay in this process."""

    partition: Partition
    items: tuple[Item, ...]

    def split(self, into: int) -> list[Batch]:
        """Return it in so many parts, or fewer."""
        return [Batch(self.partition.cut(*each), self.items[slice(*each)]) for each in self.partition.bounds(into)]

    def with_bytes(self, indices: Iterable[int]) -> Batch:
        """Return it with the bytes of the documents at these indices, or with the reason why nobody can read them."""
        pieces = list(self.partition.pieces)
        for index in indices:
            pieces[index] = _sent(self.items[index], pieces[index].settings)
        return replace(self, partition=replace(self.partition, pieces=tuple(pieces)))


class Partitioning:
    """Puts inputs into partitions."""

    def __init__(self, projects: Projects, size: int) -> None:
        """Take the settings of this process, and how many bytes a partition is to have at least."""
        self._projects = projects
        self._size = size
        #: Whether all documents are sent as bytes, and none is read by the workers.
        self.sends = False

    def batches(self, items: Iterable[Item], first: int) -> Iterator[Batch]:
        """Yield the items in batches, numbered from `first` on."""
        pieces: list[PartitionDocument] = []
        held: list[Item] = []
        weight, number = 0, first
        for item in items:
            piece = self._piece(item)
            pieces.append(piece)
            held.append(item)
            weight += _weight(piece)
            if weight >= self._size:
                yield Batch(Partition(number, 0, tuple(pieces)), tuple(held))
                pieces, held, weight, number = [], [], 0, number + 1
        if pieces:
            yield Batch(Partition(number, 0, tuple(pieces)), tuple(held))

    def _piece(self, item: Item) -> PartitionDocument:
        settings = fingerprint(self._projects.of(item.file).configuration)
        if self.sends or not item.shared:
            return _sent(item, settings)
        return PartitionDocument(item.path, item.file, item.origin, settings, item.load, _size_of(item.file))


def _sent(item: Item, settings: str) -> PartitionDocument:
    try:
        return PartitionDocument(item.path, item.file, item.origin, settings, data=item.load())
    except OSError as error:
        return PartitionDocument(item.path, item.file, item.origin, settings, why=reason(error))


def _size_of(file: str) -> int | None:
    try:
        return os.stat(file).st_size
    except (OSError, ValueError):  # a URL, or a file that is gone: the worker will see
        return None


def _weight(piece: PartitionDocument) -> int:
    if piece.data is not None:
        return len(piece.data) + _OVERHEAD
    return (_UNKNOWN if piece.size is None else piece.size) + _OVERHEAD


@lru_cache(maxsize=64)
def fingerprint(configuration: Configuration) -> str:
    """Return what tells a configuration from others."""
    return hashlib.blake2b(configuration.text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
