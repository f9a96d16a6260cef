"""Fixes to a fixed point: apply what can be applied together, read and judge again, until nothing is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from de_lint.classes import dataclass, field
from de_lint.diagnostics import Finding, Fix
from de_lint.judging.check import check
from de_lint.reading.document import Document, read
from de_lint.writing.edits import without_overlaps
from de_lint.writing.harmless import Trials

#: A fix that calls for another one is rare; a hundred passes mean that two rules disagree.
MOST_PASSES = 100

Read = Callable[[bytes], Document]
Judge = Callable[[Document], list[Finding]]
Among = Callable[[Finding], bool]


@dataclass(slots=True)
class Fixed:
    """What fixing did to one file: its new bytes, the findings that were fixed, and those that remain."""

    data: bytes
    document: Document
    fixed: list[Finding] = field(default_factory=list)
    remaining: list[Finding] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The new bytes as text; what is not text stands as an escape."""
        return self.data.decode(self.document.source.encoding, "backslashreplace")

    def __repr__(self) -> str:
        return f"<Fixed {self.document.source.path}: {len(self.fixed)} fixed, {len(self.remaining)} left>"


def applicable(finding: Finding, unsafe: bool) -> bool:
    """Tell whether a finding has a fix that is safe, or with `unsafe` any fix."""
    return finding.fix is not None and (finding.fix.safe or unsafe)


def fix(
    text: str | bytes,
    *,
    unsafe: bool = False,
    path: str = "-",
    kind: str | None = None,
    role: str | None = None,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
) -> Fixed:
    """Return a text with every fix applied that is safe, or with `unsafe` every fix.

    `path`, `kind` and `role` are those of `read`, `select` and `ignore` those of `check`; so are the errors.
    """
    return fix_by(
        text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text,
        lambda data: read(data, path, kind, role),
        lambda document: check(document, select, ignore),
        unsafe,
    )


def fix_by(
    data: bytes,
    read: Read,
    judge: Judge,
    unsafe: bool = False,
    passes: int = MOST_PASSES,
    among: Among = lambda finding: True,
) -> Fixed:
    """Return `data` with every fix applied that is safe, or with `unsafe` every fix; of those `among` only.

    `read` and `judge` are called anew after every pass. Two fixes are withheld: one after which a record or a field
    would be gone, and one after which its finding would still be there as often as before. What a pass does follows
    from the text alone, and of texts that lead to each other the one with the fewest findings is taken: fixing what
    was fixed changes nothing.
    """
    document = read(data)
    out = Fixed(data, document, remaining=judge(document))
    before: dict[bytes, tuple[int, int]] = {}
    for _ in range(passes):
        before[out.data] = (len(out.remaining), len(out.fixed))
        after = _after_pass(out, [f for f in out.remaining if applicable(f, unsafe) and among(f)], read, judge)
        if after is None:
            break
        out = _best_of_circle(after, before, read, judge) if after.data in before else after
        if out is not after:
            break
    out.remaining = [f for f in out.remaining if among(f)]
    return out


def _best_of_circle(last: Fixed, before: dict[bytes, tuple[int, int]], read: Read, judge: Judge) -> Fixed:
    """Return one of the texts that lead to each other, the same one from wherever it began."""
    texts = list(before)
    best = min(texts[texts.index(last.data) :], key=lambda text: (before[text][0], text))
    document = read(best)
    return Fixed(best, document, last.fixed[: before[best][1]], judge(document))


def _after_pass(before: Fixed, candidates: Sequence[Finding], read: Read, judge: Judge) -> Fixed | None:
    """Return what becomes of a text when all is fixed in it that can be fixed together; None where that is nothing."""
    trials = Trials(before.data, before.document, read)
    withheld: set[Fix] = set()
    while not trials.over and (chosen := without_overlaps(f for f in candidates if f.fix not in withheld)):
        withheld.update(f.fix for f in chosen if f.fix)
        while chosen and (made := trials.largest(chosen)):
            found = judge(made.document)
            chosen = _effective(made.findings, before.remaining, found)
            if len(chosen) == len(made.findings):
                return Fixed(made.data, made.document, before.fixed + chosen, found)
    return None


def _effective(made: Sequence[Finding], before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """Return the findings of which there are fewer after their fixes."""
    old, new = Counter(map(_trouble, before)), Counter(map(_trouble, after))

    def left(among: Counter[_Trouble], what: _Trouble) -> int:
        return among[what] + (among[*what[:-1], None] if what[-1] is not None else 0)

    return [f for f in made if left(new, _trouble(f)) < left(old, _trouble(f))]


_Trouble = tuple[str, str | None, str, tuple[str, ...] | None]


def _trouble(finding: Finding) -> _Trouble:
    """Return what tells a finding from others wherever it stands, with what its fix would write.

    One label moved up, the next of that name may be found in the same words: another text is to be moved.
    """
    texts = tuple(edit.text for edit in finding.fix.edits) if finding.fix else None
    return finding.code, finding.pointer, finding.message, texts
