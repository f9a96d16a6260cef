"""Colours and links of the formats that people read."""

from __future__ import annotations

from de_lint.diagnostics import Severity

_CODES = {
    "bold": "1",
    "quiet": "2",
    "gutter": "1;34",
    Severity.ERROR.value: "1;31",
    Severity.WARNING.value: "1;33",
    Severity.INFO.value: "1;36",
}


def colored(text: str, style: str, on: bool) -> str:
    """Return `text` in a style (`bold`, `quiet`, `gutter` or a severity), or as it is when `on` is false."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if on else text


def linked(text: str, address: str, on: bool) -> str:
    """Return `text` as a link that terminals can follow (OSC 8), or as it is when `on` is false."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if on else text
