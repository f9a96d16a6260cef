"""A report's status, type, author and title, of any layout: what states them, and what only seems to."""

from __future__ import annotations

from typing import Any

import pytest

from de_lint.reading.document import read

STATUSES = [
    ("# Queue rewrite (BLOCKED)\n\n## Findings\n- The key is missing\n", "blocked"),
    ("# ESCALATION: queue - Blocked after 3 attempts\n\n## Findings\n- The key is missing\n", "blocked"),
    ("# Engineer Agent Progress Report ❌ FAILED\n\n- Task: Retry queue\n- Notes: x\n", "failed"),
    ("# Queue report\n\n## Queue site — COMPLETE\n\nLinks\n\n## Findings\n- One\n", "completed"),
    ("# Queue report\n\n## Failing code\n\nThe loop.\n\n## Findings\n- One\n", None),
    ("# Queue report\n\n## Summary\nThe queue is not production-ready.\n\n## Findings\n- One\n", None),
    ("# Queue report\n\n**Status**: Merged, awaiting the vendor\n\n## Findings\n- One\n", "pending"),
    ("# Queue report\n\n## Bug 1\n**Status**: fixed\n\n## Bug 2\n**Status**: failed\n", None),
    ("# Queue report\n\n**Status**: 80% complete\n\n## Findings\n- One\n", "in_progress"),
    ("# Queue report\n\n## Findings\n- One\n\n---\n*Completed: 2026-03-06*\n", "completed"),
]
AUTHORS = [
    ("# QA Agent Report\n\n## Findings\n- One\n", "qa"),
    ("# Issue summary: QA Agent not invoked\n\n## Findings\n- One\n", None),
    ("# Dogfood report with the QA Agent\n\n## Findings\n- One\n", None),
    ("# Plan summary\n\n- **Agent**: Agent 2 of batch 1\n\n## Findings\n- One\n", "agent_2"),
    ("# Documentation Consolidation Report\n\n## Findings\n- One\n", None),
    ("# Security Audit Report\n\n## Findings\n- One\n", "security"),
    ("# Progress Report — Data Engineer\n\n## Findings\n- One\n", "data_engineer"),
]
TYPES = [
    ("# Queue Progress Update\n\n- Split the table\n", "progress"),
    ("# Project Status Report\n\n## Findings\n- One\n", "progress"),
    ("# Engineering Blocker\n\n- Impact: cannot compile\n", "blocker"),
    ("# Queue Audit Report\n\n## Findings\n- One\n", "finding"),
]
TITLES = [
    ("[WORK] Ada — Queue rewrite\n\n## Summary\nRewrote the queue. All tests pass.\n", "[WORK] Ada — Queue rewrite"),
    ("ERROR FOUND: queue\n\nError details:\n- Fixed the loop\n\nNext steps: none\n", "ERROR FOUND: queue"),
    ("Task 7 done. All tests pass and the fix is committed.\n\n- Fixed the loop\n", None),
]


def _report(text: str) -> dict[str, Any]:
    record: dict[str, Any]
    (record,) = read(text, kind="progress_report").to_json()["records"]
    return record


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_status(text: str, status: str | None) -> None:
    assert _report(text)["status"] == status


@pytest.mark.parametrize(("text", "agent"), AUTHORS)
def test_author(text: str, agent: str | None) -> None:
    assert (_report(text)["agent"] or {}).get("type") == agent


@pytest.mark.parametrize(("text", "kind"), TYPES)
def test_type(text: str, kind: str) -> None:
    assert _report(text)["report_type"] == kind


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_title(text: str, title: str | None) -> None:
    assert _report(text)["title"] == title
