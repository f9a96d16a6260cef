"""What the fuzzer found, and a short run without it: mutations of the fixtures by a fixed seed."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from .targets import TARGETS, mutated, words

FOUND = sorted((Path(__file__).parent / "found").iterdir())
SEEDS = [p for p in sorted((Path(__file__).parents[2] / "fixtures").rglob("*")) if p.suffix in (".md", ".json")]
RUNS = 12


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_what_was_found(file: Path) -> None:
    for target in TARGETS.values():
        target(file.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_mutations(name: str) -> None:
    random, known = Random(name), words()
    for _ in range(RUNS):
        data, other = (random.choice(SEEDS).read_bytes()[:3_000] for _ in range(2))
        data = mutated(data, other, random, known)
        try:
            TARGETS[name](data)
        except Exception as error:
            raise AssertionError(f"{name} is broken by {data!r}") from error
