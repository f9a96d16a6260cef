"""Fixes to a fixed point: apply what can be applied together, read and judge again, until nothing is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from de_lint.diagnostics import Finding
from de_lint.reading.document import Document
from de_lint.writing.edits import edited, without_overlaps

#: A fix that calls for another one is rare; a hundred passes mean that two rules disagree.
MOST_PASSES = 100

Read = Callable[[bytes], Document]
Judge = Callable[[Document], list[Finding]]


@dataclass(slots=True)
class Fixed:
    """What fixing did to one file: its new bytes, the findings that were fixed, and those that remain."""

    data: bytes
    fixed: list[Finding] = field(default_factory=list)
    remaining: list[Finding] = field(default_factory=list)
    document: Document | None = None


def fix(data: bytes, read: Read, judge: Judge, unsafe: bool = False) -> Fixed:
    """Return `data` with every fix applied that is safe, or with `unsafe` every fix.

    `read` and `judge` are called anew after every pass. A pass that would change nothing, or give back a text that
    was there before, is the last one.
    """
    seen = {data}
    out = Fixed(data)
    for _ in range(MOST_PASSES):
        document = read(out.data)
        out.document, out.remaining = document, judge(document)
        chosen = without_overlaps(f for f in out.remaining if f.fix and (f.fix.safe or unsafe))
        edits = [e for f in chosen if f.fix for e in f.fix.edits]
        new = edited(out.data, document.source, edits)
        if new in seen:
            break
        seen.add(new)
        out.data = new
        out.fixed += chosen
    return out
