"""Bytes to characters: UTF-8 or UTF-16, decided by the byte order mark, repaired byte run by byte run.

One bad byte never changes how the rest of the file is read: falling back to another encoding for the
whole file is what turns every sound emoji of a file into mojibake.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from de_lint.patterns import compiled

_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# `surrogateescape` turns each byte that is no UTF-8 into one of these.
_ESCAPED = compiled("[\udc80-\udcff]+")
_PAIR_OR_LOW = compiled(rb"(?:\xed[\xa0-\xaf][\x80-\xbf])?\xed[\xb0-\xbf][\x80-\xbf]")
# High halves of the planes that hold emoji, the most used first.
_LOST_HIGHS = (0xD83D, 0xD83C, 0xD83E)


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch [start, end) of the text that is not as it was written, and what it was if that is known."""

    kind: str
    start: int
    end: int
    repaired: str | None


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, without its byte order mark; every character of it can be written as UTF-8."""

    text: str
    encoding: str
    bom: bool
    damages: tuple[Damage, ...] = ()


def decode(data: bytes) -> Decoded:
    r"""Return the text in `data`; bytes that are none stand in it as `\xff`."""
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            text = _utf8(_utf16_as_utf8(data[len(mark) :], encoding), True)
            return Decoded(text.text, encoding, True, text.damages)
    bom = data.startswith(codecs.BOM_UTF8)
    return _utf8(data[len(codecs.BOM_UTF8) :] if bom else data, bom)


def _utf16_as_utf8(data: bytes, encoding: str) -> bytes:
    """Return UTF-16 as UTF-8, with lone halves as their three bytes and a last odd byte as itself."""
    even = len(data) - len(data) % 2
    return data[:even].decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass") + data[even:]


def _utf8(data: bytes, bom: bool) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8", bom)
    except UnicodeDecodeError:
        pass
    parts: list[str] = []
    damages: list[Damage] = []
    length = at = 0
    escaped = data.decode("utf-8", "surrogateescape")
    for run in _ESCAPED.finditer(escaped):
        parts.append(escaped[at : run.start()])
        length += len(parts[-1])
        for stretch, repaired in _stretches(run.group().encode("utf-8", "surrogateescape")):
            shown = "".join(f"\\x{byte:02x}" for byte in stretch)
            kind = "undecodable-bytes" if repaired is None else "mojibake"
            damages.append(Damage(kind, length, length + len(shown), repaired))
            parts.append(shown)
            length += len(shown)
        at = run.end()
    parts.append(escaped[at:])
    return Decoded("".join(parts), "utf-8", bom, tuple(damages))


def _stretches(run: bytes) -> Iterator[tuple[bytes, str | None]]:
    """Cut a run of bytes that are no UTF-8 into surrogate halves, repaired, and the rest."""
    at = 0
    for found in _PAIR_OR_LOW.finditer(run):
        repaired = _from_halves(found.group())
        if repaired is None:
            continue
        if at < found.start():
            yield run[at : found.start()], None
        yield found.group(), repaired
        at = found.end()
    if at < len(run):
        yield run[at:], None


def _from_halves(stretch: bytes) -> str | None:
    """Return the character of a surrogate pair; a low half alone becomes the symbol it can be."""
    halves = stretch.decode("utf-8", "surrogatepass")
    if len(halves) == 2:
        return _joined(ord(halves[0]), ord(halves[1]))
    candidates = (_joined(high, ord(halves)) for high in _LOST_HIGHS)
    return next((c for c in candidates if unicodedata.category(c) in ("So", "Sk")), None)


def _joined(high: int, low: int) -> str:
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
