"""How many files differ, by what may count as one: untracked files and Markdown records need not."""

from __future__ import annotations

from pathlib import Path

from de_lint.file_names import is_markdown
from de_lint.judging.policy import ChangeCounts
from de_lint.project.repository.history import TreeDifference

#: Of more Markdown files, or of larger ones, each is taken for a record: nobody is accused after a guess.
_MOST = 100
_LARGEST = 300_000


def changes_of(difference: TreeDifference, root: Path, own: str) -> ChangeCounts:
    """Return the numbers of a difference in the tree at `root`; the report at `own` is a record."""
    tracked = _records(difference.tracked, root, own)
    new = _records(difference.new, root, own)
    total = difference.entries + len(difference.new)
    return ChangeCounts(difference.since, total, len(difference.new), tracked + new, difference.entries - tracked)


def _records(paths: frozenset[str], root: Path, own: str) -> int:
    """Return how many of some files are Markdown that holds a record; what is gone is none."""
    texts = sorted(one for one in paths if is_markdown(one))
    return len(texts) if len(texts) > _MOST else sum(one == own or _holds_record(root / one) for one in texts)


def _holds_record(file: Path) -> bool:
    from de_lint.reading.document import read

    try:
        if file.is_symlink() or not file.is_file():
            return False
        return file.stat().st_size > _LARGEST or bool(read(file.read_bytes()).records)
    except OSError:
        return False
