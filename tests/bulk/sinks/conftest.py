"""Documents for the sinks: a small archive, and what is odd about documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import de_lint

#: A format's sink, given its target and a folder for what is not finished.
MakeSink = Callable[[Path, Path], Any]
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


def write(sink: MakeSink, target: Path, work: Path, documents: Iterable[Mapping[str, Any]]) -> None:
    """Write documents in one go."""
    work.mkdir(exist_ok=True)
    it = sink(target, work)
    it.open(None)
    for document in documents:
        it.add(document)
    it.commit()
    it.finish()
    it.close()


def write_interrupted(sink: MakeSink, target: Path, work: Path, documents: list[dict[str, Any]]) -> None:
    """Write documents with a loss of the process in between, after a commit whose mark nobody wrote down."""
    work.mkdir()
    it = sink(target, work)
    it.open(None)
    for document in documents[:10]:
        it.add(document)
    mark = json.loads(json.dumps(it.commit()))
    for document in documents[10:20]:
        it.add(document)
    it.commit()
    it.add(documents[20])
    del it
    again = sink(target, work)
    again.open(mark)
    for document in documents[10:]:
        again.add(document)
    again.finish()
    again.close()
    again.close()
