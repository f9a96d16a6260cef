"""What a walk leaves out: `.gitignore` files, exclude patterns and folders that never hold documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.classes import dataclass
from de_lint.file_names import is_markdown

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

#: Returns what else leaves out the files (or, when true, the folders) of an absolute folder, by their names.
Excludes = Callable[[Path], Callable[[str, bool], bool] | None]
#: Tells whether the file at an absolute path is one to look at, though it is no Markdown file.
Includes = Callable[[Path], bool]

SKIPPED_FOLDERS = frozenset({".git", ".venv", "node_modules"})


def _read_ignore_file(folder: Path) -> GitIgnoreSpec | None:
    """Return the patterns of the folder's `.gitignore`, or None where there is none that can be read."""
    file = folder / ".gitignore"
    if not os.path.isfile(file):  # reading a pipe would wait for ever
        return None
    try:
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return None
    return _patterns(text.split("\n"))


def _patterns(lines: Sequence[str]) -> GitIgnoreSpec:
    """Compile ignore patterns one by one, because git, too, passes over a pattern it cannot read."""
    from de_lint.project.files.path_patterns import path_patterns

    readable: list[str] = []
    for line in lines:
        line = line.removesuffix("\r")
        try:
            path_patterns([line])
        except ValueError:
            continue
        readable.append(line)
    return path_patterns(readable)


def boundary(folder: Path) -> Path:
    """Return the topmost folder whose `.gitignore` counts for `folder`.

    That is the root of its repository; outside of one, the working directory when it lies above,
    else `folder` itself.
    """
    for above in (folder, *folder.parents):
        if os.path.exists(above / ".git"):
            return above
    here = Path.cwd()
    return here if folder.is_relative_to(here) else folder


class Exclusion:
    """Decides which files and folders a walk leaves out."""

    def __init__(
        self,
        exclude: Sequence[str] = (),
        folders: Sequence[Path] = (),
        configured: Excludes | None = None,
        includes: Includes | None = None,
    ) -> None:
        """Take gitignore-style patterns, relative to the working directory, folders, and who else leaves out paths.

        `includes` tells which files are looked at beside the Markdown files.
        """
        self.configured = configured
        self._includes = includes
        self._here = Path.cwd()
        self.excluded = _patterns(exclude) if exclude else None
        self._folders = frozenset(Path(os.path.abspath(folder)) for folder in folders)
        self._ignore_files: dict[Path, GitIgnoreSpec | None] = {}

    def within(self, folder: Path, top: Path) -> IgnoredWithin:
        """Return what is left out of an absolute folder; `top` is the highest one whose `.gitignore` is heeded."""
        is_below = folder.is_relative_to(self._here)
        inside = folder.relative_to(self._here).as_posix() if is_below else folder.as_posix().lstrip("/")
        configured = self.configured(folder) if self.configured else None
        names = {each.name for each in self._folders if each.parent == folder}
        return IgnoredWithin(self.excluded, _prefix(inside), configured, list(self._ignoring(folder, top)), names)

    def excludes(self, path: Path, is_folder: bool, top: Path) -> bool:
        """Say whether the entry at the absolute `path` is left out, by itself and not by a folder above it."""
        return self.within(path.parent, top).excludes(path.name, is_folder)

    def includes(self, folder: Path, name: str) -> bool:
        """Tell whether a file of an absolute folder is one to look at."""
        return is_markdown(name) or (self._includes is not None and self._includes(folder / name))

    def excludes_any_part(self, path: Path) -> bool:
        """Say whether the entry at the absolute `path`, or any folder above it, is left out."""
        top = boundary(path.parent)
        folders = [above for above in path.parents if above != top and above.is_relative_to(top)]
        above = any(self.excludes(folder, True, top) for folder in folders)
        return above or self.excludes(path, os.path.isdir(path), top)

    def _ignoring(self, folder: Path, top: Path) -> Iterator[tuple[GitIgnoreSpec, str]]:
        """Yield the patterns of ignore files from a folder up to `top`, each with where the folder is from its own."""
        for above in (folder, *folder.parents):
            if not above.is_relative_to(top):
                return
            if above not in self._ignore_files:
                self._ignore_files[above] = _read_ignore_file(above)
            patterns = self._ignore_files[above]
            if patterns is not None:
                yield patterns, _prefix(folder.relative_to(above).as_posix())


@dataclass(frozen=True, slots=True)
class IgnoredWithin:
    """What is left out of one folder: nothing but names differ, so that little is done for each of many files."""

    excluded: GitIgnoreSpec | None
    inside: str
    configured: Callable[[str, bool], bool] | None
    ignoring: Sequence[tuple[GitIgnoreSpec, str]]
    names: Collection[str]

    def excludes(self, name: str, is_folder: bool) -> bool:
        """Say whether an entry is left out; the nearest ignore file with a say decides."""
        if is_folder and (name in SKIPPED_FOLDERS or name in self.names):
            return True
        ending = f"{name}/" if is_folder else name
        if self.excluded is not None and self.excluded.match_file(self.inside + ending):
            return True
        if self.configured is not None and self.configured(name, is_folder):
            return True
        for patterns, prefix in self.ignoring:
            verdict = patterns.check_file(prefix + ending).include
            if verdict is not None:
                return verdict
        return False


def _prefix(inside: str) -> str:
    return "" if inside in (".", "") else f"{inside}/"
