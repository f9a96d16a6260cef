"""A corpus of any size from the repository's own documents; the same seed makes the same bytes.

A third are delegations, reports and templates from `fixtures/`, with items and sentences of each other; the others are
ordinary Markdown: sections of the pages in `docs/`, the README and the change log, and the fixtures without a record.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = 14
#: Bytes of a document, on average.
TYPICAL = 2_300
SHARE_OF_RECORDS = 1 / 3
_KINDS = ("progress_report", "progress_report", "delegation", "agent_template")
_PAGES = ("README.md", "CHANGELOG.md", "docs/*.md", "docs/i*/*.md", "fixtures/none/*/input.md")
_ITEM = re.compile(r"^( *[-*+] )([^\W_][^:[*]{12,})$", re.MULTILINE)
#: What pages show of reports and delegations is left out, for it is read as such.
_SHOWN = re.compile(r"^(`{3,})(?:markdown|text|)\b[^\n]*\n.*?^\1\n", re.MULTILINE | re.DOTALL)
_SENTENCE = re.compile(r"\b[A-Z][^.:`*|#\n]{40,160}\.(?=\s)")
_NUMBER = re.compile(r"(?<![\w.:-])\d{1,2}(?![\w.:-])")


class Corpus:
    """Makes documents one after the other."""

    def __init__(self, seed: int = SEED) -> None:
        """Read what documents are made from."""
        self._random = random.Random(seed)
        self._records = {kind: _texts(f"fixtures/{kind}/*/input.md") for kind in sorted(set(_KINDS))}
        pages = [_SHOWN.sub("", text) for pattern in _PAGES for text in _texts(pattern)]
        self._sections = [s for page in pages for s in re.split(r"(?m)^(?=#{2,3} )", page) if 40 < len(s) < 2 * TYPICAL]
        items = {m[2] for texts in self._records.values() for t in texts for m in _ITEM.finditer(t)}
        self._items = sorted(items | {m[0] for page in pages for m in _SENTENCE.finditer(page)})

    def document(self) -> tuple[str, bool]:
        """Return a document, and whether it was made from records."""
        is_record = self._random.random() < SHARE_OF_RECORDS
        return (self.record() if is_record else self.ordinary()), is_record

    def record(self, kind: str | None = None) -> str:
        """Return a delegation, a report or a template: one of the fixtures, grown to a usual size by its items."""
        text = self._random.choice(self._records[kind or self._random.choice(_KINDS)])
        room = self._size() - len(text)
        items = list(_ITEM.finditer(text))
        more = {item.end(): "" for item in items}
        for item in items * 8:
            added = f"\n{item[1]}{self._random.choice(self._items)}" if room > 0 else ""
            more[item.end()] += added
            room -= len(added)
        for end in sorted(more, reverse=True):
            text = text[:end] + more[end] + text[end:]
        notes = "\n## Notes\n\n"
        while len(notes) < room:
            notes += f"- {self._random.choice(self._items)}\n"
        text += notes if len(notes) > 20 else ""
        return self._renumbered(text)

    def ordinary(self) -> str:
        """Return a page of sections."""
        size, text = self._size(), ""
        while len(text) < size:
            text += self._random.choice(self._sections).strip("\n") + "\n\n"
        return self._renumbered(text)

    def _size(self) -> float:
        return TYPICAL * self._random.lognormvariate(-0.5, 0.7)

    def _renumbered(self, text: str) -> str:
        return _NUMBER.sub(lambda _: str(self._random.randint(1, 12)), text)


def _texts(pattern: str) -> list[str]:
    """Return the texts of files of the repository that can be varied; those in other encodings are left out."""
    return [file.read_text(encoding="utf-8") for file in sorted(ROOT.glob(pattern))]


def write(folder: Path, count: int, seed: int = SEED) -> int:
    """Write `count` documents below `folder`, a hundred in each; return their size in bytes."""
    corpus, size = Corpus(seed), 0
    for number in range(count):
        data = corpus.document()[0].encode()
        place = folder / f"{number // 100:03}" / f"{number:05}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        size += len(data)
    return size
