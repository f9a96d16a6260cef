"""A git history: every version of every Markdown file that a range of commits adds or changes, oldest first."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import IO, cast

from de_lint.bulk.inputs.item import Item, Items, SourceError, twin_of
from de_lint.classes import dataclass, field
from de_lint.file_names import is_markdown
from de_lint.project.files.discovery import reason
from de_lint.project.files.limits import LARGEST, too_large, within_limits
from de_lint.project.repository.git import PLAINLY, environment

_LOG = (
    # A merge is compared with its first parent; what it brings that was seen on the branch is passed over below.
    *("log", "--raw", "-z", "--no-abbrev", "--find-renames", "--diff-merges=first-parent", "--reverse"),
    *("--topo-order", "--no-color", "--no-ext-diff", "--ignore-submodules", "--no-show-signature"),
    "--format=%x01%H%x02%cI%x02%aI%x02%P",
)
_REGULAR = b"100"


@dataclass(frozen=True, slots=True)
class _Version:
    raw: bytes
    blob: str
    commit: str
    date: str
    author_date: str
    is_merge: bool
    renamed_from: str | None

    @property
    def path(self) -> str:
        """Return the path as it is shown; two names that are no text may look alike."""
        return _name(self.raw)


def git_items(revisions: str, paths: Sequence[str] = ()) -> Items:
    """Yield the versions in a range such as `v1..main`, below `paths` if there are any.

    SourceError says what is wrong with the range.
    """
    top = _top(revisions)
    seen: set[bytes] = set()
    with _Blobs(top) as blobs:
        for version in _versions(revisions, paths):
            key = hashlib.blake2b(version.raw + f"\0{version.blob}".encode(), digest_size=12).digest()
            if version.is_merge and key in seen:
                continue
            seen.add(key)
            yield _item(version, top, blobs)


def _item(version: _Version, top: str, blobs: _Blobs) -> Item:
    origin = {
        "type": "git",
        "commit": version.commit,
        "date": version.date,
        "author_date": version.author_date,
        "blob": version.blob,
    }
    if version.renamed_from is not None:
        origin["renamed_from"] = version.renamed_from
    twin = twin_of(version.raw)
    identity = "\0".join(["git", version.commit, version.path, *([twin] if twin else [])])
    place = os.path.join(top, os.fsdecode(version.raw))
    label = f"{version.path}@{version.commit[:12]}"
    return Item(version.path, partial(blobs.content, version.blob), identity, place, origin, label, twin)


def _versions(revisions: str, paths: Sequence[str]) -> Iterator[_Version]:
    head = ("", "", "", "")
    with _running([*_LOG, "--end-of-options", revisions, "--", *paths], revisions) as stream:
        fields = _fields(stream)
        for each in fields:
            text = each.lstrip(b"\n")
            if text.startswith(b"\x01"):
                commit, date, author_date, parents = text[1:].decode().split("\x02")
                head = (commit, date, author_date, parents.strip())
            elif text.startswith(b":"):
                _, mode, _, blob, status = text[1:].split(b" ")
                old = _name(next(fields)) if status[:1] in b"RC" else None
                path = next(fields)
                if status != b"D" and mode.startswith(_REGULAR) and is_markdown(_name(path)):
                    renamed = old if status.startswith(b"R") else None
                    yield _Version(path, blob.decode(), *head[:3], " " in head[3], renamed)


def _fields(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what stands between the NUL bytes of a stream; a head may be followed by a line end instead."""
    rest = b""
    while chunk := stream.read(1 << 16):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest.strip():
        yield rest


def _name(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")


@dataclass
class _Blobs:
    """Asks one `git cat-file` for the content of blobs."""

    top: str
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __enter__(self) -> _Blobs:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()

    def content(self, blob: str) -> bytes:
        """Return a blob's bytes; OSError when it is missing or too large for a document."""
        if self._process is None:
            self._process = _started(["cat-file", "--batch"], self.top, stdin=subprocess.PIPE)
        asked, answers = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        asked.write(f"{blob}\n".encode())
        asked.flush()
        head = answers.readline().split()
        if len(head) != 3:
            raise OSError(0, "git does not have this version")
        size = int(head[2])
        if size <= LARGEST:
            return within_limits(answers.read(size + 1)[:size])
        left = size + 1
        while left and (chunk := answers.read(min(left, 1 << 20))):
            left -= len(chunk)
        raise too_large()


def _top(revisions: str) -> str:
    """Return the folder that paths start from: that of the working tree, or of a bare repository itself."""
    with _running(["rev-parse", "--is-bare-repository"], revisions) as stream:
        place = "--absolute-git-dir" if stream.read().strip() == b"true" else "--show-toplevel"
    with _running(["rev-parse", place], revisions) as stream:
        return os.fsdecode(stream.read().removesuffix(b"\n"))


@contextmanager
def _running(arguments: list[str], revisions: str) -> Iterator[IO[bytes]]:
    """Run git and give its output; SourceError says in one line what it complained of."""
    process = _started(arguments, None, stderr=subprocess.PIPE)
    try:
        yield cast("IO[bytes]", process.stdout)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    _, complaint = process.communicate()
    if process.returncode:
        said = complaint.decode("utf-8", "replace").strip().split("\n")[0].removeprefix("fatal: ")
        raise SourceError(f"--git {revisions}", said or "git failed")


def _started(
    arguments: list[str], folder: str | None, stdin: int = subprocess.DEVNULL, stderr: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    command = ["git", *PLAINLY, "-c", "diff.renameLimit=0", *arguments]
    try:
        return subprocess.Popen(
            command, cwd=folder, env=environment(), stdin=stdin, stdout=subprocess.PIPE, stderr=stderr
        )
    except OSError as error:
        raise SourceError("--git", f"git cannot be run: {reason(error)}") from None
