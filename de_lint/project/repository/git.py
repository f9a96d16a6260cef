"""Questions to git, which answers or fails in one line; nothing of a document ever reaches it as an option.

Whose repository it is nobody knows: no program that its configuration names is run, and nothing is written there.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from time import monotonic

from de_lint.project.files.discovery import reason

#: A diff in git's own words, whatever the user's configuration would make of it.
_DIFF = ("diff", "--find-renames", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules")
_SETTINGS = (
    "core.quotePath=true", "core.fsmonitor=false", f"core.hooksPath={os.devnull}", "diff.autoRefreshIndex=false",
    f"diff.orderFile={os.devnull}", "log.showSignature=false", "log.mailmap=false",
)  # fmt: skip
PLAINLY = ("--no-pager", *(word for setting in _SETTINGS for word in ("-c", setting)))
# Without an allowed protocol, a partial clone fetches nothing, which would be done by programs that it names.
_QUIETLY = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
_QUIETLY |= {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": ""}
#: Whose settings are the user's own; all others are the repository's.
_OF_THE_USER = ("system", "global", "command")


class GitFailure(Exception):
    """Why git cannot tell, in one line."""


def git(folder: Path, *arguments: str, given: bytes | None = None, until: float | None = None) -> bytes:
    """Return what git prints in a folder, with `given` on its standard input; GitFailure says why it cannot.

    `until` is how long to wait, on the clock of `time.monotonic`; None is for ever.
    """
    result = _run(folder, arguments, given, until)
    if result.returncode:
        said = result.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise GitFailure(said.removeprefix("fatal: ") or "git failed")
    return result.stdout


def git_diff(folder: Path, *arguments: str, until: float | None = None) -> bytes:
    """Return what `git diff` prints with no filter of the repository's own: that would be a program, too."""
    asked = ("config", "--null", "--show-scope", "--name-only", "--get-regexp", r"^filter\.")
    listed = _run(folder, asked, None, until)
    if listed.returncode > 1:  # 1 is for none
        raise GitFailure("git cannot tell whose filters there are; its version has to be 2.26 or later")
    scopes_and_keys = iter(names_apart(listed.stdout))
    keys = [key for scope, key in zip(scopes_and_keys, scopes_and_keys, strict=True) if scope not in _OF_THE_USER]
    filters = sorted({key.rpartition(".")[0] for key in keys})
    if any("=" in one for one in filters):
        raise GitFailure("a filter's name holds '='")  # which would set another name on the command line
    off = (("-c", f"{one}.{name}") for one in filters for name in ("clean=", "process=", "required=false"))
    return git(folder, *(word for words in off for word in words), *_DIFF, *arguments, until=until)


def succeeds(folder: Path, *arguments: str, until: float | None = None) -> bool:
    """Tell whether a git command ends with 0."""
    return _run(folder, arguments, None, until).returncode == 0


def commit_of(top: Path, base: str | None, until: float | None = None) -> str:
    """Return the commit where HEAD left `base`; for None HEAD, or the empty tree where nothing is committed yet.

    GitFailure where there is none such, or where the answers are not there by the time `until`.
    """
    if base is None:
        if succeeds(top, "rev-parse", "--verify", "--quiet", "HEAD", until=until):
            return "HEAD"
        return git(top, "hash-object", "-t", "tree", "--stdin", until=until).decode().strip()
    named = ("--end-of-options", f"{base}^{{commit}}")
    if not succeeds(top, "rev-parse", "--verify", "--quiet", *named, until=until):
        raise GitFailure(f"git knows no commit '{base}'")
    commit = git(top, "rev-parse", "--verify", *named, until=until).decode().strip()
    if not succeeds(top, "merge-base", commit, "HEAD", until=until):
        raise GitFailure(f"'{base}' and HEAD have no commit in common; in a shallow clone, fetch more of it")
    return git(top, "merge-base", commit, "HEAD", until=until).decode().strip()


def others(top: Path, until: float | None = None) -> list[str]:
    """Return the paths, below `top`, of files that are neither tracked nor ignored."""
    return names_apart(git(top, "ls-files", "--others", "--exclude-standard", "-z", until=until))


def names_apart(listed: bytes) -> list[str]:
    """Return the names in a list that git ended with NUL each."""
    return [os.fsdecode(raw) for raw in listed.split(b"\0") if raw]


def environment() -> dict[str, str]:
    """Return the environment that git runs in: it answers in English, locks nothing, fetches nothing, asks nobody."""
    return {**os.environ, **_QUIETLY}


def _run(
    folder: Path, arguments: tuple[str, ...], given: bytes | None, until: float | None
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *PLAINLY, *arguments],
            cwd=folder, env=environment(), input=given or b"", capture_output=True, check=False,
            timeout=None if until is None else max(0.0, until - monotonic()),
        )  # fmt: skip
    except OSError as error:
        raise GitFailure(f"git cannot be run: {reason(error)}") from None
    except subprocess.TimeoutExpired:
        raise GitFailure("git takes too long") from None
