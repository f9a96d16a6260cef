"""Tests that need real documents beside the repository, in ../shared: each says why where it is skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seed and the corpora."""
    if not (SHARED / "seed").is_dir():
        pytest.skip(f"there are no shared documents at {SHARED}")
    return SHARED
