"""The evidence about one report: the tree that it stands in, and the history of that tree."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from de_lint.project.repository.working_tree import WorkingTree, inside

if TYPE_CHECKING:
    from de_lint.judging.policy import ChangeCounts, CommitState
    from de_lint.project.repository.history import History, TreeDifference

#: Seconds that a list of files is taken for true; `--watch` runs longer than that.
_FRESH = 5.0


class Places:
    """Trees and histories by their roots, shared by the reports of a run."""

    def __init__(self, base: str | None = None, outside: Path | None = None) -> None:
        """Take the commit that changes count from; `outside` is the root of files that are in no repository."""
        self._base = base
        self._outside = outside
        self._made: dict[Path, tuple[float, WorkingTree, History | None]] = {}

    def around(self, folder: Path) -> tuple[WorkingTree, History | None]:
        """Return the tree around a folder and, where git keeps it, its history."""
        root = self._root(folder)
        born, tree, history = self._made.get(root, (-_FRESH, None, None))
        if tree is None or time.monotonic() - born > _FRESH:
            tree, history = WorkingTree(root), None
            if tree.has_git:
                from de_lint.project.repository.history import History

                history = History(tree.root, self._base)
            self._made[root] = (time.monotonic(), tree, history)
        return tree, history

    def _root(self, folder: Path) -> Path:
        for above in (folder, *folder.parents):
            if (above / ".git").exists():
                return above
        usual = [above for above in (self._outside, Path.cwd()) if above and folder.is_relative_to(above)]
        return usual[0] if usual else folder


class ReportEvidence:
    """What the tree and the history say about one report."""

    def __init__(self, places: Places, file: Path) -> None:
        """Take the report's file, which need not be there; its folder is one that its paths may be relative to."""
        self._places = places
        self._file = file
        self.asked = False

    def has(self, path: str) -> bool | None:
        """Tell whether the tree has a file or folder at a path, or at one that ends in it."""
        written = inside(path, self._tree.root)
        if written is None:
            return None
        found = self._resolved(written)
        if found:
            return True
        # `/etc/hosts` is no path of the tree, and `/src/a.py` may be meant as one
        return None if written.startswith("/") or self._leads_out(written) else False

    def has_exactly(self, path: str) -> bool | None:
        """Tell whether the tree has a file or folder at a path as it is written."""
        written = inside(path, self._tree.root)
        if written is None or written.startswith("/"):
            return None
        states = [self._tree.stands(one) for one in self._readings(written)]
        return True if True in states else None if None in states else False

    def near(self, path: str) -> str | None:
        """Return the path in the tree that is most like one that it does not have."""
        written = inside(path, self._tree.root)
        return self._tree.near(written) if written else None

    def commits(self, hashes: Iterable[str]) -> Mapping[str, CommitState]:
        """Return how git stands to each commit hash; those that it cannot judge are left out."""
        return self._history.commits(hashes) if self._history else {}

    def changed(self, path: str) -> bool | None:
        """Tell whether a tracked file differs from the commit that changes count from."""
        written = inside(path, self._tree.root)
        if written is None or self._difference is None or self._history is None:
            return None
        found = self._resolved(written)
        named = [*found, written.lstrip("/")]
        if _touches(named, self._difference):
            return True
        tracked = any(_covers(one, other) for one in found for other in self._history.known)
        if len(found) != 1 or not tracked:
            return None
        return any(_touches(named, one) for one in self._around_it)

    def changes(self) -> ChangeCounts | None:
        """Return how many files differ from the commit that changes count from."""
        return self._counted[0] if self._counted else None

    def is_number_of_changes(self, number: int) -> bool | None:
        """Tell whether so many files differ, now or when the report was committed, by what may count as one."""
        return any(one.least <= number <= one.total for one in self._counted) if self._counted else None

    def base(self) -> str:
        """Return what changes count from, for messages."""
        return self._difference.since if self._difference else "HEAD"

    @cached_property
    def _around(self) -> tuple[WorkingTree, History | None]:
        self.asked = True
        return self._places.around(self._file.parent)

    @property
    def _tree(self) -> WorkingTree:
        return self._around[0]

    @property
    def _history(self) -> History | None:
        return self._around[1]

    @cached_property
    def _own_path(self) -> str:
        return _relative(self._file, self._tree.root)

    @cached_property
    def _difference(self) -> TreeDifference | None:
        """What differs from the base; None for a report that does not differ itself: it tells of earlier work."""
        found = self._history.difference if self._history else None
        if found is None or self._history is None:
            return None
        earlier = self._own_path in self._history.known and self._own_path not in found.tracked
        return None if earlier else found

    @cached_property
    def _around_it(self) -> list[TreeDifference]:
        """What else the report may tell of; asked for only where a claim looks false."""
        return self._history.around(self._own_path) if self._history else []

    @cached_property
    def _counted(self) -> list[ChangeCounts]:
        """How many files differ, from the base first."""
        from de_lint.project.repository.changes import changes_of

        known = [self._difference, *self._around_it] if self._difference else []
        return [changes_of(one, self._tree.root, self._own_path) for one in known]

    def _readings(self, written: str) -> list[str]:
        """Return what a path may stand for, relative to the root: itself, beside the report, with the root's name."""
        folder = _relative(self._file.parent, self._tree.root)
        plain = written.lstrip("/")
        return [plain, *([f"{folder}/{plain}"] if folder not in (".", "") else []), *self._without_name(plain)]

    def _without_name(self, plain: str) -> list[str]:
        prefix = self._tree.root.name + "/"
        return [plain.removeprefix(prefix)] if plain.startswith(prefix) and plain != prefix else []

    def _resolved(self, written: str) -> list[str]:
        """Return the paths in the tree that a written one stands for."""
        found = [one for one in self._readings(written) if self._tree.stands(one)]
        return found[:1] or self._tree.ending_in(written.lstrip("/"))

    def _leads_out(self, written: str) -> bool:
        return any(self._tree.stands(one) is None for one in self._readings(written))


def _touches(paths: Sequence[str], difference: TreeDifference) -> bool:
    """Tell whether one of some paths, or something below it, is among what differs."""
    return any(_covers(one, other) for one in paths for other in difference.tracked | difference.new)


def _covers(path: str, other: str) -> bool:
    """Tell whether a path is the other one, or a folder around it."""
    return path == other or other.startswith(path.rstrip("/") + "/")


def _relative(file: Path, root: Path) -> str:
    folder, name = os.path.split(file)
    place = os.path.join(os.path.realpath(folder), name)
    return Path(os.path.relpath(place, root)).as_posix()
