"""Document text made safe to show: it cannot move the cursor, reorder the line or command a CI runner."""

from __future__ import annotations

import re

from de_lint.patterns import compiled

# C0 and C1 controls, bidirectional marks and overrides, line separators, BOM, lone surrogates.
_UNSAFE = compiled("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
# GitHub heeds `##[name]` anywhere in a line and `::name::` at its start, Azure `##vso[`.
_RUNNER_COMMAND = compiled(r"##(?=\[|vso\[)|\A\s*:(?=:)")
#: What makes a link or an image, a tag, or a word to somebody, where a service reads Markdown.
_MARKUP = compiled(r"\](?=[(\[:])|<(?=[A-Za-z/!?])|(?<![\w`])[@#](?=\w)")
_ZERO_WIDTH_SPACE = "\u200b"
_CONTROL_PICTURES = 0x2400
_TAB = " " * 4


def neutralised(text: str) -> str:
    """Return `text` on one line, unsafe characters replaced by a picture or an escape, commands broken up."""
    return without_commands(visible(text))


def visible(text: str) -> str:
    """Return `text` on one line, every unsafe character replaced by a picture or an escape of it."""
    return _UNSAFE.sub(_picture, text)


def without_commands(text: str) -> str:
    """Return `text` with an invisible character inside of whatever a CI runner takes for a command."""
    return _RUNNER_COMMAND.sub(lambda match: match.group() + _ZERO_WIDTH_SPACE, text)


def defused(text: str) -> str:
    """Return `text` with an invisible character inside of whatever Markdown makes a link, a tag or a mention."""
    return _MARKUP.sub(lambda match: match.group() + _ZERO_WIDTH_SPACE, text)


def _picture(match: re.Match[str]) -> str:
    character = match.group()
    number = ord(character)
    if character == "\t":
        return _TAB
    if number < 0x20:
        return chr(_CONTROL_PICTURES + number)
    if number == 0x7F:
        return "\u2421"
    return f"\\u{number:04x}"


def columns(text: str) -> int:
    """Return how many terminal columns the neutralised `text` takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    width = wcswidth(text)
    return width if width >= 0 else len(text)
