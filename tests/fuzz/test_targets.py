"""What the fuzzer found, and a short run without it: mutations of the fixtures by a fixed seed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest

from .targets import OF_JSON, TARGETS, hold, mutated, mutated_json, seeds, words

FOUND = sorted((Path(__file__).parent / "found").iterdir())
RUNS = 15


@cache
def _seeds(of_json: bool) -> list[bytes]:
    return seeds("render" if of_json else "read", [Path(__file__).parents[2] / "fixtures"])


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_what_was_found(file: Path) -> None:
    for target in TARGETS.values():
        target(file.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_mutations(name: str) -> None:
    random, known, given = Random(name), words(), _seeds(name in OF_JSON)
    changed = mutated_json if name in OF_JSON else mutated
    for _ in range(RUNS):
        data = changed(random.choice(given), random.choice(given), random, known)
        try:
            hold(name, data)
        except Exception as error:
            raise AssertionError(f"{name} is broken by {data!r}") from error


def test_mutations_put_no_part_within_itself() -> None:
    text = b'{"a":{"b":{"c":[1,{"d":2}]}}}'
    for seed in range(400):
        assert mutated_json(text, text, Random(seed), words())
