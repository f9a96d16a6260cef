"""Which lines a git repository's working tree adds to a commit, or has changed since."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from de_lint.classes import dataclass
from de_lint.diagnostics import Finding
from de_lint.patterns import compiled
from de_lint.project.repository.git import commit_of, git, git_diff, others

_HUNK = compiled(rb"@@ -\d+(?:,(?P<gone>\d+))? \+(?P<first>\d+)(?:,(?P<more>\d+))? @@")
_LINES = ("--unified=0", "--src-prefix=a/", "--dst-prefix=b/")
_NEW_FILE = "/dev/null"


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """The lines added or modified, by absolute path; None stands for all lines of a new file."""

    lines: dict[str, tuple[range, ...] | None]

    def touches(self, file: str | os.PathLike[str]) -> bool:
        """Tell whether a file has any such line."""
        return _place(file) in self.lines

    def holds(self, finding: Finding, file: str | os.PathLike[str]) -> bool:
        """Tell whether a finding in a file is about such a line."""
        changed = self.lines.get(_place(file), ())
        first, last = finding.span.start_line, _last_line(finding)
        return changed is None or any(r.start <= last and first < r.stop for r in changed)


def changes_since(base: str | None, folder: Path) -> ChangedLines:
    """Return what the working tree around `folder` changes; untracked files are new.

    `base` is the commit, branch or tag that counts from where HEAD left it, None is HEAD. GitFailure says what is
    wrong.
    """
    top = Path(os.fsdecode(git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    patch = git_diff(top, *_LINES, commit_of(top, base), "--")
    found: dict[str, tuple[range, ...] | None] = {}
    for name, is_new, lines in _files(patch):
        if is_new or lines:
            found[_place(top / name)] = None if is_new else lines
    for name in others(top):
        found[_place(top / name)] = None
    return ChangedLines(found)


def _files(patch: bytes) -> Iterator[tuple[str, bool, tuple[range, ...]]]:
    """Yield each file of a patch that is still there: its name, whether it is new, and the lines added."""
    name, is_new, lines = "", False, list[range]()
    rows = iter(patch.split(b"\n"))
    for row in rows:
        hunk = _HUNK.match(row)
        if row.startswith((b"--- ", b"diff --git ")):
            if name:
                yield name, is_new, tuple(lines)
            name, is_new, lines = "", row == b"--- " + _NEW_FILE.encode(), []
        elif row.startswith(b"+++ "):
            name = _name(row[4:])
        elif hunk:
            first, count = int(hunk["first"]), int(hunk["more"] or 1)
            if count:
                lines.append(range(first, first + count))
            _skip(rows, int(hunk["gone"] or 1) + count)
    if name:
        yield name, is_new, tuple(lines)


def _skip(rows: Iterator[bytes], count: int) -> None:
    """Pass over a hunk's lines, which may look like anything; remarks of git's own start with a backslash."""
    while count and (row := next(rows, None)) is not None:
        count -= not row.startswith(b"\\")


def _name(written: bytes) -> str:
    """Return the path that a patch names; empty for a file that is gone."""
    written = written.removesuffix(b"\t")
    if written.startswith(b'"'):
        written = written[1:-1].decode("unicode_escape").encode("latin-1")
    return "" if written == _NEW_FILE.encode() else os.fsdecode(written.removeprefix(b"b/"))


def _place(file: str | os.PathLike[str]) -> str:
    """Return one name for a file however its folder is reached; a link is a file of its own."""
    folder, name = os.path.split(os.path.abspath(file))
    return os.path.join(os.path.realpath(folder), name)


def _last_line(finding: Finding) -> int:
    span = finding.span
    # A span that ends before the first character of a line has nothing of it.
    return span.end_line - 1 if span.end_column == 1 and span.end_line > span.start_line else span.end_line
