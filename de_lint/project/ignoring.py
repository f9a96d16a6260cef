"""What a walk leaves out: `.gitignore` files, exclude patterns and folders that never hold documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.file_names import is_markdown

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

#: Tells whether something else leaves out the file (or, when true, the folder) at an absolute path.
Excludes = Callable[[Path, bool], bool]
#: Tells whether the file at an absolute path is one to look at.
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
    from de_lint.project.path_patterns import path_patterns

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

        `includes` tells which files are looked at at all; those are otherwise the Markdown files.
        """
        self._configured = configured
        self.includes: Includes = includes or (lambda path: is_markdown(path.name))
        self._here = Path.cwd()
        self._excluded = _patterns(exclude)
        self._folders = frozenset(Path(os.path.abspath(folder)) for folder in folders)
        self._ignore_files: dict[Path, GitIgnoreSpec | None] = {}

    def excludes(self, path: Path, is_folder: bool, top: Path) -> bool:
        """Say whether the entry at the absolute `path` is left out, by itself and not by a folder above it.

        `top` is the highest folder whose `.gitignore` is heeded.
        """
        if is_folder and (path.name in SKIPPED_FOLDERS or path in self._folders):
            return True
        slash = "/" if is_folder else ""
        if path.is_relative_to(self._here):
            inside = path.relative_to(self._here).as_posix()
        else:
            inside = path.as_posix().lstrip("/")
        if self._excluded.match_file(inside + slash) or (self._configured and self._configured(path, is_folder)):
            return True
        return self._git_ignores(path, slash, top)

    def excludes_any_part(self, path: Path) -> bool:
        """Say whether the entry at the absolute `path`, or any folder above it, is left out."""
        top = boundary(path.parent)
        folders = [above for above in path.parents if above != top and above.is_relative_to(top)]
        above = any(self.excludes(folder, True, top) for folder in folders)
        return above or self.excludes(path, os.path.isdir(path), top)

    def _git_ignores(self, path: Path, slash: str, top: Path) -> bool:
        """Ask the ignore files from the entry's own folder up to `top`; the nearest with a say decides."""
        for folder in path.parents:
            if not folder.is_relative_to(top):
                break
            if folder not in self._ignore_files:
                self._ignore_files[folder] = _read_ignore_file(folder)
            patterns = self._ignore_files[folder]
            if patterns is not None:
                verdict = patterns.check_file(path.relative_to(folder).as_posix() + slash).include
                if verdict is not None:
                    return verdict
        return False
