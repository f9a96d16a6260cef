"""Whether a sentence only speaks of a placeholder, as a name, a reference or a text, and asks nobody to fill it in.

`Make the {name} variable optional`, `files like log-YYYY-MM-DD.txt`, `End with "Status: [done/blocked]"`.
"""

from __future__ import annotations

from de_lint.patterns import compiled
from de_lint.reading.markup import without_code
from de_lint.reading.values.placeholders import FILLER, Placeholder, beside, find_placeholders, how_said, status_choices

_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "'": "'", "‘": "’"}
_SENTENCE_END = compiled(r"[.!?](?=\s)|[。！？]")
_SEGMENT_END = compiled(r"[:：|()=]|[.!?](?=\s)| [-–—] ")
_BRACKETS = compiled(r"\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>|[\[\]{}]")


def is_mentioned(text: str, found: Placeholder, in_doubt: bool = False) -> bool:
    """Tell whether what surrounds a placeholder of `text` only speaks of it, as a program's slot may be `in_doubt`."""
    written = found.text
    before, behind = beside(without_code(text), found.start, found.end)
    if in_doubt and written[0] in "{<" and " " not in written and _runs_on(before, ""):
        return True
    if written[0] in "[{<":
        return _is_named(written, before, behind)
    filler = FILLER.match(written)
    return bool(filler and filler["date"]) and _is_pattern(before, behind)


def has_blank(text: str) -> bool:
    """Tell whether a text holds a placeholder that is to be filled in."""
    return any(not is_mentioned(text, found) for found in find_placeholders(text))


def _is_named(written: str, before: str, behind: str) -> bool:
    """Tell whether a sentence speaks of what stands in brackets, as a name, a reference or a text."""
    content = written.strip("<>") if written[0] == "<" else written[1:-1]
    if written[0] == "<" and content.isupper() and not before.strip(" \t>") and behind[1:2].isupper():
        return True  # `<COMMENT> The code …` says what the text behind it is
    quote = _quotation(before, behind)
    if quote and _runs_on(*quote):
        return True
    if FILLER.search(content) or "|" in content or status_choices(content) or not _runs_on(before, behind):
        return False
    if len(content.split()) > 1:
        return written[0] == "[" and any(c.isdigit() or c == "_" for c in content)
    if before[-1:] == "/" and before[-2:-1].isalnum():
        return True
    known = how_said(content.strip("0123456789"), "asked") in ("whole", "end")
    return (written[0] == "[" and not known) or _speaks_of_texts(before, behind)


def _quotation(before: str, behind: str) -> tuple[str, str] | None:
    """Return what stands before and after the quotation around a placeholder; None if there is none."""
    for opening, closings in _QUOTES.items():
        outside, mark, inside = before.rpartition(opening)
        odd = opening != '"' or before.count('"') % 2
        if not mark or not odd or (mark in "'‘" and outside[-1:].isalnum()) or any(c in inside for c in closings):
            continue
        ends = [at for c in closings if (at := behind.find(c)) >= 0]
        if ends:
            return outside, behind[min(ends) + 1 :]
    return None


def _runs_on(before: str, behind: str) -> bool:
    """Tell whether other words stand beside in the same part of the sentence; those in brackets are none."""
    beside = _SEGMENT_END.split(_unbracketed(before))[-1] + _SEGMENT_END.split(_unbracketed(behind))[0]
    return any(c.isalnum() for c in "".join(beside.split()))


def _speaks_of_texts(before: str, behind: str) -> bool:
    sentence = _SENTENCE_END.split(_unbracketed(before))[-1] + " , " + _SENTENCE_END.split(_unbracketed(behind))[0]
    return bool(how_said(sentence, "mention"))


def _unbracketed(text: str) -> str:
    return _BRACKETS.sub(" ", text)


def _is_pattern(before: str, behind: str) -> bool:
    """Tell whether a date's pattern is part of a name, or a note or sentence on how dates are written."""
    if before[-1:] in tuple("-_/.{%") or (behind[:1] in tuple("-_/.") and behind[1:2].isalnum()):
        return True
    noted = before.endswith("(") and any(c.isalnum() for c in before)
    return noted or (_runs_on(before, behind) and _speaks_of_texts(before, behind))
