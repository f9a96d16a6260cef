"""Labels and statuses as people write them in nine languages open the part, and say what, their English ones do."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from de_lint.reading.values.statuses import read_status
from de_lint.vocabulary.kinds import part

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize(
    "row", rows("labels_of_nine_languages.tsv"), ids=lambda r: f"{r['kind']}-{r['part']}-{r['language']}"
)
def test_labels(row: dict[str, str]) -> None:
    read = {label: part(label, row["kind"]) for label in row["labels"].split(" | ")}
    assert {label: found for label, found in read.items() if found != row["part"]} == {}


@pytest.mark.parametrize("row", rows("statuses_of_nine_languages.tsv"), ids=lambda r: r["status"])
def test_statuses(row: dict[str, str]) -> None:
    read = {words: read_status(words) for words in row["words"].split(" | ")}
    assert {words: found for words, found in read.items() if found != row["status"]} == {}
