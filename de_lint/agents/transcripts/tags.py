"""Texts that hosts put between tags in the messages that they add to a session."""

from __future__ import annotations

from collections.abc import Iterator


def enclosed(text: str, name: str) -> Iterator[str]:
    """Yield what stands between each start tag and the next end tag."""
    at = text.find(f"<{name}>")
    while at >= 0:
        end = text.find(f"</{name}>", at)
        if end < 0:
            return
        yield text[at + len(name) + 2 : end]
        at = text.find(f"<{name}>", end)


def tagged(text: str, name: str) -> str | None:
    """Return what stands between the first start tag and the last end tag; None if either is missing."""
    start, end = text.find(f"<{name}>"), text.rfind(f"</{name}>")
    return text[start + len(name) + 2 : end].strip() if 0 <= start < end else None
