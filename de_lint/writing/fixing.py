"""Fixes to a fixed point: apply what can be applied together, read and judge again, until nothing is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from de_lint.diagnostics import Finding, Fix
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
    document: Document
    fixed: list[Finding] = field(default_factory=list)
    remaining: list[Finding] = field(default_factory=list)


def applicable(finding: Finding, unsafe: bool) -> bool:
    """Tell whether a finding has a fix that is safe, or with `unsafe` any fix."""
    return finding.fix is not None and (finding.fix.safe or unsafe)


def fix(data: bytes, read: Read, judge: Judge, unsafe: bool = False, passes: int = MOST_PASSES) -> Fixed:
    """Return `data` with every fix applied that is safe, or with `unsafe` every fix.

    `read` and `judge` are called anew after every pass. A fix after which a record or a field would be gone is
    withheld. A pass that would change nothing, or give back a text that was there before, is the last one.
    """
    document = read(data)
    out = Fixed(data, document, remaining=judge(document))
    seen = {data}
    withheld: set[Fix] = set()
    for _ in range(passes):
        candidates = [f for f in out.remaining if applicable(f, unsafe) and f.fix not in withheld]
        chosen = without_overlaps(candidates)
        if not chosen:
            break
        new, after, made = _tried(out, chosen, read)
        if after is None and len(chosen) > 1:
            # One of them does harm: the first alone tells whether it is this one, and the others go on after it.
            chosen = chosen[:1]
            new, after, made = _tried(out, chosen, read)
        if after is None:
            withheld.update(f.fix for f in chosen if f.fix)
            continue
        if new in seen:
            break
        seen.add(new)
        out.data, out.document, out.remaining = new, after, judge(after)
        out.fixed += made
    return out


def _tried(before: Fixed, chosen: Sequence[Finding], read: Read) -> tuple[bytes, Document | None, list[Finding]]:
    """Return the bytes with fixes made, the document that they are (None if something is gone), and what was fixed."""
    changes = [f.fix.edits for f in chosen if f.fix]
    new, made = edited(before.data, before.document.source, changes)
    if new == before.data:
        return new, None, []
    after = read(new)
    harmless = _holds(after, before.document)
    return new, after if harmless else None, [f for f, done in zip(chosen, made, strict=True) if done]


def _holds(after: Document, before: Document) -> bool:
    """Tell whether a document has the records and fields of another one, and maybe more fields."""
    new, old = _records(after), _records(before)
    if [r[:2] for r in new] != [r[:2] for r in old]:
        return False
    return all(had <= has for (_, _, has), (_, _, had) in zip(new, old, strict=True))


def _records(document: Document) -> list[tuple[str, str, frozenset[str]]]:
    """Return kind, context and field names of every record; a label may stand twice and its name counts once."""
    return [
        (r.kind, r.context, frozenset(c.property.name for c in r.claims if c.property))
        for top in document.records
        for r in top.walk()
    ]
