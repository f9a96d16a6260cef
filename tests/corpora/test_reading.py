"""Real documents, where the shared corpus stands beside the repository."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from de_lint.bulk.account import account_of
from de_lint.judging.validate import document_errors
from de_lint.reading.document import Document, read

from ..bulk.test_account import faults
from .conftest import FILES, SHARED, needs_corpus

pytestmark = needs_corpus


@cache
def _document(file: Path) -> Document:
    return read(file.read_bytes(), file.name)


@pytest.mark.parametrize("folder", sorted({p.parent.name for p in FILES}))
def test_documents_are_valid_and_whole(
    folder: str, line_faults: Callable[[Document], list[str]], lost_words: Callable[[Document], list[str]]
) -> None:
    faults = []
    for file in (f for f in FILES if f.parent.name == folder):
        document = read(file.read_bytes(), file.name)
        found = [*document_errors(document.to_json(source_map=True)), *line_faults(document), *lost_words(document)]
        faults += [f"{file.name}: {f}" for f in found]
    assert faults == []


def test_every_character_is_accounted_for() -> None:
    assert [fault for file in FILES for fault in faults(file.read_bytes(), file.name)] == []


@pytest.mark.parametrize("folder", ["reports", "delegations"])
def test_cut_out_blocks_are_covered(folder: str) -> None:
    blocks = [f for f in FILES if f.parent.name == folder and not f.name.startswith("doc__")]
    covered = {f.name: account_of(_document(f)).share for f in blocks}
    assert mean(covered.values()) >= 0.98, sorted(covered.items(), key=lambda c: c[1])[:5]


def test_other_documents_are_silent() -> None:
    others = [f for f in FILES if f.name.startswith("negative__") or f.stem.rsplit("__", 1)[-1].upper() == "README"]
    loud = {f.name: [r.kind for r in _document(f).records] for f in others if _document(f).records}
    assert len(loud) <= 1, loud  # what a text is, is weighed: a message with blank lists may be read as a blank report


@pytest.mark.skipif(not (SHARED / "gold" / "score.py").is_file(), reason=f"no gold labels in {SHARED}")
def test_gold_score() -> None:
    command = shlex.join([sys.executable, "-m", "de_lint", "convert", "--to", "jsonl"])
    done = subprocess.run(
        [sys.executable, str(SHARED / "gold" / "score.py"), "--min", "0.96", "--command", command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
