"""Mojibake: UTF-8 that somebody read as MacRoman or Windows-1252, found and repaired run by run.

A run is a row of characters that are, byte for byte, one or more UTF-8 sequences in the wrong encoding.
Sound text forms such runs now and then (`√π` in maths, `é”—` in French), so each kind of run has to
look unlike anything that people write before it is touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from de_lint.patterns import compiled
from de_lint.reading.decoding import Damage


def _byte_table(encoding: str) -> dict[str, int]:
    table = {}
    for byte in range(0x80, 0x100):
        # Windows-1252 leaves five bytes open; programs pass them through as C1 controls, like Latin-1.
        table[bytes([byte]).decode(encoding, "ignore") or chr(byte)] = byte
    return table


def _class(table: dict[str, int], low: int, high: int) -> str:
    return "[" + "".join(re.escape(c) for c, byte in table.items() if low <= byte <= high) + "]"


_MAC = _byte_table("mac_roman")
_WIN = _byte_table("cp1252") | {chr(byte): byte for byte in range(0x80, 0xA0)}
_M, _W = _class(_MAC, 0x80, 0xBF), _class(_WIN, 0x80, 0xBF)
# Typographers' programs straighten the quotes that bytes 91 to 94 had become.
_W_LOSSY = _W[:-1] + "\"']"

_MAC_RUN = compiled(
    rf"(?:\uf8ff{_M}{{3}}|(?<![^\W\d_])ü{_M}{{2}}(?:(?!\w)|(?=Ô∏è))|‚{_M}{{2}}|Ô[∏ºªø]{_M}|√{_M}|¬{_M}"
    rf"|(?:{_class(_MAC, 0xE3, 0xED)}{_M}{{2}}){{2,}}|(?:{_class(_MAC, 0xC4, 0xDF)}{_M}){{3,}})+"
)
# U+F8FF, the Apple sign that MacRoman has for byte F0, is invisible almost everywhere and gets lost.
_LOST_LEAD = compiled(r"(?<!\uf8ff)ü(?=[^√¬‚Ô\uf8ff]{2})")
_WIN_RUN = compiled(rf"(?:ð{_W_LOSSY}{{3}}|â{_W_LOSSY}{_W_LOSSY}|âš (?=ï¸)|ï¸\x8f?|[à-ï]{_W}{{2}}|[Â-ß]{_W})+")
# Searching for two characters of two classes is far quicker than for a run, and most files hold neither.
_MAC_HINT = compiled(rf"[\uf8ffü{_class(_MAC, 0xC2, 0xEF)[1:]}{_M}")
_WIN_HINT = compiled(rf"[Â-ðï]{_W_LOSSY}|âš ")
_LOSSY_CHOICES = {'"': (0x93, 0x94), "'": (0x91, 0x92)}
# Where a straightened quote leaves two readings open, the sign that reports use.
_USUAL = frozenset(
    "📊📈📉📋📝📁📂📄📅📌📍📎📚📖📦📢📞📧📥📤🔍🔎🔐🔒🔑🔗🔥🔧🔨🔄🔀🔬🔴🔵🔔🔹🔶👍👎👀👥👤👋👉💡💻💾💰💥💪💬—→✓─│└├┌⚠"
)
# Letters in which one language writes ü too: three of these are a word, not an emoji.
_WITH_U_UMLAUT = frozenset("üäöçéáóíõâ")
_MATHS = frozenset("π∑∂∫Ω∞±≤≥µ≠∏∆√≈")
_SYMBOLS = frozenset(["So", "Sk", "Sm", "Sc", "Po", "Pd", "Pi", "Pf", "Ps", "Pe", "Mn", "Me", "Cf", "Zs", "No"])


def find_mojibake(text: str) -> list[Damage]:
    """Return the damaged runs of `text`, in order, each with the text it was made from."""
    found = list(_mac_runs(text)) if _MAC_HINT.search(text) else []
    if not _WIN_HINT.search(text):
        return found
    taken = {at for d in found for at in range(d.start, d.end)}
    found += [d for d in _win_runs(text) if d.start not in taken and d.end - 1 not in taken]
    return sorted(found, key=lambda d: d.start)


def _mac_runs(text: str) -> Iterator[Damage]:
    for run in _MAC_RUN.finditer(text):
        repaired = _repaired_mac(text, run)
        if repaired is not None:
            yield Damage("mojibake", *run.span(), _without_mark(repaired))


def _repaired_mac(text: str, run: re.Match[str]) -> str | None:
    repaired = _decoded(run.group(), _MAC) or _decoded(_LOST_LEAD.sub("\uf8ffü", run.group()), _MAC)
    return repaired if repaired and _unlike_prose(text, run, repaired) else None


def _unlike_prose(text: str, run: re.Match[str], repaired: str) -> bool:
    written = run.group()
    if written[0] in "√¬":
        return _unlike_maths(text, run)
    if written[0] == "ü":
        rest = written[1:3]
        word = rest.islower() and all(c in _WITH_U_UMLAUT for c in rest)
        return not word and unicodedata.category(repaired[0]) in ("So", "Sk")
    if written[0] == "‚" and len(written) == 3:
        return unicodedata.category(repaired[0]) in _SYMBOLS
    return all(unicodedata.category(c) != "Cn" for c in repaired)


def _unlike_maths(text: str, run: re.Match[str]) -> bool:
    """`√π` and `¬∑` are formulas; `sch√∂n` and `√©t√©` are words."""
    written = run.group()
    beside = text[max(0, run.start() - 2) : run.start()], text[run.end() : run.end() + 2]
    if written[1] in _MATHS:
        return any(len(b) == 2 and b.isascii() and b.isalpha() for b in beside)
    return True


def _win_runs(text: str) -> Iterator[Damage]:
    for run in _WIN_RUN.finditer(text):
        repaired = _repaired_win(run.group())
        if repaired is not None:
            yield Damage("mojibake", *run.span(), _without_mark(repaired))


def _repaired_win(run: str) -> str | None:
    if not any(c in run for c in "\"' ") and not run.endswith("ï¸"):
        # ftfy knows which of these runs people write on purpose.
        from ftfy import fix_encoding

        fixed = fix_encoding(run)
        return fixed if fixed != run else None
    full = re.sub(r"ï¸(?!\x8f)", "ï¸\x8f", run.replace("âš ", "âš\xa0"))
    if full == "ï¸\x8f":
        return None
    return _decoded(full, _WIN)


def _decoded(run: str, table: dict[str, int]) -> str | None:
    """Return the UTF-8 that the characters stand for in `table`; straightened quotes get a likely byte."""
    out: list[str] = []
    at = 0
    while at < len(run):
        lead = table.get(run[at], 0)
        width = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        readings = _readings(run[at : at + width], table)
        if lead < 0xC2 or not readings:
            return None
        out.append(next((r for r in readings if r in _USUAL), readings[0]))
        at += width
    return "".join(out)


def _readings(sequence: str, table: dict[str, int]) -> list[str]:
    rows = [b""]
    for character in sequence:
        choices = _LOSSY_CHOICES.get(character) or ((table[character],) if character in table else ())
        rows = [row + bytes([byte]) for row in rows for byte in choices]
    decoded = (row.decode("utf-8", "ignore") for row in rows)
    return [d for d in decoded if len(d) == 1 and unicodedata.category(d) != "Cn"]


def _without_mark(repaired: str) -> str:
    """Drop byte order marks: one that went through mojibake is still no text."""
    return repaired.replace("\ufeff", "")
