"""Words that stay in the tables although they seldom decide anything: each has a reason, and is still there."""

from __future__ import annotations

import csv
from pathlib import Path

from de_lint.vocabulary.schemas import schema

KEPT = Path(__file__).parents[2] / "benchmarks" / "kept_words.tsv"


def test_each_kept_word_has_a_reason() -> None:
    with KEPT.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert rows
    assert not [row for row in rows if not row["why"].strip()]
    named = [(row["table"], row["concept"], word) for row in rows for word in row["words"].split()]
    assert len(named) == len(set(named))
    stems = [(table, row) for table in ("words", "cues") for row in schema(table)["stems"]]
    assert set(named) <= {(table, row["concept"], word) for table, row in stems for word in row.get("en", "").split()}


def test_tables_are_readable() -> None:
    """Each stem is written once in a row; a word twice in one is a slip."""
    for table in ("words", "cues"):
        for row in schema(table)["stems"]:
            for language in (key for key in row if len(key) == 2 and key.islower()):
                written = row[language].split()
                assert len(written) == len(set(written)), (table, row["concept"], language)
