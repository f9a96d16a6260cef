"""What each table and each kind of evidence is worth: takes them away one at a time and prints the score of both folds.

    python benchmarks/ablation.py --scorer score.py --gold GOLD --corpus CORPUS
    python benchmarks/ablation.py … --only weights --jobs 4

A row that costs nothing when it goes is worth nothing; one whose loss helps does harm. Gains of single documents are
noise. Sorted by what is lost on the tuning fold.
"""

from __future__ import annotations

import argparse
import copy
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from reading_corpus import Given, Scorer, Trace, changed, documents, read_json, traced

from de_lint.vocabulary.schemas import schema

FOLDS = ("tuning", "validation")
#: Features of kinds that belong together, by how they begin.
FAMILIES = {
    "title.": "words of the title",
    "heading.": "words of headings",
    "label.": "words of labels",
    "name.": "the file's name",
    "front matter": "front matter",
    "title": "what the title does, and how it ends",
    "status": "the status",
    "opening": "the opening sentence",
    "bare opening": "the opening sentence without headings",
    "early": "what early sentences say",
    "mood": "the mood of sentences",
    "says": "what sentences ask for",
    "task": "parts of a task",
}


@dataclass(frozen=True)
class Piece:
    """One thing that can be taken away: from which table, what, and the way to it."""

    table: str
    name: str
    take: Callable[[dict[str, Any]], None]
    #: The concept whose stems must stand in a document for it to read otherwise; nothing where that is not known.
    concept: str = ""
    #: True for weights, which change nothing where the same evidence wins.
    weighs: bool = False


def pieces() -> Iterator[Piece]:
    """Yield everything that can be taken away."""
    yield from _of_words()
    yield from _of_weights()
    for table in ("agents", "statuses", "answers"):
        for way in _leaves(schema(table)):
            yield Piece(table, ".".join(way), partial(_emptied, way))


def _of_words() -> Iterator[Piece]:
    for table in ("words", "cues"):
        for concept in dict.fromkeys(row["concept"] for row in schema(table)["stems"]):
            yield Piece(table, concept, partial(_without_concept, concept), concept)
        languages = {key for row in schema(table)["stems"] for key in row if len(key) == 2 and key.islower()}
        for language in sorted(languages):
            yield Piece(table, f"language {language}", partial(_without_language, language))
    for name in ("links", "joints", "tails", "wrappers"):
        yield Piece("words", name, partial(_emptied, (name,)))
    for place in ("title", "heading", "label"):
        yield Piece("words", f"priors of concepts as a {place}", partial(_without_priors, place))


def _of_weights() -> Iterator[Piece]:
    kinds = schema("weights")["kinds"]
    for family in dict.fromkeys(_family(feature) for feature in kinds if feature != "bias"):
        yield Piece("weights", f"kinds: {family}", partial(_without_family, family), weighs=True)
    for feature in kinds:
        yield Piece("weights", f"kinds: feature {feature}", partial(_emptied, ("kinds", feature)), weighs=True)
    for fact, rows in schema("weights")["facts"].items():
        for why in rows:
            yield Piece("weights", f"{fact}: {why}", partial(_zero, ("facts", fact, why)), weighs=True)
    for feature in schema("weights")["report types"]:
        yield Piece("weights", f"report type: {feature}", partial(_emptied, ("report types", feature)))
    for group in schema("weights")["keys"]:
        yield Piece("weights", f"front matter keys {group}", partial(_emptied, ("keys", group)))


def _family(feature: str) -> str:
    begins = next((start for start in sorted(FAMILIES, key=len, reverse=True) if feature.startswith(start)), "")
    return FAMILIES.get(begins, "marks and form")


