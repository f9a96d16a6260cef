"""One document to convert, whatever it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from de_lint.classes import dataclass

if TYPE_CHECKING:
    from de_lint.bulk.inputs.columns import Absent

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
    #: What tells it from others that messages call the same; the first of them has none.
    twin: str = ""
    #: Whether `load` can be sent to another process, and reads the same there if that has the same files.
    shared: bool = False
    #: The column that the line lacks, if that is why it cannot be read: such lines are told of together.
    absent: Absent | None = None

    @property
    def name(self) -> str:
        """Return what messages and the quarantine call it."""
        return self.label or self.path


Items = Iterator[Item]


def refused(path: str, why: str, identity: str | None = None, label: str = "", absent: Absent | None = None) -> Item:
    """Return an item that cannot be read."""

    def fail() -> bytes:
        raise OSError(0, why)

    return Item(path, fail, identity or f"{path}\0refused", path, label=label, absent=absent)


def twin_of(raw: bytes) -> str:
    """Return what tells a name that is not text from the one that it is shown as; nothing for text."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return hashlib.blake2b(raw, digest_size=6).hexdigest()
    return ""


def is_archive(name: str) -> bool:
    """Tell whether a name is an archive's."""
    return name.lower().endswith(ARCHIVES)
