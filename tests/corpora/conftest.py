"""Tests that need real documents beside the repository, in ../shared: each says why where it is skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS = SHARED / "corpus"
FILES = sorted(p for p in CORPUS.glob("*/*") if p.is_file() and p.parent.name != "LICENSES")
#: For tests that choose their files when they are collected.
needs_corpus = pytest.mark.skipif(not FILES, reason=f"there are no documents at {CORPUS}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seed and the corpora."""
    if not (SHARED / "seed").is_dir():
        pytest.skip(f"there are no shared documents at {SHARED}")
    return SHARED
