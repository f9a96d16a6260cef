"""The lines of a log, none of which is loaded where it is too long."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

#: In bytes. A line becomes several times as much while it is read.
LONGEST_LINE = 3_000_000
_STEP = 1 << 20
_EDGE = 100
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of a log: its number from 1, where it starts in bytes, and the line; None for one that is too long."""

    number: int
    offset: int
    data: bytes | None


def log_lines(stream: BinaryIO, longest: int = LONGEST_LINE) -> Iterator[LogLine]:
    """Yield the lines of a log that are not blank; OSError says why it cannot be read."""
    number, offset = 0, 0
    while data := stream.readline(longest + 1):
        number, size = number + 1, len(data)
        is_long = size > longest and not data.endswith(b"\n")
        if is_long:
            size += _rest_of_line(stream)
        if is_long or data.strip():
            yield LogLine(number, offset, None if is_long else data.removeprefix(_BOM) if offset == 0 else data)
        offset += size


def _rest_of_line(stream: BinaryIO) -> int:
    size = 0
    while data := stream.readline(_STEP):
        size += len(data)
        if data.endswith(b"\n"):
            break
    return size


def entry_in(data: bytes) -> Mapping[str, Any] | None:
    """Return the JSON object in a line, bytes that are no text replaced; None for anything else."""
    try:
        entry = json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def looks_whole(data: bytes) -> bool:
    """Tell whether a line may be an object, without reading it."""
    return data[:_EDGE].lstrip().startswith(b"{") and data[-_EDGE:].rstrip().endswith(b"}")
