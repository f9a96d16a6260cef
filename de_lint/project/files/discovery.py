"""Which files a run reads: the named ones, and the documents in the named folders."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from de_lint.classes import dataclass
from de_lint.project.files.ignoring import Excludes, Exclusion, Includes, boundary
from de_lint.project.files.limits import read_bounded

STDIN = "-"
#: What is larger holds no documents either; some devices have no end.
_MOST_CONTENT = 100_000_000


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read: `path` is how it is called in results, `place` is where it is, None for standard input.

    `error` says why a folder cannot be walked; such an input has nothing to read.
    """

    path: str
    place: str | None
    error: str | None = None

    @property
    def file(self) -> Path | None:
        """Where it is, as a path."""
        return None if self.place is None else Path(self.place)

    def read(self) -> bytes:
        """Return the document's bytes; OSError says why that is impossible."""
        return self._content(read_bounded)

    def content(self) -> bytes:
        """Return the bytes of what is no document itself, as the JSON of many; OSError as for `read`."""
        return self._content(_whole)

    def _content(self, read: Callable[[BinaryIO], bytes]) -> bytes:
        if self.error is not None:
            raise OSError(0, self.error)
        return read(standard_input()) if self.file is None else _bytes_of(self.file, read)


def content_hash(data: bytes) -> str:
    """Return the hash of a document's bytes, as its JSON has it."""
    return hashlib.sha256(data).hexdigest()


def standard_input() -> BinaryIO:
    """Return standard input's bytes, to be read; OSError where it is closed."""
    import sys

    if sys.stdin is None:
        raise OSError(0, "standard input is closed")
    return sys.stdin.buffer


def _bytes_of(file: Path, read: Callable[[BinaryIO], bytes]) -> bytes:
    try:
        with open(file, "rb") as stream:
            return read(stream)
    except ValueError as error:  # a name that no file can have
        raise OSError(0, str(error)) from None


def _whole(stream: BinaryIO) -> bytes:
    """Return all that a stream holds, which may have no end."""
    data = stream.read(_MOST_CONTENT + 1)
    if len(data) > _MOST_CONTENT:
        raise OSError(0, f"it holds more than {_MOST_CONTENT // 1_000_000} MB")
    return data


def shown_path(path: str | Path) -> str:
    """Return how results name a path: relative to the working directory, with `/`, bytes that are no text escaped."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        relative = os.path.abspath(path)
    # A locale that is not UTF-8 does not change what a UTF-8 file name is called.
    return os.fsencode(relative.replace(os.sep, "/")).decode("utf-8", "backslashreplace")


def discover(
    paths: Sequence[str],
    *,
    stdin_name: str | None = None,
    exclude: Sequence[str] = (),
    force_exclude: bool = False,
    configured: Excludes | None = None,
    includes: Includes | None = None,
) -> list[Input]:
    """Return what `paths` (files, folders, or `-`) stand for, in the order named, each once.

    A folder gives its Markdown files, sorted by path. A named file is always read, unless `force_exclude`
    applies the exclusions to it as well. `stdin_name` is what standard input is called; `configured` tells what the
    configuration leaves out, and `includes` which files are looked at, if not the Markdown files.
    """
    exclusion = Exclusion(exclude, configured=configured, includes=includes)
    return list(Discovery(exclusion, force_exclude, stdin_name).of(paths))


class Discovery:
    """Finds inputs one by one, so that memory does not grow with their number."""

    def __init__(self, exclusion: Exclusion, force_exclude: bool = False, stdin_name: str | None = None) -> None:
        """Take what is left out, whether that goes for named files, too, and what standard input is called."""
        self._exclusion = exclusion
        self._force_exclude = force_exclude
        self._stdin_name = stdin_name

    def of(self, paths: Sequence[str]) -> Iterator[Input]:
        """Yield what the paths stand for, as `discover` does."""
        seen: set[bytes] = set()
        for path in paths:
            for each in self._named(path):
                if len(paths) > 1:
                    # A digest takes less memory than a path.
                    place = os.fsencode(each.place or STDIN)
                    digest = hashlib.blake2b(place, digest_size=12).digest()
                    if digest in seen:
                        continue
                    seen.add(digest)
                yield each

    def _named(self, path: str) -> Iterator[Input]:
        if path == STDIN:
            name = STDIN if self._stdin_name is None else shown_path(self._stdin_name)
            absolute = Path(os.path.abspath(self._stdin_name or STDIN))
            inputs: Iterator[Input] = iter([Input(name, None)])
        else:
            absolute = Path(os.path.abspath(path))
            # Unlike Path.is_dir, this raises for no name, however long.
            is_folder = os.path.isdir(absolute)
            inputs = (
                _of_folder(absolute, self._exclusion) if is_folder else iter([Input(shown_path(path), str(absolute))])
            )
        named = path != STDIN or self._stdin_name is not None
        if self._force_exclude and named and self._exclusion.excludes_any_part(absolute):
            return
        yield from inputs


def _of_folder(folder: Path, exclusion: Exclusion) -> Iterator[Input]:
    top = boundary(folder)
    # A folder named by hand is entered even when ignored; what ignores all of it then has no say inside.
    above = [folder, *folder.parents]
    if any(exclusion.excludes(each, True, top) for each in above if each != top and each.is_relative_to(top)):
        top = folder
    return _walk(folder, top, exclusion)


def _walk(folder: Path, top: Path, exclusion: Exclusion) -> Iterator[Input]:
    """Yield the Markdown files below `folder`, sorted by path, in the memory of one folder and those above it.

    Links to folders are not followed, so there are no loops, and neither are those to files that are not below `top`.
    """
    pending = [_listed(folder, top, exclusion)]
    while pending:
        found = next(pending[-1], None)
        if found is None:
            pending.pop()
        elif isinstance(found, Input):
            yield found
        else:
            pending.append(_listed(found, top, exclusion))


def _listed(folder: Path, top: Path, exclusion: Exclusion) -> Iterator[Input | Path]:
    """Yield the documents of a folder, and the folders to walk, in an order in which all paths below it are sorted."""
    path = shown_path(folder)
    try:
        with os.scandir(folder) as entries:
            found = sorted((_place(entry), entry) for entry in entries)
    except OSError as error:
        yield Input(path, str(folder), reason(error))
        return
    within = exclusion.within(folder, top)
    prefix = "" if path == "." else path.rstrip("/") + "/"
    for (name, _), entry in found:
        if entry.is_dir(follow_symlinks=False):
            if not within.excludes(entry.name, True):
                yield Path(entry.path)
        elif _is_document(entry, folder, exclusion) and not within.excludes(entry.name, False):
            if entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(os.path.realpath(top)):
                continue
            yield Input(prefix + name, entry.path)


def _place(entry: os.DirEntry[str]) -> tuple[str, str]:
    """Return what an entry sorts by, its name as results show it: all paths below a folder have a slash after it."""
    slash = "/" if entry.is_dir(follow_symlinks=False) else ""
    name = entry.name if entry.name.isascii() else os.fsencode(entry.name).decode("utf-8", "backslashreplace")
    return name + slash, entry.name


def _is_document(entry: os.DirEntry[str], folder: Path, exclusion: Exclusion) -> bool:
    """Say whether the entry is a file to look at or leads to one; pipes and broken links are passed over."""
    try:
        return exclusion.includes(folder, entry.name) and entry.is_file()
    except OSError:
        return False


def reason(error: BaseException) -> str:
    """Return why something could not be read or written, in a few words on one line."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (said.strip() or type(error).__name__).split("\n")[0]
