"""Mojibake: UTF-8 that somebody read as MacRoman or Windows-1252, found and repaired run by run.

ftfy knows the runs of characters that nobody writes on purpose. It leaves alone what programs did to them since
(quotes straightened, invisible bytes dropped) and most of MacRoman: such a run is mojibake where it is, byte for byte,
the UTF-8 of signs, or of three characters and more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise, product

from de_lint.patterns import compiled
from de_lint.reading.decoding import Damage

#: Characters beyond ASCII, with a straightened quote or a folded blank that has been one of them.
_RUN = compiled(r"(?:[^\x00-\x7f]|(?<=[âðŸ€])[\"']|(?<=âš) (?=ï¸))+")
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
