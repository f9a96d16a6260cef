"""What is written like the hash of a commit, and what only looks so."""

from __future__ import annotations

import pytest

from de_lint.judging.claims.commits import hashes_in


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        ("Fixed in `1a2b3c4`.", ["1a2b3c4"]),
        ("1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d", ["1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"]),
        ("deadbeef and defaced are words as well", []),
        ("1234567 rows", []),
        ("1a2b3c", []),
    ],
)
def test_hashes(text: str, hashes: list[str]) -> None:
    assert hashes_in(text) == hashes
