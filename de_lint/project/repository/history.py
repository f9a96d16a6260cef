"""A repository's history as far as evidence goes: which commits there are, and what differs from one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from de_lint.classes import dataclass
from de_lint.patience import PATIENCE
from de_lint.project.repository.git import GitFailure, commit_of, git, git_diff, names_apart, others, succeeds

if TYPE_CHECKING:
    from de_lint.judging.policy import CommitState

#: How long git may take for one answer, and for all those that tell the difference. A host waits ten seconds, also for
#: the list of the tree's files.
_SECONDS = 1.5 * PATIENCE
_FOR_DIFFERENCE = 3.0 * PATIENCE
_USUAL_BRANCHES = ("main", "master", "trunk")


@dataclass(frozen=True, slots=True)
class TreeDifference:
    """What differs from a commit: `since` names it, `tracked` and `new` are the files, `entries` how many are tracked.

    A renamed file is one entry under two names.
    """

    since: str
    entries: int
    tracked: frozenset[str]
    new: frozenset[str]


class History:
    """Asks git; where it does not answer, nothing is known."""

    def __init__(self, root: Path, base: str | None = None) -> None:
        """Take the root of a repository, and the branch, tag or commit that changes count from."""
        self._root = root
        self._base = base
        self._commits: dict[str, CommitState] = {}

    def commits(self, hashes: Iterable[str]) -> Mapping[str, CommitState]:
        """Return how git stands to each hash, all new ones in one question; none in a shallow clone."""
        if self._is_shallow:
            return {}
        new = [one for one in dict.fromkeys(hashes) if one not in self._commits]
        if new:
            # one a line on standard input: never an option
            given = "".join(f"{one}^{{commit}}\n" for one in new).encode()
            try:
                said = git(self._root, "cat-file", "--batch-check", given=given, until=_soon()).decode().split("\n")
            except GitFailure:
                return {}
            self._commits.update(zip(new, map(_state, said), strict=False))
        return self._commits

    @cached_property
    def difference(self) -> TreeDifference | None:
        """What differs from the base; None if git cannot tell.

        Without a base it is where HEAD left the default branch, or HEAD itself. Nothing that differs from HEAD says
        nothing: the work may be committed already.
        """
        until = _soon(_FOR_DIFFERENCE)
        try:
            since, commit = self._start
            found = self._between(since, commit, by=until)
        except GitFailure:
            return None
        return found if found.tracked or found.new or self._base is not None else None

    def around(self, path: str) -> list[TreeDifference]:
        """Return what else a tracked report may tell of: what differed when it was committed, and what is uncommitted.

        The former counts from the base, and from the commit before; of several commits the first and the last count.
        """
        by = _soon(_FOR_DIFFERENCE)
        try:
            since, commit = self._start
            asked = ("log", "--format=%H", f"{commit}..HEAD", "--", f":(top,literal){path}")
            hashes = git(self._root, *asked, until=by).decode().split()
            ends = dict.fromkeys([*hashes[:1], *hashes[-1:]])
            written = [self._between(since, one, end, by=by) for end in ends for one in (commit, f"{end}^")]
            return [*written, self._between("HEAD", "HEAD", by=by)]
        except GitFailure:
            return []

    def _between(self, since: str, commit: str, end: str | None = None, *, by: float) -> TreeDifference:
        """Return what differs between a commit and another, or what is there now; GitFailure if git cannot tell."""
        ends = [commit] if end is None else [commit, end]
        listed = names_apart(git_diff(self._root, "--name-status", "-z", *ends, "--", until=by))
        entries, tracked = _entries(listed)
        return TreeDifference(since, entries, frozenset(tracked), self._new if end is None else frozenset())

    @cached_property
    def _new(self) -> frozenset[str]:
        return frozenset(others(self._root, _soon()))

    @cached_property
    def known(self) -> frozenset[str]:
        """The tracked files; none if git cannot tell."""
        try:
            return frozenset(names_apart(git(self._root, "ls-files", "--cached", "-z", until=_soon())))
        except GitFailure:
            return frozenset()

    @cached_property
    def _start(self) -> tuple[str, str]:
        """Return the name of the commit that changes count from, and the commit."""
        until = _soon(_FOR_DIFFERENCE)
        if self._base is not None:
            return self._base, commit_of(self._root, self._base, until)
        head = git(self._root, "rev-parse", "--verify", "--quiet", "HEAD", until=until).decode().strip()
        branch = self._default_branch(until)
        if branch:
            try:
                left = commit_of(self._root, branch, until)
            except GitFailure:
                left = head
            if left != head:
                return branch.removeprefix("refs/remotes/").removeprefix("refs/heads/"), left
        return "HEAD", head

    def _default_branch(self, until: float) -> str | None:
        remote = ("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
        if succeeds(self._root, *remote, until=until):
            return git(self._root, *remote, until=until).decode().strip()
        usual = (f"refs/heads/{name}" for name in _USUAL_BRANCHES)
        asked = ("show-ref", "--verify", "--quiet")
        return next((b for b in usual if succeeds(self._root, *asked, b, until=until)), None)

    @cached_property
    def _is_shallow(self) -> bool:
        try:
            said = git(self._root, "rev-parse", "--is-shallow-repository", until=_soon())
        except GitFailure:
            return True
        return said.strip() != b"false"


def _soon(seconds: float = _SECONDS) -> float:
    """Return the time by which an answer has to be there."""
    return monotonic() + seconds


def _state(said: str) -> CommitState:
    if said.endswith(" ambiguous"):
        return "ambiguous"
    return "unknown" if said.endswith(" missing") else "known"


def _entries(listed: list[str]) -> tuple[int, set[str]]:
    """Return how many entries a list of statuses and names has, and the names."""
    found: set[str] = set()
    count, at = 0, 0
    while at < len(listed):
        own = 2 if listed[at][:1] in "RC" else 1
        found.update(listed[at + 1 : at + 1 + own])
        count, at = count + 1, at + 1 + own
    return count, found
