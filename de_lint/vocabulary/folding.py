"""Folding of labels, so that two spellings of one label are equal."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from de_lint.patterns import compiled

_NUMBER_STARTS = "(ivx"
_MARKUP = compiled(r"[*`]+|(?<!\w)_+|_+(?!\w)")
_NUMBER = compiled(r"^\(?(?:\d+(?:\.\d+)+[.)]?\s+|\d+[.)]\s*|[ivx]+\.\s+)")
_TRAILING_NOTE = compiled(r"(?<=\S)\s*\([^()]*\)\s*$")
_DECORATION = frozenset({"So", "Sk", "Cn", "Co", "Mn", "Cf"})


@lru_cache(maxsize=2048)
def fold(label: str) -> str:
    """Return the form under which two spellings of one label are equal.

    Markup, emoji, list numbers, a trailing note in parentheses, case, spacing and closing punctuation are dropped.
    """
    if not label.isascii():
        label = "".join(c for c in label if unicodedata.category(c) not in _DECORATION)
        label = label.replace("’", "'")
    text = _MARKUP.sub("", label).casefold().replace(" - ", " – ")  # what stands behind is said of the label
    text = " ".join(text.replace("_", " ").replace("-", " ").replace("'", "").split())
    if text[:1] in _NUMBER_STARTS or text[:1].isdigit():
        text = _NUMBER.sub("", text)
    return (_TRAILING_NOTE.sub("", text) if text[-1:] == ")" else text).strip(" .!?:：→")
