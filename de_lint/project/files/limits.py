"""What a document may hold, wherever it lies: memory and time are bounded by these figures, whoever wrote it."""

from __future__ import annotations

import os
from typing import BinaryIO

#: How many megabytes documents may have; lines, cells and items are allowed in proportion. An environment variable and
#: no setting, as a repository must not say how much memory is taken for it.
VARIABLE = "DE_LINT_LARGEST"
_USUAL, _MOST = 2.0, 1_000.0


def _given() -> float:
    try:
        megabytes = float(os.environ.get(VARIABLE, ""))
    except ValueError:
        return _USUAL
    return megabytes if 0 < megabytes <= _MOST else _USUAL


MEGABYTES = _given()
#: In bytes; the largest reports have a few hundred thousand.
LARGEST = int(MEGABYTES * 1_000_000)
#: Each takes a kilobyte of memory or two, however short it is, and a small archive can hold millions.
MOST_LINES, MOST_CELLS, MOST_ITEMS = (int(MEGABYTES * each) for each in (25_000, 50_000, 75_000))


class TooLarge(OSError):
    """A document that is not read, as it is beyond what one may hold."""

    def __init__(self, why: str) -> None:
        super().__init__(0, f"{why}; to read it, set {VARIABLE}, in megabytes, above {MEGABYTES:g}")


def read_bounded(stream: BinaryIO) -> bytes:
    """Return the document that a stream holds, which may have no end; TooLarge when none can be as large."""
    return within_limits(stream.read(LARGEST + 1))


def within_limits(data: bytes) -> bytes:
    """Return a document as it is given; TooLarge when it has more bytes, lines, cells or items than one can have."""
    if len(data) > LARGEST:
        raise too_large()
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        raise TooLarge(f"it has more than {MOST_LINES:,} lines")
    if data.count(b"|") > MOST_CELLS:
        raise TooLarge(f"its tables have more than {MOST_CELLS:,} cells")
    if data.count(b",") > MOST_ITEMS:
        raise TooLarge(f"it lists more than {MOST_ITEMS:,} items between commas")
    return data


def too_large() -> TooLarge:
    """Return what is to be raised for a document of more bytes than one can have."""
    return TooLarge(f"it is larger than {LARGEST / 1_000_000:g} MB")
