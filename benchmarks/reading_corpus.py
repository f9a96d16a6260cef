"""Labelled documents, read in this process with tables as they are or changed: what the other measures share.

A corpus is a folder with a `MANIFEST.tsv` (columns `file` and `source_repo`). A gold set is what a scorer reads: a
Python file with a `main()` that takes `--gold`, `--corpus` and `--fold`, runs a conversion and prints `overall F1`.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from de_lint.reading.document import read
from de_lint.reading.records.cues import cues
from de_lint.reading.records.evidence import KindEvidence
from de_lint.reading.records.layout import LEAST, Candidate, Candidates
from de_lint.vocabulary import kinds, schemas, words
from de_lint.vocabulary.words import Stem

OVERALL = "overall F1"
#: What stands in a fence is a record of its own if so much more speaks for it.
_SURE = 2.0


@dataclass(frozen=True)
class Given:
    """One document: what it is called, its bytes, and the repository that it is from."""

    path: str
    data: bytes
    repository: str


def documents(corpus: Path) -> list[Given]:
    """Return the documents of a corpus."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    found = ((row["file"], corpus / row["file"], row["source_repo"]) for row in rows)
    return [Given(name, file.read_bytes(), repository) for name, file, repository in found if file.is_file()]


def read_json(given: Given) -> str:
    """Return a document as `convert` prints it."""
    return json.dumps(read(given.data, given.path).to_json(), ensure_ascii=False)


def forget() -> None:
    """Let the tables be looked at again: forget everything that was made of them."""
    for name, module in list(sys.modules.items()):
        if name.startswith("de_lint.") and name != schemas.__name__:
            for made in vars(module).values():
                clear = getattr(made, "cache_clear", None)
                if clear is not None and made not in (schemas.schema, schemas.role_names, schemas.all_schemas):
                    clear()


def lexicons() -> tuple[words.Lexicon, words.Lexicon]:
    """Return what is in force of `words.json` and `cues.json`."""
    return kinds.shipped().lexicon, cues()


def forget_labels() -> None:
    """Forget what labels and sentences were found to say; the tables are not looked at again."""
    known = kinds.shipped()
    known.derived.clear()
    for kept in (known.said, known.concepts, *known.parts.values()):
        kept.clear()
    for one in lexicons():
        one.cached.clear()
        one.by_word.clear()


def list_of(index: words.Stems, word: str) -> list[Stem]:
    """Return the list that holds the stems of a word, made if it was not yet looked up."""
    index.of(word)
    return index[word]


@contextmanager
def without_stem(one: words.Lexicon, stem: Stem) -> Iterator[None]:
    """Read without a stem for the body of a `with` statement."""
    indexes = (one.first_words, one.beginnings, one.endings)
    held = [stems for index in indexes for word in index if stem in (stems := list_of(index, word))]
    places = [(stems, stems.index(stem)) for stems in held]
    for stems, place in places:
        del stems[place]
    forget_labels()
    try:
        yield
    finally:
        for stems, place in places:
            stems.insert(place, stem)
        forget_labels()


@contextmanager
def changed(undo: Callable[[], None]) -> Iterator[None]:
    """Read with changed tables for the body of a `with` statement; `undo` puts them right again."""
    forget()
    try:
        yield
    finally:
        undo()
        forget()


@dataclass
class Trace:
    """What decided how one document was read: the stems that won, what spoke for kinds, and candidates for facts."""

    stems: set[Stem] = field(default_factory=set)
    evidence: list[KindEvidence] = field(default_factory=list)
    candidates: list[Candidates] = field(default_factory=list)

    def decisions(self) -> list[object]:
        """Return what the weights in force make of it; a document reads as before where that is the same."""
        found: list[object] = []
        for each in self.evidence:
            scores = sorted(each.scores().items(), key=lambda one: -one[1])
            found.append((scores[0][0], scores[0][1] - scores[1][1] >= _SURE))
        weights = schemas.schema("weights")["facts"]
        for one in self.candidates:
            sums = [sum(weights[one.fact].get(why, 0) for why in f.why) for f in one.found]
            best = max(range(len(sums)), key=lambda i: sums[i], default=None)
            found.append(best if best is not None and sums[best] >= LEAST else None)
        return found


@contextmanager
def traced() -> Iterator[Trace]:
    """Collect what decides how a document is read in the body of a `with` statement."""
    trace = Trace()
    longest, scores, best = words._longest, KindEvidence.scores, Candidates.best

    def told(matches: list[words.StemMatch]) -> list[words.StemMatch]:
        found = longest(matches)
        trace.stems.update(match.stem for match in found)
        return found

    def weighed(self: KindEvidence) -> dict[str, float]:
        trace.evidence.append(self)
        return scores(self)

    def chosen(self: Candidates) -> Candidate | None:
        trace.candidates.append(self)
        return best(self)

    forget_labels()
    try:
        words._longest, KindEvidence.scores, Candidates.best = told, weighed, chosen  # type: ignore[method-assign]
        yield trace
    finally:
        words._longest, KindEvidence.scores, Candidates.best = longest, scores, best  # type: ignore[method-assign]


@dataclass
class Scorer:
    """A scorer's program, run in this process on documents that are at hand."""

    file: Path
    gold: Path
    corpus: Path
    _module: ModuleType = field(init=False)

    def __post_init__(self) -> None:
        """Load the program."""
        spec = importlib.util.spec_from_file_location("scorer", self.file)
        if spec is None or spec.loader is None:
            raise SystemExit(f"{self.file} is no Python file")
        self._module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._module)

    def overall(self, converted: Iterable[str], fold: str | None = None) -> float:
        """Return the overall score of converted documents."""
        return float(self.printed(converted, fold).rpartition(OVERALL)[2].split()[0])

    def printed(self, converted: Iterable[str], fold: str | None = None) -> str:
        """Return what the scorer prints about converted documents."""
        output = SimpleNamespace(stdout="\n".join(converted), stderr="", returncode=0)
        module: Any = self._module
        module.subprocess = SimpleNamespace(run=lambda *_, **__: output)
        arguments = sys.argv
        sys.argv = ["score", "--gold", str(self.gold), "--corpus", str(self.corpus)]
        sys.argv += ["--fold", fold] if fold else []
        try:
            with redirect_stdout(io.StringIO()) as printed:
                module.main()
        except SystemExit as end:
            if end.code not in (None, 0, False):
                raise
        finally:
            sys.argv = arguments
        return printed.getvalue()
