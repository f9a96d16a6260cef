"""Which files a run reads: the named ones, and the Markdown files of the named folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from de_lint.project.ignoring import Excludes, Exclusion, boundary

SUFFIXES = (".md", ".markdown")
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read: `path` is how it is called in results, `file` is None for standard input.

    `error` says why a folder cannot be walked; such an input has nothing to read.
    """

    path: str
    file: Path | None
    error: str | None = None

    def read(self) -> bytes:
        """Return the input's bytes; OSError says why that is impossible."""
        if self.error is not None:
            raise OSError(0, self.error)
        if self.file is not None:
            return _bytes_of(self.file)
        import sys

        if sys.stdin is None:
            raise OSError(0, "standard input is closed")
        return sys.stdin.buffer.read()


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except ValueError as error:  # a name that no file can have
        raise OSError(0, str(error)) from None


def shown(path: str | Path) -> str:
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
    exclude_folders: Sequence[Path] = (),
    force_exclude: bool = False,
    configured: Excludes | None = None,
) -> list[Input]:
    """Return what `paths` (files, folders, or `-`) stand for, in the order named, each once.

    A folder gives its Markdown files, sorted by path. A named file is always read, unless `force_exclude`
    applies the exclusions to it as well. `stdin_name` is what standard input is called; `configured` tells what the
    configuration leaves out.
    """
    exclusion = Exclusion(exclude, exclude_folders, configured)
    found: dict[str, Input] = {}
    for path in paths:
        if path == STDIN:
            name = STDIN if stdin_name is None else shown(stdin_name)
            absolute, inputs = Path(os.path.abspath(stdin_name or STDIN)), [Input(name, None)]
        else:
            absolute = Path(os.path.abspath(path))
            # Unlike Path.is_dir, this raises for no name, however long.
            is_folder = os.path.isdir(absolute)
            inputs = _of_folder(absolute, exclusion) if is_folder else [Input(shown(path), absolute)]
        named = path != STDIN or stdin_name is not None
        if force_exclude and named and exclusion.excludes_any_part(absolute):
            continue
        for each in inputs:
            found.setdefault(str(each.file or STDIN), each)
    return list(found.values())


def _of_folder(folder: Path, exclusion: Exclusion) -> list[Input]:
    top = boundary(folder)
    # A folder named by hand is entered even when ignored; what ignores all of it then has no say inside.
    above = [folder, *folder.parents]
    if any(exclusion.excludes(each, True, top) for each in above if each != top and each.is_relative_to(top)):
        top = folder
    return sorted(_walk(folder, top, exclusion), key=lambda each: each.path)


def _walk(folder: Path, top: Path, exclusion: Exclusion) -> Iterator[Input]:
    """Yield the Markdown files below `folder`; links to folders are not followed, so there are no loops."""
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            entries = list(os.scandir(current))
        except OSError as error:
            yield Input(shown(current), current, reason(error))
            continue
        for entry in entries:
            path = current / entry.name
            if entry.is_dir(follow_symlinks=False):
                if not exclusion.excludes(path, True, top):
                    pending.append(path)
            elif _is_document(entry) and not exclusion.excludes(path, False, top):
                yield Input(shown(path), path)


def _is_document(entry: os.DirEntry[str]) -> bool:
    """Say whether the entry is a Markdown file or leads to one; pipes and broken links are passed over."""
    try:
        return entry.name.lower().endswith(SUFFIXES) and entry.is_file()
    except OSError:
        return False


def reason(error: OSError) -> str:
    """Return why something could not be read or written, in a few words."""
    return error.strerror or str(error) or type(error).__name__
