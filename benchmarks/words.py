"""Which English words of the tables hardly decide anything: candidates to be taken out.

    python benchmarks/words.py --corpus CORPUS [--corpus MORE] --lexicon labels.tsv

A word earns its place if taking it out changes records of three documents of two repositories, or if it stands in a
label that four repositories use (column `repositories` of the lexicon). All others are printed, with the documents that
hold them and those that they decide. Words that are to stay all the same stand in `kept_words.tsv`, with the reason.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from reading_corpus import Given, documents, lexicons, read_json, traced, without_stem

from de_lint.vocabulary.schemas import schema
from de_lint.vocabulary.words import Stem, lexicon, words_in

KEPT = Path(__file__).with_name("kept_words.tsv")
TABLES = ("words", "cues")
LANGUAGE = "en"
#: Documents, and repositories, that a word has to decide.
DOCUMENTS, REPOSITORIES = 3, 2
#: A word that decides too few of so many documents, the shortest that hold it, decides too few.
MOST_TRIED = 40
#: Repositories that use a label with the word.
USED = 4


@dataclass(frozen=True)
class Word:
    """One stem as it is written in a row of a table."""

    table: str
    row: int
    written: str
    stem: Stem


def kept() -> set[tuple[str, str, str]]:
    """Return table, concept and word of what is to stay for a reason."""
    with KEPT.open(encoding="utf-8") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return {(row["table"], row["concept"], word) for row in rows if row["why"] for word in row["words"].split()}


def words() -> Iterator[Word]:
    """Yield the English stems of the tables that nobody gave a reason for."""
    reasons = kept()
    for table in TABLES:
        for number, row in enumerate(schema(table)["stems"]):
            for written in row.get(LANGUAGE, "").split():
                if (table, row["concept"], written) not in reasons:
                    alone = {"stems": [{**row, LANGUAGE: written}]}
                    (stem,) = (s for s in _stems(alone) if s.language == LANGUAGE)
                    yield Word(table, number, written, stem)


def _stems(table: dict[str, Any]) -> list[Stem]:
    made = lexicon(table)
    return [s for index in (made.first_words, made.beginnings, made.endings) for word in index for s in index.of(word)]


def in_labels(file: Path) -> dict[Stem, int]:
    """Return in how many repositories the most used label stands that holds each stem."""
    known = [lexicon(schema(table)) for table in TABLES]
    found: dict[Stem, int] = defaultdict(int)
    with file.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            split = words_in(row["label"].casefold())
            for one in known:
                for match in one._matches(split):
                    found[match.stem] = max(found[match.stem], int(row["repositories"]))
    return found


def holders(given: Sequence[Given]) -> tuple[dict[str, str], dict[Stem, list[Given]]]:
    """Return how each document reads, and for each stem the documents that it wins in."""
    usual: dict[str, str] = {}
    found: dict[Stem, list[Given]] = defaultdict(list)
    for each in given:
        with traced() as trace:
            usual[each.path] = read_json(each)
        for stem in trace.stems:
            found[stem].append(each)
    return usual, found


def decided(word: Word) -> list[Given]:
    """Return documents that read otherwise without a word; no more than are enough for it to stay."""
    found: list[Given] = []
    with without_stem(lexicons()[TABLES.index(word.table)], word.stem):
        for each in sorted(_held[word.stem], key=lambda one: len(one.data))[:MOST_TRIED]:
            if read_json(each) != _usual[each.path]:
                found.append(each)
                if _is_enough(found):
                    break
    return found


def _is_enough(found: Sequence[Given]) -> bool:
    return len(found) >= DOCUMENTS and len({each.repository for each in found}) >= REPOSITORIES


_usual: dict[str, str] = {}
_held: dict[Stem, list[Given]] = {}


def main() -> None:
    """Print the words that have not earned their place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", required=True)
    parser.add_argument("--lexicon", type=Path, required=True, help="labels with the number of their repositories")
    parser.add_argument("--gold", type=Path, help="not needed: what changes counts, right or wrong")
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    usual, held = holders([each for corpus in given.corpus for each in documents(corpus)])
    _usual.update(usual)
    _held.update(held)
    used = in_labels(given.lexicon)
    unsure = [word for word in words() if used.get(word.stem, 0) < USED]
    tried = [word for word in unsure if _is_enough(held.get(word.stem, ()))]
    with ProcessPoolExecutor(given.jobs, get_context("fork")) as pool:
        decisions = {}
        for word, found in zip(tried, pool.map(decided, tried), strict=True):
            decisions[word] = found
            print(f"\r{len(decisions)} of {len(tried)}: {word.written:40}", end="", file=sys.stderr, flush=True)
    failed = [word for word in unsure if not _is_enough(decisions.get(word, ()))]
    print("table\tconcept\tword\tdocuments\tdecided\trepositories_in_lexicon")
    for word in failed:
        few = len(decisions[word]) if word in decisions else "-"
        columns = (
            word.table,
            word.stem.concept,
            word.written,
            len(held.get(word.stem, ())),
            few,
            used.get(word.stem, 0),
        )
        print("\t".join(map(str, columns)))


if __name__ == "__main__":
    main()
