"""Fit the weights by which kinds of records and types of reports are told, gently, to labelled documents.

    python benchmarks/fit_weights.py --gold labels/ --corpus documents/ --pull 0.03
    python benchmarks/fit_weights.py --gold labels/ --corpus documents/ --table "report types" --write

Each file of the gold folder is the label of one document: `{"file": …, "records": [{"kind": …, "start_line": …,
"report_type": …}]}`, and MANIFEST.tsv in the corpus names its repository (`file`, `source_repo`). The fit is a
softmax regression whose weights are pulled back to those that stand in `schemas/weights.json`: the weaker the pull,
the more the labels decide. A free fit (`--pull 0`) learns the repositories instead of the words. Printed are the share
of documents read right with the weights as they are, as fitted, and by cross-validation: each part of the
repositories read with what was fitted to the others.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any

from de_lint.reading.document import read
from de_lint.reading.fields import rows_of
from de_lint.reading.records.evidence import KINDS, weigh
from de_lint.reading.records.report_titles import TYPES
from de_lint.reading.rows import unquoted
from de_lint.reading.source import read_source
from de_lint.reading.tree import build_tree

WEIGHTS = Path(__file__).resolve().parent.parent / "schemas" / "weights.json"
CLASSES = {"kinds": KINDS, "report types": TYPES}
FOLDS = 5
ROUNDS = 150
STEP = 0.08
#: A record that begins further down is one of several parts of its document, and not what the document is.
LAST_START = 20
#: How far from its label's first line a record may begin.
NEAR = 2
Table = dict[str, list[float]]


@dataclass(frozen=True)
class Example:
    """What speaks for the classes in one document or record, the classes that it may have, and where it is from."""

    values: Mapping[str, float]
    classes: frozenset[str]
    repository: str


def labels(gold: Path, corpus: Path, fold: str | None) -> Iterable[tuple[dict[str, Any], str]]:
    """Yield each label with its document's repository; of a fold only its third or two thirds of the repositories."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8") as rows:
        manifest = list(csv.DictReader(rows, delimiter="\t"))
    repository = {row.get("file", ""): row["source_repo"] for row in manifest}
    for file in sorted(gold.glob("*.json")):
        label = json.loads(file.read_text(encoding="utf-8"))
        own = repository.get(label["file"], label["file"])
        held = int(hashlib.sha256(own.encode()).hexdigest(), 16) % 3 == 0
        if fold is None or held == (fold == "validation"):
            yield label, own


def kind_examples(label: Mapping[str, Any], data: bytes, repository: str) -> Iterable[Example]:
    """Yield what speaks for the kinds in a document that is one record, or none."""
    records = label["records"]
    if len(records) > 1 or any(r["start_line"] > LAST_START for r in records):
        return
    source = read_source(data, label["file"])
    evidence = weigh(build_tree(source, unquoted(rows_of(source)), front_matter=True), source.path)
    yield Example(evidence.values, frozenset(r["kind"] for r in records) or frozenset({"none"}), repository)


def type_examples(label: Mapping[str, Any], data: bytes, repository: str) -> Iterable[Example]:
    """Yield what speaks for the types in each report of a document that is found."""
    found = [r for r in read(data, label["file"]).records if r.kind == "progress_report"]
    for record in label["records"]:
        near = [r for r in found if abs(r.span.start_line - record["start_line"]) <= NEAR]
        if record.get("report_type") and near:
            either = {record["report_type"], (record.get("or") or {}).get("report_type")}
            yield Example(near[0].facts["report_type"].values, frozenset(c for c in either if c), repository)


EXAMPLES = {"kinds": kind_examples, "report types": type_examples}


def shares(table: Table, values: Mapping[str, float], classes: Sequence[str]) -> list[float]:
    """Return how probable each class is."""
    sums = list(table["bias"])
    for feature, value in values.items():
        for i, weight in enumerate(table.get(feature, ())):
            sums[i] += weight * value
    top = max(sums)
    raised = [exp(s - top) for s in sums]
    return [r / sum(raised) for r in raised[: len(classes)]]


def right(table: Table, examples: Sequence[Example], classes: Sequence[str]) -> int:
    """Count the examples whose most probable class is one of theirs."""
    told = [shares(table, e.values, classes) for e in examples]
    return sum(classes[t.index(max(t))] in e.classes for t, e in zip(told, examples, strict=True))


