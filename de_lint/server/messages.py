"""What comes from the client, as long as it is no more than the server can hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from de_lint.patterns import compiled

#: Bytes of a message, of a header line, and of what is passed over at once.
LARGEST, _HEADER, _PIECE = 100_000_000, 10_000, 1_000_000
_LENGTH = compiled(rb"(?i)content-length:[ \t]*(\d+)[ \t]*\r?\n")
#: Python refuses to read the digits of some numbers.
_DIGITS = 18


class Messages:
    """Reads lines and bodies for pygls, which waits for whatever length a header names, and holds all of it."""

    def __init__(self, stream: BinaryIO, tell: Callable[[str], None]) -> None:
        """Take where the messages come from, and what is to be done with a line about one that is passed over."""
        self._stream, self._tell = stream, tell

    def readline(self) -> bytes:
        """Return the next line of a header, a length in the one form that pygls knows; nothing at the end."""
        while length := _LENGTH.fullmatch(line := self._stream.readline(_HEADER)):
            size = int(length[1][:_DIGITS])
            if size <= LARGEST:
                return b"Content-Length: %d\r\n" % size
            self._pass_over(size)
        return line

    def _pass_over(self, size: int) -> None:
        self._tell(f"a message of {size:,} bytes is passed over: more than {LARGEST:,} are not read")
        while self._stream.readline(_HEADER).strip():
            pass
        while size > 0 and (piece := self._stream.read(min(size, _PIECE))):
            size -= len(piece)

    def read(self, size: int) -> bytes:
        """Return the body of a message."""
        return self._stream.read(size)
