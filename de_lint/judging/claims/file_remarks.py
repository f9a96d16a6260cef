"""What a remark beside a path says of the file, in an item or a row of a list of files."""

from __future__ import annotations

from typing import Literal

from de_lint.patterns import compiled
from de_lint.reading.fields import Node
from de_lint.reading.markup import without_emoji, without_markup
from de_lint.vocabulary.folding import fold

#: `open` takes a claim back, or leaves open what is claimed.
Remark = Literal["gone", "made", "open"]

_GONE = r"(?:deleted|removed)"
_IS = r"(?:(?:files?|now|is|are|was|were|(?:has|have) been)\s+){0,3}"
_STATE = rf"\W{{0,6}}{_IS}{_GONE}(?: (?:file|entirely|completely))?[\s)\]*_`\"']*"
#: `removed two functions` is about the file's content, and `removed: the cache` may be.
_NOTED_GONE = compiled(rf"{_STATE}(?:$|[.,;(]|(?:and|which|because|since|as)\b)")
_NOTED_EITHER = compiled(rf"{_STATE}[:–—-]")
_NOTED_MADE = compiled(r"\s*[-–—:]?\s*\(?(?:new(?: file)?|created|added|modified|updated)(?:\)|,|$| file)")
#: In a list of new files the path comes first, and these words about it take the claim back.
_TAKEN_BACK = compiled(
    r"\W{0,6}(?:not |never |missing|to be |pending|planned|todo|unchanged|untouched|moved|renamed|backed|temporary)"
    r"|\s*(?:→|->|=>|⇒)"
    r"|[^.]{0,40}\b(?:not (?:yet )?(?:created|written|changed)|unchanged|temporary|since (?:deleted|removed))\b"
)
#: Columns that say what was done, in git's letters too; and those that say what may be done.
_ACTION = compiled(r"(?:git )?(?:status|state|change|changes|action|actions|type|kind|operation|mode|what|edit)\b")
_TO_COME = compiled(r"\b(?:next|planned|plan|to do|todo|expected|proposed|recommended|needed|required|before)\b")
_OPEN_LETTERS = frozenset("rc?!")


def remark_in(text: str) -> Remark | None:
    """Return what the words after a path say of it; None if they only describe it."""
    text = text.lower()
    if _TAKEN_BACK.match(text) or _NOTED_EITHER.match(text):
        return "open"
    if _NOTED_GONE.match(text):
        return "gone"
    return "made" if _NOTED_MADE.match(text) else None


def remark_of_row(row: Node, path: Node) -> Remark | None:
    """Return what the other cells of a row say of the path in one of them; the first that says something counts."""
    said = (_of_cell(cell) for cell in row.children if cell is not path)
    return next((one for one in said if one), None)


def _of_cell(cell: Node) -> Remark | None:
    header = fold(cell.label.text) if cell.label else ""
    if _TO_COME.search(header):
        return "open"
    text = without_emoji(without_markup(cell.text.text)).strip()
    if len(text) == 1 and _ACTION.match(header):
        letter = text.lower()
        return "gone" if letter == "d" else "open" if letter in _OPEN_LETTERS else None
    return remark_in(text)
