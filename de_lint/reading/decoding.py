"""Bytes to characters: UTF-8 or UTF-16, decided by the byte order mark, repaired byte run by byte run.

One bad byte never changes how the rest of the file is read: falling back to another encoding for the
whole file is what turns every sound emoji of a file into mojibake.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from de_lint.patterns import compiled

_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# `surrogateescape` turns each byte that is no UTF-8 into one of these.
_ESCAPED = compiled("[\udc80-\udcff]+")
#: A pair of surrogate halves, each as three bytes, or a low half alone.
_HALVES = compiled(rb"((?:\xed[\xa0-\xaf][\x80-\xbf])?\xed[\xb0-\xbf][\x80-\xbf])")
#: High halves of the planes that hold emoji, the most used first.
_LOST_HIGHS = "\ud83d\ud83c\ud83e"


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
            even = len(data) - len(data) % 2
            text = data[len(mark) : even].decode(encoding, "surrogatepass")
            return _utf8(text.encode("utf-8", "surrogatepass") + data[even:], encoding, True)
    bom = data.startswith(codecs.BOM_UTF8)
    return _utf8(data[len(codecs.BOM_UTF8) :] if bom else data, "utf-8", bom)


def _utf8(data: bytes, encoding: str, bom: bool) -> Decoded:
    parts: list[str] = []
    damages: list[Damage] = []
    length = at = 0
    escaped = data.decode("utf-8", "surrogateescape")
    for run in _ESCAPED.finditer(escaped) if not escaped.isascii() else ():
        parts.append(escaped[at : run.start()])
        length += len(parts[-1])
        for number, stretch in enumerate(_HALVES.split(run.group().encode("utf-8", "surrogateescape"))):
            repaired = _joined(stretch) if number % 2 else None
            shown = "".join(f"\\x{byte:02x}" for byte in stretch)
            if shown:
                kind = "undecodable-bytes" if repaired is None else "mojibake"
                damages.append(Damage(kind, length, length + len(shown), repaired))
            parts.append(shown)
            length += len(shown)
        at = run.end()
    return Decoded("".join([*parts, escaped[at:]]), encoding, bom, tuple(damages))


def _joined(stretch: bytes) -> str | None:
    """Return the character of a surrogate pair; a low half alone becomes the symbol it can be."""
    halves = stretch.decode("utf-8", "surrogatepass")
    pairs = [halves] if len(halves) == 2 else [high + halves for high in _LOST_HIGHS]
    characters = (pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le") for pair in pairs)
    return next((c for c in characters if len(halves) == 2 or unicodedata.category(c) in ("So", "Sk")), None)
