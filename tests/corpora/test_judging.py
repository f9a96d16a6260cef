"""Both JSON Schema libraries come to the same verdict on the records of real documents."""

from __future__ import annotations

from ..judging.test_violations import agreed_violations
from .conftest import CORPUS, needs_corpus


@needs_corpus
def test_libraries_agree() -> None:
    assert agreed_violations(sorted(CORPUS.glob("*/*.md")))
