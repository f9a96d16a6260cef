"""Inline markup and emoji: what surrounds words without being one of them."""

from __future__ import annotations

from functools import lru_cache

from de_lint.patterns import compiled

_EMOJI_CLASS = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
#: One or more emoji (with joiners, selectors and skin tones) and the blanks between and after them.
EMOJI_RUN = compiled("{0}(?:{0})*".format(rf"[{_EMOJI_CLASS}][\ufe0e\ufe0f\u200d\u20e3]*[ \t]*"))
_CODE_SPAN = compiled(r"(?<!`)(`++)(.+?)(?<!`)\1(?!`)")
#: Bounded, because every opening mark without a closing one would be looked up to the end of the text.
_STRONG = compiled(r"(\*\*\*|\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
_EMPHASIS = compiled(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_]+?)(?<=\S)\1(?![\w*_])")
_LINK = compiled(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_STRUCK = compiled(r"~~[^~\n]*~~")
#: Stands for each character of a comment within a line.
BLANK = " "
_WRAPPERS = ("***", "**", "__", "*", "_")


def without_struck(text: str) -> str:
    """Return `text` without what is struck out."""
    return _STRUCK.sub("", text) if "~~" in text else text


def without_emoji(text: str) -> str:
    """Return `text` with every emoji removed and the spaces around it folded."""
    if text.isascii():
        return text
    return " ".join(EMOJI_RUN.sub(" ", text).split())


def leading_emoji(text: str) -> int:
    """Return how many characters at the start of `text` are emoji and the blanks after them."""
    found = EMOJI_RUN.match(text) if text and not text[0].isascii() else None
    return found.end() if found else 0


def without_markup(text: str) -> str:
    """Return `text` without strong, emphasis and code markers; links keep their text."""
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(r"\2", _STRONG.sub(r"\2", text))
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\2", text)
    return _CODE_SPAN.sub(r"\2", text) if "`" in text else text


@lru_cache(maxsize=2048)
def words_of(text: str) -> str:
    """Return the bare words of a title or label: no markup, emoji, list number or closing punctuation."""
    text = without_emoji(without_markup(text))
    text = " ".join(text.lstrip("#> \t\n").split())
    return text.rstrip(":：").strip(" *_")


def unwrapped(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink [start, end) past markers that wrap the whole stretch, such as `**done**`."""
    if text[start : start + 1] not in ("*", "_"):
        return start, end
    while True:
        part = text[start:end]
        for mark in _WRAPPERS:
            inner = part[len(mark) : -len(mark)]
            if len(part) > 2 * len(mark) and part.startswith(mark) and part.endswith(mark) and mark[0] not in inner:
                start, end = start + len(mark), end - len(mark)
                break
        else:
            return start, end


def without_code(text: str) -> str:
    """Return `text`, equally long, with every code span blanked; a span ends on the line it starts on."""
    return _CODE_SPAN.sub(lambda span: " " * len(span.group()), text) if "`" in text else text


def without_comments(text: str, blank: str) -> str:
    """Blank the comments in lines, `Task: Retry <!-- what --> queue`, so that all else keeps its line and column.

    A comment does not reach into another item of a list.
    """
    first, *others = text.split("<!--")
    pieces, in_code = [first], first.count("`") % 2
    for other in others:
        comment, end, rest = other.partition("-->")
        whole = in_code or not end or any(line.lstrip()[:2] in ("- ", "* ", "+ ") for line in comment.split("\n")[1:])
        lines = f"<!--{comment}-->".split("\n")
        pieces.append(f"<!--{other}" if whole else "\n".join(blank * len(line) for line in lines) + rest)
        in_code = (in_code + (other if whole else rest).count("`")) % 2
    return "".join(pieces)
