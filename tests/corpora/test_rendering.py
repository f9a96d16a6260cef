"""Render, then read, over real documents: they come back as they were, or the difference is counted."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import de_lint
from de_lint.reading.values import dates

from ..writing.conftest import Tools
from .conftest import SHARED

_CORPUS = SHARED / "corpus"


def _differences(folder: str) -> tuple[int, Counter[str]]:
    files = sorted((_CORPUS / folder).glob("*.md"))
    if not files:
        pytest.skip(f"there are no documents in {_CORPUS / folder}")
    count, differing = 0, Counter[str]()
    for file in files:
        for record in de_lint.read(file.read_bytes(), file.name).records:
            if record.layout != "form":
                continue  # only forms have a canonical form; of any other text, rendering keeps the facts
            count += 1
            back = de_lint.read(de_lint.render(record.data)).records
            if len(back) != 1 or back[0].kind != record.kind:
                differing["lost"] += 1
                continue
            ours, theirs = Tools.stated(record.data), Tools.stated(back[0].data)
            differing.update(k for k in {*ours, *theirs} if ours.get(k) != theirs.get(k))
    print(f"{folder}: {count} records, {dict(differing) or 'all as they were'}")
    return count, differing


@pytest.mark.parametrize("folder", ["delegations", "reports"])
def test_real_documents_come_back(folder: str) -> None:
    count, differing = _differences(folder)
    assert count
    # What stands below no label of the form, and ids in it, may be read once more from another place.
    assert max(differing.values(), default=0) * 12 <= count, differing


_WORD = re.compile(r"[^\W_]+")
_FENCE = re.compile(r"\s*(?:>\s*)*(?:```|~~~)")
_NUMBER = re.compile(r"^[\s>#*+-]*\d{1,3}[.)]\s")


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


@pytest.mark.parametrize("folder", ["legacy", "reports", "delegations"])
def test_rendered_documents_hold_every_word(folder: str) -> None:
    """Labels are spelled as in the schema, dates in ISO form, lists are numbered anew; every other word is there."""
    files = sorted((_CORPUS / folder).glob("*.md"))
    if not files:
        pytest.skip(f"there are no documents in {_CORPUS / folder}")
    for file in files:
        document = de_lint.read(file.read_bytes(), file.name)
        for record in (r for r in document.records if r.layout == "form"):
            rendered = _words(de_lint.render(record.data))
            respelled = {word for c in record.claims if c.field.label for word in _words(c.field.label.text)}
            for number in sorted(record.lines):
                line = document.source.lines[number].text
                if not _FENCE.match(line):
                    lost = _words(_NUMBER.sub("", line)) - rendered - respelled
                    assert not lost or record.data.get("date") in _dates_in(line), (file.name, number + 1, lost)


def _dates_in(line: str) -> list[str | None]:
    """Return the dates that a line holds, in ISO form."""
    return [date.iso for date in dates.find(line)]
