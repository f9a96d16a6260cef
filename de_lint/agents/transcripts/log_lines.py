"""The entries of a log: its lines, none of which is loaded where it is too long, or the messages of one document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from de_lint.classes import dataclass
from de_lint.patterns import compiled

#: In bytes. A line becomes several times as much while it is read.
LONGEST_LINE = 3_000_000
_STEP = 1 << 20
_EDGE = 100
_BOM = b"\xef\xbb\xbf"
#: A document is read as a whole, and so much of a file tells whether it is one.
LONGEST_DOCUMENT = 200_000_000
_START = 200_000
_MESSAGES = compiled(rb'"(?:messages|trajectory)"\s*:\s*\[')
_BETWEEN = compiled(r"[\s,]*")


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


def entries_in(stream: BinaryIO) -> Iterator[LogLine]:
    """Yield the entries of a log: its lines, or what the list of messages in it holds where it is one document."""
    here = stream.tell()
    start = stream.read(_START)
    stream.seek(here)
    messages = _MESSAGES.search(start) if start.lstrip()[:1] == b"{" else None
    line = start.partition(b"\n")[0]
    if messages and (messages.end() > len(line) or entry_in(line) is None or b"\n" not in start.strip()):
        yield from _messages(stream.read(LONGEST_DOCUMENT))
    else:
        yield from log_lines(stream)


def _messages(data: bytes) -> Iterator[LogLine]:
    """Yield the messages of a document, each with the line that it begins in."""
    text = data.decode("latin-1")  # a character a byte
    found = _MESSAGES.search(data)
    at, line, counted = found.end() if found else len(text), 1, 0
    decoder = json.JSONDecoder()
    while at < len(text):
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        line, counted = line + text.count("\n", counted, at), at
        yield LogLine(line, at, data[at:end])
        at = end


def entry_in(data: bytes, is_whole: bool = True) -> Mapping[str, Any] | None:
    """Return the JSON object in a line, bytes that are no text replaced; None for anything else.

    Where it is not the whole of the data, it is what the data begins with.
    """
    text = data.decode("utf-8", "replace")
    try:
        entry = json.loads(text) if is_whole else json.JSONDecoder().raw_decode(text.lstrip("\ufeff"))[0]
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def looks_whole(data: bytes) -> bool:
    """Tell whether a line may be an object, without reading it."""
    return data[:_EDGE].lstrip().startswith(b"{") and data[-_EDGE:].rstrip().endswith(b"}")
