"""Bytes to characters: UTF-8 or UTF-16, decided by the byte order mark, repaired byte run by byte run.

One bad byte never changes how the rest of the file is read: falling back to another encoding for the
whole file is what turns every sound emoji of a file into mojibake.

Mojibake, UTF-8 that somebody read as MacRoman or Windows-1252, is found and repaired run by run. ftfy knows the runs of
characters that nobody writes on purpose. It leaves alone what programs did to them since (quotes straightened,
invisible bytes dropped) and most of MacRoman: such a run is mojibake where it is, byte for byte, the UTF-8 of signs, or
of three characters and more.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise, product

from de_lint.classes import dataclass
from de_lint.patterns import compiled

#: Characters beyond ASCII, with a straightened quote or a folded blank that has been one of them.
_RUN = compiled(r"[^\x00-\x7f](?:[^\x00-\x7f]|(?<=[âðŸ€])[\"']|(?<=âš) (?=ï¸))*")
_ENCODINGS = ("cp1252", "latin-1", "mac_roman")
#: What the bytes that begin a character, and those within one, have become.
_LEADS, _REST = (
    frozenset("".join(bytes(row).decode(e, "ignore") for e in _ENCODINGS))
    for row in (range(0xC2, 0xF1), range(0x80, 0xC0))
)
#: Letters in which one language writes ü too: a run of these is a word, not an emoji.
_WITH_U_UMLAUT = frozenset("üöäçéáóíõâ")
#: Where a straightened quote leaves two readings open, the sign that reports use.
_USUAL = frozenset(
    "📊📈📉📋📝📁📂📄📅📌📍📎📚📖📦📢📞📧📥📤🔍🔎🔐🔒🔑🔗🔥🔧🔨🔄🔀🔬🔴🔵🔔🔹🔶👍👎👀👥👤👋👉💡💻💾💰💥💪💬—→✓─│└├┌⚠"
)
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


def find_mojibake(text: str) -> list[Damage]:
    """Return the damaged runs of `text`, in order, each with the text it was made from."""
    runs = ((run, _repaired(text, run)) for run in _RUN.finditer(text))
    # A byte order mark that went through mojibake is still no text.
    return [Damage("mojibake", *run.span(), found.replace("\ufeff", "")) for run, found in runs if found is not None]


def _repaired(text: str, run: re.Match[str]) -> str | None:
    """Return what a run was made from; None for sound text, such as `√π` in maths and `é”—` in French."""
    written = run.group()
    if not any((a in _LEADS or a == "ü") and (b in _REST or b in "\"'") for a, b in pairwise(written)):
        return None
    in_word = text[run.start() - 1 : run.start()].isalpha() or text[run.end() : run.end() + 1].isalpha()
    if not in_word and all(unicodedata.category(c) == "Sm" for c in written):
        return None
    found = max(_readings(written, in_word), key=lambda one: len(_USUAL & set(one)), default=None)
    if found is None:
        from ftfy import fix_encoding

        found = fix_encoding(written)
    return found if found != written else None


def _readings(written: str, in_word: bool) -> Iterator[str]:
    """Yield the signs, or the three characters and more, whose UTF-8 a run is in an encoding."""
    from ftfy import bad_codecs

    bad_codecs.ok()  # registers Windows-1252 with its five open bytes
    whole = written.replace("âš ", "âš\xa0").replace("ï¸", "ï¸\x8f").replace("\x8f\x8f", "\x8f")
    forms = [(whole.translate({34: a, 39: b}), "sloppy-windows-1252") for a, b in product("“”", "‘’")]
    if not in_word and not _WITH_U_UMLAUT.issuperset(written):
        # U+F8FF, the Apple sign that MacRoman has for byte F0, is invisible almost everywhere and gets lost.
        forms.append((written.replace("\uf8ffü", "ü").replace("ü", "\uf8ffü"), "mac_roman"))
    for form, encoding in [*forms, (written, "mac_roman")]:
        try:
            found = form.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        kinds = [unicodedata.category(c) for c in found]
        if "Cn" not in kinds and (len(found) > 2 or (kinds[0] != "Mn" and not any(k[0] == "L" for k in kinds))):
            yield found
