"""The files around a report: what the tree has, also by the end of a path, and what is near what it lacks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from time import monotonic

from de_lint.patience import PATIENCE
from de_lint.patterns import compiled

#: More files than this are not listed: paths are then found only where they are written to be.
_MOST = 50_000
#: How long git may take to list them; the history's questions take their own time.
_SECONDS = 4.0 * PATIENCE
#: How much alike, in percent, the names of two files are at least that are near; folders and endings do not count.
_ALIKE = 75
#: Names shorter than this are alike by chance.
_SHORTEST = 5
#: Texts for readers, which are not near anything else.
_TEXTS = (".md", ".markdown", ".rst", ".txt", ".adoc", ".html", ".pdf")
_UNLISTED = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox"})
_DRIVE = compiled(r"[A-Za-z]:[\\/]")


def inside(path: str, root: Path) -> str | None:
    """Return a written path relative to the root, a folder with `/` at its end; None for one that leads out of it.

    `/src/a.py` is what many write for `src/a.py`: it stays absolute, and no file is looked for under that name.
    """
    if "\\" in path and "/" not in path:
        path = path.replace("\\", "/")
    if path.startswith("~") or _DRIVE.match(path) or "\0" in path:
        return None
    if os.path.isabs(path):
        prefix = root.as_posix().rstrip("/") + "/"
        path = path.removeprefix(prefix) if path.startswith(prefix) else path
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts or ".." in parts:
        return None
    whole = "/".join(parts) + ("/" if path.endswith("/") else "")
    return "/" + whole if os.path.isabs(path) else whole


class WorkingTree:
    """The files below a folder. Links are not followed, and nothing outside of the folder is looked at."""

    def __init__(self, root: Path) -> None:
        """Take the root, which is listed only when it must be."""
        self.root = Path(os.path.realpath(root))

    def stands(self, path: str) -> bool | None:
        """Tell whether there is something at a path relative to the root; None if a link on the way leads out."""
        place = self.root / path.rstrip("/")
        try:
            real = os.path.realpath(place.parent)
            if os.path.commonpath([real, self.root]) != str(self.root):
                return None
            # what a link points to is not asked about
            return os.path.islink(place) or (os.path.isdir(place) if path.endswith("/") else os.path.lexists(place))
        except (OSError, ValueError):
            return None

    def ending_in(self, path: str) -> list[str]:
        """Return the listed files and folders whose path ends in `path`, sorted; folders end in `/`."""
        end = "/" + path.rstrip("/")
        same = self._by_name.get(end.rpartition("/")[2], ())
        return [one for one in same if f"/{one.rstrip('/')}".endswith(end) and one.endswith("/") >= path.endswith("/")]

    def near(self, path: str) -> str | None:
        """Return the listed path most like one that is not there, if its name is; the same name comes first."""
        from rapidfuzz import fuzz, process

        listed = [one for one in self.listed if _sort(one) == _sort(path)]
        same = [one for one in listed if _name(one) == _name(path)] or [
            one for one in listed if _stem(one) == _stem(path)
        ]
        long = [] if same or len(_stem(path)) < _SHORTEST else [one for one in listed if len(_stem(one)) >= _SHORTEST]
        alike = process.extract(_stem(path), map(_stem, long), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None)
        near = same or [long[index] for _, _, index in alike]
        return max(near, key=lambda one: fuzz.ratio(path.lstrip("/"), one), default=None)

    @cached_property
    def listed(self) -> list[str]:
        """The files that git does not ignore and their folders, relative to the root, sorted."""
        files = self._by_git()
        found = sorted(self._walked() if files is None else files)
        if len(found) > _MOST:
            return []
        return sorted({*found, *(above for one in found for above in _folders(one))})

    @cached_property
    def has_git(self) -> bool:
        """Tell whether the root is that of a git repository."""
        return os.path.exists(self.root / ".git")

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self.listed:
            found.setdefault(one.rstrip("/").rpartition("/")[2], []).append(one)
        return found

    def _by_git(self) -> list[str] | None:
        if not self.has_git:
            return None
        from de_lint.project.repository.git import GitFailure, git, names_apart

        until = monotonic() + _SECONDS
        try:
            listed = git(self.root, "ls-files", "--cached", "--others", "--exclude-standard", "-z", until=until)
        except GitFailure:
            return None
        return [one for one in names_apart(listed) if os.path.lexists(self.root / one)]

    def _walked(self) -> Iterator[str]:
        count = 0
        for above, folders, files in os.walk(self.root):
            folders[:] = sorted(name for name in folders if name not in _UNLISTED)
            for name in files:
                count += 1
                yield Path(above, name).relative_to(self.root).as_posix()
            if count > _MOST:
                return


def _folders(file: str) -> Iterator[str]:
    at = file.find("/")
    while at >= 0:
        yield file[: at + 1]
        at = file.find("/", at + 1)


def _name(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _sort(path: str) -> tuple[bool, bool]:
    """Return what a path is of, as far as only paths of the same can be meant: a folder, a text for readers."""
    return path.endswith("/"), path.lower().endswith(_TEXTS)


def _stem(path: str) -> str:
    name = _name(path)
    return name.rpartition(".")[0] or name
