"""The project's first template document, read in full: what is said of the fixture of its shape holds of it, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from de_lint.reading.document import Document, read

from ..test_template_document import (
    record,
    test_delegation_template,
    test_examples,
    test_integration_points,
    test_lists,
    test_overview,
    test_progress_format,
    test_whole_document_is_one_valid_record,
)

__all__ = [
    "record",
    "test_delegation_template",
    "test_examples",
    "test_integration_points",
    "test_lists",
    "test_overview",
    "test_progress_format",
    "test_whole_document_is_one_valid_record",
]


@pytest.fixture
def document(shared: Path) -> Document:
    file = shared / "seed" / "data_engineer_agent_template.md"
    return read(file.read_bytes(), file.name)
