"""Data inside a page: compressed, in the letters of base64, so that no text of a document is ever HTML."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator, Mapping, Sequence

from de_lint.bulk.dashboard.entries import DashboardEntry

#: Characters of JSON that are unpacked together when a record is opened.
CHUNK = 400_000


def compressed(text: str) -> str:
    """Return `text` as base64 of gzip; the same text gives the same letters."""
    return base64.b64encode(gzip.compress(text.encode("utf-8"), 9, mtime=0)).decode("ascii")


def parts(named: Mapping[str, str]) -> str:
    """Return the HTML that holds each text under its name; a browser neither shows nor runs it."""
    return "\n".join(
        f'<script type="application/octet-stream" id="part-{name}">{compressed(text)}</script>'
        for name, text in named.items()
    )


def chunks(entries: Sequence[DashboardEntry]) -> Iterator[tuple[int, str, str]]:
    """Yield stretches of the documents: the first one's index, their details and their sources as JSON arrays."""
    start, size = 0, 0
    for index, entry in enumerate(entries):
        size += len(entry.detail) + len(entry.source or "")
        if size >= CHUNK or index == len(entries) - 1:
            own = entries[start : index + 1]
            yield start, _array([e.detail for e in own]), _array([e.source or "null" for e in own])
            start, size = index + 1, 0


def _array(values: Sequence[str]) -> str:
    return f"[{','.join(values)}]"
