"""Documents for the sinks: a small archive, and what is odd about documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import de_lint

ARCHIVE = Path(__file__).with_name("archive")
FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


@pytest.fixture(scope="session")
def archive() -> list[dict[str, Any]]:
    """Return the documents of the archive, named by their place in it."""
    files = sorted(ARCHIVE.rglob("*.md"))
    return [de_lint.read(file.read_bytes(), path=file.relative_to(ARCHIVE).as_posix()).to_json() for file in files]


@pytest.fixture(scope="session")
def varied() -> list[dict[str, Any]]:
    """Return the documents of the golden pairs, of every kind and role."""
    return list(_varied())


def _varied() -> Iterator[dict[str, Any]]:
    for file in sorted(FIXTURES.glob("*/*/input.md")):
        name = file.parent.relative_to(FIXTURES).as_posix()
        document = de_lint.read(file.read_bytes(), path=name).to_json(source_map=name.startswith("mixed"))
        yield {**document, "origin": {"commit": name}} if "encoding" in name else document