def fitted(start: Table, examples: Sequence[Example], classes: Sequence[str], pull: float) -> Table:
    """Return the weights that explain the examples best, as far as the pull towards `start` lets them."""
    table = {feature: list(row) for feature, row in start.items()}
    speed = {feature: [0.0] * len(classes) for feature in start}
    spread = {feature: [0.0] * len(classes) for feature in start}
    for number in range(ROUNDS):
        slope = {f: [pull * (w - s) for w, s in zip(table[f], start[f], strict=True)] for f in start}
        for example in examples:
            told = shares(table, example.values, classes)
            off = [p - (c in example.classes) / len(example.classes) for p, c in zip(told, classes, strict=True)]
            for feature, value in (("bias", 1.0), *example.values.items()):
                row = slope.get(feature)
                if row is not None:
                    for i, one in enumerate(off):
                        row[i] += one * value / len(examples)
        step = STEP * (1 - number / ROUNDS)
        for feature, row in slope.items():
            for i, one in enumerate(row):
                speed[feature][i] = 0.9 * speed[feature][i] + 0.1 * one
                spread[feature][i] = 0.99 * spread[feature][i] + 0.01 * one * one
                table[feature][i] -= (
                    step * speed[feature][i] / ((spread[feature][i] / (1 - 0.99 ** (number + 1))) ** 0.5 + 1e-6)
                )
    return {feature: [round(w, 2) + 0.0 for w in row] for feature, row in table.items()}


def cross_validated(start: Table, examples: Sequence[Example], classes: Sequence[str], pull: float) -> int:
    """Count the examples read right with what was fitted to other repositories."""
    total = 0
    for fold in range(FOLDS):
        own = [e for e in examples if int(hashlib.md5(e.repository.encode()).hexdigest(), 16) % FOLDS == fold]
        others = [e for e in examples if e not in own]
        total += right(fitted(start, others, classes, pull), own, classes)
    return total


def write(name: str, table: Table) -> None:
    """Put the rows of a table in the place of those in the file of weights, one a line."""
    lines = WEIGHTS.read_text(encoding="utf-8").split("\n")
    first = lines.index(f'  "{name}": {{')
    last = next(i for i in range(first, len(lines)) if lines[i].rstrip(",") == "  }")
    rows = [f"    {json.dumps(feature)}: {json.dumps(row)}" for feature, row in table.items()]
    WEIGHTS.write_text("\n".join([*lines[: first + 1], *",\n".join(rows).split("\n"), *lines[last:]]), encoding="utf-8")


def main() -> None:
    """Fit, print and, where asked, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", required=True, help="folder of labels; may be repeated")
    parser.add_argument("--corpus", type=Path, action="append", required=True, help="folder of their documents")
    parser.add_argument("--fold", choices=("tuning", "validation"), help="take only this part of the repositories")
    parser.add_argument("--pull", type=float, default=0.03, help="how strongly weights stay what they are (0.03)")
    parser.add_argument("--table", choices=tuple(CLASSES), action="append", help="only this table of weights")
    parser.add_argument("--write", action="store_true", help="write the fitted weights")
    chosen = parser.parse_args()
    for name in chosen.table or CLASSES:
        classes = CLASSES[name]
        examples = [
            example
            for gold, corpus in zip(chosen.gold, chosen.corpus, strict=True)
            for label, repository in labels(gold, corpus, chosen.fold)
            for example in EXAMPLES[name](label, (corpus / label["file"]).read_bytes(), repository)
        ]
        start: Table = json.loads(WEIGHTS.read_text(encoding="utf-8"))[name]
        table = fitted(start, examples, classes, chosen.pull)
        count = len(examples)
        print(f"{name}: {count} examples of {len({e.repository for e in examples})} repositories")
        print(f"  as they are      {right(start, examples, classes) / count:.3f}")
        print(f"  fitted           {right(table, examples, classes) / count:.3f}")
        print(f"  cross-validated  {cross_validated(start, examples, classes, chosen.pull) / count:.3f}")
        moved = sorted(start, key=lambda f: -max(abs(a - b) for a, b in zip(start[f], table[f], strict=True)))
        for feature in moved:
            print(f"  {feature:32}" + " ".join(f"{w:6.2f}" for w in table[feature]))
        if chosen.write:
            write(name, table)


if __name__ == "__main__":
    main()