def _leaves(table: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, below in table.items():
        if key.startswith("$") or key in ("title", "description", "kinds"):
            continue
        if isinstance(below, dict):
            yield from _leaves(below, (*way, key))
        elif not isinstance(below, (int, float)):
            yield (*way, key)


def _emptied(way: tuple[str, ...], table: dict[str, Any]) -> None:
    for key in way[:-1]:
        table = table[key]
    value = table[way[-1]]
    if isinstance(value, list) and value and isinstance(value[0], (int, float)):
        table[way[-1]] = [0] * len(value)
    else:
        table[way[-1]] = type(value)()


def _zero(way: tuple[str, ...], table: dict[str, Any]) -> None:
    for key in way[:-1]:
        table = table[key]
    table[way[-1]] = 0


def _without_concept(concept: str, table: dict[str, Any]) -> None:
    table["stems"] = [row for row in table["stems"] if row["concept"] != concept]


def _without_language(language: str, table: dict[str, Any]) -> None:
    table["stems"] = [{k: v for k, v in row.items() if k != language} for row in table["stems"]]


def _without_priors(place: str, table: dict[str, Any]) -> None:
    for facts in table["concepts"].values():
        if place in facts:
            facts[place] = [0] * len(facts[place])


def _without_family(family: str, table: dict[str, Any]) -> None:
    for feature, weights in table["kinds"].items():
        if feature != "bias" and _family(feature) == family:
            table["kinds"][feature] = [0] * len(weights)


class Measure:
    """Reads a corpus as it is, and again without a piece."""

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer
        self.given = documents(scorer.corpus)
        self.usual: dict[str, str] = {}
        self.traces: dict[str, Trace] = {}
        for each in self.given:
            with traced() as self.traces[each.path]:
                self.usual[each.path] = read_json(each)
        self.concepts = {path: frozenset(stem.concept for stem in t.stems) for path, t in self.traces.items()}
        self.decisions = {path: trace.decisions() for path, trace in self.traces.items()}

    def scores(self, converted: dict[str, str], folds: tuple[str, ...]) -> list[float]:
        """Return the scores of the folds."""
        return [self.scorer.overall(converted.values(), fold) for fold in folds]

    def without(self, piece: Piece, folds: tuple[str, ...]) -> tuple[list[float], int]:
        """Return the scores without a piece (zeros where nothing changes), and how many documents read otherwise."""
        table = schema(piece.table)
        kept = copy.deepcopy(table)
        piece.take(table)

        def undo() -> None:
            table.clear()
            table.update(kept)

        with changed(undo):
            converted = {each.path: self._again(each, piece) for each in self.given}
        moved = sum(converted[path] != text for path, text in self.usual.items())
        return self.scores(converted, folds) if moved else [0.0] * len(folds), moved

    def _again(self, each: Given, piece: Piece) -> str:
        """Read a document anew if that can make a difference."""
        if piece.concept and piece.concept not in self.concepts[each.path]:
            return self.usual[each.path]
        if piece.weighs and self.traces[each.path].decisions() == self.decisions[each.path]:
            return self.usual[each.path]
        try:
            return read_json(each)
        except Exception as error:  # a table that cannot be empty
            return f'{{"path": "{each.path}", "records": [], "error": "{type(error).__name__}"}}'


_measure: Measure | None = None


def _one(piece_number: int, folds: tuple[str, ...]) -> tuple[list[float], int]:
    assert _measure is not None
    return _measure.without(_chosen[piece_number], folds)


_chosen: list[Piece] = []


def main() -> None:
    """Print what each piece is worth."""
    global _measure  # noqa: PLW0603 - forked processes find it here
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scorer", type=Path, required=True, help="the scorer's program")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--fold", choices=FOLDS, help="one fold only")
    parser.add_argument("--only", default="", help="only pieces whose table or name holds this text")
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    folds = (given.fold,) if given.fold else FOLDS
    _chosen.extend(p for p in pieces() if given.only in f"{p.table}: {p.name}")
    _measure = Measure(Scorer(given.scorer, given.gold, given.corpus))
    usual = _measure.scores(_measure.usual, folds)
    print(f"{' '.join(f'{fold} {score:.3f}' for fold, score in zip(folds, usual, strict=True))} with everything")
    results = []
    with ProcessPoolExecutor(given.jobs, get_context("fork")) as pool:
        for piece, result in zip(_chosen, pool.map(partial(_one, folds=folds), range(len(_chosen))), strict=True):
            print(f"\r{len(results)} of {len(_chosen)}: {piece.name:60}", end="", file=sys.stderr, flush=True)
            results.append(result)
    worth = []
    for scores, moved in results:
        worth.append(([s - u for s, u in zip(scores, usual, strict=True)] if moved else scores, moved))
    for piece, (lost_or_won, moved) in sorted(zip(_chosen, worth, strict=True), key=lambda row: row[1][0][0]):
        lost = "  ".join(f"{score:+.4f}" for score in lost_or_won)
        print(f"{lost}  {moved:4} documents  {piece.table}: {piece.name}")


if __name__ == "__main__":
    main()
