"""Questions to git, which answers or fails in one line; nothing of a document ever reaches it as an option."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: A diff in git's own words, whatever the user's configuration would make of it.
DIFF = ("diff", "--find-renames", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules")
# No programs of the repository's own are run and nothing is fetched.
_PLAINLY = ("-c", "core.quotePath=true", "-c", "core.fsmonitor=false")
_QUIETLY = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


class GitFailure(Exception):
    """Why git cannot tell, in one line."""


def git(folder: Path, *arguments: str, given: bytes | None = None, seconds: float | None = None) -> bytes:
    """Return what git prints in a folder, with `given` on its standard input; GitFailure after so many `seconds`."""
    result = _run(folder, arguments, given, seconds)
    if result.returncode:
        said = result.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise GitFailure(said.removeprefix("fatal: ") or f"git {arguments[0]} failed")
    return result.stdout


def succeeds(folder: Path, *arguments: str, seconds: float | None = None) -> bool:
    """Tell whether a git command ends with 0."""
    return _run(folder, arguments, None, seconds).returncode == 0


def commit_of(top: Path, base: str | None) -> str:
    """Return the commit where HEAD left `base`; for None HEAD, or the empty tree where nothing is committed yet."""
    if base is None:
        if succeeds(top, "rev-parse", "--verify", "--quiet", "HEAD"):
            return "HEAD"
        return git(top, "hash-object", "-t", "tree", "--stdin").decode().strip()
    if not succeeds(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}"):
        raise GitFailure(f"git knows no commit '{base}'")
    commit = git(top, "rev-parse", "--verify", "--end-of-options", f"{base}^{{commit}}").decode().strip()
    if not succeeds(top, "merge-base", commit, "HEAD"):
        raise GitFailure(f"'{base}' and HEAD have no commit in common; in a shallow clone, fetch more of it")
    return git(top, "merge-base", commit, "HEAD").decode().strip()


def others(top: Path, seconds: float | None = None) -> list[str]:
    """Return the paths, below `top`, of files that are neither tracked nor ignored."""
    return names(git(top, "ls-files", "--others", "--exclude-standard", "-z", seconds=seconds))


def names(listed: bytes) -> list[str]:
    """Return the names in a list that git ended with NUL each."""
    return [os.fsdecode(raw) for raw in listed.split(b"\0") if raw]


def _run(
    folder: Path, arguments: tuple[str, ...], given: bytes | None, seconds: float | None
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **_QUIETLY}
    try:
        return subprocess.run(
            ["git", *_PLAINLY, *arguments],
            cwd=folder, env=environment, input=given or b"", capture_output=True, check=False, timeout=seconds,
        )  # fmt: skip
    except OSError as error:
        raise GitFailure(f"git cannot be run: {error.strerror or error}") from None
    except subprocess.TimeoutExpired:
        raise GitFailure(f"git {arguments[0]} takes longer than {seconds} seconds") from None
