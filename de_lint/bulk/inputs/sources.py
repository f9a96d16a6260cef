"""What the paths of a run stand for: files, folders, patterns, archives, JSON Lines, URLs or a git history."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from de_lint.bulk.inputs.files import file_items
from de_lint.bulk.inputs.item import Items, is_archive
from de_lint.bulk.inputs.remote import is_remote, remote_items
from de_lint.classes import dataclass
from de_lint.file_names import is_markdown
from de_lint.project.files.discovery import STDIN

if TYPE_CHECKING:
    from de_lint.project.files.discovery import Discovery


@dataclass(frozen=True)
class Sources:
    """The inputs of a run, found one by one as they are asked for, and again for every iteration."""

    paths: tuple[str, ...]
    discovery: Discovery
    stdin_name: str | None = None
    field: str | None = None
    revisions: str | None = None

    @property
    def single(self) -> bool:
        """Tell whether there is one named file, or standard input as a document."""
        if self.revisions is not None or len(self.paths) != 1 or not self._is_plain(self.paths[0]):
            return False
        return not os.path.isdir(self.paths[0]) and not _is_pattern(self.paths[0])

    @property
    def lacking(self) -> tuple[str, ...]:
        """The paths in the file system at which there is nothing."""
        return () if self.revisions is not None else lacking(self.paths)

    @property
    def countable(self) -> bool:
        """Tell whether counting the inputs is quick, as nothing but folders has to be read."""
        return self.revisions is None and STDIN not in self.paths and all(map(self._is_plain, self.paths))

    def __iter__(self) -> Items:
        """Yield the items in the order of the paths; SourceError when a source cannot be used at all."""
        if self.revisions is not None:
            from de_lint.bulk.inputs.git_history import git_items

            yield from git_items(self.revisions, self.paths)
            return
        plain: list[str] = []
        for path in self.matches():
            if self._is_plain(path):
                plain.append(path)
                continue
            yield from self._plain(plain)
            plain = []
            yield from self._special(path)
        yield from self._plain(plain)

    def matches(self) -> Iterator[str]:
        """Yield the paths, and for a pattern what fits it."""
        for path in self.paths:
            found = sorted(glob.iglob(path, recursive=True)) if _is_pattern(path) else []
            yield from found or [path]

    def _plain(self, paths: Sequence[str]) -> Items:
        return file_items(self.discovery.of(paths))

    def _special(self, path: str) -> Items:
        if is_remote(path):
            return remote_items(path)
        if is_archive(path) and path != STDIN:
            from de_lint.bulk.inputs.archives import archive_items

            return archive_items(path)
        from de_lint.bulk.inputs.json_lines import json_lines_items

        return json_lines_items(path, self.field or "", self.stdin_name)

    def _is_plain(self, path: str) -> bool:
        if is_remote(path):
            return False
        if os.path.isdir(path):
            return True
        return not is_archive(path) and (self.field is None or is_markdown(path))


def lacking(paths: Sequence[str]) -> tuple[str, ...]:
    """Return the paths in the file system, and the patterns, that stand for nothing; URLs are not asked for."""
    named = (path for path in paths if path != STDIN and not is_remote(path))
    return tuple(path for path in named if not os.path.exists(path) and not _fits(path))


def _fits(pattern: str) -> bool:
    return glob.has_magic(pattern) and any(os.path.exists(one) for one in glob.iglob(pattern, recursive=True))


def _is_pattern(path: str) -> bool:
    """Tell whether a path is a pattern, and not the name of a file with such characters."""
    return path != STDIN and not is_remote(path) and glob.has_magic(path) and not os.path.lexists(path)
