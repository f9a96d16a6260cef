"""Which of many fixes can be made together, without a record or one of its fields being gone after them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from de_lint.classes import dataclass
from de_lint.diagnostics import Finding
from de_lint.reading.document import Document
from de_lint.writing.edits import edited

#: How many bytes may be read to find the fixes that do harm among the others, unless these are few texts.
_MOST_BYTES, _FEW_TEXTS = 300_000, 8


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes after some fixes, the document that they are, and the findings whose fixes were made."""

    data: bytes
    document: Document
    findings: list[Finding]


class Trials:
    """Makes fixes in one text and looks what became of it, until too much was read for that."""

    def __init__(self, data: bytes, document: Document, read: Callable[[bytes], Document]) -> None:
        """Take the text, and how texts are read."""
        self._data, self._document, self._read = data, document, read
        self._records = _records(document)
        self._bytes = self._texts = 0

    @property
    def over(self) -> bool:
        """Tell whether no further text may be read."""
        return self._texts >= _FEW_TEXTS and self._bytes >= _MOST_BYTES

    def largest(self, chosen: Sequence[Finding]) -> Made | None:
        """Return what is left of fixes that do not overlap when those that do harm are withheld; None for none.

        The largest groups are tried first, each together with those that are known to be harmless.
        """
        best: Made | None = None
        taken: list[int] = []
        groups = deque([list(range(len(chosen)))])
        while groups and not self.over:
            group = groups.popleft()
            together = sorted(taken + group)
            made = self._tried([chosen[n] for n in together])
            if made is not None:
                best, taken = made, together
            elif len(group) > 1:
                groups += _parts(chosen, group)
        return best

    def _tried(self, chosen: Sequence[Finding]) -> Made | None:
        """Return the text with fixes made; None if that changes nothing, or if something is gone."""
        new, made = edited(self._data, self._document.source, [f.fix.edits for f in chosen if f.fix])
        if new == self._data:
            return None
        self._texts += 1
        self._bytes += len(new)
        document = self._read(new)
        if not _hold(_records(document), self._records):
            return None
        return Made(new, document, [f for f, done in zip(chosen, made, strict=True) if done])


def _parts(chosen: Sequence[Finding], group: Sequence[int]) -> list[list[int]]:
    """Part the safe fixes from the others, and where there are only such or such, the first half from the second."""
    safe = [n for n in group if (fix := chosen[n].fix) and fix.safe]
    if 0 < len(safe) < len(group):
        return [safe, sorted(set(group) - set(safe))]
    middle = (len(group) + 1) // 2
    return [list(group[:middle]), list(group[middle:])]


_Record = tuple[str, str, frozenset[str]]


def _hold(new: Sequence[_Record], old: Sequence[_Record]) -> bool:
    """Tell whether there are the same records with the same fields, and maybe more fields."""
    if [r[:2] for r in new] != [r[:2] for r in old]:
        return False
    return all(had <= has for (_, _, has), (_, _, had) in zip(new, old, strict=True))


def _records(document: Document) -> list[_Record]:
    """Return kind, context and field names of every record; a label may stand twice and its name counts once."""
    return [
        (r.kind, r.context, frozenset(c.property.name for c in r.claims if c.property))
        for top in document.records
        for r in top.walk()
    ]
