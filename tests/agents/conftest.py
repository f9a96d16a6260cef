"""What the tests of hooks share: sessions are remembered in a folder of the test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def sessions_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DE_LINT_CACHE_DIR", str(tmp_path / "cache-of-the-test"))
