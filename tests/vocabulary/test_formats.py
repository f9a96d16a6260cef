"""The vocabularies of other formats: each reads its own documents once it is switched on."""

from __future__ import annotations

from typing import Any

import pytest

from de_lint.judging.validate import document_errors
from de_lint.reading.document import read
from de_lint.vocabulary.formats import extended, format_names
from de_lint.vocabulary.kinds import shipped

SITREP = """═══════════
🎯 SITREP: BACKEND
═══════════

**STATUS**: 🟢 ON TRACK
**PROGRESS**: 60%
**MISSION**: Token refresh

**COMPLETED**:
- Login endpoint

**BLOCKERS**: NONE
"""
TASK_SECTIONS = """## 1. TASK
Fix the token refresh

## 2. EXPECTED OUTCOME
Refresh works after expiry

## 3. REQUIRED TOOLS
Read and edit below src/

## 4. MUST DO
- Add a test
"""
STATUS_REPORT = """**Status:** DONE_WITH_CONCERNS

- Implemented the refresh
- Tests: 12/12 passing

Concerns:
- Clock skew is untested
"""
HANDOFF = """# Handoff Report

## Observation
The parser fails on tabs.

## Produced
- src/parser.py

## Next Agent Instructions
- Run the fuzzer
"""
TASK_BLOCK = """Task:
  agent: "qa"
  task: "Verify the deployment"
  acceptance_criteria:
    - Homepage loads
    - No console errors
"""


def _read(text: str, name: str) -> dict[str, Any]:
    document = read(text, vocabulary=extended(shipped(), [name])).to_json()
    assert document_errors(document) == []
    (record,) = document["records"]
    found: dict[str, Any] = record
    return found


def test_sitrep() -> None:
    record = _read(SITREP, "sitrep")
    assert record["agent"] == {"name": "BACKEND", "type": "backend"}
    assert (record["status"], record["progress"], record["task"]) == ("in_progress", 60, "Token refresh")
    assert [i["text"] for i in record["completed"]] == ["Login endpoint"]
    assert record["blockers"] == []
    assert read(SITREP).records[0].data["agent"] is None  # without its vocabulary SITREP is no word


def test_task_sections() -> None:
    record = _read(TASK_SECTIONS, "task-sections")
    assert record["kind"] == "delegation"
    assert record["task"]["summary"] == "Fix the token refresh"
    assert record["expected_results"] == "Refresh works after expiry"
    assert record["authority"] == "Read and edit below src/"
    assert [i["text"] for i in record["constraints"]] == ["Add a test"]


def test_status_reports() -> None:
    record = _read(STATUS_REPORT, "status-reports")
    assert (record["report_type"], record["status"]) == ("completion", "completed")
    assert [i["text"] for i in record["risks"]] == ["Clock skew is untested"]


def test_handoff_documents() -> None:
    record = _read(HANDOFF, "handoff-documents")
    assert record["report_type"] == "handoff"
    assert [i["text"] for i in record["completed"]] == ["src/parser.py"]
    assert [i["text"] for i in record["next_steps"]] == ["Run the fuzzer"]


def test_task_blocks() -> None:
    record = _read(TASK_BLOCK, "task-blocks")
    assert record["agent"]["type"] == "qa"
    assert [i["text"] for i in record["acceptance_criteria"]] == ["Homepage loads", "No console errors"]


def test_every_vocabulary_is_tested_here() -> None:
    assert set(format_names()) == {"sitrep", "task-sections", "status-reports", "handoff-documents", "task-blocks"}


def test_switching_on_leaves_the_shipped_words_alone() -> None:
    before = shipped().kinds["progress_report"].property("blockers").aliases
    extended(shipped(), format_names())
    assert shipped().kinds["progress_report"].property("blockers").aliases == before


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        extended(shipped(), ["telegram"])
