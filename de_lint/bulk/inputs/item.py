"""One document to convert, whatever it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

#: What a line, a member of an archive or a version may hold, in bytes; the largest reports have a few hundred thousand.
LARGEST = 10_000_000
ARCHIVES = (
    *(".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz"),
    *(".tar.zst", ".tzst"),
)  # fmt: skip


class SourceError(OSError):
    """What makes a source unusable as a whole, such as a package that is not installed; it ends the run."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(0, why, source)


@dataclass(frozen=True, slots=True)
class Item:
    """A document to be read: `path` is how results call it, `file` the place whose settings hold for it.

    `load` returns its bytes; OSError says why that is impossible. It is to be called before the next item is asked
    for, as archives are read in a stream. `identity` tells the item from all others of the run, in this run and in
    one that goes on with it. `origin` is what the document says of a source that is no file of its own.
    """

    path: str
    load: Callable[[], bytes]
    identity: str
    file: str
    origin: Mapping[str, object] | None = None
    #: What messages and the quarantine call it where several items share a path.
    label: str = ""
    #: Whether `load` can be sent to another process, and reads the same there if that has the same files.
    shared: bool = False

    @property
    def name(self) -> str:
        """Return what messages and the quarantine call it."""
        return self.label or self.path


Items = Iterator[Item]


def refused(path: str, why: str, identity: str | None = None) -> Item:
    """Return an item that cannot be read."""

    def fail() -> bytes:
        raise OSError(0, why)

    return Item(path, fail, identity or f"{path}\0refused", path)


def bounded(stream: BinaryIO) -> bytes:
    """Return what a stream holds; OSError when that is more than a document can be."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(0, f"it holds more than {LARGEST // 1_000_000} MB")
    return data


def is_archive(name: str) -> bool:
    """Tell whether a name is an archive's."""
    return name.lower().endswith(ARCHIVES)
